//! What somebody may want to do with an entry.

use chrono::{DateTime, Utc};

use super::codes::Outcome;
use super::event::{Event, Verb};
use super::record::{Amendment, Closing, Contact, Correction, LogLine, Remark};
use super::staff::StaffName;
use crate::{Calendar, Eligibility};

/// What somebody wants to do with an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Take a waiting entry, or renew one's own lease.
    Claim,
    /// Give it back.
    Release,
    /// Take it from a colleague.
    TakeOver,
    /// Give it to a colleague, who then owns it; anybody may.
    Assign {
        /// The colleague.
        to: StaffName,
    },
    /// The patient has heard from us.
    Contacted(Contact),
    /// A try that did not reach the patient.
    Attempt(Contact),
    /// Put the day or way of the last recorded contact right.
    Correct(Correction),
    /// Something the next reader should know; moves nothing.
    Note(Remark),
    /// A line of the case file; moves nothing.
    Log(LogLine),
    /// Finish.
    Close(Closing),
    /// Bring a closed entry back to waiting.
    Reopen,
    /// Take back the last act that moved it, whoever did it.
    Undo {
        /// Why.
        why: String,
    },
    /// Answers were changed; moves nothing.
    Amend(Amendment),
    /// A person's answer to whether the patient is covered.
    Decide {
        /// Covered or not.
        eligibility: Eligibility,
        /// Why.
        why: String,
    },
    /// Purge shall pass it over.
    Hold {
        /// Why.
        why: String,
    },
    /// Purge need not pass it over any more.
    ReleaseHold,
    /// Word to the referrer was opened, ready to send; moves nothing.
    Informed,
}

impl Act {
    /// The verb of the event it is recorded as.
    pub fn verb(&self) -> Verb {
        match self {
            Self::Claim => Verb::Claim,
            Self::Release => Verb::Release,
            Self::TakeOver => Verb::TakeOver,
            Self::Assign { .. } => Verb::Assign,
            Self::Contacted(_) => Verb::Contacted,
            Self::Attempt(_) => Verb::Attempt,
            Self::Correct(_) => Verb::Corrected,
            Self::Note(_) => Verb::Note,
            Self::Log(_) => Verb::Log,
            Self::Close(_) => Verb::Close,
            Self::Reopen => Verb::Reopen,
            Self::Undo { .. } => Verb::Undone,
            Self::Amend(_) => Verb::Amended,
            Self::Decide { .. } => Verb::Decide,
            Self::Hold { .. } => Verb::Hold,
            Self::ReleaseHold => Verb::ReleaseHold,
            Self::Informed => Verb::Informed,
        }
    }

    /// Whether the rule for it looks at the history: `undo`, `correct`, `hold` and its end, and closing as supported.
    pub fn needs_history(&self) -> bool {
        match self {
            Self::Undo { .. } | Self::Correct(_) | Self::Hold { .. } | Self::ReleaseHold => true,
            Self::Close(closing) => closing.outcome == Outcome::Supported && !closing.without_contact,
            _ => false,
        }
    }
}

/// Who acts, when, and on what history.
#[derive(Debug, Clone, Copy)]
pub struct Acting<'a> {
    /// Who: the name or initials of `IMHA_STAFF`.
    pub who: &'a str,
    /// When the referral came in.
    pub received_at: DateTime<Utc>,
    /// Now.
    pub now: DateTime<Utc>,
    /// Bank holidays, for the lease.
    pub calendar: &'a Calendar,
    /// All that has happened, oldest first; none where it cannot be read, as without a staff key. Acts that need it
    /// are then refused.
    pub history: Option<&'a [Event]>,
}
