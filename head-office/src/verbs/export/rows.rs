//! One referral as a line of CSV or of JSON.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::SecondsFormat;
use queue::{Case, Record, Shown};
use referral::{Activity, FIELDS, Field, Kind, Value};

use super::{Format, csv};
use crate::Office;
use crate::verbs::show;

/// What stands before the answers.
const FIRST: [&str; 11] = [
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
];

/// The line of a referral; none where it does not open.
pub(super) fn text(found: &Record, format: Format, office: &Office) -> Option<String> {
    let entry = found.entry.as_ref().ok()?;
    let case = Case { entry: Arc::clone(entry), state: found.state().clone() };
    match format {
        Format::Csv => Some(csv::line(cells(&case, found, office))),
        Format::Jsonl | Format::Json => {
            let shown = Shown { case, events: found.events.clone(), unopened: found.unopened, unrecorded: None };
            let end = if format == Format::Jsonl { "\n" } else { "" };
            Some(format!("{}{end}", show::object(&shown, office)))
        }
    }
}

/// The first line, behind the mark by which spreadsheets know the encoding.
pub(super) fn heading() -> String {
    let names = FIRST.into_iter().chain(FIELDS.iter().map(|field| field.name));
    format!("{}{}", csv::BOM, csv::line(names.map(Cow::Borrowed)))
}

fn cells<'a>(case: &'a Case, found: &Record, office: &Office) -> impl Iterator<Item = Cow<'a, str>> {
    let calendar = &office.content.rules.calendar;
    let (entry, state) = (&case.entry, case.state.at(office.now()));
    let activity = Activity::of(entry, &found.events, calendar);
    let date = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let urgent = entry.referral.urgency(office.today(), calendar).is_some();
    let first: [String; 11] = [
        entry.reference.to_string(),
        entry.received_at.to_rfc3339_opts(SecondsFormat::Secs, true),
        entry.due_on.to_string(),
        state.status.code().to_owned(),
        state.owner.unwrap_or_default(),
        entry.eligibility().code().to_owned(),
        entry.decision.rule.clone(),
        if urgent { "yes" } else { "no" }.to_owned(),
        date(activity.contacted_on),
        date(activity.closed_on),
        activity.outcome.map(|outcome| outcome.code().to_owned()).unwrap_or_default(),
    ];
    let answers =
        FIELDS.iter().map(|field| entry.referral.get(field.name).map_or(Cow::Borrowed(""), |v| cell(field, v)));
    first.into_iter().map(Cow::Owned).chain(answers)
}

/// Coded answers by their codes, as in HTML and JSON; several with a semicolon between them.
fn cell<'a>(field: &Field, value: &'a Value) -> Cow<'a, str> {
    match value {
        Value::Text(text) if field.kind == Kind::Phone => csv::phone(text),
        Value::Text(text) | Value::Code(text) => Cow::Borrowed(text),
        Value::Date(date) => Cow::Owned(date.to_string()),
        Value::Unknown => Cow::Borrowed("unknown"),
        Value::Codes(codes) => Cow::Owned(codes.join(";")),
        Value::YesNo(yes) => Cow::Borrowed(if *yes { "yes" } else { "no" }),
    }
}
