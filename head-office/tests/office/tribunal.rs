//! The last day to ask a tribunal, wherever staff look.

use chrono::NaiveDate;
use serde_json::json;

use crate::browser::Browser;
use crate::fixture::Fixture;

/// The last day to ask a tribunal, of every section the law file has rules for: in lists, and in their order.
#[tokio::test]
async fn the_last_day_to_ask_a_tribunal_is_in_every_list() {
    let office = Fixture::new().await;
    let legal =
        |route: &str, section: &str, started: &str| json!({"route": route, "section": section, "started_on": started});
    let table = [
        ("section-2", "", "2026-11-16"),
        ("section-3", "", "2026-05-25"),
        ("cto", "", "2026-06-10"),
        ("guardianship", "", "2026-07-01"),
        ("part-3", "37", "2026-03-01"),
        ("part-3", "47/49", "2026-07-01"),
    ];
    let mut soonest = Vec::new();
    for (route, section, started) in table {
        let more = json!({"legal": legal(route, section, started)});
        let reference = office.referred(&format!("Ida {route} {section}"), &more).await;
        let shown = office.reads(&["show", reference.as_str(), "--json"]).await;
        let day: NaiveDate = shown["tribunal"]["last_day"].as_str().expect("a last day").parse().unwrap();
        let list = office.does("OQ", &["list"]).await;
        let line = list.lines().find(|line| line.contains(reference.as_str())).unwrap();
        let year = if day.format("%Y").to_string() == "2026" { "" } else { " %Y" };
        let few = day.format(&format!("last day to ask a tribunal %a %-d %b{year}")).to_string();
        assert!(line.contains(&few), "{route}: {few}: {line}");
        let page = Browser::open(&office, "OQ").await.get("/").await.body;
        let long = day.format(&format!("Last day to ask a tribunal: %A %-d %B{year}")).to_string();
        assert!(page.replace("tomorrow", "Tuesday 24 November").contains(&long), "{route}: {long}: {page}");
        soonest.push((day, reference));
    }
    let list = office.does("OQ", &["list"]).await;
    let (day, first) = soonest.iter().min().unwrap();
    assert_eq!(day.to_string(), "2026-11-24");
    assert!(list.lines().nth(2).unwrap().contains(first.as_str()), "before every promise: {list}");
    let asked = json!({"legal": {"route": "section-2", "started_on": "2026-11-16", "tribunal_asked": "yes"}});
    let asked = office.referred("Tom Reed", &asked).await;
    let list = office.does("OQ", &["list"]).await;
    let line = list.lines().find(|line| line.contains(asked.as_str())).unwrap();
    assert!(!line.contains("tribunal"), "who has asked need not be told: {line}");
}
