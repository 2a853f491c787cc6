//! Activity at the desk, and what cannot be reported: refused in a sentence.

use axum::http::StatusCode;
use serde_json::json;

use crate::browser::Browser;
use crate::fixture::Fixture;

/// A sentence and exit 1: a month to come, no such council, no period, a version that is not there.
#[tokio::test]
async fn what_cannot_be_reported_is_refused() {
    let office = Fixture::new().await;
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
        let said = office.runs("OQ", &[&["report"], asked].concat()).await;
        assert!(said.code == 1 && said.errors.starts_with(sentence), "{asked:?}: {}", said.errors);
        assert!(said.out.is_empty(), "{asked:?}");
    }
    assert_eq!(office.runs("OQ", &["report"]).await.code, 1);
    assert_eq!(office.runs("OQ", &["report", "--month", "2026-11", "--year", "2026"]).await.code, 1);
}

/// The desk's page: the same report, its files, issued once, and nothing of a style or script of its own.
#[tokio::test]
async fn the_desk_shows_saves_and_issues() {
    let office = Fixture::new().await;
    for at in 0..9 {
        office.referred(&format!("Person {at}"), &json!({})).await;
    }
    office.set("2026-12-02T09:00:00Z");
    let desk = Browser::open(&office, "OQ").await;
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
    assert!(page.body.contains("Version 1.") && !page.body.contains("Issue this report"), "{}", page.body);
    assert_eq!(desk.get("/activity?period=2030-01").await.status, StatusCode::CONFLICT);
    assert_eq!(desk.get("/activity?period=soon").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(desk.get("/activity?commissioner=Nowhere").await.status, StatusCode::BAD_REQUEST);
}
