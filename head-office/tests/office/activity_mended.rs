//! What was put right is followed by the figures: decisions, undone acts, corrected days, amended answers.

use queue::{Inbox, NewIdentity, Once, Recipients, Submission, local};
use referral::{Answers, Channel, Referral};
use serde_json::{Value, json};

use crate::fixture::Fixture;

/// A verb with what follows the reference, and what an internal report of the quarter says after it.
type Step = (&'static [&'static str], Vec<(&'static str, Value)>);

fn acts_and_figures() -> [Step; 14] {
    [
        (&["claim"], vec![("/service/by_eligibility/to-check", json!(1)), ("/service/due", json!(0))]),
        (&["contacted"], vec![("/service/contacts", json!(1)), ("/service/longest_working_days", json!(9))]),
        (
            &["log", "--kind", "meeting", "--on", "2026-11-24", "--minutes", "50"],
            vec![("/service/contacts", json!(2)), ("/service/minutes", json!(50))],
        ),
        (
            &["log", "--kind", "letter", "--on", "2026-11-24", "--minutes", "10"],
            vec![("/service/contacts", json!(2)), ("/service/minutes", json!(60))],
        ),
        (
            &["decide", "--covered", "--why", "Section 3, as the ward says"],
            vec![
                ("/service/by_eligibility/eligible", json!(1)),
                ("/service/due", json!(1)),
                ("/service/late", json!(1)),
            ],
        ),
        (
            &["contacted", "--correct", "--on", "2026-11-27", "--why", "It was the Friday"],
            vec![
                ("/service/late", json!(0)),
                ("/service/in_time", json!(1)),
                ("/service/longest_working_days", json!(4)),
            ],
        ),
        (
            &["amend", "--set", "patient.hospital=hazel-house", "--why", "Moved"],
            vec![("/counts/patient.hospital/hazel-house", json!(1)), ("/counts/patient.hospital/alderbrook", json!(0))],
        ),
        (&["close", "--outcome", "supported"], vec![("/service/by_outcome/supported", json!(1))]),
        (
            &["contacted", "--correct", "--on", "2026-12-01", "--why", "No, the Tuesday"],
            vec![("/service/late", json!(1))],
        ),
        (
            &["amend", "--set", "patient.hospital=st-clement", "--why", "Moved again"],
            vec![("/counts/patient.hospital/st-clement", json!(1)), ("/service/by_outcome/supported", json!(1))],
        ),
        (&["decide", "--not-covered", "--why", "The section had ended"], vec![("/service/due", json!(0))]),
        (&["undo", "--why", "It had not"], vec![("/service/due", json!(1)), ("/service/late", json!(1))]),
        (&["undo", "--why", "Not closed yet"], vec![("/service/by_outcome/open", json!(1))]),
        (
            &["close", "--outcome", "duplicate"],
            vec![("/service/due", json!(0)), ("/service/by_outcome/duplicate", json!(1))],
        ),
    ]
}

/// One referral that nobody is sure about, and what is done with it: act by act, with the figures after each.
#[tokio::test]
async fn what_was_put_right_changes_the_figures() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({"legal": {"route": "not-sure"}})).await;
    let reference = reference.as_str();
    office.set("2026-12-04T10:00:00Z");
    for (act, figures) in acts_and_figures() {
        let verb = [&act[..1], &[reference], &act[1..]].concat();
        office.does("OQ", &verb).await;
        let report = office.reads(&["report", "--quarter", "2026-Q3", "--internal", "--json"]).await;
        for (figure, expected) in figures {
            assert_eq!(report.pointer(figure), Some(&expected), "{figure} after {act:?}");
        }
        assert_eq!(report["service"]["received"], 1, "{act:?}");
    }
    let theirs = ["report", "--quarter", "2026-Q3", "--json", "--commissioner"];
    for (council, received) in [("Eastwell Borough Council", 1), ("Northfold Council", 0)] {
        let report = office.reads(&[&theirs[..], &[council]].concat()).await;
        assert_eq!(report["service"]["received"], received, "{council}");
    }
}

/// Sealed to keys that nobody here holds: in no figure, counted, named to staff, and never handed over.
#[tokio::test]
async fn what_cannot_be_opened_is_counted_and_named() {
    let office = Fixture::new().await;
    office.referred("Marek Nowicki", &json!({})).await;
    let local = local::open(&office.data).await.expect("a queue");
    let keys: Vec<String> = (0..3).map(|_| NewIdentity::generate().public()).collect();
    let inbox = Inbox::new(local.table, Recipients::parse(&keys.join(",")).expect("keys"), local.token_key);
    let body = json!({"referrer": {"type": "patient"}, "patient": {"name": "Somebody", "address": "no fixed address"},
                      "legal": {"route": "section-2"}});
    let rules = crate::fixture::rules();
    let answers = Answers::from_json(&body).expect("known fields");
    let now = crate::fixture::MONDAY.parse().expect("an instant");
    let referral = Referral::parse(&answers, &rules, "2026-11-23".parse().expect("a day")).expect("a referral");
    let once = Once::Key("somebody else's, an Idempotency-Key".to_owned());
    let submission = Submission { referral, channel: Channel::Form, marks: Vec::new(), once };
    let receipt = inbox.submit(&submission, &rules, now).await.expect("a receipt");
    office.set("2026-12-02T09:00:00Z");
    let month = ["report", "--month", "2026-11", "--json"];
    let report = office.reads(&month).await;
    assert_eq!((&report["service"]["received"], &report["not_opened"]), (&json!(1), &json!(1)));
    let issued = office.runs("OQ", &[&month[..], &["--issue"]].concat()).await;
    assert!(issued.code == 1 && issued.errors.contains(receipt.reference.as_str()), "{}", issued.errors);
    let desk = crate::browser::Browser::open(&office, "OQ").await;
    let page = desk.get("/activity?period=2026-11").await.body;
    assert!(page.contains("Your key does not open 1 of the referrals") && page.contains(receipt.reference.as_str()));
    assert!(page.contains("Could not be opened") && !page.contains("Issue this report"));
}
