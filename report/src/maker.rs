//! Makes a report from rows.

use std::collections::BTreeSet;

use chrono::{DateTime, Months, NaiveDate, Utc};
use content_reader::Content;
use referral::{Activity, london};

use super::by_code::ByCode;
use super::contents::{About, Compared, Definitions, Report, TrendMonth};
use super::councils::council_of;
use super::figures::changes;
use super::people::{People, Table, exact};
use super::period::Period;
use super::service::{Clock, Service};
use super::words::sentences;

/// Which report.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The months.
    pub period: Period,
    /// The council that pays; all together for none.
    pub council: Option<String>,
}

/// What a report is made from.
#[derive(Clone, Copy)]
pub struct Maker<'a> {
    /// Words, law, calendar and places.
    pub content: &'a Content,
    /// The time.
    pub now: DateTime<Utc>,
    /// Every referral that was open at any time since [`since`].
    pub rows: &'a [Activity],
    /// How many referrals that may have come in then could not be opened.
    pub not_opened: u32,
}

impl Maker<'_> {
    /// A draft as the commissioner may see it.
    pub fn draft(&self, subject: &Subject, people: &People) -> Report {
        let tables = people.tables(subject.council.as_deref());
        let any = tables.iter().any(|(_, table)| *table != Table::LeftOut);
        self.report(subject, tables, any.then_some(people.counted_at))
    }

    /// A report with every count exact, which must not leave the office.
    pub fn internal(&self, subject: &Subject) -> Report {
        let days = subject.period.days();
        let received: Vec<&Activity> = self.own(subject).filter(|row| days.contains(&row.received_on)).collect();
        let tables = exact(subject.council.as_deref(), &received, &self.content.rules.places);
        let internal = self.content.words.label("report", "internal").to_owned();
        Report { internal: Some(internal), ..self.report(subject, tables, Some(self.now)) }
    }

    /// The next version of one that was issued: says which service figures changed.
    pub fn after(&self, report: Report, earlier: &Report) -> Report {
        Report { changes: changes(&report, earlier, self.content), ..report }
    }

    /// The tables about people of a period. Those of its quarters are needed for a year.
    pub fn people(&self, period: Period, quarters: &[People]) -> People {
        People::count(period, self.rows, quarters, &self.content.rules.places, self.now)
    }

    fn own<'r>(&'r self, subject: &'r Subject) -> impl Iterator<Item = &'r Activity> {
        let is_own = move |council: &str| subject.council.as_ref().is_none_or(|own| own == council);
        self.rows.iter().filter(move |row| is_own(council_of(&row.hospital, &self.content.rules.places)))
    }

    fn report(&self, subject: &Subject, counts: ByCode<Table>, counted: Option<DateTime<Utc>>) -> Report {
        let (period, today) = (subject.period, london(self.now).date_naive());
        let clock = Clock { calendar: &self.content.rules.calendar, today };
        let service = |period: Period| Service::of(self.own(subject), period, clock);
        let compared = |period| Compared { period: About::new(period, today), service: service(period) };
        let month = |month: Period| {
            let Service { received, due, in_time, late, percent_in_time, .. } = service(month);
            TrendMonth { month: month.code(), received, due, in_time, late, percent_in_time }
        };
        // Of a year they are the same.
        let mut earlier = vec![period.before(), period.a_year_before()];
        earlier.dedup();
        Report {
            period: About::new(period, today),
            commissioner: subject.council.clone(),
            version: 0,
            internal: None,
            changes: Vec::new(),
            definitions: self.definitions(counted),
            service: service(period),
            counts,
            compared: earlier.into_iter().map(compared).collect(),
            trend: period.twelve_months().into_iter().map(month).collect(),
            not_opened: self.not_opened,
        }
    }

    fn definitions(&self, people_counted_at: Option<DateTime<Utc>>) -> Definitions {
        let rules = &self.content.rules;
        let mut law_of: BTreeSet<String> = self.rows.iter().map(|row| row.rules.clone()).collect();
        law_of.insert(rules.law.version().to_owned());
        Definitions {
            made_at: self.now,
            people_counted_at,
            working_days_to_contact: rules.calendar.days_to_contact(),
            calendar_valid_through: rules.calendar.valid_through(),
            law_of: law_of.into_iter().collect(),
            sentences: sentences(&self.content.words, &rules.calendar),
        }
    }
}

/// The day since which rows are needed: what was open at any time since the month before the earliest period compared,
/// for what was received at the end of that month fell due in the next.
pub fn since(period: Period) -> NaiveDate {
    period.a_year_before().first().min(Period::of(period.first(), 12).first()) - Months::new(1)
}
