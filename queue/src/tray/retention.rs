//! How long what is closed is kept.

use std::collections::BTreeMap;

use chrono::{DateTime, Months, Utc};
use referral::life::Outcome;

/// Months that a closed referral is kept: for all, and for some outcomes other than for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention {
    months: u32,
    by_outcome: BTreeMap<Outcome, u32>,
}

impl Retention {
    /// The same for every outcome.
    pub fn months(months: u32) -> Self {
        Self { months, by_outcome: BTreeMap::new() }
    }

    /// Other months for one outcome.
    #[must_use]
    pub fn with(mut self, outcome: Outcome, months: u32) -> Self {
        self.by_outcome.insert(outcome, months);
        self
    }

    /// When what was closed then, with this outcome, is due to be purged; none beyond the end of dates.
    pub fn due_at(&self, outcome: Outcome, closed_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let months = self.by_outcome.get(&outcome).copied().unwrap_or(self.months);
        closed_at.checked_add_months(Months::new(months))
    }

    /// The fewest months of any outcome.
    pub(super) fn fewest(&self) -> Months {
        Months::new(self.by_outcome.values().copied().fold(self.months, u32::min))
    }
}
