//! How many months what is closed is kept. Which referrals are due now is decided in `purge.rs`.

use std::collections::BTreeMap;

use chrono::{DateTime, Months, Utc};
use referral::life::Outcome;

/// A hundred years: more is a slip of the finger.
const LONGEST: u32 = 1200;

/// What is wrong with the settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RetentionError {
    /// Not a number of months that anything is kept for.
    #[error("[retention] {0} is not a number of months from 1 to {LONGEST}")]
    Months(i64),
    /// Not an outcome.
    #[error("[retention.by_outcome] {0} is no outcome: {list}", list = Outcome::list())]
    Outcome(String),
}

/// Months that a closed referral is kept: for all, and for some outcomes other than for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention {
    months: u32,
    by_outcome: BTreeMap<Outcome, u32>,
}

impl Retention {
    /// Reads the settings: months for all, and months for outcomes by their code.
    ///
    /// # Errors
    /// The first outcome or number that cannot be used.
    pub fn parse<'a>(months: i64, by_outcome: impl Iterator<Item = (&'a str, i64)>) -> Result<Self, RetentionError> {
        let count = |months: i64| u32::try_from(months).ok().filter(|months| (1..=LONGEST).contains(months));
        let mut read = Self::months(count(months).ok_or(RetentionError::Months(months))?);
        for (code, months) in by_outcome {
            let outcome = Outcome::from_code(code).ok_or_else(|| RetentionError::Outcome(code.to_owned()))?;
            read = read.with(outcome, count(months).ok_or(RetentionError::Months(months))?);
        }
        Ok(read)
    }

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
