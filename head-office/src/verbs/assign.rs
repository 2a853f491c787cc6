//! `assign REF NAME` and `hand-over --from NAME --to NAME`: cases go to a colleague.

use clap::Args;
use referral::life::{Act, StaffName};

use super::acts::{act, object, say};
use super::values::{AsJson, colleague};
use crate::office::references::reference_and_text;
use crate::{Environment, Office, Refused};

/// What `assign` is asked.
#[derive(Debug, Args)]
pub(crate) struct AssignArgs {
    /// Which one, then the name or initials of the colleague
    #[arg(value_name = "REF NAME", required = true, num_args = 1..)]
    words: Vec<String>,
    #[command(flatten)]
    answer: AsJson,
}

/// What `hand-over` is asked.
#[derive(Debug, Args)]
pub(crate) struct HandOverArgs {
    /// Whose open cases
    #[arg(long, value_name = "NAME", value_parser = colleague)]
    from: StaffName,
    /// Who has them from now on
    #[arg(long, value_name = "NAME", value_parser = colleague)]
    to: StaffName,
    #[command(flatten)]
    answer: AsJson,
}

/// Gives one referral to a colleague.
pub(crate) async fn assign(
    office: &Office,
    asked: AssignArgs,
    environment: &mut Environment<'_>,
) -> Result<(), Refused> {
    let (reference, name) = reference_and_text(&asked.words)?;
    if name.trim().is_empty() {
        return Err(Refused::new(format!("Say who gets it: head-office assign {reference} NAME.")));
    }
    let (to, _) = office.as_first_used(colleague(&name).map_err(Refused::new)?).await?;
    act(office, &reference, &Act::Assign { to }, asked.answer, environment).await
}

/// Gives all that one person has open to another, one after the other.
pub(crate) async fn hand_over(
    office: &Office,
    HandOverArgs { from, to, answer }: HandOverArgs,
    environment: &mut Environment<'_>,
) -> Result<(), Refused> {
    let mut rows = Vec::new();
    let handed = office.hand_over(&from, to, true, |reference, act, state| {
        if !answer.json {
            return say(office, (reference, act), state, answer, environment);
        }
        rows.push(object(reference, act, state));
        Ok(())
    });
    let said = handed.await?.in_words(&from);
    if answer.json {
        return Ok(environment.json(&rows)?);
    }
    Ok(environment.say(&said)?)
}
