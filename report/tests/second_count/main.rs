//! A second count, which knows nothing of the first: invented years of referrals, worked on by the rules of the desk
//! with mistakes that are put right, then counted from what the test wrote down and compared with every figure of the
//! reports of months, quarters and the year, for each council and for all (docs/contract.md, Report).

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod counted;
mod invented;

use content_reader::{Content, Texts};
use referral::Activity;
use report::{Maker, Period, Report, Subject};
use serde_json::{Value, json};

use counted::{Counts, counts};
use invented::{HOSPITALS, Told, year};

/// Long after the last of them is due.
const NOW: &str = "2027-06-01T09:00:00Z";
/// Each makes another year.
const SEEDS: [u64; 3] = [1, 2, 3];

fn report(maker: &Maker<'_>, period: Period, council: Option<&str>, is_internal: bool) -> Report {
    let subject = Subject { period, council: council.map(str::to_owned) };
    if is_internal {
        return maker.internal(&subject);
    }
    let quarters: Vec<_> = period.quarters().into_iter().map(|quarter| maker.people(quarter, &[])).collect();
    maker.draft(&subject, &maker.people(period, &quarters))
}

/// Holds every figure of a report to the counts; gives how many tables about people it shows.
fn agrees(report: &Report, counts: &Counts, name: &str) -> usize {
    let report = serde_json::to_value(report).unwrap();
    for (figure, value) in report["service"].as_object().unwrap() {
        match value {
            Value::Object(rows) => {
                for (code, count) in rows {
                    assert_eq!(*count, counts.of(&format!("{figure}/{code}")), "{name}: {figure}/{code}");
                }
                let all: u64 = rows.values().map(|count| count.as_u64().unwrap()).sum();
                let whole = if figure == "late_reasons" { "late" } else { "received" };
                assert_eq!(json!(all), counts.of(whole), "{name}: {figure} has a row for each");
            }
            value => assert_eq!(value.as_f64(), counts.of(figure).as_f64(), "{name}: {figure}"),
        }
    }
    let is_internal = report["internal"].is_string();
    let mut shown = 0;
    for (table, rows) in report["counts"].as_object().unwrap() {
        let Some(rows) = rows.as_object() else {
            assert!(!is_internal && rows == "[too few]", "{name}: {table}");
            continue;
        };
        shown += 1;
        let known = ["legal.route", "patient.hospital", "patient.gender"].contains(&table.as_str());
        for (code, figure) in rows.iter().filter(|_| known) {
            let count = counts.of(&format!("{table}/{code}"));
            let expected = match count.as_u64().unwrap() {
                count if is_internal => json!(count),
                0 => json!(0),
                1..=4 => json!("[c]"),
                more => json!((more + 2) / 5 * 5),
            };
            assert_eq!(*figure, expected, "{name}: {table}/{code}, {count} were counted");
        }
    }
    shown
}

#[test]
fn every_figure_agrees_with_the_second_count() {
    let content = Content::parse(&Texts::compiled()).unwrap();
    let mut tables = 0;
    for seed in SEEDS {
        let told: Vec<(Told, Activity)> = year(seed, 400, &content.rules);
        let rows: Vec<Activity> = told.iter().map(|(_, row)| row.clone()).collect();
        let maker = Maker { content: &content, now: NOW.parse().unwrap(), rows: &rows, not_opened: 0 };
        let year = Period::year("2026").unwrap();
        let periods = [vec![year], year.quarters(), year.twelve_months()].concat();
        for period in periods {
            let councils = HOSPITALS.map(|(_, council)| Some(council));
            for council in [None].into_iter().chain(councils) {
                let own =
                    told.iter().map(|(told, _)| told).filter(|told| council.is_none_or(|own| own == told.council()));
                let counts = counts(&own.collect::<Vec<_>>(), period.first(), period.last());
                for is_internal in [false, true] {
                    let name = format!("seed {seed}, {}, {council:?}, internal: {is_internal}", period.code());
                    let shown = agrees(&report(&maker, period, council, is_internal), &counts, &name);
                    assert!(!is_internal || shown == 8, "{name}: every table");
                    tables += if is_internal { 0 } else { shown };
                }
            }
        }
    }
    assert!(tables > 50, "{tables} tables about people were shown: there must be something to compare");
}
