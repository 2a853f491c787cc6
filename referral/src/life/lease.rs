//! A claim is a lease: it runs out at the same time on the next working day ([`crate::Calendar::lease_until`]), unless it
//! is renewed.

use chrono::{DateTime, Utc};

use super::codes::Status;
use super::state::State;

impl State {
    /// What is true `now`: a claim past its lease is waiting, with no owner.
    #[must_use]
    pub fn at(&self, now: DateTime<Utc>) -> Self {
        if self.has_lapsed(now) {
            Self { status: Status::Waiting, owner: None, lease_until: None, ..self.clone() }
        } else {
            self.clone()
        }
    }

    pub(super) fn has_lapsed(&self, now: DateTime<Utc>) -> bool {
        self.status == Status::Claimed && self.lease_until.is_some_and(|until| until <= now)
    }
}
