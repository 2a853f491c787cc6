//! The accept protocol as a person meets it (docs/security.md, Accept protocol): one referral whatever
//! happens on the way, and never a word that is not true.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use axum::body::Body;
use axum::http::Request;
use queue::Engine;
use referral::life::{Act, Closing, Outcome};
use serde_json::json;

use crate::browser::{body, hidden, pairs};
use crate::fault::{Fault, Faulty};
use crate::fixture::{Answer, FORM, Fixture, JSON};

pub(crate) const PHONE: &str = "tel:+448448002776";
pub(crate) const NAME: &str = "Ida Moss-Example";

/// The check page of a short referral; gives the body its button sends.
pub(crate) async fn checked(fixture: &Fixture) -> String {
    let typed = pairs(&[("patient.name", NAME), ("patient.hospital", "alderbrook"), ("legal.route", "section-3")]);
    let check = fixture.post("/referral/patient", FORM, body(&typed)).await;
    assert_eq!(check.status, 200, "{}", check.text);
    body(&hidden(&check.text))
}

pub(crate) async fn press(fixture: &Fixture, carried: &str) -> Answer {
    fixture.post("/referral/send", FORM, carried.to_owned()).await
}

/// A page that kept every answer and carries on the issue time; gives the body its button sends.
fn kept(answer: &Answer, carried: &str) -> String {
    assert_eq!(body(&hidden(&answer.text)), carried, "every answer and the issue time are carried on");
    assert!(answer.text.contains(NAME) && answer.text.contains(PHONE));
    carried.to_owned()
}

/// docs/reliability.md, On the way to the table, rows that end well: success, same reference, one item.
#[tokio::test]
async fn what_was_stored_is_confirmed_however_the_table_answered() {
    use Fault::{CutBody, Error500, LostResponse, Throttled, WrittenThen500};
    let table: [(&str, &[Fault]); 7] = [
        ("written, response lost", &[LostResponse]),
        ("500 after write", &[WrittenThen500]),
        ("written, 200 with cut body", &[CutBody]),
        ("500 then success", &[Error500]),
        ("throttled once", &[Throttled]),
        ("throttled twice", &[Throttled, Throttled]),
        ("lost, then throttled", &[LostResponse, Throttled]),
    ];
    for (row, faults) in table {
        let mut fixture = Fixture::new().await;
        let carried = checked(&fixture).await;
        fixture.over(Faulty::new(&fixture.engine, faults, false));
        let sent = press(&fixture, &carried).await;
        assert_eq!(sent.status, 303, "{row}");
        let again = press(&fixture, &carried).await;
        assert_eq!(again.header("location"), sent.header("location"), "{row}: pressed again");
        assert_eq!(fixture.stored().await.len(), 1, "{row}");
        let confirmed = fixture.get(sent.header("location")).await;
        let reference = fixture.stored().await[0].entry.reference.clone();
        assert!(confirmed.status == 200 && confirmed.text.contains(reference.as_str()), "{row}");
        assert_eq!(
            confirmed.header("clear-site-data"),
            "\"cache\"",
            "{row}: Back brings no answers to the next person"
        );
    }
}

/// docs/security.md, What must hold, I2, I5, I6: sent, not sent, or we cannot tell; the answers are in the page; sending again is one.
#[tokio::test]
async fn what_was_not_confirmed_is_said_truthfully() {
    use Fault::{Broken, LostResponse, Refused, Throttled};
    let table: [(&str, &[Fault], &str, usize); 4] = [
        ("table down", &[Refused], "has not been sent", 0),
        ("throttled every time", &[Throttled], "has not been sent", 0),
        ("no answer, nothing stored", &[Broken], "We cannot tell", 0),
        ("stored, every answer lost", &[LostResponse, Broken], "We cannot tell", 1),
    ];
    for (row, faults, said, stored) in table {
        let mut fixture = Fixture::new().await;
        let carried = checked(&fixture).await;
        let engine = fixture.engine.clone();
        fixture.over(Faulty::new(&engine, faults, true));
        let failed = press(&fixture, &carried).await;
        assert_eq!(failed.status, 503, "{row}");
        assert!(failed.text.contains(said), "{row}");
        assert!(failed.text.contains("<title>Error: "), "{row}: the title says it");
        assert!(!failed.text.contains("Nothing has been sent"), "{row}: no word that may be untrue");
        assert_eq!(fixture.stored().await.len(), stored, "{row}");
        let carried = kept(&failed, &carried);
        fixture.over(engine);
        assert_eq!(press(&fixture, &carried).await.status, 303, "{row}: sent again");
        assert_eq!(fixture.stored().await.len(), 1, "{row}: one entry");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_presses_at_once_are_one_referral() {
    let fixture = Arc::new(Fixture::new().await);
    let carried = checked(&fixture).await;
    let presses: Vec<_> = (0..50)
        .map(|_| {
            let (fixture, carried) = (Arc::clone(&fixture), carried.clone());
            tokio::spawn(async move { press(&fixture, &carried).await })
        })
        .collect();
    let mut places = BTreeSet::new();
    for press in presses {
        let answer = press.await.unwrap();
        assert_eq!(answer.status, 303);
        places.insert(answer.header("location").to_owned());
    }
    assert_eq!((places.len(), fixture.stored().await.len()), (1, 1));
}

/// docs/security.md, Accept protocol: the date is that of the issue time, which every 503 page carries on.
#[tokio::test]
async fn midnight_does_not_double() {
    let mut fixture = Fixture::new().await;
    fixture.at("2027-06-30T22:58:30Z"); // 23:58 in London
    let carried = checked(&fixture).await;
    let engine = fixture.engine.clone();
    fixture.over(Faulty::new(&engine, &[Fault::LostResponse, Fault::Broken], true));
    let failed = press(&fixture, &carried).await;
    assert_eq!(failed.status, 503);
    fixture.over(engine);
    fixture.at("2027-06-30T23:01:00Z"); // 00:01, the next day
    let carried = kept(&failed, &carried);
    let first = press(&fixture, &carried).await;
    fixture.at("2027-07-01T09:00:00Z");
    let second = press(&fixture, &carried).await;
    assert_eq!((first.status, first.header("location")), (303, second.header("location")));
    let stored = fixture.stored().await;
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].entry.due_on.to_string(), "2027-07-07", "received on 30 June, before midnight");
    assert!(first.header("location").contains("received=2027-06-30"), "a repeat keeps the first dates");
}

#[tokio::test]
async fn an_old_or_altered_check_page_comes_back_with_the_answers() {
    let fixture = Fixture::new().await;
    let carried = checked(&fixture).await;
    let issued = carried.split("issued=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let altered = carried.replace(&issued, &issued.replace('1', "2"));
    let missing = carried.replace("issued=", "elsewhere=");
    for (row, sent, at) in [
        ("altered", &altered, "2026-11-23T10:20:00Z"),
        ("missing", &missing, "2026-11-23T10:20:00Z"),
        ("over 24 hours", &carried, "2026-11-24T10:15:43Z"),
    ] {
        fixture.at(at);
        let back = press(&fixture, sent).await;
        assert_eq!(back.status, 200, "{row}");
        assert!(back.text.contains(NAME) && back.text.contains(PHONE), "{row}: answers and phone");
        assert!(fixture.stored().await.is_empty(), "{row}: nothing is queued");
        assert_ne!(body(&hidden(&back.text)), carried, "{row}: a fresh issue time");
    }
    fixture.at("2026-11-24T10:15:42Z");
    assert_eq!(press(&fixture, &carried).await.status, 303, "24 hours to the second");
}

#[tokio::test]
async fn a_new_request_after_the_first_was_closed_is_never_swallowed() {
    let fixture = Fixture::new().await;
    let carried = checked(&fixture).await;
    press(&fixture, &carried).await;
    let first = fixture.stored().await[0].entry.reference.clone();
    let close = Act::Close(Closing::new(Outcome::Declined));
    let calendar = &referral_fn::Pages::compiled().unwrap().content.rules.calendar;
    let now = "2026-11-23T11:00:00Z".parse().unwrap();
    fixture.tray.act(&first, &Act::Claim, "AR", now, calendar, None).await.unwrap();
    fixture.tray.act(&first, &close, "AR", now, calendar, None).await.unwrap();
    let again = press(&fixture, &carried).await;
    assert_eq!(again.status, 303);
    assert!(!again.header("location").contains(first.as_str()), "the next hash in the series");
    assert_eq!(press(&fixture, &carried).await.header("location"), again.header("location"), "which is one again");
    assert_eq!(fixture.stored().await.len(), 2);
}

/// docs/contract.md, Confirmation: an altered query is a 404 page; only what we wrote is ours.
#[tokio::test]
async fn a_confirmation_has_its_own_query_and_nothing_beside_it() {
    let fixture = Fixture::new().await;
    let sent = press(&fixture, &checked(&fixture).await).await;
    let ours = sent.header("location");
    assert_eq!(fixture.get(ours).await.status, 200);
    let (path, query) = ours.split_once('?').unwrap();
    let first = query.split('&').next().unwrap();
    let table = [
        ("another parameter", format!("{ours}&name=Ida")),
        ("a parameter before", format!("{path}?x=1&{query}")),
        ("a parameter twice", format!("{ours}&{first}")),
        ("an empty parameter", format!("{ours}&")),
        ("a name alone", format!("{ours}&due")),
        ("a padded date", ours.replace("received=2026-11-23", "received=%202026-11-23")),
        ("a date with a sign", ours.replace("received=2026-11-23", "received=+2026-11-23")),
        ("a padded signature", format!("{ours}%20")),
        ("a padded name", ours.replace("due=", "due%20=")),
        ("nothing", path.to_owned()),
    ];
    for (row, address) in table {
        let answer = fixture.get(&address).await;
        assert_eq!(answer.status, 404, "{row}");
        assert!(answer.text.contains(PHONE), "{row}");
    }
}

/// Edited answers are a second referral, never dropped.
#[tokio::test]
async fn edited_answers_are_a_second_referral() {
    let fixture = Fixture::new().await;
    let carried = checked(&fixture).await;
    let first = press(&fixture, &carried).await;
    let edited = press(&fixture, &carried.replace("section-3", "section-2")).await;
    assert_ne!(first.header("location"), edited.header("location"));
    assert_eq!(fixture.stored().await.len(), 2);
}

/// The operations that the intake ever sends, and whether any of them asks to read.
#[derive(Debug, Clone)]
struct Recorder {
    engine: Engine,
    seen: Arc<Mutex<BTreeSet<String>>>,
}

impl HttpConnector for Recorder {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap().to_owned();
        self.seen.lock().unwrap().insert(target);
        self.engine.call(request)
    }
}

/// docs/security.md, What must hold, I8: the function's identity can put items and nothing else.
#[tokio::test]
async fn the_intake_puts_items_and_does_nothing_else() {
    let mut fixture = Fixture::new().await;
    let recorder = Recorder { engine: fixture.engine.clone(), seen: Arc::default() };
    fixture.over(recorder.clone());
    let carried = checked(&fixture).await;
    let sent = press(&fixture, &carried).await;
    press(&fixture, &carried).await;
    fixture.get(sent.header("location")).await;
    fixture.get("/api/openapi.json").await;
    fixture.get("/referral/sent/AAAAAAAAAA").await;
    let api = |help: &str| {
        let body = json!({"referrer": {"type": "patient"}, "patient": {"name": "A", "address": "x"},
            "legal": {"route": "cto"}, "help_wanted": help});
        let request = Request::post("/api/referrals").header("content-type", JSON);
        request.header("idempotency-key", "0123456789abcdef").body(Body::from(body.to_string())).unwrap()
    };
    let statuses = [fixture.send(api("a")).await, fixture.send(api("a")).await, fixture.send(api("b")).await];
    assert_eq!(statuses.map(|answer| answer.status), [201, 200, 409]);
    assert_eq!(*recorder.seen.lock().unwrap(), BTreeSet::from(["DynamoDB_20120810.PutItem".to_owned()]));
}
