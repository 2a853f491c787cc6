//! Reports through the verb, from sealed referrals to JSON: figures agree with a count of their own, before and after
//! purge. Every figure over many years is held in `report/tests/second_count/`.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

use crate::fixture::Fixture;
use crate::invented_year::{HOSPITALS, Told, day, year};

/// The rule on small numbers in the simplest words.
fn plain(count: u32) -> Value {
    match count {
        0 => json!(0),
        1..=4 => json!("[c]"),
        more => json!((f64::from(more) / 5.0).round() * 5.0),
    }
}

/// A second counter, which knows nothing of the first: strings in, counts out.
fn naive(told: &[&Told]) -> BTreeMap<String, u32> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut add = |name: String| *counts.entry(name).or_default() += 1;
    for each in told {
        let answer = |one: &str, two: &str| each.body[one][two].as_str().unwrap_or("not-asked").to_owned();
        add("received".to_owned());
        add(format!("legal.route/{}", answer("legal", "route")));
        add(format!("patient.hospital/{}", answer("patient", "hospital")));
        add(format!("patient.gender/{}", answer("patient", "gender")));
        add(format!("patient.ethnic_group/{}", answer("patient", "ethnic_group")));
        add("by_channel/form".to_owned());
        add("by_referrer/responsible-clinician".to_owned());
        add(format!("by_outcome/{}", each.outcome.unwrap_or("open")));
        let eligibility = match answer("legal", "route").as_str() {
            "informal" => "not-covered",
            "not-sure" => "to-check",
            _ => "eligible",
        };
        add(format!("by_eligibility/{eligibility}"));
        let year: i32 = answer("patient", "date_of_birth")[..4].parse().expect("a year");
        let age = each.received.year() - year - i32::from((each.received.month(), each.received.day()) < (1, 31));
        let bands = [
            (18, "under-18"),
            (25, "18-24"),
            (35, "25-34"),
            (45, "35-44"),
            (55, "45-54"),
            (65, "55-64"),
            (75, "65-74"),
        ];
        let band = bands.iter().find(|(under, _)| age < *under).map_or("75-and-over", |(_, band)| band);
        add(format!("age_band/{band}"));
    }
    counts
}

const PEOPLE: [&str; 5] = ["legal.route", "patient.hospital", "patient.gender", "patient.ethnic_group", "age_band"];

/// Compares every figure of a report with the naive count: the service's are exact, a table about people is left out or
/// as the rule says; `is_exact` for an internal report. Gives how many tables were shown.
fn agrees(report: &Value, counts: &BTreeMap<String, u32>, is_exact: bool, name: &str) -> usize {
    let count = |what: &str| counts.get(what).copied().unwrap_or_default();
    assert_eq!(report["service"]["received"], count("received"), "{name}");
    for table in ["by_channel", "by_referrer", "by_eligibility", "by_outcome"] {
        for (code, figure) in report["service"][table].as_object().expect("a table") {
            assert_eq!(*figure, json!(count(&format!("{table}/{code}"))), "{name}: {table}/{code}");
        }
    }
    let mut shown = 0;
    for table in PEOPLE {
        if report["counts"][table] == "[too few]" && !is_exact {
            continue;
        }
        shown += 1;
        for (code, figure) in report["counts"][table].as_object().expect("a table") {
            let count = count(&format!("{table}/{code}"));
            let expected = if is_exact { json!(count) } else { plain(count) };
            assert!(
                figure.as_f64() == expected.as_f64() && figure.as_str() == expected.as_str(),
                "{name}: {table}/{code} is {figure}, {count} were counted"
            );
        }
        for (what, _) in counts.iter().filter(|(what, _)| what.starts_with(&format!("{table}/"))) {
            let code = &what[table.len() + 1..];
            assert!(!report["counts"][table][code].is_null(), "{name}: {what} is in no row");
        }
    }
    shown
}

fn within(first: &str, last: &str) -> impl Fn(NaiveDate) -> bool {
    let (first, last) = (day(first), day(last));
    move |day| (first..=last).contains(&day)
}

/// docs/contract.md, Report: every figure of months, quarters and the year, for each council and for all, in both views.
#[tokio::test]
async fn figures_agree_with_a_second_count_before_and_after_purge() {
    let office = Fixture::new().await;
    let told = year(&office, 90).await;
    office.set("2027-04-20T09:00:00Z");
    let periods = [
        ("--month", "2026-05", "2026-05-01", "2026-05-31"),
        ("--quarter", "2026-Q3", "2026-10-01", "2026-12-31"),
        ("--year", "2026", "2026-04-01", "2027-03-31"),
    ];
    let mut before = Vec::new();
    for (flag, code, first, last) in periods {
        for council in [None, Some(HOSPITALS[0].1), Some(HOSPITALS[1].1)] {
            let mut verb = vec!["report", flag, code, "--format", "json"];
            verb.extend(council.iter().flat_map(|name| ["--commissioner", name]));
            let report = office.reads(&verb).await;
            let own = |each: &&Told| {
                let home = HOSPITALS
                    .iter()
                    .find(|(slug, _)| each.body["patient"]["hospital"] == *slug)
                    .expect("one of three")
                    .1;
                within(first, last)(each.received) && council.is_none_or(|council| council == home)
            };
            let counts = naive(&told.iter().filter(own).collect::<Vec<_>>());
            let name = format!("{code} {council:?}");
            let shown = agrees(&report, &counts, false, &name);
            assert_eq!(shown > 0, flag == "--quarter", "{name}: {shown} tables about people");
            let internal = office.reads(&[&verb[..], &["--internal"]].concat()).await;
            assert_eq!(agrees(&internal, &counts, true, &name), PEOPLE.len(), "{name}");
            assert_eq!(internal["service"], report["service"], "{name}");
            before.push((verb.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>(), report));
        }
    }

    office.set("2037-01-04T09:00:00Z");
    office.does("OQ", &["purge", "--yes"]).await;
    assert!(office.does("OQ", &["verify"]).await.contains("purged"));
    for (verb, report) in before {
        let verb: Vec<&str> = verb.iter().map(String::as_str).collect();
        let after = office.reads(&verb).await;
        for part in ["counts", "service", "trend", "compared"] {
            assert_eq!(after[part], report[part], "{verb:?} {part}: after purge");
        }
    }
}
