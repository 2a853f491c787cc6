//! The service's own figures, always exact: how many came, how many heard from us in time, how long it took. They are
//! facts about the service, not about a patient. Whether a promise was kept is decided in `referral/src/activity/promise.rs`.

use chrono::NaiveDate;
use referral::life::Outcome;
use referral::{Activity, Calendar, Channel, Eligibility, Late, Promise, ReferrerType};
use serde::{Deserialize, Serialize};

use super::by_code::ByCode;
use super::period::Period;

/// The code of a referral that is still open, among the outcomes.
pub(crate) const OPEN: &str = "open";

/// What the service did in a period (docs/contract.md, Report).
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
pub struct Service {
    /// Referrals that came in.
    pub received: u32,
    /// The same by how they reached us.
    pub by_channel: ByCode<u32>,
    /// By who asked.
    pub by_referrer: ByCode<u32>,
    /// By covered or not, as a person decided, otherwise as the rules did.
    pub by_eligibility: ByCode<u32>,
    /// By how they ended.
    pub by_outcome: ByCode<u32>,
    /// Covered referrals whose due date is in the period and has come.
    pub due: u32,
    /// Of these, heard from us by the due date.
    pub in_time: u32,
    /// Of these, did not.
    pub late: u32,
    /// The late ones by reason.
    pub late_reasons: ByCode<u32>,
    /// Percent of those due that heard from us in time, to one decimal; none where nothing was due.
    pub percent_in_time: Option<f64>,
    /// Working days to first contact: half of those received waited no longer. None where nobody was contacted.
    pub median_working_days: Option<f64>,
    /// Working days to first contact: the longest wait.
    pub longest_working_days: Option<u32>,
    /// Open at the end of the period, or today if that is sooner.
    pub open_at_end: u32,
    /// Contacts with the patient or for them, on days of the period.
    pub contacts: u32,
    /// Minutes recorded for days of the period.
    pub minutes: u32,
}

/// What counts besides the rows.
#[derive(Clone, Copy)]
pub(crate) struct Clock<'a> {
    pub(crate) calendar: &'a Calendar,
    pub(crate) today: NaiveDate,
}

impl Service {
    /// Counts rows of one commissioner, or of all.
    pub(crate) fn of<'a>(rows: impl Iterator<Item = &'a Activity>, period: Period, clock: Clock<'_>) -> Self {
        let (mut service, mut waits, days) = (Self::nothing(), Vec::new(), period.days());
        for row in rows {
            if days.contains(&row.received_on) {
                service.receive(row);
                waits.extend(row.working_days_to_contact(clock.calendar));
            }
            match days.contains(&row.due_on).then(|| row.promise(clock.today)) {
                Some(Promise::Kept) => service.in_time += 1,
                Some(Promise::Broken(late)) => *service.late_reasons.entry(late.code()) += 1,
                _ => {}
            }
            service.open_at_end += u32::from(row.open_at_end_of(period.last().min(clock.today)));
            service.contacts += row.contacts.iter().map(|on| u32::from(days.contains(on))).sum::<u32>();
            let minutes = row.minutes.iter().filter(|(on, _)| days.contains(on));
            service.minutes += minutes.map(|(_, minutes)| minutes).sum::<u32>();
        }
        service.late = service.late_reasons.iter().map(|(_, count)| count).sum();
        service.due = service.in_time + service.late;
        service.percent_in_time = percent(service.in_time, service.due);
        waits.sort_unstable();
        service.median_working_days = median(&waits);
        service.longest_working_days = waits.last().copied();
        service
    }

    /// Every code of every table at 0.
    fn nothing() -> Self {
        fn zero<'a>(codes: impl IntoIterator<Item = &'a str>) -> ByCode<u32> {
            codes.into_iter().map(|code| (code.to_owned(), 0)).collect()
        }
        let channels = Channel::ALL.into_iter().filter(|channel| *channel != Channel::Canary);
        Self {
            by_channel: zero(channels.map(Channel::code)),
            by_referrer: zero(ReferrerType::ALL.map(ReferrerType::code)),
            by_eligibility: zero(Eligibility::ALL.map(Eligibility::code)),
            by_outcome: zero(Outcome::ALL.map(Outcome::code).into_iter().chain([OPEN])),
            late_reasons: zero(Late::ALL.map(Late::code)),
            ..Self::default()
        }
    }

    fn receive(&mut self, row: &Activity) {
        self.received += 1;
        *self.by_channel.entry(row.channel.code()) += 1;
        *self.by_referrer.entry(row.referrer.code()) += 1;
        *self.by_eligibility.entry(row.eligibility.code()) += 1;
        *self.by_outcome.entry(row.outcome.map_or(OPEN, Outcome::code)) += 1;
    }
}

/// To one decimal, of unrounded counts; none of nothing.
fn percent(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| (f64::from(part) * 1000.0 / f64::from(whole)).round() / 10.0)
}

/// The middle one; of an even number the mean of the middle two.
fn median(sorted: &[u32]) -> Option<f64> {
    let upper = f64::from(*sorted.get(sorted.len() / 2)?);
    let lower = f64::from(*sorted.get(sorted.len().checked_sub(1)? / 2)?);
    Some(f64::midpoint(lower, upper))
}

#[cfg(test)]
mod tests;
