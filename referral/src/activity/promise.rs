//! The promise of first contact: kept, broken and why, or not due yet. Reasons are read from the history, never typed.

use chrono::NaiveDate;

use strum::{EnumCount, EnumString, IntoStaticStr, VariantArray};

use super::row::Activity;
use crate::Eligibility;
use crate::code::coded;
use crate::life::Outcome;

/// What became of the promise that the patient hears from us by the due date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Promise {
    /// Heard from us on or before the due date.
    Kept,
    /// Did not, and why.
    Broken(Late),
    /// Not yet, and the due date has not passed.
    Running,
    /// No promise was made or it fell away: not covered, a duplicate, no real request, or the patient said no or
    /// was taken out before the due date.
    None,
}

/// Why first contact was late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, EnumString, EnumCount, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Late {
    /// Somebody tried by the due date and did not reach the patient.
    TriedInTime,
    /// Nobody took the referral by the due date.
    TakenLate,
    /// Somebody took it in time; no try by the due date is recorded.
    NoTryInTime,
}

coded!(Late);

impl Activity {
    /// What became of the promise, seen at the end of the day `today`.
    pub fn promise(&self, today: NaiveDate) -> Promise {
        let by_then = |on: Option<NaiveDate>| on.is_some_and(|on| on <= self.due_on);
        let fell_away = match self.outcome {
            Some(Outcome::NotEligible | Outcome::Duplicate | Outcome::Spam) => true,
            Some(Outcome::Declined) => self.contacted_on.is_none() && by_then(self.closed_on),
            _ => false,
        };
        let gone = self.contacted_on.is_none() && by_then(self.erased_on);
        if self.eligibility != Eligibility::Eligible || fell_away || gone {
            Promise::None
        } else if by_then(self.contacted_on) {
            Promise::Kept
        } else if self.contacted_on.is_none() && today <= self.due_on {
            Promise::Running
        } else if by_then(self.attempted_on) {
            Promise::Broken(Late::TriedInTime)
        } else if by_then(self.claimed_on) {
            Promise::Broken(Late::NoTryInTime)
        } else {
            Promise::Broken(Late::TakenLate)
        }
    }
}
