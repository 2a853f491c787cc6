//! The order of every list: first those whose patient somebody must still reach, by the day that comes first (so what is
//! overdue is at the top), of one day what is urgent first, then by when they came in. The desk, `list`, a search and what
//! is printed follow it, unless somebody chose another at the desk (`desk/filters.rs`); `list --json` goes by urgency
//! and due date alone (`list_row.rs`); the digest follows as much of it as is known without a key.

use chrono::{DateTime, NaiveDate, Utc};
use queue::{Case, Clear};
use referral::Reference;
use referral::life::Status;

use super::case_now::CaseNow;

/// The place of a referral in a list; the smaller comes first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ListOrder {
    is_reached: bool,
    day: NaiveDate,
    is_calm: bool,
    received_at: DateTime<Utc>,
    reference: Reference,
}

impl ListOrder {
    /// The place of an opened referral.
    pub(crate) fn of(case: &Case, now: &CaseNow) -> Self {
        Self {
            is_reached: !now.is_to_reach(),
            day: now.deadlines.sorted_by,
            is_calm: !now.is_urgent(),
            received_at: case.entry.received_at,
            reference: case.entry.reference.clone(),
        }
    }

    /// The place of one of which only the clear fields are known.
    pub(crate) fn of_sealed(clear: &Clear, now: DateTime<Utc>) -> Self {
        Self {
            is_reached: !matches!(clear.state.at(now).status, Status::Waiting | Status::Claimed),
            day: clear.due_on,
            is_calm: true,
            received_at: clear.received_at,
            reference: clear.reference.clone(),
        }
    }
}
