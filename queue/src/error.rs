//! What can go wrong, without a word about a person in it.

use referral::life::Refusal;

use crate::Why;

/// The table did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueueError {
    /// It answered with an error; the code is DynamoDB's.
    #[error("the table refused the request ({0})")]
    Refused(String),
    /// This cloud identity may not do that, or is not known, or its time has run out.
    #[error("the table does not let you do that ({0})")]
    NoRights(String),
    /// A request signed by a clock that is off.
    #[error("the table refused the request because this machine's clock is off")]
    Clock,
    /// It is busier than it may be.
    #[error("the table is too busy")]
    Throttled,
    /// No answer in time, or a connection that broke.
    #[error("the table did not answer")]
    NoAnswer,
    /// No connection was made at all.
    #[error("the table cannot be reached")]
    Unreachable,
    /// An answer nobody can read.
    #[error("the table's answer could not be read")]
    Unreadable,
    /// `init` has not been run.
    #[error("there is no such table yet. Run `head-office init`")]
    NoTable,
    /// The embedded engine's disk has no room.
    #[error("the disk is full: nothing can be recorded until there is room on it")]
    DiskFull,
    /// The embedded engine's file or folder cannot be written to.
    #[error("the table's folder cannot be written to: nothing can be recorded")]
    ReadOnly,
    /// The embedded engine's disk does not do what it is told (EIO): what was being recorded may be there or not.
    #[error("the disk fails: have it looked at, and copy the table elsewhere")]
    DiskFails,
    /// An item that this program did not write, or a later version of it did.
    #[error("the stored item {0} is not in the form this program writes")]
    Damaged(String),
    /// Encryption failed; only the system's randomness or memory can cause it.
    #[error("sealing failed")]
    Sealing,
    /// There is no identity here, or it is not one the entry was sealed to, or the entry was altered.
    #[error("this entry cannot be opened with this identity")]
    CannotOpen,
    /// An entry that stays sealed, and why.
    #[error("this referral cannot be opened: {0}")]
    Unopened(Why),
    /// The embedded engine could not be started.
    #[error("the table's file cannot be used: {0}")]
    Engine(String),
}

impl QueueError {
    /// Which item it is about, for a list of those that cannot be read.
    pub(crate) fn name_of_item(self) -> String {
        match self {
            Self::Damaged(name) => name,
            other => other.to_string(),
        }
    }
}

/// Why a submission has no receipt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SubmitError {
    /// The same `Idempotency-Key` came with other answers before.
    #[error("this Idempotency-Key was used for other answers")]
    Conflict,
    /// Head office says that it came in later than now.
    #[error("that time is in the future")]
    InFuture,
    /// It is certain that nothing was stored.
    #[error("not stored: {0}")]
    NotStored(QueueError),
    /// It may or may not be stored: say so, never "not sent".
    #[error("stored or not, we cannot tell: {0}")]
    Unknown(QueueError),
}

/// Why answers were not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AmendError<E> {
    /// The new answers cannot be taken.
    Answers(E),
    /// The change could not be made.
    Act(ActError),
}

impl<E> From<ActError> for AmendError<E> {
    fn from(error: ActError) -> Self {
        Self::Act(error)
    }
}

impl<E> From<QueueError> for AmendError<E> {
    fn from(error: QueueError) -> Self {
        Self::Act(error.into())
    }
}

/// Why an act did not happen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    /// No entry has this reference.
    #[error("there is no referral with that reference")]
    NotFound,
    /// The rules say no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The referral it is said to be a duplicate of is not there, or is itself.
    #[error("there is no other referral with the reference of the original. Nothing was closed")]
    NoOriginal,
    /// Purge passes it over.
    #[error("it is on hold, so it is not purged. End the hold first")]
    Held,
    /// Somebody acted in between.
    #[error("somebody acted on it in between. Look again")]
    Changed,
    /// This machine's clock is off: due dates and leases would be counted wrongly.
    #[error("this machine's clock is {minutes} minutes off. Set it right, then try again")]
    Clock {
        /// By how many minutes.
        minutes: i64,
    },
    /// The table failed.
    #[error(transparent)]
    Queue(#[from] QueueError),
}
