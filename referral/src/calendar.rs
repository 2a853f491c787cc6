//! Working days in Europe/London, and the promise counted in them. How long a claim lasts is in `life/lease.rs`.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeZone as _, Utc, Weekday};
use chrono_tz::{Europe::London, Tz};
use serde::Deserialize;

use crate::{SettingsError, settings};

const FILE: &str = "calendar.toml";

/// The instant as people in England read it.
pub fn london(instant: DateTime<Utc>) -> DateTime<Tz> {
    instant.with_timezone(&London)
}

/// The instant of a time as people in England read it: of an hour that comes twice the first; none of one that the clocks
/// go forward over.
pub fn from_london(local: NaiveDateTime) -> Option<DateTime<Utc>> {
    London.from_local_datetime(&local).earliest().map(|at| at.to_utc())
}

/// A date as it is said: `Monday 30 November 2026`.
pub fn long_date(date: NaiveDate) -> String {
    date.format("%A %-d %B %Y").to_string()
}

/// Which day counts as day 0 (docs/domain.md, Working days). The contract with the commissioner decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Policy {
    /// The local date of receipt, whatever the hour or day.
    A,
    /// Receipt at or after 17:00, at a weekend or on a bank holiday counts as the next working day.
    B,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    clock_policy: Policy,
    working_days_to_contact: u32,
    close_of_business: NaiveTime,
    valid_from: toml::value::Datetime,
    valid_through: toml::value::Datetime,
    bank_holidays: Vec<toml::value::Datetime>,
    /// Beyond the published list, worked out by rule.
    #[serde(default)]
    by_rule: Vec<toml::value::Datetime>,
}

/// The bank holidays of England and Wales and the clock policy, from `content/calendar.toml`.
#[derive(Debug, Clone)]
pub struct Calendar {
    policy: Policy,
    days_to_contact: u32,
    close_of_business: NaiveTime,
    valid: (NaiveDate, NaiveDate),
    bank_holidays: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// Reads the calendar file.
    ///
    /// # Errors
    /// A key or date that is wrong, or a holiday outside the span the file says it is valid for.
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        let file: File = settings::read(FILE, text)?;
        let valid = (day(file.valid_from)?, day(file.valid_through)?);
        let mut bank_holidays = file.bank_holidays.into_iter().map(day).collect::<Result<BTreeSet<_>, _>>()?;
        if let Some(stray) = bank_holidays.iter().find(|date| **date < valid.0 || **date > valid.1) {
            return Err(SettingsError::new(FILE, format!("{stray} is outside valid_from to valid_through")));
        }
        for beyond in file.by_rule.into_iter().map(day) {
            let beyond = beyond?;
            if beyond <= valid.1 {
                let what =
                    format!("by_rule: {beyond} is in the span of the published list; put it among bank_holidays");
                return Err(SettingsError::new(FILE, what));
            }
            bank_holidays.insert(beyond);
        }
        Ok(Self {
            policy: file.clock_policy,
            days_to_contact: file.working_days_to_contact,
            close_of_business: file.close_of_business,
            valid,
            bank_holidays,
        })
    }

    /// The same calendar under another clock policy.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// The clock policy in force; each report prints it.
    pub fn policy(&self) -> Policy {
        self.policy
    }

    /// Working days within which the patient hears from us (`working_days_to_contact`, a term of the contract: docs/domain.md, Working days).
    pub fn days_to_contact(&self) -> u32 {
        self.days_to_contact
    }

    /// The last day whose bank holidays are known. Beyond it only weekends are left out,
    /// which gives an earlier due date, never a later one; `site-gen check` asks for the new
    /// year's list long before.
    pub fn valid_through(&self) -> NaiveDate {
        self.valid.1
    }

    /// Whether the bank holidays up to that day are known: a due date beyond may be too early (docs/domain.md, Bank holidays).
    pub fn is_known(&self, date: NaiveDate) -> bool {
        date <= self.valid.1
    }

    /// Monday to Friday, less bank holidays.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) && !self.bank_holidays.contains(&date)
    }

    /// Bank holidays from `from` on, soonest first.
    pub fn holidays_from(&self, from: NaiveDate) -> impl Iterator<Item = NaiveDate> + '_ {
        self.bank_holidays.range(from..).copied()
    }

    /// The working day that is `count` working days after `date` (0 gives `date` itself).
    pub fn add_working_days(&self, date: NaiveDate, count: u32) -> NaiveDate {
        (0..count).fold(date, |date, _| self.next_working_day(date))
    }

    /// The first working day after `date`.
    pub fn next_working_day(&self, date: NaiveDate) -> NaiveDate {
        let mut date = date + Days::new(1);
        while !self.is_working_day(date) {
            date = date + Days::new(1);
        }
        date
    }

    /// Working days after `from`, up to and with `to`; negative when `to` is the earlier.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        let (first, last, sign) = if from <= to { (from, to, 1) } else { (to, from, -1) };
        let days = first.iter_days().skip(1).take_while(|date| *date <= last);
        sign * i64::try_from(days.filter(|date| self.is_working_day(*date)).count()).unwrap_or(i64::MAX)
    }

    /// The day by whose end the patient must have heard from us: the day of receipt in
    /// Europe/London is day 0, due on the 5th working day after (docs/domain.md, Working days).
    pub fn due_on(&self, received_at: DateTime<Utc>) -> NaiveDate {
        self.add_working_days(self.day_zero(received_at), self.days_to_contact)
    }

    /// The latest day by whose end a patient whose referral comes in on a local date must have heard from us.
    pub fn due_on_day(&self, date: NaiveDate) -> NaiveDate {
        let evening = London.from_local_datetime(&date.and_time(self.close_of_business)).latest();
        evening
            .map_or_else(|| self.add_working_days(date, self.days_to_contact), |evening| self.due_on(evening.to_utc()))
    }

    /// The day that counts as day 0 of the clock under the policy in force.
    pub fn day_zero(&self, received_at: DateTime<Utc>) -> NaiveDate {
        let local = london(received_at);
        let date = local.date_naive();
        let late = local.time() >= self.close_of_business || !self.is_working_day(date);
        match self.policy {
            Policy::B if late => self.next_working_day(date),
            _ => date,
        }
    }
}

fn day(value: toml::value::Datetime) -> Result<NaiveDate, SettingsError> {
    value
        .date
        .and_then(|date| NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()))
        .ok_or_else(|| SettingsError::new(FILE, format!("{value} is not a date; write it as 2026-12-25")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(policy: Policy) -> Calendar {
        Calendar::parse(include_str!("../../content/calendar.toml")).unwrap().with_policy(policy)
    }

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// docs/domain.md, Working days: every worked example, under both policies.
    #[test]
    fn due_dates_of_the_worked_examples() {
        let table = [
            ("23:30 UTC in summer is the next local day", "2026-07-01T23:30:00Z", "2026-07-09", "2026-07-09"),
            ("after five in summer", "2026-07-01T16:30:00Z", "2026-07-08", "2026-07-09"),
            ("Christmas with a substitute day", "2026-12-18T15:00:00Z", "2026-12-29", "2026-12-29"),
            ("over Christmas and New Year", "2026-12-24T16:30:00Z", "2027-01-05", "2027-01-05"),
            ("received on Boxing Day, a Saturday", "2026-12-26T11:00:00Z", "2027-01-05", "2027-01-06"),
            ("Friday evening before Easter week", "2026-03-27T18:00:00Z", "2026-04-07", "2026-04-08"),
            ("Maundy Thursday", "2027-03-25T10:00:00Z", "2027-04-05", "2027-04-05"),
            ("Christmas Eve, two substitutes", "2027-12-24T09:00:00Z", "2028-01-05", "2028-01-05"),
            ("Monday before Christmas", "2026-12-21T10:00:00Z", "2026-12-30", "2026-12-30"),
        ];
        for (row, received, a, b) in table {
            assert_eq!(calendar(Policy::A).due_on(utc(received)).to_string(), a, "{row}, policy A");
            assert_eq!(calendar(Policy::B).due_on(utc(received)).to_string(), b, "{row}, policy B");
        }
    }

    #[test]
    fn policy_b_turns_at_five_o_clock_exactly() {
        assert_eq!(calendar(Policy::B).due_on(utc("2026-11-23T16:59:59Z")).to_string(), "2026-11-30");
        assert_eq!(calendar(Policy::B).due_on(utc("2026-11-23T17:00:00Z")).to_string(), "2026-12-01");
    }

    #[test]
    fn a_time_on_the_wall_is_an_instant() {
        for (row, local, instant) in [
            ("summer", "2026-07-01T10:00:00", Some("2026-07-01T09:00:00Z")),
            ("winter", "2026-12-01T10:00:00", Some("2026-12-01T10:00:00Z")),
            ("twice when the clocks go back: the first", "2026-10-25T01:30:00", Some("2026-10-25T00:30:00Z")),
            ("skipped when they go forward", "2027-03-28T01:30:00", None),
        ] {
            assert_eq!(from_london(local.parse().unwrap()), instant.map(utc), "{row}");
        }
    }

    #[test]
    fn a_date_is_said_with_its_day_and_without_a_nought() {
        for (date, said) in [("2026-11-30", "Monday 30 November 2026"), ("2026-03-01", "Sunday 1 March 2026")] {
            assert_eq!(long_date(date.parse().unwrap()), said);
        }
    }

    #[test]
    fn the_promise_is_five_days_and_bank_holidays_are_known_until_the_last_day_of_the_list() {
        let calendar = calendar(Policy::A);
        let last = calendar.valid_through();
        assert_eq!(calendar.days_to_contact(), 5);
        assert!(calendar.is_known(last) && !calendar.is_known(last.succ_opt().unwrap()));
    }

    #[test]
    fn working_days_left_are_counted_both_ways() {
        let calendar = calendar(Policy::A);
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(calendar.working_days_between(day("2026-11-23"), day("2026-11-30")), 5);
        assert_eq!(calendar.working_days_between(day("2026-11-30"), day("2026-11-23")), -5);
        assert_eq!(calendar.working_days_between(day("2026-12-24"), day("2026-12-29")), 1);
        assert_eq!(calendar.working_days_between(day("2026-11-23"), day("2026-11-23")), 0);
    }

    /// docs/domain.md, Bank holidays: a date by rule closes the day, and is not called known; within the published span it is refused.
    #[test]
    fn a_date_by_rule_counts_as_closed_and_stays_unsure() {
        let calendar = calendar(Policy::A);
        let christmas = "2029-12-25".parse::<NaiveDate>().unwrap();
        assert!(!calendar.is_working_day(christmas) && !calendar.is_known(christmas));
        assert_eq!(calendar.valid_through().to_string(), "2028-12-26");
        let text = include_str!("../../content/calendar.toml").replace("2029-12-25,", "2028-12-25,");
        let error = Calendar::parse(&text).unwrap_err().to_string();
        assert!(error.contains("by_rule: 2028-12-25"), "{error}");
    }

    #[test]
    fn a_holiday_outside_the_valid_span_is_refused() {
        let text = include_str!("../../content/calendar.toml").replace("2024-01-01,", "2023-01-02,");
        let error = Calendar::parse(&text).unwrap_err().to_string();
        assert!(error.contains("2023-01-02"), "{error}");
    }
}
