//! Undo takes back the last act that can be taken back: the state is what the rest of the history gives.

use super::act::Acting;
use super::event::{Event, What};
use super::history::effective;
use super::refusal::Refusal;
use super::state::{State, reason};

impl State {
    /// What the history gives with its last act taken back.
    pub(super) fn undone(&self, why: &str, acting: &Acting<'_>) -> Result<Self, Refusal> {
        let mut history = acting.history.ok_or(Refusal::NoHistory)?.to_vec();
        history.push(Event::new(acting.now, acting.who, undoing(why, acting)?));
        Ok(Self::replay(&history, self.version, acting.calendar))
    }
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

#[cfg(test)]
mod tests;
