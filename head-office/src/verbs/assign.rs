//! `assign REF NAME` and `hand-over --from NAME --to NAME`: cases go to a colleague.

use clap::Args;
use referral::life::{Act, StaffName};

use super::acts::{act, say};
use super::values::colleague;
use crate::office::references::reference_and_text;
use crate::{Environment, Office, Refused};

/// What `assign` is asked.
#[derive(Debug, Args)]
pub struct AssignArgs {
    /// Which one, then the name or initials of the colleague
    #[arg(value_name = "REF NAME", required = true, num_args = 1..)]
    words: Vec<String>,
}

/// What `hand-over` is asked.
#[derive(Debug, Args)]
pub struct HandOverArgs {
    /// Whose open cases
    #[arg(long, value_name = "NAME", value_parser = colleague)]
    from: StaffName,
    /// Who has them from now on
    #[arg(long, value_name = "NAME", value_parser = colleague)]
    to: StaffName,
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
    let to = office.as_first_used(colleague(&name).map_err(Refused::new)?).await?;
    act(office, &reference, &Act::Assign { to }, environment).await
}

/// Gives all that one person has open to another, one after the other.
pub(crate) async fn hand_over(
    office: &Office,
    HandOverArgs { from, to }: HandOverArgs,
    environment: &mut Environment<'_>,
) -> Result<(), Refused> {
    let handed = office.hand_over(&from, to, |reference, act, state| say(office, (reference, act), state, environment));
    let said = handed.await?.in_words(&from);
    environment.say(&said)?;
    Ok(())
}
