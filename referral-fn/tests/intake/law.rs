//! The 2025 Act's switches (docs/domain.md, Rules with dates): the day before, of and after, a case that spans it, through the real pages.

use content_reader::Texts;
use serde_json::{Value, json};

use crate::browser::{body, hidden, pairs};
use crate::fixture::{Answer, FORM, Fixture, JSON};

/// A law file like ours with one switch turned on, on a day of summer time: midnight in London is 23:00 in UTC.
fn switched(name: &str) -> String {
    let header = format!("[switch.{name}]\n");
    let text = Texts::compiled().law;
    assert!(text.contains(&header), "{name}");
    text.replace(&header, &format!("{header}commenced_on = 2027-07-01\nregulations = \"SI 2027/1\"\n"))
}

const BEFORE: &str = "2027-06-30T22:59:59Z";
const OF: &str = "2027-06-30T23:00:00Z";
const AFTER: &str = "2027-07-02T09:00:00Z";

async fn checked(fixture: &Fixture, referrer: &str, route: &str) -> Answer {
    let typed = [
        ("patient.name", "Ida Moss"),
        ("patient.hospital", "alderbrook"),
        ("legal.route", route),
        ("referrer.name", "Jon Moss"),
        ("referrer.relationship", "brother"),
        ("referrer.phone", "01632 960123"),
        ("consent", "agrees"),
    ];
    let mut typed = pairs(&typed);
    if referrer == "patient" {
        typed.retain(|(name, _)| !name.starts_with("referrer.") && name != "consent");
    }
    fixture.post(&format!("/referral/{referrer}"), FORM, body(&typed)).await
}

async fn decided(fixture: &Fixture, name: &str) -> Value {
    let body = json!({"referrer": {"type": "patient"}, "patient": {"name": name, "address": "x"}, "legal": {"route": "informal"}});
    let answer = fixture.post("/api/referrals", JSON, body.to_string()).await;
    serde_json::from_str::<Value>(&answer.text).unwrap()["eligibility"].take()
}

/// Form, page words and decisions change together, at midnight in London.
#[tokio::test]
async fn informal_patients_are_covered_from_the_day_on() {
    let fixture = Fixture::new().await;
    fixture.under(&switched("informal-patients"));
    for (at, decision, guidance, hint) in [
        (BEFORE, "not-covered", "The law may not cover you today", false),
        (OF, "eligible", "We can help you", true),
        (AFTER, "eligible", "We can help you", true),
    ] {
        fixture.at(at);
        assert!(checked(&fixture, "patient", "informal").await.text.contains(guidance), "{at}: guidance");
        let form = fixture.post("/referral/patient", FORM, "patient.known_as=Addie").await.text;
        assert_eq!(form.contains("We can help you too."), hint, "{at}: the form's words");
        assert_eq!(decided(&fixture, &format!("Ida {at}")).await, decision, "{at}: decision");
    }
}

#[tokio::test]
async fn a_case_that_spans_the_day_keeps_the_decision_of_its_own_day() {
    let fixture = Fixture::new().await;
    fixture.under(&switched("informal-patients"));
    fixture.at(BEFORE);
    let carried = body(&hidden(&checked(&fixture, "patient", "informal").await.text));
    assert_eq!(decided(&fixture, "Jon Reed").await, "not-covered");
    fixture.at(OF);
    assert_eq!(fixture.post("/referral/send", FORM, carried).await.status, 303, "checked before midnight, sent after");
    assert_eq!(decided(&fixture, "Jon Reed").await, "eligible", "the same answers on another day are a new request");
    let stored = fixture.stored().await;
    let mut found: Vec<_> = stored
        .iter()
        .map(|case| {
            let decision = &case.entry.decision;
            (
                case.entry.referral.text("patient.name"),
                decision.rule.as_str(),
                decision.switches.join(" "),
                decision.rules.as_str(),
            )
        })
        .collect();
    found.sort();
    let version = "2026-11-23";
    assert_eq!(
        found,
        [
            ("Ida Moss", "informal-covered", "informal-patients".to_owned(), version),
            ("Jon Reed", "informal-covered", "informal-patients".to_owned(), version),
            ("Jon Reed", "informal-not-covered", String::new(), version),
        ]
    );
}

/// A form opened, or a check page drawn, before midnight is still taken: nobody's answers are lost to a date.
#[tokio::test]
async fn the_nominated_person_takes_over_and_no_answers_are_lost() {
    let fixture = Fixture::new().await;
    fixture.under(&switched("nominated-person"));
    fixture.at(BEFORE);
    assert_eq!(checked(&fixture, "nominated-person", "section-3").await.status, 422);
    let carried = body(&hidden(&checked(&fixture, "nearest-relative", "section-3").await.text));
    fixture.at(OF);
    let named = checked(&fixture, "carer", "section-3").await.text;
    assert!(named.contains("their nominated person") && named.contains("/refer/nominated-person/"));
    assert!(!named.contains("/refer/nearest-relative/"));
    assert_eq!(checked(&fixture, "nominated-person", "section-3").await.status, 200);
    assert_eq!(checked(&fixture, "nearest-relative", "section-3").await.status, 200, "opened before midnight");
    assert_eq!(fixture.post("/referral/send", FORM, carried).await.status, 303);
    fixture.at(AFTER);
    assert_eq!(checked(&fixture, "nearest-relative", "section-3").await.status, 422);
}

/// Four switches, each by itself: the other three change nothing.
#[tokio::test]
async fn each_switch_is_its_own() {
    let fixture = Fixture::new().await;
    fixture.at(AFTER);
    for name in ["informal-patients", "hospital-notification", "opt-out-visits", "nominated-person"] {
        fixture.under(&switched(name));
        let status = async |kind: &str| checked(&fixture, kind, "section-3").await.status;
        let taken = (status("nearest-relative").await == 200, status("nominated-person").await == 200);
        assert_eq!(taken, if name == "nominated-person" { (false, true) } else { (true, false) }, "{name}");
        let hospital = fixture.post("/referral/hospital-notification", FORM, "x=y").await.text;
        assert_eq!(hospital.contains("name=\"referrer.workplace\""), name == "hospital-notification", "{name}");
        let covered = decided(&fixture, name).await == "eligible";
        assert_eq!(covered, name == "informal-patients", "{name}");
        let guidance = checked(&fixture, "patient", "section-3").await.text;
        assert_eq!(guidance.contains("we will visit and ask"), name == "opt-out-visits", "{name}");
        let stored = fixture.stored().await;
        let entry = &stored.iter().find(|case| case.entry.referral.text("patient.name") == name).unwrap().entry;
        assert_eq!(entry.decision.switches, [name], "stored with the decision");
    }
}
