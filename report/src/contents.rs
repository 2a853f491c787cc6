//! What a report says. It is kept unchanged when it is issued, in the shape of the contract's JSON.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::by_code::ByCode;
use super::people::Table;
use super::period::{Period, span};
use super::service::Service;

/// The months it is about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct About {
    /// As it was asked for: `2026-11`, `2026-Q3`, `2026`.
    pub code: String,
    /// As it is read.
    pub title: String,
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
    /// Whether the period is over.
    pub complete: bool,
}

impl About {
    pub(crate) fn new(period: Period, today: NaiveDate) -> Self {
        let (first, last) = (period.first(), period.last());
        Self { code: period.code(), title: period.title(), first, last, complete: last < today }
    }

    /// `Jul to Sep 2026`, where there is little room.
    pub(crate) fn short(&self) -> String {
        span(self.first, self.last, "%b")
    }
}

/// What a reader must know to read the figures.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct Definitions {
    /// When the figures were made.
    pub made_at: DateTime<Utc>,
    /// When the tables about people were counted; none where there are none.
    pub people_counted_at: Option<DateTime<Utc>>,
    /// The promise, in working days.
    pub working_days_to_contact: u32,
    /// The last day whose bank holidays are known.
    pub calendar_valid_through: NaiveDate,
    /// The days on which the law was written down by which it was decided who is covered.
    pub law_of: Vec<String>,
    /// One sentence for each figure, by its name.
    #[serde(flatten)]
    pub sentences: ByCode<String>,
}

/// An earlier period beside this one.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct Compared {
    /// The months.
    pub period: About,
    /// What the service did in them, as counted now.
    pub service: Service,
}

/// One month of the last twelve, as counted now.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct TrendMonth {
    /// `2026-11`
    pub month: String,
    /// Referrals received.
    pub received: u32,
    /// Those whose due date is in it and has come.
    pub due: u32,
    /// Of these, in time.
    pub in_time: u32,
    /// Of these, late.
    pub late: u32,
    /// Percent of those due that heard from us in time.
    pub percent_in_time: Option<f64>,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct Report {
    /// The months.
    pub period: About,
    /// The council that pays; none where it is about all of them.
    pub commissioner: Option<String>,
    /// 0 is a draft; from 1 on it was issued and stays as it is.
    pub version: u32,
    /// That it must not leave the office, where every count of people in it is exact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub internal: Option<String>,
    /// Which service figures changed since the version before, in words.
    pub changes: Vec<String>,
    /// What the figures mean.
    pub definitions: Definitions,
    /// The service's own figures, always exact.
    pub service: Service,
    /// The tables about people, by dotted name.
    pub counts: ByCode<Table>,
    /// The period before, and the same months of the year before.
    pub compared: Vec<Compared>,
    /// The twelve months that end with the period.
    pub trend: Vec<TrendMonth>,
    /// Referrals that could not be opened, and are in no other figure.
    pub not_opened: u32,
}

impl Report {
    /// Whether it says the same as another, whenever each was made.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let figures = |report: &Self| (report.service.clone(), report.counts.clone(), report.not_opened);
        figures(self) == figures(other) && (&self.compared, &self.trend) == (&other.compared, &other.trend)
    }
}
