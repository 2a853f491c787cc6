//! A claim is a lease: it runs out at the same time on the next working day, unless it is renewed.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::London;

use super::codes::Status;
use super::state::State;
use crate::calendar::{Calendar, london};

impl Calendar {
    /// The same local time on the next working day: how long a claim lasts.
    pub fn lease_until(&self, claimed_at: DateTime<Utc>) -> DateTime<Utc> {
        let local = london(claimed_at);
        let target = self.next_working_day(local.date_naive()).and_time(local.time());
        // A time skipped when the clocks go forward is read an hour later, as a clock on the wall would be.
        let resolved = London.from_local_datetime(&target).latest();
        resolved
            .or_else(|| London.from_local_datetime(&(target + TimeDelta::hours(1))).latest())
            .map_or(claimed_at, |lease| lease.to_utc())
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lease_lasts_until_the_same_local_time_on_the_next_working_day() {
        let calendar = Calendar::parse(include_str!("../../../content/calendar.toml")).unwrap();
        let utc = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let table = [
            ("over a weekend", "2026-11-20T15:20:00Z", "2026-11-23T15:20:00Z"),
            ("over Christmas", "2026-12-24T09:00:00Z", "2026-12-29T09:00:00Z"),
            ("clocks go forward: same wall time, an hour less", "2027-03-25T09:30:00Z", "2027-03-30T08:30:00Z"),
            ("clocks go back: same wall time, an hour more", "2026-10-23T09:30:00Z", "2026-10-26T10:30:00Z"),
        ];
        for (row, claimed, until) in table {
            assert_eq!(calendar.lease_until(utc(claimed)), utc(until), "{row}");
        }
    }
}
