//! `assign REF NAME` and `hand-over --from NAME --to NAME`: cases go to a colleague.

use clap::Args;
use referral::life::{Act, StaffName, Status, same_staff};

use super::acts::act;
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
    asked: HandOverArgs,
    environment: &mut Environment<'_>,
) -> Result<(), Refused> {
    let HandOverArgs { from, to } = asked;
    if from == to {
        return Err(Refused::new(format!("{from} has them already. Name two people.")));
    }
    let to = office.as_first_used(to).await?;
    let open = office.tray.open_entries().await?.entries;
    let now = office.now();
    let theirs = |state: &referral::life::State| {
        matches!(state.status, Status::Claimed | Status::Contacted)
            && state.owner.as_deref().is_some_and(|owner| same_staff(owner, from.as_str()))
    };
    let theirs: Vec<_> = open.into_iter().filter(|clear| theirs(&clear.state.at(now))).collect();
    if theirs.is_empty() {
        environment.say(&format!("{from} has nothing open."))?;
        return Ok(());
    }
    for (done, clear) in theirs.iter().enumerate() {
        let assign = Act::Assign { to: to.clone() };
        act(office, &clear.reference, &assign, environment).await.map_err(|refused| {
            Refused::new(format!("{refused} {done} of {} are handed over; run it again for the rest.", theirs.len()))
        })?;
    }
    environment.say(&format!("{} handed over from {from} to {to}.", theirs.len()))?;
    Ok(())
}
