//! The report to the commissioner: figures that agree with a count of its own, in every format, at every stage.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use calamine::{Data, Reader, Xlsx, open_workbook};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use content_reader::{Content, Texts};
use queue::{Tray, local};
use referral::life::{Act, Closing, Contact, Outcome};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::kept::{compare, nothing_else};
use crate::world::House;

/// A referral as the test wrote it down: the answers sent, and what was done.
struct Told {
    body: Value,
    received: NaiveDate,
    contacted: Option<NaiveDate>,
    outcome: Option<&'static str>,
}

const HOSPITALS: [(&str, &str); 3] = [
    ("alderbrook", "Northfold Council"),
    ("hazel-house", "Westmarsh County Council"),
    ("st-clement", "Eastwell Borough Council"),
];

fn body(at: usize) -> Value {
    let route = ["section-2", "section-3", "section-3", "section-3", "informal", "not-sure"][at % 6];
    let mut patient = json!({"name": format!("Person {at}"), "date_of_birth": format!("{}-01-31", 1950 + at % 50)});
    patient["hospital"] = json!(HOSPITALS[[0, 0, 0, 1, 1, 2, 0][at % 7]].0);
    if !at.is_multiple_of(3) {
        patient["gender"] = json!(["female", "female", "male", "prefer-not-to-say"][at % 4]);
    }
    if at % 4 == 1 {
        patient["ethnic_group"] = json!(["white-british", "asian-indian"][at % 2]);
    }
    json!({"patient": patient, "legal": {"route": route}})
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// So many referrals, a few days apart from April 2026 on, worked on as time goes by.
async fn year(house: &House, count: usize) -> Vec<Told> {
    let april = day("2026-04-01");
    let local = local::existing(&house.data).await.expect("a queue");
    let tray = Tray::new(local.table, local.recipients, None);
    let rules = Content::parse(&Texts::compiled()).expect("content").rules;
    let mut told = Vec::new();
    for at in 0..count {
        let received = april + Days::new((at * 330 / count) as u64);
        house.set(&format!("{received}T10:00:00Z"));
        let body = body(at);
        let reference = house.referred(&format!("Person {at}"), &body).await;
        let contacted = (at % 9 != 8).then(|| received + Days::new(if at % 5 == 4 { 13 } else { 1 + (at % 2) as u64 }));
        let outcome = contacted.and((at % 8 != 7).then_some(["supported", "declined", "supported"][at % 3]));
        let close = outcome.and_then(Outcome::from_code).map(|outcome| Act::Close(Closing::new(outcome)));
        let contact = contacted.map(|on| [Act::Claim, Act::Contacted(Contact::on(on))]);
        for act in contact.into_iter().flatten().chain(close) {
            let on = contacted.expect("the day of the contact").and_hms_opt(11, 0, 0).expect("a time").and_utc();
            tray.act(&reference, &act, "OQ", on, &rules.calendar, None).await.expect("an act");
        }
        told.push(Told { body, received, contacted, outcome });
    }
    told
}

/// The fifth working day after, from a list of the test's own.
fn due(received: NaiveDate) -> NaiveDate {
    let holidays = ["2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25", "2026-12-28"];
    let mut day = received;
    for _ in 0..5 {
        day = day + Days::new(1);
        while matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
            || holidays.contains(&day.to_string().as_str())
            || day.to_string() == "2027-01-01"
        {
            day = day + Days::new(1);
        }
    }
    day
}

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
    let house = House::new().await;
    let told = year(&house, 90).await;
    house.set("2027-04-20T09:00:00Z");
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
            let report = house.reads(&verb).await;
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
            let internal = house.reads(&[&verb[..], &["--internal"]].concat()).await;
            assert_eq!(agrees(&internal, &counts, true, &name), PEOPLE.len(), "{name}");
            assert_eq!(internal["service"], report["service"], "{name}");
            before.push((verb.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>(), report));
        }
    }
    first_contact_agrees(&told, &house.reads(&["report", "--year", "2026", "--json"]).await);

    house.set("2037-01-04T09:00:00Z");
    house.does("OQ", &["purge", "--yes"]).await;
    assert!(house.does("OQ", &["verify"]).await.contains("purged"));
    for (verb, report) in before {
        let verb: Vec<&str> = verb.iter().map(String::as_str).collect();
        let after = house.reads(&verb).await;
        for part in ["counts", "service", "trend", "compared"] {
            assert_eq!(after[part], report[part], "{verb:?} {part}: after purge");
        }
    }
}

/// docs/contract.md, Report: due in the period, covered, heard from us by the fifth working day.
fn first_contact_agrees(told: &[Told], report: &Value) {
    let covered = |each: &&Told| each.body["legal"]["route"].as_str().unwrap_or_default().starts_with("section");
    let due_then: Vec<&Told> =
        told.iter().filter(covered).filter(|each| within("2026-04-01", "2027-03-31")(due(each.received))).collect();
    let in_time = due_then.iter().filter(|each| each.contacted.is_some_and(|on| on <= due(each.received))).count();
    let time = &report["service"];
    let (all, kept) = (due_then.len() as u32, in_time as u32);
    for (name, count) in [("due", all), ("in_time", kept), ("late", all - kept)] {
        assert_eq!(time[name], json!(count), "{name}");
    }
    let reasons = time["late_reasons"].as_object().expect("reasons").values();
    assert_eq!(reasons.map(|count| count.as_u64().expect("a count")).sum::<u64>(), u64::from(all - kept));
    let percent = (f64::from(kept) * 1000.0 / f64::from(all)).round() / 10.0;
    assert_eq!(time["percent_in_time"].as_f64(), Some(percent));
    let contacts = told.iter().filter(|each| each.contacted.is_some_and(within("2026-04-01", "2027-03-31"))).count();
    assert_eq!(time["contacts"], json!(contacts));
    let mut waits: Vec<u32> = told
        .iter()
        .filter_map(|each| {
            let on = each.contacted?;
            let days = each.received.iter_days().skip(1).take_while(|day| *day <= on);
            let holidays = [
                "2026-04-03",
                "2026-04-06",
                "2026-05-04",
                "2026-05-25",
                "2026-08-31",
                "2026-12-25",
                "2026-12-28",
                "2027-01-01",
            ];
            let working = |day: &NaiveDate| {
                !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !holidays.contains(&day.to_string().as_str())
            };
            Some(days.filter(working).count() as u32)
        })
        .collect();
    waits.sort_unstable();
    assert_eq!(time["longest_working_days"], json!(waits[waits.len() - 1]));
    let middle = waits.len() / 2;
    let median = if waits.len() % 2 == 1 {
        f64::from(waits[middle])
    } else {
        f64::from(waits[middle - 1] + waits[middle]) / 2.0
    };
    assert_eq!(time["median_working_days"].as_f64(), Some(median));
    let open = told.iter().filter(|each| each.outcome.is_none()).count() as u32;
    assert_eq!(time["open_at_end"], json!(open));
}

/// docs/contract.md, Report: the keys, the hidden count, and nothing by ward; no reference and no name in any format.
#[tokio::test]
async fn every_format_names_nobody() {
    let house = House::new().await;
    let reference = house.referred("Marek Nowicki", &json!({})).await;
    for at in 0..12 {
        house.referred(&format!("Person {at}"), &body(at)).await;
    }
    let report = house.reads(&["report", "--quarter", "2026-Q3", "--format", "json"]).await;
    for key in ["period", "definitions", "counts", "service"] {
        assert!(report[key].is_object(), "{key}");
    }
    assert_eq!(report["service"]["received"], 13);
    assert_eq!(report["counts"]["patient.ethnic_group"]["asian-indian"], "[c]");
    assert_eq!(report["counts"]["patient.hospital"], "[too few]", "each council has one hospital");
    assert_eq!(report["service"]["by_outcome"]["supported"], 0);
    for format in ["html", "csv", "json", "xlsx"] {
        let file = house.data.join(format!("report.{format}"));
        let named = file.to_str().expect("a path");
        house.does("OQ", &["report", "--quarter", "2026-Q3", "--format", format, "--out", named]).await;
        let bytes = std::fs::read(&file).expect("the file");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for typed in ["Marek", "Person 3", "Fern", "Ada Moss", "1984", "01632", "Ring the ward", reference.as_str()] {
            assert!(!text.contains(typed), "{format}: {typed}");
        }
        assert!(!text.to_lowercase().contains("\"ward"), "{format}: no figure by ward");
        match format {
            "html" => {
                assert!(text.contains("<svg") && !text.contains("style=") && !text.contains("<script"), "{format}");
                assert!(!text.contains("src=") && !text.contains("<link"), "it needs no other file");
            }
            "csv" => {
                assert!(text.starts_with("\u{feff}\"table\",\"code\",\"label\",\"value\"\r\n"), "{format}");
                assert!(text.lines().all(|line| line.trim_start_matches('\u{feff}').starts_with('"')), "all quoted");
            }
            "xlsx" => assert!(bytes.starts_with(b"PK"), "a workbook"),
            _ => {}
        }
    }
}

/// Each format of one quarter, kept as a file and read by a person. The stylesheet is not part of it.
#[tokio::test]
async fn a_quarter_in_every_format() {
    let house = House::new().await;
    year(&house, 360).await;
    house.set("2027-01-12T09:00:00Z");
    let quarter = ["report", "--quarter", "2026-Q3", "--format"];
    let page = house.does("OQ", &[&quarter[..], &["html"]].concat()).await;
    let (before, rest) = page.split_once("<style>").expect("a stylesheet");
    let (_, after) = rest.split_once("</style>").expect("its end");
    compare("reports/quarter.html", &format!("{before}{after}"));
    compare("reports/quarter.csv", &house.does("OQ", &[&quarter[..], &["csv"]].concat()).await);
    compare("reports/quarter.json", &house.does("OQ", &[&quarter[..], &["json"]].concat()).await);
    let file = house.data.join("quarter.xlsx");
    house.does("OQ", &[&quarter[..], &["xlsx", "--out", file.to_str().expect("a path")]].concat()).await;
    compare("reports/quarter.xlsx.txt", &cells(&file));
    nothing_else("reports", &["quarter.csv", "quarter.html", "quarter.json", "quarter.xlsx.txt"]);
}

/// The cells of a workbook as another program reads them, a row a line; numbers stand bare, text is quoted.
fn cells(file: &Path) -> String {
    let mut book: Xlsx<_> = open_workbook(file).expect("a workbook");
    let mut text = String::new();
    for (name, sheet) in book.worksheets() {
        text += &format!("# {name}\n");
        for row in sheet.rows() {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| match cell {
                    Data::String(said) => format!("{said:?}"),
                    other => other.to_string(),
                })
                .collect();
            text += &format!("{}\n", cells.join(" | "));
        }
    }
    text
}

/// A report is sealed again with the rest, and says the same to whoever has the new keys.
#[tokio::test]
async fn an_issued_report_goes_over_to_new_keys() {
    let house = House::new().await;
    for at in 0..7 {
        house.referred(&format!("Person {at}"), &json!({})).await;
    }
    house.set("2026-12-02T09:00:00Z");
    let month = ["report", "--month", "2026-11", "--format", "json"];
    let issued = house.does("OQ", &[&month[..], &["--issue"]].concat()).await;
    let old = ["staff-1", "staff-2", "recovery"].map(|name| house.data.join(format!("keys/{name}.txt")));
    let new = House::new().await;
    let list = std::fs::read_to_string(new.data.join("recipients.txt")).expect("a list");
    std::fs::write(house.data.join("recipients.txt"), list).expect("the new list");
    let with = |key: PathBuf| move |name: &str| (name == "IMHA_IDENTITY").then(|| key.display().to_string());
    let own = new.data.join("keys/staff-1.txt");
    let refused = house.runs_in(&with(own.clone()), &month).await;
    assert!(refused.code == 1 && refused.errors.contains("sealed to other keys"), "{}", refused.errors);
    let stranger = house.runs_in(&with(own.clone()), &["keys", "rotate", "--closed"]).await;
    assert!(stranger.code == 1 && stranger.errors.contains("1 issued reports"), "{}", stranger.errors);

    let rotated = house.runs_in(&with(old[0].clone()), &["keys", "rotate", "--closed"]).await;
    assert_eq!(rotated.code, 0, "{}", rotated.errors);
    assert!(rotated.out.contains("1 issued reports too."), "{}", rotated.out);
    assert_eq!(house.runs_in(&with(own), &month).await.out, issued, "to the letter");
    for key in old {
        assert_eq!(house.runs_in(&with(key), &month).await.code, 1, "the keys that left open nothing");
    }
}

/// What was issued stays; a further version says which service figures changed; tables about people are counted once.
#[tokio::test]
async fn what_was_issued_stays_as_it_is() {
    let house = House::new().await;
    let mut all = Vec::new();
    for at in 0..26 {
        let gender = json!({"patient": {"name": "Wren", "date_of_birth": "1984-04-03", "hospital": "alderbrook", "gender": if at % 2 == 0 { "female" } else { "male" }}});
        all.push(house.referred(&format!("Person {at}"), &gender).await);
    }
    let quarter = ["report", "--quarter", "2026-Q3", "--format", "json"];
    let nowhere = house.data.join("no-folder").join("november.json");
    let nowhere = nowhere.to_str().expect("a path");
    let unsaved = house.runs("OQ", &[&quarter[..], &["--issue", "--out", nowhere]].concat()).await;
    assert_eq!((unsaved.code, unsaved.errors.contains("Choose another file")), (1, true), "{}", unsaved.errors);
    let early = house.runs("OQ", &[&quarter[..], &["--issue"]].concat()).await;
    assert_eq!((early.code, early.errors.contains("is not over")), (1, true), "{}", early.errors);
    house.set("2027-01-04T09:00:00Z");
    let inside = house.runs("OQ", &[&quarter[..], &["--issue", "--internal"]].concat()).await;
    assert!(inside.code != 0 && inside.out.is_empty(), "{}", inside.errors);
    let first = house.reads(&[&quarter[..], &["--issue"]].concat()).await;
    assert_eq!(first["version"], 1, "what could not be saved was not issued");
    assert_eq!((&first["service"]["by_outcome"]["open"], &first["changes"]), (&json!(26), &json!([])));
    assert_eq!(first["counts"]["patient.gender"]["female"], 15);
    let again = house.runs("OQ", &[&quarter[..], &["--issue"]].concat()).await;
    assert!(again.code == 1 && again.errors.contains("says the same"), "{}", again.errors);

    house.does("OQ", &["close", all[0].as_str(), "--outcome", "duplicate"]).await;
    house.set("2026-12-30T09:00:00Z");
    house
        .referred(
            "Somebody found later",
            &json!({"patient": {"name": "Finch", "date_of_birth": "1984-04-03", "hospital": "alderbrook", "gender": "female"}}),
        )
        .await;
    house.set("2027-01-05T09:00:00Z");
    assert_eq!(house.reads(&quarter).await, first, "the one that was issued, to the letter");
    let second = house.reads(&[&quarter[..], &["--issue"]].concat()).await;
    assert_eq!((&second["version"], &second["service"]["received"]), (&json!(2), &json!(27)));
    let changes = second["changes"].as_array().expect("sentences");
    for sentence in ["Referrals received: 27, was 26.", "How it ended: Duplicate of another request: 1, was 0."] {
        assert!(changes.contains(&json!(sentence)), "{changes:?}");
    }
    assert_eq!(second["counts"], first["counts"], "a version with one more would tell who that is");
    assert_eq!(house.reads(&[&quarter[..], &["--version", "1"]].concat()).await, first, "the first is still there");
    assert_eq!(house.reads(&quarter).await["version"], 2);
    assert!(house.does("OQ", &["verify"]).await.contains("27"), "issued reports do not disturb the check");
}

/// Every count exact, said on every page and file.
#[tokio::test]
async fn an_internal_report_says_everywhere_that_it_must_not_leave_the_office() {
    let house = House::new().await;
    for at in 0..3 {
        house.referred(&format!("Person {at}"), &json!({})).await;
    }
    let month = ["report", "--month", "2026-11", "--internal", "--format"];
    let said = "This must not leave the office.";
    let report = house.reads(&[&month[..], &["json"]].concat()).await;
    assert_eq!(report["counts"]["legal.route"]["section-3"], 3);
    assert!(report["internal"].as_str().is_some_and(|text| text.contains(said)), "{}", report["internal"]);
    for format in ["html", "csv"] {
        assert!(house.does("OQ", &[&month[..], &[format]].concat()).await.contains(said), "{format}");
    }
    let file = house.data.join("internal.xlsx");
    let wrote = house.does("OQ", &[&month[..], &["xlsx", "--out", file.to_str().expect("a path")]].concat()).await;
    assert!(wrote.contains("It must not leave the office."), "{wrote}");
    let sheets = cells(&file);
    assert_eq!(sheets.matches(said).count(), sheets.matches("\n# ").count() + 1, "on every sheet");
}

/// Decisions, undone acts and corrected days are followed; what staff record in the case file is counted.
#[tokio::test]
async fn what_was_put_right_changes_the_figures() {
    let house = House::new().await;
    let reference = house.referred("Marek Nowicki", &json!({"legal": {"route": "not-sure"}})).await;
    let reference = reference.as_str();
    let service = async || house.reads(&["report", "--quarter", "2026-Q3", "--json"]).await["service"].clone();
    house.does("OQ", &["claim", reference]).await;
    house.does("OQ", &["contacted", reference, "--on", "2026-11-23"]).await;
    house.does("OQ", &["log", reference, "--kind", "meeting", "--on", "2026-11-23", "--minutes", "50"]).await;
    house.does("OQ", &["log", reference, "--kind", "letter", "--on", "2026-11-23", "--minutes", "10"]).await;
    let now = service().await;
    assert_eq!((&now["by_eligibility"]["to-check"], &now["due"]), (&json!(1), &json!(0)));
    assert_eq!((&now["contacts"], &now["minutes"]), (&json!(2), &json!(60)), "a letter is no contact");
    house.does("OQ", &["undo", reference, "--why", "Another patient"]).await;
    let now = service().await;
    assert_eq!((&now["contacts"], &now["median_working_days"]), (&json!(1), &Value::Null));
}

/// A sentence and exit 1: a month to come, no such council, no period, a version that is not there.
#[tokio::test]
async fn what_cannot_be_reported_is_refused() {
    let house = House::new().await;
    let table: [(&[&str], &str); 7] = [
        (&["--month", "2026-12"], "2026-12 has not begun: it begins on Tuesday 1 December 2026. Name one that has."),
        (&["--quarter", "2026-Q4"], "2026-Q4 has not begun: it begins on Friday 1 January 2027. Name one that has."),
        (&["--month", "2026-13"], "That is not a month. Write it as 2026-11."),
        (&["--quarter", "2026-5"], "That is not a quarter. Write it as 2026-Q3, which is October to December 2026."),
        (&["--year", "26"], "That is not a financial year. Write it as 2026, which is April 2026 to March 2027."),
        (&["--month", "2026-11", "--commissioner", "Nowhere"], "There is no council of that name in places.toml."),
        (&["--month", "2026-10", "--version", "3"], "Version 3 was not issued. There are 0; 0 is a draft."),
    ];
    for (asked, sentence) in table {
        let said = house.runs("OQ", &[&["report"], asked].concat()).await;
        assert!(said.code == 1 && said.errors.starts_with(sentence), "{asked:?}: {}", said.errors);
        assert!(said.out.is_empty(), "{asked:?}");
    }
    assert_eq!(house.runs("OQ", &["report"]).await.code, 1);
    assert_eq!(house.runs("OQ", &["report", "--month", "2026-11", "--year", "2026"]).await.code, 1);
}

/// The desk's page: the same report, its files, issued once, and nothing of a style or script of its own.
#[tokio::test]
async fn the_desk_shows_saves_and_issues() {
    let house = House::new().await;
    for at in 0..9 {
        house.referred(&format!("Person {at}"), &json!({})).await;
    }
    house.set("2026-12-02T09:00:00Z");
    let desk = Browser::open(&house, "OQ").await;
    let page = desk.get("/activity").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Activity, November 2026") && page.body.contains("<svg"), "the last month that is over");
    assert!(page.body.contains("This must not leave the office."), "the manager sees every count first");
    let theirs = desk.get("/activity?period=2026-11&commissioner=&reader=commissioner").await;
    assert!(!theirs.body.contains("This must not leave the office.") && theirs.body.contains("Left out here"));
    assert!(!page.body.contains("style=") && !page.body.contains("<style") && !page.body.contains("data:"));
    assert!(!page.body.contains("Person 3"));
    for (file, kind) in [("report.csv", "\u{feff}\"table\""), ("report.json", "{"), ("report.html", "<!doctype html>")]
    {
        let saved = desk.get(&format!("/activity/{file}?period=2026-11")).await;
        assert!(saved.status == StatusCode::OK && saved.body.starts_with(kind), "{file}");
    }
    let issued = desk.post("/activity/issue?period=2026-11&commissioner=&version=", "").await;
    assert_eq!(issued.status, StatusCode::SEE_OTHER);
    let page = desk.get(&issued.location).await;
    assert!(page.body.contains("Version 1 is issued."), "{}", page.body);
    let other = desk.get("/activity?period=2026-10&commissioner=&reader=commissioner&version=1&of=2026-11+").await;
    assert_eq!(other.status, StatusCode::OK, "a version belongs to its own report");
    assert!(page.body.contains("Version 1.") && !page.body.contains("Issue this report"), "{}", page.body);
    assert_eq!(desk.get("/activity?period=2030-01").await.status, StatusCode::CONFLICT);
    assert_eq!(desk.get("/activity?period=soon").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(desk.get("/activity?commissioner=Nowhere").await.status, StatusCode::BAD_REQUEST);
}
