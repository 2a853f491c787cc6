//! What may happen to an entry at head office: `waiting -> claimed -> contacted -> closed`, and back by `reopen` and
//! `undo`.
//!
//! Pure: [`State::act`] takes what is and what someone wants, and gives what will be together with the
//! events to record, or a refusal in a sentence. The queue writes both in one transaction.

mod act;
mod codes;
mod correct;
mod event;
mod history;
mod lease;
mod limits;
mod record;
mod refusal;
mod staff;
mod state;
mod undo;

pub use act::{Act, Acting};
pub use codes::{How, LogKind, Outcome, Status};
pub use event::{Event, Reading, Verb, What};
pub use history::{closed_at, duplicate_of, effective, held, told_by};
pub use limits::reason;
pub use record::{Amendment, Closing, Contact, Correction, LogLine, Remark};
pub use refusal::{LONGEST_NAME, LONGEST_NOTE, MOST_MINUTES, Refusal};
pub use staff::{StaffName, StaffNameError, same_staff};
pub use state::State;
pub use undo::last_undoable;

#[cfg(test)]
mod model_tests;
#[cfg(test)]
mod tests;
