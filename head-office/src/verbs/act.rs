//! `claim`, `release`, `take-over`, `contacted`, `close`, `reopen`.

use queue::ActError;
use referral::life::{Act, State};
use referral::{Reference, long_date};

use crate::office::World;
use crate::view::lease_in_words;
use crate::{Office, Refused};

/// Does one move and says what is so now.
pub(crate) async fn act(
    office: &Office,
    reference: &Reference,
    act: &Act,
    world: &mut World<'_>,
) -> Result<(), Refused> {
    let calendar = &office.content.rules.calendar;
    let once = || office.tray.act(reference, act, &office.staff, office.now(), calendar, None);
    let mut done = once().await;
    if matches!(done, Err(ActError::Changed)) {
        // Somebody was quicker. Asked again, the rules say who has it.
        done = once().await;
    }
    let state = done.map_err(|error| Refused::act(reference, error))?;
    writeln!(world.out, "{}", world.terminal.wrapped(&said(reference, act, &state, office)))?;
    Ok(())
}

fn said(reference: &Reference, act: &Act, state: &State, office: &Office) -> String {
    let until = state.lease_until.map(|until| format!(" until {}", lease_in_words(until, office.today())));
    let until = until.unwrap_or_default();
    match act {
        Act::Claim | Act::TakeOver => format!("{reference} is yours{until}."),
        Act::Release | Act::Reopen => format!("{reference} is waiting again."),
        Act::Contacted(contact) => format!("{reference}: contact on {} is recorded.", long_date(contact.on)),
        Act::Attempt(tried) => {
            format!("{reference}: the try on {} is recorded. The patient is still to be reached.", long_date(tried.on))
        }
        Act::Note(_) => format!("{reference}: the note is kept."),
        Act::Close(closing) => format!("{reference} is closed: {}.", closing.outcome.code()),
        _ => format!("{reference}: it is recorded."),
    }
}
