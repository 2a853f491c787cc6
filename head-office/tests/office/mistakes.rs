//! Mistakes put right: each act and its undo, a wrong day, a wrong case, answers that changed, a decision.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::fixture::Fixture;

/// The words of a verb.
type Typed<'a> = &'a [&'a str];

/// Everything that is counted, listed and exported, without what tells of the history itself.
async fn everything(office: &Fixture, reference: &str) -> Vec<String> {
    let mut shown = office.reads(&["show", reference, "--json"]).await;
    for part in ["events", "version", "unopened_events"] {
        shown.as_object_mut().unwrap().remove(part);
    }
    let mut all = vec![shown.to_string(), office.reads(&["list", "--json"]).await.to_string()];
    all.push(office.does("OQ", &["digest"]).await);
    all.push(office.does("OQ", &["list"]).await);
    all.push(office.does("OQ", &["find", "Nowicki"]).await);
    for verb in [&["export", "--format", "csv"][..], &["report", "--month", "2026-11", "--format", "json"]] {
        all.push(office.does("OQ", verb).await);
    }
    let made_at = |line: &&str| !line.contains("made_at");
    all.iter().map(|text| text.lines().filter(made_at).collect::<Vec<_>>().join("\n")).collect()
}

#[tokio::test]
async fn an_act_undone_leaves_every_list_and_figure_as_it_was() {
    let contacted = ["contacted", "REF", "--how", "phone"];
    let table: [(&str, &[Typed], Typed); 9] = [
        ("claim", &[], &["claim", "REF"]),
        ("release", &[&["claim", "REF"]], &["release", "REF"]),
        ("take-over", &[], &["take-over", "REF"]),
        ("assign", &[&["claim", "REF"]], &["assign", "REF", "DL"]),
        ("contacted", &[&["claim", "REF"]], &contacted),
        ("close", &[&["claim", "REF"], &contacted], &["close", "REF", "--outcome", "supported"]),
        ("close as spam", &[], &["close", "REF", "--outcome", "spam"]),
        ("reopen", &[&["claim", "REF"], &["close", "REF", "--outcome", "declined"]], &["reopen", "REF"]),
        ("decide", &[&["claim", "REF"]], &["decide", "REF", "--not-covered", "--why", "informal since"]),
    ];
    for (row, before, act) in table {
        let office = Fixture::new().await;
        let reference = office.referred("Marek Nowicki", &json!({})).await;
        let named = |verb: &[&str]| -> Vec<String> {
            verb.iter().map(|word| if *word == "REF" { reference.to_string() } else { (*word).to_owned() }).collect()
        };
        let run = async |who: &str, verb: &[&str]| {
            let verb = named(verb);
            office.does(who, &verb.iter().map(String::as_str).collect::<Vec<_>>()).await
        };
        if row == "take-over" {
            run("PT", &["claim", "REF"]).await;
        }
        for verb in before {
            run("OQ", verb).await;
        }
        let was = everything(&office, reference.as_str()).await;
        office.set("2026-11-23T11:00:00Z");
        run("OQ", act).await;
        run("PT", &["undo", "REF", "--why", "the wrong case"]).await;
        assert_eq!(everything(&office, reference.as_str()).await, was, "{row}");
        let shown = office.reads(&["show", reference.as_str(), "--json"]).await;
        let events = shown["events"].as_array().unwrap();
        let undone = events.iter().find(|event| event["what"] == "undone").unwrap();
        assert_eq!((&undone["act"], &undone["why"]), (&json!(act[0]), &json!("the wrong case")), "{row}");
        assert!(events.iter().any(|event| event["what"] == act[0]), "{row}: the history still tells");
        assert_eq!(office.runs("OQ", &["verify"]).await.code, 0, "{row}");
    }
}

#[tokio::test]
async fn a_second_undo_takes_back_the_act_before() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let named = reference.as_str();
    office.does("OQ", &["claim", named]).await;
    office.does("OQ", &["contacted", named]).await;
    for status in ["claimed", "waiting"] {
        office.does("OQ", &["undo", named, "--why", "wrong"]).await;
        assert_eq!(office.reads(&["show", named, "--json"]).await["status"], status);
    }
    let said = office.runs("OQ", &["undo", named, "--why", "wrong"]).await;
    assert_eq!(said.code, 1);
    assert!(said.errors.contains("there is nothing to undo"), "{}", said.errors);
}

#[tokio::test]
async fn what_cannot_be_is_refused_in_a_sentence_and_changes_nothing() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let named = reference.as_str();
    office.does("OQ", &["claim", named]).await;
    let long = "x".repeat(2001);
    let table: [(&[&str], &str); 18] = [
        (&["undo", named], "Say why with --why"),
        (&["undo", named, "--why", " "], "no reason is given"),
        (&["undo", "7K3Q9A41ZZ", "--why", "x"], "There is no referral 7K3Q9A41ZZ"),
        (&["contacted", named, "--correct", "--on", "2026-11-23", "--why", "x"], "there is none to correct"),
        (&["contacted", named, "--correct", "--why", "x"], "Say what is right with --on or --how"),
        (&["contacted", named, "--on", "2026-11-20"], "before the referral came in"),
        (&["contacted", named, "--on", "2026-11-30"], "in the future"),
        (&["close", named, "--outcome", "supported"], "--without-contact"),
        (&["amend", named, "--set", "patient.ward=Ash"], "Say why with --why"),
        (&["amend", named, "--why", "x"], "--set FIELD=VALUE"),
        (
            &["amend", named, "--set", "patient.hospital=nowhere", "--set", "shoe=9", "--why", "x"],
            "shoe: There is no field",
        ),
        (&["amend", named, "--set", "referrer.type=patient", "--why", "x"], "Who refers cannot be changed"),
        (&["amend", named, "--set", "patient.ward=Fern", "--why", "x"], "stand there already"),
        (&["amend", named, "--set", "patient.ward=Ash", "--why", &long], "too long"),
        (&["decide", named, "--why", "x"], "--covered or --not-covered"),
        (&["amend", named, "--set", "patient.date_of_birth=2/3/1980", "--why", "x"], "Write it as 2026-11-23"),
        (&["log", named, "--kind", "visit", "--minutes", "0"], "1 to 1440 minutes"),
        (&["erase", named, "--why", "x"], "--yes"),
    ];
    let before = office.reads(&["show", named, "--json"]).await;
    for (verb, sentence) in table {
        let said = office.runs("OQ", verb).await;
        assert_eq!((said.code, said.out.as_str()), (1, ""), "{verb:?}");
        assert!(said.errors.contains(sentence), "{verb:?}: {}", said.errors);
    }
    assert_eq!(office.reads(&["show", named, "--json"]).await, before);
}

#[tokio::test]
async fn a_wrong_day_is_corrected_and_figures_follow() {
    let office = Fixture::new().await;
    office.set("2026-11-16T10:15:00Z");
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let named = reference.as_str();
    office.set("2026-11-25T10:15:00Z");
    office.does("OQ", &["claim", named]).await;
    office.does("OQ", &["contacted", named, "--on", "2026-11-25", "--how", "visit"]).await;
    let contacted_on = async || {
        let csv = office.does("OQ", &["export", "--format", "csv"]).await;
        csv.lines().nth(1).unwrap().split("\",\"").nth(8).unwrap().to_owned()
    };
    assert_eq!(contacted_on().await, "2026-11-25");
    office
        .does("PT", &["contacted", named, "--correct", "--on", "2026-11-20", "--why", "typed the day of today"])
        .await;
    assert_eq!(contacted_on().await, "2026-11-20");
    let page = office.does("OQ", &["show", named]).await;
    assert!(page.contains("Contacted 20 November, on a visit"), "{page}");
}

#[tokio::test]
async fn answers_and_decisions_change_and_what_was_received_stays() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({"legal": {"route": "not-sure"}})).await;
    let named = reference.as_str();
    let set = [
        "amend",
        named,
        "--set",
        "patient.ward=Ash",
        "--set",
        "patient.needs=bsl,large-print",
        "--unset",
        "safe_visit",
        "--why",
        "moved",
    ];
    office.does("PT", &set).await;
    let shown = office.reads(&["show", named, "--json"]).await;
    assert_eq!(
        (&shown["patient"]["ward"], &shown["patient"]["needs"]),
        (&json!("Ash"), &json!(["bsl", "large-print"]))
    );
    let kept = json!({"patient.needs": ["interpreter"], "patient.ward": "Fern", "safe_visit": "Ring the ward first"});
    assert_eq!((&shown["as_received"], &shown["safe_visit"]), (&kept, &Value::Null));
    let event = shown["events"].as_array().unwrap().iter().find(|event| event["what"] == "amended").unwrap();
    assert_eq!(event["fields"], json!(["patient.ward", "safe_visit", "patient.needs"]), "names, never values");

    assert_eq!((&shown["eligibility"], &shown["decision"]), (&json!("to-check"), &Value::Null));
    office.does("PT", &["decide", named, "--covered", "--why", "section 3 since"]).await;
    let shown = office.reads(&["show", named, "--json"]).await;
    assert_eq!(shown["eligibility"], "eligible");
    let decision = &shown["decision"];
    assert_eq!(
        (&decision["by"], &decision["first"], &decision["eligibility"]),
        (&json!("PT"), &json!("to-check"), &json!("eligible"))
    );
    assert_eq!(office.reads(&["list", "--json"]).await[0]["eligibility"], "eligible");
}

#[tokio::test]
async fn a_mistake_at_the_desk_is_undone_at_once_and_later() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let named = reference.as_str();
    let desk = Browser::open(&office, "OQ").await;
    desk.does(named, "claim", "").await;
    let after = desk.does(named, "contacted", "on=2026-11-23&how=phone&by=&note=").await.body;
    let line = after.split("class=\"done\"").nth(1).unwrap().split("</div>").next().unwrap();
    assert!(line.contains("<button class=\"secondary\">Undo</button>") && line.contains("is recorded"), "{line}");
    let undone = desk.does(named, "undo", "why=Recorded+by+mistake").await.body;
    assert!(undone.contains("The last act is undone. It is claimed again, with OQ."), "{undone}");
    assert!(undone.contains("Undone, <bdi>first contact made</bdi>"), "the history tells: {undone}");
    desk.does(named, "contacted", "on=2026-11-23&how=phone&by=&note=").await;
    let corrected = desk.does(named, "correct", "on=2026-11-23&how=visit&why=it+was+a+visit").await.body;
    assert!(corrected.contains("The recorded contact is put right."), "{corrected}");
    let refused = desk.does(named, "correct", "on=2026-11-30&how=visit&why=again").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let kept = "id=\"correct-why\" name=\"why\" value=\"again\"";
    assert!(refused.body.contains("That day is in the future.") && refused.body.contains(kept), "{}", refused.body);
}

#[tokio::test]
async fn answers_change_at_the_desk_and_a_wrong_one_keeps_what_was_typed() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let named = reference.as_str();
    let desk = Browser::open(&office, "OQ").await;
    let wrong = desk.does(named, "amend", "part=patient&patient.name=&patient.known_as=Mirek&why=as+he+says").await;
    assert_eq!(wrong.status, StatusCode::CONFLICT);
    for kept in ["value=\"Mirek\"", "value=\"as he says\"", "Give the patient", "nothing was changed"] {
        assert!(wrong.body.contains(kept), "{kept}: {}", wrong.body);
    }
    let moved = "part=place&patient.hospital=alderbrook&patient.ward=Ash&why=moved";
    let page = desk.does(named, "amend", moved).await.body;
    assert!(page.contains("Received as: <bdi>Fern</bdi>") && page.contains("The answers are changed."), "{page}");
    let none = desk.does(named, "amend", moved).await;
    assert!(none.body.contains("These are the answers that stand there already."), "{}", none.body);
    let decided = desk.does(named, "decide", "eligibility=not-covered&why=informal+since").await.body;
    assert!(decided.contains("Decided by OQ, 23 November: informal since. The rules said: covered."), "{decided}");
}

/// docs/contract.md, Mistakes and changes: with a person's decision taken back, the rules decide by the route of today.
#[tokio::test]
async fn a_decision_taken_back_leaves_what_the_rules_say_of_the_amended_route() {
    let office = Fixture::new().await;
    let reference = office.referred("Ida Moss", &json!({"legal": {"route": "section-3"}})).await;
    let named = reference.as_str();
    office.does("OQ", &["decide", named, "--covered", "--why", "x"]).await;
    office.does("OQ", &["amend", named, "--set", "legal.route=informal", "--why", "x"]).await;
    let eligibility = async || office.reads(&["show", named, "--json"]).await["eligibility"].clone();
    assert_eq!(eligibility().await, "eligible", "a person has decided");
    office.does("OQ", &["undo", named, "--why", "x"]).await;
    let amended = office.referred("Tom Reed", &json!({"legal": {"route": "informal"}})).await;
    let by_rule = office.reads(&["show", amended.as_str(), "--json"]).await["eligibility"].clone();
    assert_eq!(eligibility().await, by_rule);
    assert_ne!(by_rule, "eligible");
}
