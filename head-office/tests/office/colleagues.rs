//! Cases go to a colleague: one, or all that one of us has, by verb and at the desk.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::fixture::Fixture;

async fn owners(office: &Fixture) -> Vec<Value> {
    let mut owners: Vec<Value> =
        office.reads(&["list", "--json"]).await.as_array().unwrap().iter().map(|row| row["owner"].clone()).collect();
    owners.sort_by_key(Value::is_null);
    owners
}

#[tokio::test]
async fn cases_go_to_a_colleague_one_or_all() {
    let office = Fixture::new().await;
    let (one, two) = (office.referred("Ida Moss", &json!({})).await, office.referred("Tom Reed", &json!({})).await);
    office.does("Dee", &["claim", one.as_str()]).await;
    office.does("OQ", &["assign", two.as_str(), "DEE"]).await;
    assert_eq!(owners(&office).await, ["Dee", "Dee"], "in the form first used, without case");
    let said = office.does("OQ", &["hand-over", "--from", "dee", "--to", "PT"]).await;
    assert!(
        said.contains("PT\u{2019}s now until") && said.ends_with("2 handed over from dee to PT, who has 2 open now.\n")
    );
    assert_eq!(owners(&office).await, ["PT", "PT"]);
    for (name, sentence) in [("", "empty"), ("A\u{202e}R", "cannot be seen"), (&*"x".repeat(41), "too long")] {
        let said = office.runs(name, &["release", one.as_str()]).await;
        assert_eq!(said.code, 1);
        assert!(said.errors.contains(sentence), "{name:?}: {}", said.errors);
    }
}

/// docs/contract.md, People: the same at the desk, where what was typed is kept on a refusal.
#[tokio::test]
async fn all_that_a_colleague_has_is_handed_over_at_the_desk() {
    let office = Fixture::new().await;
    let desk = Browser::open(&office, "OQ").await;
    assert!(desk.get("/hand-over").await.body.contains("Nobody has anything open"));
    let (one, two) = (office.referred("Ida Moss", &json!({})).await, office.referred("Tom Reed", &json!({})).await);
    let waiting = office.referred("Jo Hill", &json!({})).await;
    for reference in [&one, &two] {
        office.does("Dee", &["claim", reference.as_str()]).await;
    }
    for page in ["/", &format!("/referral/{one}")] {
        assert!(desk.get(page).await.body.contains("href=\"/hand-over\""), "{page} leads there");
    }
    assert!(desk.get("/hand-over").await.body.contains("<option value=\"Dee\">Dee (2 open)</option>"));
    let long = "x".repeat(41);
    for (body, says) in [
        ("to=OQ".to_owned(), "Choose whose referrals they are."),
        ("from=Dee&to=+".to_owned(), "The name is empty."),
        (format!("from=Dee&to={long}"), "The name is too long."),
        ("from=Dee&to=dee".to_owned(), "Dee has them already. Name two people."),
        ("from=Dee&to=Dee+Lrak".to_owned(), "Nobody called Dee Lrak has anything open."),
        ("%".to_owned(), "Choose whose"),
    ] {
        let page = desk.post("/hand-over", &body).await;
        assert!(page.status == StatusCode::CONFLICT && page.body.contains(says), "{body}: {}", page.body);
        assert_eq!(
            page.body.contains("value=\"Dee\" selected"),
            body.contains("Dee"),
            "{body}: what was typed is kept"
        );
    }
    let slip = desk.does(one.as_str(), "assign", "to=Dee+Lrak").await;
    assert!(slip.body.contains("Nobody called Dee Lrak") && slip.body.contains("id=\"assign-sure\""), "{}", slip.body);
    assert_eq!(owners(&office).await, [json!("Dee"), json!("Dee"), Value::Null]);
    for says in ["2 handed over from Dee to OQ, who has 2 open now.", "Dee has nothing open now. OQ has 2."] {
        let page = desk.post("/hand-over", "from=Dee&to=oq").await;
        assert!(page.status == StatusCode::OK && page.body.contains(says), "pressed twice: {}", page.body);
    }
    assert_eq!(owners(&office).await, [json!("OQ"), json!("OQ"), Value::Null]);
    let history = office.reads(&["show", one.as_str(), "--json"]).await["events"].to_string();
    assert!(history.contains("\"what\":\"assign\""), "{history}");
    assert_eq!(office.reads(&["show", waiting.as_str(), "--json"]).await["status"], "waiting");
    office.set("2026-11-24T10:16:00Z");
    let lapsed = Browser::open(&office, "OQ").await.post("/hand-over", "from=OQ&to=PT&sure=yes").await.body;
    assert!(lapsed.contains("OQ has nothing open now. PT has 0."), "what lapsed waits for everybody: {lapsed}");
}

/// docs/contract.md, People: names are compared without case, in the form in which they were first used.
#[tokio::test]
async fn one_of_us_has_one_name_however_it_is_typed() {
    let office = Fixture::new().await;
    let (one, two) = (office.referred("Ida Moss", &json!({})).await, office.referred("Tom Reed", &json!({})).await);
    office.does("DEE", &["claim", one.as_str()]).await;
    office.does("dee", &["claim", two.as_str()]).await;
    assert_eq!(owners(&office).await, ["DEE", "DEE"]);
    office.does("Dee", &["contacted", one.as_str()]).await;
    let who = office.reads(&["show", one.as_str(), "--json"]).await["events"][1]["who"].clone();
    assert_eq!(who, "DEE");
}

/// docs/contract.md: each act says to a program what is so after it.
#[tokio::test]
async fn acts_answer_in_json() {
    let office = Fixture::new().await;
    let (one, other) = (office.referred("Ida Moss", &json!({})).await, office.referred("Tom Reed", &json!({})).await);
    let named = one.as_str();
    office.does("OQ", &["claim", named]).await;
    office.does("OQ", &["claim", other.as_str()]).await;
    let table: [(&[&str], &str, &str); 10] = [
        (&["contacted", named], "contacted", "contacted"),
        (&["contacted", named, "--correct", "--how", "visit", "--why", "x"], "corrected", "contacted"),
        (&["log", named, "--kind", "visit"], "log", "contacted"),
        (&["note", named, "the ward rang"], "note", "contacted"),
        (&["amend", named, "--set", "patient.ward=Ash", "--why", "x"], "amended", "contacted"),
        (&["decide", named, "--not-covered", "--why", "x"], "decide", "contacted"),
        (&["hold", named, "--why", "x"], "hold", "contacted"),
        (&["close", named, "--outcome", "declined"], "close", "closed"),
        (&["undo", named, "--why", "x"], "undone", "contacted"),
        (&["assign", named, "DL"], "assign", "contacted"),
    ];
    for (verb, what, status) in table {
        let said = office.reads(&[verb, &["--json"]].concat()).await;
        assert_eq!((&said["reference"], &said["what"], &said["status"]), (&json!(named), &json!(what), &json!(status)));
        assert!(said["version"].is_u64() && said["owner"].is_string(), "{said}");
    }
    let handed = office.reads(&["hand-over", "--from", "DL", "--to", "OQ", "--json"]).await;
    assert_eq!((handed.as_array().unwrap().len(), &handed[0]["owner"]), (1, &json!("OQ")));
    let erased = office.reads(&["erase", named, "--why", "x", "--yes", "--json"]).await;
    assert_eq!(erased, json!({"reference": named, "what": "erase"}));
    office.does("OQ", &["close", other.as_str(), "--outcome", "spam"]).await;
    office.set("2036-11-23T10:15:00Z");
    let due = office.reads(&["purge", "--dry-run", "--json"]).await;
    assert_eq!((&due["due"], &due["purged"]), (&json!([other.as_str()]), &json!(0)));
    assert!(office.runs("OQ", &["purge", "--json"]).await.errors.contains("Nothing was purged."));
    assert_eq!(office.reads(&["purge", "--yes", "--json"]).await["purged"], 1);
}
