//! Undo takes back the last act that can be taken back, however long ago it was: the state is what the rest of the history
//! gives (`effective` in `history.rs` leaves it out).

use super::act::Acting;
use super::event::{Event, Verb, What};
use super::history::effective;
use super::limits::reason;
use super::refusal::Refusal;

/// The history with one more line, which takes the last act back.
pub(super) fn undone(why: &str, acting: &Acting<'_>) -> Result<Vec<Event>, Refusal> {
    let mut history = acting.history.ok_or(Refusal::NoHistory)?.to_vec();
    history.push(Event::new(acting.now, acting.who, undoing(why, acting)?));
    Ok(history)
}

/// What is recorded of an undo: which act it takes back, and why.
pub(super) fn undoing(why: &str, acting: &Acting<'_>) -> Result<What, Refusal> {
    let last = last_undoable(acting.history.ok_or(Refusal::NoHistory)?).ok_or(Refusal::NothingToUndo)?;
    Ok(What::Undone { act: last.verb(), why: reason(why)? })
}

/// The act that `undo` would take back.
pub fn last_undoable(history: &[Event]) -> Option<Event> {
    effective(history).into_iter().rfind(|event| event.verb().can_be_undone())
}

impl Verb {
    /// Whether it moves a referral, so that `undo` can take it back.
    pub fn can_be_undone(self) -> bool {
        matches!(
            self,
            Self::Claim
                | Self::Release
                | Self::TakeOver
                | Self::Assign
                | Self::Contacted
                | Self::Close
                | Self::Reopen
                | Self::Decide
        )
    }
}

#[cfg(test)]
mod tests;
