//! What a report says. Every count in it is a [`Figure`]; it is frozen as it stands when it is issued.

use chrono::{DateTime, NaiveDate, Utc};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use super::disclosure::{Disclosure, Figure, HIDDEN};
use super::period::Period;

/// A value that is not a count, such as a median: seen, hidden because it rests on too few, or of nothing.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(from = "Option<serde_json::Value>")]
pub enum Seen {
    /// As it is.
    Value(f64),
    /// Rests on a hidden count.
    Hidden,
    /// There is nothing it could be of.
    Nothing,
}

impl From<Option<serde_json::Value>> for Seen {
    fn from(written: Option<serde_json::Value>) -> Self {
        match written.as_ref() {
            None => Self::Nothing,
            Some(value) => value.as_f64().map_or(Self::Hidden, Self::Value),
        }
    }
}

impl std::fmt::Display for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Value(value) => write!(f, "{value}"),
            Self::Hidden => f.write_str(HIDDEN),
            Self::Nothing => Ok(()),
        }
    }
}

impl Serialize for Seen {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) if value.fract() == 0.0 => to.serialize_i64(*value as i64),
            Self::Value(value) => to.serialize_f64(*value),
            Self::Hidden => to.serialize_str(HIDDEN),
            Self::Nothing => to.serialize_none(),
        }
    }
}

/// Counts by one answer, in the order of the form.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct Table {
    /// Its dotted name, such as `referrer.type`.
    pub name: String,
    /// Code and count.
    pub rows: Vec<(String, Figure)>,
}

/// What became of the promise of first contact.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize)]
pub struct Promise {
    /// Covered referrals whose due date is in the period and has come.
    pub due: Figure,
    /// Of these, heard from us by the due date.
    pub in_time: Figure,
    /// Of these, did not.
    pub late: Figure,
    /// In time, of a hundred due.
    pub percent_in_time: Seen,
    /// Where that is hidden: at least so many, which follows from the figures shown.
    #[serde(default)]
    pub percent_in_time_at_least: Option<u32>,
    /// At most so many, likewise.
    #[serde(default)]
    pub percent_in_time_at_most: Option<u32>,
}

impl Promise {
    /// Its figures, each by a name of its own under this one.
    fn figures(&mut self, name: &str) -> [(String, &mut Figure); 3] {
        [("due", &mut self.due), ("in-time", &mut self.in_time), ("late", &mut self.late)]
            .map(|(code, figure)| (format!("{name}/{code}"), figure))
    }
}

/// The promise of the whole period, and how long first contact took.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct Timeliness {
    /// How it was kept.
    #[serde(flatten)]
    pub promise: Promise,
    /// Why the late ones were late.
    pub late_reasons: Table,
    /// Referrals received in the period whose patient has heard from us.
    pub contacted: Figure,
    /// Working days to first contact: half waited no longer.
    pub median_working_days: Seen,
    /// Working days to first contact: the longest wait.
    pub longest_working_days: Seen,
}

/// One month of the last twelve.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct TrendMonth {
    /// `2026-11`
    pub month: String,
    /// Referrals received.
    pub received: Figure,
    /// How the promise was kept to those due in it.
    #[serde(flatten)]
    pub promise: Promise,
}

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
    pub(super) fn new(period: Period, today: NaiveDate) -> Self {
        let (first, last) = (period.first(), period.last());
        Self { code: period.code(), title: period.title(), first, last, complete: last < today }
    }
}

/// What a reader must know to read the figures.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct Definitions {
    /// When the figures were made.
    pub made_at: DateTime<Utc>,
    /// Day 0 of the clock (domain.md 4.5).
    pub clock_policy: String,
    /// The promise, in working days.
    pub working_days_to_contact: u32,
    /// The last day whose bank holidays are known.
    pub calendar_valid_through: NaiveDate,
    /// The rule sets that decided who is covered, of all referrals read.
    pub rule_sets: Vec<String>,
    /// How small numbers are treated.
    pub disclosure: Disclosure,
    /// One sentence for each figure.
    pub sentences: Vec<(String, String)>,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct Report {
    /// The months.
    pub period: About,
    /// The council that pays; none where it is about all of them.
    pub commissioner: Option<String>,
    /// 0 is a draft; from 1 on it is frozen.
    pub version: u32,
    /// What the figures mean.
    pub definitions: Definitions,
    /// Referrals received.
    pub total: Figure,
    /// The same by each answer.
    pub tables: Vec<Table>,
    /// First contact.
    pub timeliness: Timeliness,
    /// Open at the end of the period, or today if that is sooner.
    pub open_at_end: Figure,
    /// The twelve months that end with the period.
    pub trend: Vec<TrendMonth>,
    /// Referrals that could not be opened, and are in no other figure.
    pub not_opened: Figure,
}

impl Report {
    /// The table of this name.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// Every figure by a name of its own.
    pub(super) fn figures(&mut self) -> Vec<(String, &mut Figure)> {
        let mut all: Vec<(String, &mut Figure)> =
            vec![("total".to_owned(), &mut self.total), ("open_at_end".to_owned(), &mut self.open_at_end)];
        let time = &mut self.timeliness;
        all.extend(time.promise.figures("promise"));
        all.push(("contacted/yes".to_owned(), &mut time.contacted));
        for table in self.tables.iter_mut().chain([&mut time.late_reasons]) {
            let name = table.name.clone();
            all.extend(table.rows.iter_mut().map(|(code, figure)| (format!("{name}/{code}"), figure)));
        }
        for month in &mut self.trend {
            let code = month.month.clone();
            all.push((format!("{code}/received"), &mut month.received));
            all.extend(month.promise.figures(&code));
        }
        all
    }

    /// The JSON of the contract (design.md section 4, Output): `counts` by dotted name, then by code.
    pub fn json(&self) -> impl Serialize + '_ {
        Contract(self)
    }
}

struct Contract<'a>(&'a Report);
struct Counts<'a>(&'a Report);
struct Rows<'a>(&'a Table);
struct Means<'a>(&'a Definitions);
struct Times<'a>(&'a Timeliness);

impl Serialize for Contract<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let report = self.0;
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("period", &report.period)?;
        map.serialize_entry("commissioner", &report.commissioner)?;
        map.serialize_entry("version", &report.version)?;
        map.serialize_entry("definitions", &Means(&report.definitions))?;
        map.serialize_entry("counts", &Counts(report))?;
        map.serialize_entry("timeliness", &Times(&report.timeliness))?;
        map.serialize_entry("open_at_end", &report.open_at_end)?;
        map.serialize_entry("trend", &report.trend)?;
        map.serialize_entry("not_opened", &report.not_opened)?;
        map.end()
    }
}

impl Serialize for Counts<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("total", &self.0.total)?;
        for table in &self.0.tables {
            map.serialize_entry(&table.name, &Rows(table))?;
        }
        map.end()
    }
}

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.rows.iter().map(|(code, figure)| (code, figure)))
    }
}

impl Serialize for Means<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let means = self.0;
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("made_at", &means.made_at)?;
        map.serialize_entry("clock_policy", &means.clock_policy)?;
        map.serialize_entry("working_days_to_contact", &means.working_days_to_contact)?;
        map.serialize_entry("calendar_valid_through", &means.calendar_valid_through)?;
        map.serialize_entry("rule_sets", &means.rule_sets)?;
        map.serialize_entry("disclosure", &means.disclosure)?;
        for (name, sentence) in &means.sentences {
            map.serialize_entry(name, sentence)?;
        }
        map.end()
    }
}

impl Serialize for Times<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let (time, promise) = (self.0, &self.0.promise);
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("due", &promise.due)?;
        map.serialize_entry("in_time", &promise.in_time)?;
        map.serialize_entry("late", &promise.late)?;
        map.serialize_entry("percent_in_time", &promise.percent_in_time)?;
        map.serialize_entry("percent_in_time_at_least", &promise.percent_in_time_at_least)?;
        map.serialize_entry("percent_in_time_at_most", &promise.percent_in_time_at_most)?;
        map.serialize_entry("late_reasons", &Rows(&time.late_reasons))?;
        map.serialize_entry("contacted", &time.contacted)?;
        map.serialize_entry("median_working_days", &time.median_working_days)?;
        map.serialize_entry("longest_working_days", &time.longest_working_days)?;
        map.end()
    }
}
