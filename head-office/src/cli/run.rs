//! Does what was typed.

use clap::CommandFactory as _;
use referral::life::Act;

use super::{Cli, Verb};
use crate::office::Key;
use crate::verbs::Typed;
use crate::{Environment, Office, Refused, verbs};

/// Does the verb.
///
/// # Errors
/// One sentence that says why not and what to do.
pub async fn run(cli: Cli, environment: &mut Environment<'_>) -> Result<(), Refused> {
    let data = cli.data.as_deref();
    let verb = match act(cli.verb) {
        Ok(typed) => return verbs::typed(data, typed, environment).await,
        Err(other) => other,
    };
    let open = async |key: Key, environment: &Environment<'_>| Office::open(data, key, environment).await;
    match verb {
        Verb::Init => return verbs::init(data, environment).await,
        Verb::Completions { shell } => {
            return Ok(verbs::completions(shell, &mut Cli::command(), environment.out)?);
        }
        Verb::Setup => return verbs::setup(cli.settings, environment).await,
        Verb::ContentCheck(asked) => return verbs::content_check(asked, environment).await,
        Verb::Keys(verb) => return verbs::keys(data, verb, environment).await,
        Verb::Export(asked) => return verbs::export(data, asked, environment).await,
        Verb::Serve { desk, open: in_browser } => {
            let key = if in_browser { Key::InThePage } else { Key::IfNamed };
            let mut office = open(key, environment).await?;
            // A desk opens without the table too, and says so on its pages.
            office.acting().await.unwrap_or_default();
            return verbs::serve(office, desk, in_browser, environment.out).await;
        }
        _ => {}
    }
    let mut office = open(key(&verb), environment).await?;
    if is_signed(&verb) {
        office.acting().await?;
    }
    match verb {
        Verb::List(asked) => verbs::list(&office, &asked, environment).await,
        Verb::Show { what, json } => verbs::show(&office, &what.reference()?, json, environment).await,
        Verb::Print { what, json: true } => verbs::show(&office, &what.reference()?, true, environment).await,
        Verb::Print { what, json: false } => verbs::print(&office, &what.reference()?, environment).await,
        Verb::Assign(asked) => verbs::assign(&office, asked, environment).await,
        Verb::HandOver(asked) => verbs::hand_over(&office, asked, environment).await,
        Verb::Amend(asked) => verbs::amend(&office, asked, environment).await,
        Verb::Decide(asked) => verbs::decide(&office, asked, environment).await,
        Verb::New(asked) => verbs::new(&office, asked, environment).await,
        Verb::Find(asked) => verbs::find(&office, asked, environment).await,
        Verb::Person(asked) => verbs::person(&office, asked, environment).await,
        Verb::Erase(asked) => verbs::erase(&office, asked, environment).await,
        Verb::Digest(asked) => verbs::digest(&office, asked, environment).await,
        Verb::Verify(asked) => verbs::verify(&office, data, &asked, environment).await,
        Verb::Purge(asked) => verbs::purge(&office, asked, environment).await,
        Verb::Report(asked) => verbs::report(&office, &asked, environment).await,
        // The others were answered above.
        _ => Ok(()),
    }
}

/// Whether the history says who did it.
fn is_signed(verb: &Verb) -> bool {
    use Verb::{Amend, Assign, Decide, Erase, HandOver, New};
    matches!(verb, Assign(_) | HandOver(_) | Amend(_) | Decide(_) | New(_) | Erase(_))
}

/// Which key a verb needs.
fn key(verb: &Verb) -> Key {
    match verb {
        Verb::Digest(_) => Key::Nobodys,
        Verb::Assign(_) | Verb::HandOver(_) => Key::NotNeeded,
        _ => Key::Needed,
    }
}

/// The act on one referral that a verb is, or the verb back.
fn act(verb: Verb) -> Result<Typed, Verb> {
    Ok(match verb {
        Verb::Claim(what) => Typed::Plain(what, Act::Claim),
        Verb::Release(what) => Typed::Plain(what, Act::Release),
        Verb::TakeOver(what) => Typed::Plain(what, Act::TakeOver),
        Verb::Reopen(what) => Typed::Plain(what, Act::Reopen),
        Verb::Contacted(asked) => Typed::Contact(asked),
        Verb::Note(asked) => Typed::Note(asked),
        Verb::Log(asked) => Typed::Log(asked),
        Verb::Close(asked) => Typed::Close(asked),
        Verb::Undo(asked) => Typed::Undo(asked),
        Verb::Hold(asked) => Typed::Hold(asked),
        other => return Err(other),
    })
}
