//! Why an act was refused, and what to do instead.

use chrono::NaiveDate;

/// The characters a note may have.
pub const LONGEST_NOTE: usize = 2000;
/// The characters the name of whoever made a contact may have.
pub const LONGEST_NAME: usize = 200;
/// The minutes one line of the case file may have: a day.
pub const MOST_MINUTES: u32 = 24 * 60;

/// Why an act was refused, and what to do instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Somebody else has it.
    #[error("{owner} has it. Use take-over if you are to do it instead")]
    Held {
        /// The initials of the one who has it.
        owner: String,
    },
    /// Nobody has claimed it.
    #[error("nobody has claimed it. Claim it first")]
    NotClaimed,
    /// It is closed.
    #[error("it is closed. Reopen it first")]
    Closed,
    /// It has been contacted already.
    #[error("first contact is already recorded. Close it when the work is done")]
    AlreadyContacted,
    /// Only closed entries can be reopened.
    #[error("it is not closed, so there is nothing to reopen")]
    NotClosed,
    /// One cannot take over from oneself.
    #[error("you have it already")]
    Yours,
    /// It is assigned to the one who has it.
    #[error("{owner} has it already")]
    Theirs {
        /// Who has it.
        owner: String,
    },
    /// A contact before the referral came in.
    #[error("that day is before the referral came in ({0})")]
    BeforeReceipt(NaiveDate),
    /// A contact in the future.
    #[error("that day is in the future")]
    InFuture,
    /// A note with nothing in it.
    #[error("there is nothing in the note. Say what the next reader should know")]
    EmptyNote,
    /// A reason with nothing in it.
    #[error("no reason is given. Say why, for whoever reads the history later")]
    EmptyWhy,
    /// More than a note or a reason holds.
    #[error("the note is too long. Shorten it to {LONGEST_NOTE} characters")]
    LongNote,
    /// More than a name holds.
    #[error("the name of who made the contact is too long. Shorten it to {LONGEST_NAME} characters")]
    LongName,
    /// More minutes than a day has, or none at all.
    #[error("a line of the case file is for 1 to {MOST_MINUTES} minutes. Write one line for each day")]
    WrongMinutes,
    /// Closed as supported, and the patient has not heard from us.
    #[error(
        "no contact with the patient is recorded, so it cannot be closed as supported. Record it with contacted \
         first, or close it all the same with --without-contact"
    )]
    NoContact,
    /// Only a duplicate has an original.
    #[error("only what is closed as a duplicate is one of another referral. Choose duplicate, or name no other")]
    NoDuplicate,
    /// No act to take back.
    #[error("there is nothing to undo. Nothing that moved it is recorded, or all of it is undone already")]
    NothingToUndo,
    /// No contact to put right.
    #[error("no contact with the patient is recorded, so there is none to correct. Record it with contacted")]
    NothingToCorrect,
    /// The correction says what is recorded already.
    #[error("that is what is recorded already. Say another day or another way")]
    NothingChanged,
    /// A decision must be one or the other.
    #[error("decide whether the patient is covered or not covered")]
    Undecided,
    /// It is held already.
    #[error("it is on hold already")]
    AlreadyHeld,
    /// There is no hold to end.
    #[error("it is not on hold")]
    NotHeld,
    /// The history cannot be read here.
    #[error("its history cannot be read here. Do this with a staff key that opens it")]
    NoHistory,
}
