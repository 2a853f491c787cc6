//! One referral as cells, for CSV and for a workbook.

use chrono::{DateTime, NaiveDate, Utc};
use queue::Record;
use referral::{Activity, FIELDS, Field, Kind, Value};

use crate::Office;

/// The columns before the answers.
const FIRST: [&str; 12] = [
    "reference",
    "received_at",
    "due_on",
    "status",
    "owner",
    "eligibility",
    "rule",
    "urgent",
    "contacted_on",
    "closed_on",
    "outcome",
    "channel",
];

/// What a cell holds.
pub(super) enum Cell {
    /// Text, and nothing but text.
    Text(String),
    /// A phone number as it was typed.
    Phone(String),
    /// A day.
    Day(NaiveDate),
    /// A point in time; a workbook shows it as clocks in England do.
    Time(DateTime<Utc>),
    /// Nothing.
    Empty,
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
}

/// The names of the columns.
pub(super) fn columns() -> impl Iterator<Item = &'static str> {
    FIRST.into_iter().chain(FIELDS.iter().map(|field| field.name))
}

/// The cells of an opened referral, in the order of [`columns`]; none where it did not open.
pub(super) fn cells(found: &Record, office: &Office) -> Option<Vec<Cell>> {
    let content = office.content();
    let calendar = &content.rules.calendar;
    let entry = found.entry.as_ref().ok()?;
    let state = found.state().at(office.now());
    let activity = Activity::of(entry, &found.events, calendar);
    let urgent = entry.referral.urgency(office.today(), calendar).is_some();
    let first: [Cell; 12] = [
        Cell::text(entry.reference.to_string()),
        Cell::Time(entry.received_at),
        Cell::Day(entry.due_on),
        Cell::text(state.status.code()),
        Cell::text(state.owner.unwrap_or_default()),
        Cell::text(entry.eligibility().code()),
        Cell::text(&entry.decision.rule),
        Cell::text(if urgent { "yes" } else { "no" }),
        Cell::day(activity.contacted_on),
        Cell::day(activity.closed_on),
        Cell::text(activity.outcome.map(referral::life::Outcome::code).unwrap_or_default()),
        Cell::text(entry.channel.code()),
    ];
    let answers = FIELDS.iter().map(|field| entry.referral.get(field.name).map_or(Cell::Empty, |v| answer(field, v)));
    Some(first.into_iter().chain(answers).collect())
}

/// Coded answers by their codes, as in HTML and JSON; several with a semicolon between them.
fn answer(field: &Field, value: &Value) -> Cell {
    match value {
        Value::Text(text) if field.kind == Kind::Phone => Cell::Phone(text.clone()),
        Value::Text(text) | Value::Code(text) => Cell::text(text),
        Value::Date(date) => Cell::Day(*date),
        Value::Unknown => Cell::text("unknown"),
        Value::Codes(codes) => Cell::Text(codes.join(";")),
        Value::YesNo(yes) => Cell::text(if *yes { "yes" } else { "no" }),
    }
}
