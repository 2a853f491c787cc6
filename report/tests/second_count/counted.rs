//! The second counter: plain dates and codes in, figures out. It has its own bank holidays and shares no code with the
//! report.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};
use serde_json::{Value, json};

use crate::invented::{HOSPITALS, Told};

const BANK_HOLIDAYS: [&str; 13] = [
    "2026-01-01",
    "2026-04-03",
    "2026-04-06",
    "2026-05-04",
    "2026-05-25",
    "2026-08-31",
    "2026-12-25",
    "2026-12-28",
    "2027-01-01",
    "2027-03-26",
    "2027-03-29",
    "2027-05-03",
    "2027-05-31",
];

/// Figures by name: `received`, `by_channel/form`.
pub(crate) struct Counts(BTreeMap<String, Value>);

impl Counts {
    pub(crate) fn of(&self, figure: &str) -> Value {
        self.0.get(figure).cloned().unwrap_or(json!(0))
    }

    fn add(&mut self, figure: impl Into<String>, more: u32) {
        let count = self.0.entry(figure.into()).or_insert(json!(0));
        *count = json!(count.as_u64().unwrap() + u64::from(more));
    }
}

fn is_working(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !BANK_HOLIDAYS.contains(&day.to_string().as_str())
}

/// Working days after the first and up to the last.
fn working_days(first: NaiveDate, last: NaiveDate) -> usize {
    first.iter_days().skip(1).take_while(|day| *day <= last).filter(|day| is_working(*day)).count()
}

fn due(received: NaiveDate) -> NaiveDate {
    received.iter_days().skip(1).filter(|day| is_working(*day)).nth(4).unwrap()
}

/// Everything a report on these days says of them.
pub(crate) fn counts(told: &[&Told], first: NaiveDate, last: NaiveDate) -> Counts {
    let mut counts = Counts(BTreeMap::new());
    let within = |day: NaiveDate| first <= day && day <= last;
    let mut waits = Vec::new();
    for each in told {
        if within(each.received) {
            counts.add("received", 1);
            counts.add(format!("by_channel/{}", each.channel), 1);
            counts.add(format!("by_referrer/{}", each.referrer), 1);
            counts.add(format!("by_eligibility/{}", each.eligibility), 1);
            counts.add(format!("by_outcome/{}", each.outcome.unwrap_or("open")), 1);
            counts.add(format!("legal.route/{}", each.route), 1);
            counts.add(format!("patient.gender/{}", each.gender), 1);
            counts.add(format!("patient.hospital/{}", HOSPITALS[each.hospital].0), 1);
            waits.extend(each.contacted.map(|on| working_days(each.received, on)));
        }
        if within(due(each.received)) {
            fall_due(each, &mut counts);
        }
        let was_closed =
            |(from, again): &(NaiveDate, Option<NaiveDate>)| *from <= last && again.is_none_or(|again| last < again);
        if each.received <= last && !each.closed.iter().any(was_closed) {
            counts.add("open_at_end", 1);
        }
        counts.add("contacts", u32::try_from(each.visits.iter().filter(|on| within(**on)).count()).unwrap());
        counts.add("minutes", each.minutes.iter().filter(|(on, _)| within(*on)).map(|(_, minutes)| minutes).sum());
    }
    let (due, in_time) = (counts.of("due").as_f64().unwrap(), counts.of("in_time").as_f64().unwrap());
    let percent = (due > 0.0).then(|| (in_time * 1000.0 / due).round() / 10.0);
    waits.sort_unstable();
    let middle = waits.len() / 2;
    let median = match waits.len() {
        0 => Value::Null,
        odd if odd % 2 == 1 => json!(waits[middle]),
        _ => json!(f64::from(u32::try_from(waits[middle - 1] + waits[middle]).unwrap()) / 2.0),
    };
    let more = [
        ("percent_in_time", json!(percent)),
        ("median_working_days", median),
        ("longest_working_days", waits.last().map_or(Value::Null, |wait| json!(wait))),
    ];
    counts.0.extend(more.map(|(name, figure)| (name.to_owned(), figure)));
    counts
}

fn fall_due(each: &Told, counts: &mut Counts) {
    let due = due(each.received);
    let by_then = |on: Option<NaiveDate>| on.is_some_and(|on| on <= due);
    let closed_by_then = by_then(each.closed.last().filter(|(_, again)| again.is_none()).map(|(on, _)| *on));
    let fell_away = match each.outcome {
        Some("duplicate" | "not-eligible" | "spam") => true,
        Some("declined") => each.contacted.is_none() && closed_by_then,
        _ => false,
    };
    if each.eligibility != "eligible" || fell_away {
        return;
    }
    counts.add("due", 1);
    if by_then(each.contacted) {
        counts.add("in_time", 1);
        return;
    }
    counts.add("late", 1);
    let reason = match (by_then(each.attempted), by_then(each.claimed)) {
        (true, _) => "tried-in-time",
        (false, true) => "no-try-in-time",
        (false, false) => "taken-late",
    };
    counts.add(format!("late_reasons/{reason}"), 1);
}
