//! What is wrong with a command line, in a sentence that says what to do.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The sentence, and how the verb is used where that helps.
pub(super) fn in_words(error: &Error) -> String {
    let own = std::error::Error::source(error).filter(|_| error.kind() == ErrorKind::ValueValidation);
    if let Some(own) = own {
        return own.to_string();
    }
    let named = |kind| said(error, kind);
    let near = |kind| {
        Some(named(kind)).filter(|near| !near.is_empty()).map_or(String::new(), |near| format!(" Did you mean {near}?"))
    };
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let near = near(ContextKind::SuggestedSubcommand);
            let typed = named(ContextKind::InvalidSubcommand);
            format!("There is no verb {typed}.{near} head-office --help lists them all.")
        }
        ErrorKind::UnknownArgument => {
            let near = near(ContextKind::SuggestedArg);
            format!("{} cannot be used here.{near}{}", named(ContextKind::InvalidArg), usage(error))
        }
        ErrorKind::MissingRequiredArgument => {
            format!("Something is missing: {}.{}", named(ContextKind::InvalidArg), usage(error))
        }
        ErrorKind::InvalidValue if named(ContextKind::InvalidValue).is_empty() => {
            format!("{} needs a value.{}", named(ContextKind::InvalidArg), usage(error))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let values = named(ContextKind::ValidValue);
            let values = if values.is_empty() { String::new() } else { format!(" Use one of: {values}.") };
            let (value, option) = (named(ContextKind::InvalidValue), named(ContextKind::InvalidArg));
            format!("\u{201c}{value}\u{201d} is no value for {option}.{values}")
        }
        ErrorKind::ArgumentConflict => {
            let (one, other) = (named(ContextKind::InvalidArg), named(ContextKind::PriorArg));
            format!("{one} and {other} cannot be used together. Leave one of them out.")
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => error.to_string(),
        _ => format!("This command could not be understood.{}", usage(error)),
    }
}

/// An error's usage names every option that was given, as if it were needed. The folder never is.
fn usage(error: &Error) -> String {
    let usage = said(error, ContextKind::Usage).replace(" --data <DIR>", "");
    if usage.is_empty() { " head-office --help says more.".to_owned() } else { format!("\n\n{usage}") }
}

fn said(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(all)) => all.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::StyledStrs(all)) => all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}
