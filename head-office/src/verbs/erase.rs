//! `erase REF --why TEXT --yes`: the person goes now, whether the referral is open or closed; its figures stay.

use clap::Args;
use queue::ActError;

use super::values::{AsJson, Named, no_why};
use crate::{Environment, Office, Refused};

/// What `erase` is asked.
#[derive(Debug, Args)]
pub(crate) struct EraseArgs {
    #[command(flatten)]
    what: Named,
    /// Why the person is taken out
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// It is meant: it cannot be undone
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    answer: AsJson,
}

/// Takes the person out.
pub(crate) async fn erase(office: &Office, asked: EraseArgs, environment: &mut Environment<'_>) -> Result<(), Refused> {
    let reference = asked.what.reference()?;
    let why = asked.why.ok_or_else(no_why)?;
    if !asked.yes {
        return Err(Refused::new(format!(
            "{reference}: answers, notes and history would go and could not be brought back. Say --yes if you mean it. \
             Nothing was erased."
        )));
    }
    match office.erase(&reference, &why, None).await {
        Ok(None) => {}
        Ok(Some(but)) => return Err(but),
        Err(ActError::NotFound) => return Err(office.gone(&reference).await),
        Err(error) => return Err(Refused::act(&reference, error)),
    }
    if asked.answer.json {
        return Ok(environment.json(&serde_json::json!({"reference": reference, "what": "erase"}))?);
    }
    environment.say(&format!("{reference} is erased. Its figures stay for reports, without a name."))?;
    Ok(())
}
