//! The list: what opens, what does not, who may be the same person, and what is found.

use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use queue::{Engine, Listing, Search, Table, Why};
use referral::life::{Act, Closing, Contact};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::given::{Fixture, api_with, form, now, rules};
use crate::raw::{key, raw};

/// Counts what is read, in bytes of ciphertext asked for: an opened row is not fetched again.
#[derive(Debug, Clone)]
struct Counting(Engine, Arc<AtomicUsize>);

impl HttpConnector for Counting {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (engine, bytes) = (self.0.clone(), self.1.clone());
        HttpConnectorFuture::new(async move {
            let answer = engine.call(request).await?;
            bytes.fetch_add(answer.body().bytes().unwrap_or_default().len(), Ordering::SeqCst);
            Ok(answer)
        })
    }
}

fn names(listing: &Listing) -> Vec<&str> {
    listing.cases.iter().map(|case| case.entry.referral.text("patient.name")).collect()
}

#[tokio::test]
async fn an_opened_row_is_fetched_again_only_when_its_version_is_new() {
    let fixture = Fixture::new().await;
    for nth in 0..30 {
        fixture.inbox().submit(&form(&format!("Ida Moss {nth}")), rules(), now()).await.unwrap();
    }
    let bytes = Arc::new(AtomicUsize::new(0));
    let tray = fixture.tray_over(Table::with_connector(Counting(fixture.engine.clone(), bytes.clone())));
    let first = tray.list().await.unwrap();
    let cold = bytes.swap(0, Ordering::SeqCst);
    let second = tray.list().await.unwrap();
    let warm = bytes.swap(0, Ordering::SeqCst);
    assert_eq!(names(&first), names(&second));
    assert!(warm * 5 < cold, "{warm} of {cold} bytes: no ciphertext is read twice");

    let moved = first.cases[7].entry.reference.clone();
    fixture.tray().act(&moved, &Act::Claim, "AR", now(), &rules().calendar, None).await.unwrap();
    let third = tray.list().await.unwrap();
    let one = bytes.swap(0, Ordering::SeqCst);
    assert!(one > warm && one < warm + 20_000, "{one}: the one that changed is read again");
    let seen = third.cases.iter().find(|case| case.entry.reference == moved).unwrap();
    assert_eq!((third.cases.len(), seen.state.version, seen.state.owner.as_deref()), (30, 1, Some("AR")));

    let close = Act::Close(Closing::new(referral::life::Outcome::Declined));
    tray.act(&moved, &close, "AR", now(), &rules().calendar, None).await.unwrap();
    assert_eq!(tray.list().await.unwrap().cases.len(), 29, "what is closed is forgotten");
}

/// Whatever one item holds, the others are listed (docs/reliability.md, Keys and sealed text, corrupt and swapped ciphertext).
#[tokio::test]
async fn what_does_not_open_says_why_and_stops_no_other() {
    let fixture = Fixture::new().await;
    let mut references = Vec::new();
    for name in ["Ida Moss", "Jon Reed", "Ana Holt", "Tam Lowe"] {
        references.push(fixture.inbox().submit(&form(name), rules(), now()).await.unwrap().reference);
    }
    let get = async |at: usize| {
        raw(&fixture.engine, "GetItem", &json!({"TableName": "referrals", "Key": key(&references[at])})).await["Item"]
            .take()
    };
    let put =
        async |item: Value| raw(&fixture.engine, "PutItem", &json!({"TableName": "referrals", "Item": item})).await;
    let (mut moved, mut altered, mut damaged) = (get(0).await, get(1).await, get(2).await);
    moved["ct"] = get(3).await["ct"].take();
    let text = altered["ct"]["B"].as_str().unwrap();
    altered["ct"]["B"] = json!(format!("{}AAAA", &text[..text.len() - 8]));
    damaged["status"]["S"] = json!("parked");
    for item in [moved, altered, damaged] {
        put(item).await;
    }
    let listing = fixture.tray().list().await.unwrap();
    assert_eq!(names(&listing), ["Tam Lowe"]);
    let why = |at: usize| {
        listing.unopened.iter().find(|sealed| sealed.clear.reference == references[at]).map(|sealed| sealed.why)
    };
    assert_eq!((why(0), why(1)), (Some(Why::Moved), Some(Why::Damaged)));
    assert_eq!(listing.damaged, [references[2].as_str()]);
    assert_eq!(fixture.tray().open_entries().await.unwrap().entries.len(), 3, "the digest goes on too");
}

/// docs/security.md, Accept protocol: edited answers are a new referral, and the desk links the two.
#[tokio::test]
async fn the_same_name_and_birth_date_may_be_the_same_person() {
    let fixture = Fixture::new().await;
    let table = [
        ("Ida Moss", "1984-04-03", "the one asked about"),
        (" ida  MOSS", "1984-04-03", "same"),
        ("Ida Moss", "", "same: no date tells them apart"),
        ("Ida Moss", "1984-04-30", "another date"),
        ("Ida Mosse", "1984-04-03", "another name"),
    ];
    for (nth, (name, born, _)) in table.iter().enumerate() {
        let patient = json!({"name": name, "address": "Room 4", "date_of_birth": born, "ward": "Fern"});
        let submission = api_with(&patient, &format!("an Idempotency-Key {nth}"));
        fixture.inbox().submit(&submission, rules(), now()).await.unwrap();
    }
    let listing = fixture.tray().list().await.unwrap();
    let is_first = |case: &&queue::Case| {
        case.entry.referral.text("patient.name") == "Ida Moss"
            && case.entry.referral.text("patient.date_of_birth").is_empty()
            && case.entry.referral.date("patient.date_of_birth") == "1984-04-03".parse().ok()
    };
    let first = listing.cases.iter().find(is_first).unwrap();
    let mut alike: Vec<&str> =
        listing.duplicates(&first.entry).map(|case| case.entry.referral.text("patient.name")).collect();
    alike.sort_unstable();
    assert_eq!(alike, [" ida  MOSS", "Ida Moss"]);
}

/// Whatever comes to mind first: who, where, who asked, a phone, a date of birth, or the reference.
#[tokio::test]
async fn open_entries_are_found_by_what_comes_to_mind() {
    let fixture = Fixture::new().await;
    let mut references = Vec::new();
    for (name, ward) in [("Ida Moss", "Fern"), ("Ólafur Reed", "Fern"), ("Jon Lowe", "Ash 2")] {
        let mut patient =
            json!({"name": name, "known_as": "Sunny", "hospital": "other", "address": "Larch", "ward": ward});
        if name == "Ida Moss" {
            patient["hospital"] = json!("hazel-house");
            patient["date_of_birth"] = json!("1984-04-03");
            patient["phone"] = json!("+44 (0)1632 960 123");
        }
        let submission = api_with(&patient, &format!("an Idempotency-Key, {name}"));
        references.push(fixture.inbox().submit(&submission, rules(), now()).await.unwrap().reference);
    }
    let listing = fixture.tray().list().await.unwrap();
    let spoken = references[2].spoken().to_lowercase();
    let all = ["Ida Moss", "Jon Lowe", "Ólafur Reed"];
    let table: [(&str, &str, &[&str]); 19] = [
        ("a name", "moss", &all[..1]),
        ("capitals beyond ASCII", "ÓLAFUR", &all[2..]),
        ("a ward", "fern", &["Ida Moss", "Ólafur Reed"]),
        ("a name and a ward", "fern  reed", &all[2..]),
        ("the name used", "sunny ash", &all[1..2]),
        ("the hospital by its name", "hazel house", &all[..1]),
        ("a hospital that is not on the list", "larch reed", &all[2..]),
        ("a phone as it is dialled", "01632 960123", &all[..1]),
        ("the end of a phone", "0123", &all[..1]),
        ("a phone from abroad", "+441632960123", &all[..1]),
        ("a name and a phone", "moss 960123", &all[..1]),
        ("a date of birth", "3 April 1984", &all[..1]),
        ("a date of birth in figures", "3/4/84", &all[..1]),
        ("a name and a date of birth", "ida 1984-04-03", &all[..1]),
        ("somebody else's date of birth", "reed 3/4/1984", &[]),
        ("the reference as spoken", &spoken, &all[1..2]),
        ("the end of a reference", &references[0].as_str()[4..], &all[..1]),
        ("nothing", " ", &[]),
        ("nobody", "nobody", &[]),
    ];
    for (row, typed, expected) in table {
        let search = Search::new(typed, &rules().places, now().date_naive());
        let mut found: Vec<&str> =
            listing.search(&search).map(|case| case.entry.referral.text("patient.name")).collect();
        found.sort_unstable();
        assert_eq!(found, expected, "{row}");
    }
}

/// The few whose history a list tells: only acts, and read again only when the version is new.
#[tokio::test]
async fn histories_are_read_once_a_version() {
    let fixture = Fixture::new().await;
    let one = fixture.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap().reference;
    let bytes = Arc::new(AtomicUsize::new(0));
    let tray = fixture.tray_over(Table::with_connector(Counting(fixture.engine.clone(), bytes.clone())));
    let act = async |act: Act| tray.act(&one, &act, "AR", now(), &rules().calendar, None).await.unwrap();
    act(Act::Claim).await;
    tray.show_to(&one, "AR", now()).await.unwrap();
    let listing = tray.list().await.unwrap();
    let acts = async || -> Vec<String> {
        let histories = tray.histories(listing.cases.iter()).await.unwrap();
        histories[&one].iter().map(|event| event.verb().code().to_owned()).collect()
    };
    assert_eq!(acts().await, ["claim"]);
    bytes.store(0, Ordering::SeqCst);
    assert_eq!((acts().await, bytes.swap(0, Ordering::SeqCst)), (vec!["claim".to_owned()], 0));
    act(Act::Attempt(Contact::on(now().date_naive()))).await;
    let newer = tray.list().await.unwrap();
    assert_eq!(tray.histories(newer.cases.iter()).await.unwrap()[&one].len(), 2);
}
