//! The same sending is one entry; another is another.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use queue::{Inbox, Once, Submission, SubmitError};
use referral::life::{Act, Closing, Outcome};
use referral::{Answers, Channel, Eligibility, Mark, Referral};
use serde_json::json;

use crate::given::{Fixture, api, at, day, form, now, rules};

#[tokio::test]
async fn sent_twice_is_one_entry_with_the_first_dates() {
    let fixture = Fixture::new().await;
    let first = fixture.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap();
    assert!(!first.repeat);
    assert_eq!(first.received_at, at("2026-11-23T10:15:00Z"));
    assert_eq!(first.due_on.to_string(), "2026-11-30");
    assert_eq!(first.decision.eligibility, Eligibility::Eligible);
    let later = now() + TimeDelta::days(2);
    let second = fixture.inbox().submit(&form("Ida Moss"), rules(), later).await.unwrap();
    assert!(second.repeat);
    assert_eq!(queue::Receipt { repeat: false, ..second }, first);
    assert_eq!(fixture.count().await, 1);
}

#[tokio::test]
async fn what_was_sealed_is_what_was_sent() {
    let fixture = Fixture::new().await;
    let receipt = fixture.inbox().submit(&form("Ida Moss\u{202e}\r\n O’Brien"), rules(), now()).await.unwrap();
    let shown = fixture.tray().show(&receipt.reference).await.unwrap().unwrap();
    let entry = shown.case.entry;
    assert!(entry.referral == form("Ida Moss\u{202e}\r\n O’Brien").referral);
    assert_eq!((entry.channel, entry.marks.clone()), (Channel::Form, vec![Mark::TooFast]));
    assert_eq!(
        (entry.received_at, entry.due_on, entry.decision.clone()),
        (receipt.received_at, receipt.due_on, receipt.decision)
    );
    assert_eq!(shown.case.state.version, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_at_once_are_one_entry() {
    let fixture = Fixture::new().await;
    let sendings: Vec<_> = (0..50)
        .map(|_| {
            let inbox = fixture.inbox();
            tokio::spawn(async move { inbox.submit(&form("Ida Moss"), rules(), now()).await.unwrap() })
        })
        .collect();
    let mut references = BTreeSet::new();
    let mut new = 0;
    for sending in sendings {
        let receipt = sending.await.unwrap();
        references.insert(receipt.reference);
        new += usize::from(!receipt.repeat);
    }
    assert_eq!((references.len(), new, fixture.count().await), (1, 1, 1));
}

#[tokio::test]
async fn edited_answers_or_another_day_are_another_entry() {
    let fixture = Fixture::new().await;
    fixture.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap();
    assert!(!fixture.inbox().submit(&form("Ida Mosse"), rules(), now()).await.unwrap().repeat);
    let mut tomorrow = form("Ida Moss");
    tomorrow.once = Once::Day("2026-11-24".parse().unwrap());
    assert!(!fixture.inbox().submit(&tomorrow, rules(), now()).await.unwrap().repeat);
    assert_eq!(fixture.count().await, 3);
}

#[tokio::test]
async fn an_idempotency_key_is_for_one_body() {
    let fixture = Fixture::new().await;
    let inbox: Inbox = fixture.inbox();
    let first = inbox.submit(&api("Ida Moss", "4f6c2c52-key-one"), rules(), now()).await.unwrap();
    let again = inbox.submit(&api("Ida Moss", "4f6c2c52-key-one"), rules(), now()).await.unwrap();
    assert_eq!((again.reference, again.repeat), (first.reference, true));
    let other = inbox.submit(&api("Ida Mosse", "4f6c2c52-key-one"), rules(), now()).await;
    assert_eq!(other.unwrap_err(), SubmitError::Conflict);
    assert!(!inbox.submit(&api("Ida Moss", "4f6c2c52-key-two"), rules(), now()).await.unwrap().repeat);
    assert_eq!(fixture.count().await, 2);
}

#[tokio::test]
async fn a_request_after_the_first_was_closed_is_new() {
    let fixture = Fixture::new().await;
    let (inbox, tray, calendar) = (fixture.inbox(), fixture.tray(), &rules().calendar);
    let keyed = api("Ida Moss", "4f6c2c52-key-one");
    let mut seen = BTreeSet::new();
    for round in 1..=3 {
        let receipt = inbox.submit(&form("Ida Moss"), rules(), now()).await.unwrap();
        assert!(!receipt.repeat, "round {round}");
        assert!(inbox.submit(&form("Ida Moss"), rules(), now()).await.unwrap().repeat, "round {round}");
        let close = Act::Close(Closing::new(Outcome::Duplicate));
        tray.act(&receipt.reference, &close, "AR", now(), calendar, None).await.unwrap();
        seen.insert(receipt.reference);
    }
    assert_eq!((seen.len(), fixture.count().await), (3, 3));
    // A client's key stays that client's one request for a day, also when it is closed.
    let receipt = inbox.submit(&keyed, rules(), now()).await.unwrap();
    let close = Act::Close(Closing::new(Outcome::Spam));
    tray.act(&receipt.reference, &close, "AR", now(), calendar, None).await.unwrap();
    assert!(inbox.submit(&keyed, rules(), now()).await.unwrap().repeat);
    let next_day = now() + TimeDelta::days(1);
    let new = inbox.submit(&keyed, rules(), next_day).await.unwrap();
    assert!(!new.repeat && new.reference != receipt.reference);
    let again = inbox.submit(&keyed, rules(), next_day).await.unwrap();
    assert_eq!((again.repeat, again.reference), (true, new.reference));
    let open_for_days = inbox.submit(&keyed, rules(), next_day + TimeDelta::days(3)).await.unwrap();
    assert!(open_for_days.repeat, "while it is open it is one request, however late the client asks");
}

/// docs/contract.md, API: two trusts that count from 1 use the same keys.
#[tokio::test]
async fn an_idempotency_key_is_scoped_by_referrer_type_and_workplace() {
    let fixture = Fixture::new().await;
    let from = |kind: &str, workplace: &str| {
        let body = json!({
            "referrer": {"type": kind, "name": "Dr Ana Holt", "workplace": workplace, "phone": "01632 960 200"},
            "patient": {"name": "Ida Moss", "address": "Larch Fixture", "date_of_birth": "unknown"},
            "legal": {"route": "section-2"}, "consent": "agrees",
        });
        let answers = Answers::from_json(&body).map_err(|(_, problems)| problems).unwrap();
        Submission {
            referral: Referral::parse(&answers, rules(), day()).unwrap(),
            ..api("Ida Moss", "referral-000000001")
        }
    };
    let table = [
        ("the first", "responsible-clinician", "Hazel Fixture", false),
        ("another hospital", "responsible-clinician", "Larch Fixture", false),
        ("another kind of referrer", "amhp", "Hazel Fixture", false),
        ("the first again", "responsible-clinician", "Hazel Fixture", true),
    ];
    for (row, kind, workplace, repeat) in table {
        let receipt = fixture.inbox().submit(&from(kind, workplace), rules(), now()).await;
        assert_eq!(receipt.map(|receipt| receipt.repeat), Ok(repeat), "{row}");
    }
}
