//! The same person again: earlier referrals, all of a person, erasure, hold, what is due; and other ways in.

use chrono::TimeDelta;
use queue::{ActError, By, NewReferral, Retention, SubmitError, Table, Tray};
use referral::life::{Act, Closing, Outcome, Remark, StaffName, Status};
use referral::{Channel, Reference};
use serde_json::json;

use crate::fault::{Fault, Faulty};
use crate::given::{Fixture, api_with, at, day, everything, form, now, referral, rules};
use crate::raw::items;

async fn born(fixture: &Fixture, patient: &serde_json::Value, key: &str, hours: i64) -> Reference {
    let at = now() + TimeDelta::hours(hours);
    fixture.inbox().submit(&api_with(patient, key), rules(), at).await.unwrap().reference
}

async fn close(tray: &Tray, reference: &Reference, outcome: Outcome) {
    tray.act(reference, &Act::Close(Closing::new(outcome)), "AR", now() + TimeDelta::days(1), &rules().calendar, None)
        .await
        .unwrap();
}

fn by(seen: Option<u64>) -> By<'static> {
    By { who: "BO", now: now() + TimeDelta::days(2), calendar: &rules().calendar, seen }
}

fn ida(more: &serde_json::Value) -> serde_json::Value {
    let mut patient = json!({"name": "Ida Moss", "address": "Larch Fixture", "date_of_birth": "1980-02-01"});
    patient.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    patient
}

#[tokio::test]
async fn earlier_referrals_are_those_of_the_same_person_open_and_closed() {
    let fixture = Fixture::new().await;
    let tray = fixture.tray();
    let closed = born(&fixture, &ida(&json!({})), "key-of-the-first-1", 0).await;
    let open = born(&fixture, &ida(&json!({"name": "ida  MOSS"})), "key-of-the-second-2", 1).await;
    let other_date = born(&fixture, &ida(&json!({"date_of_birth": "1981-02-01"})), "key-of-the-third-3", 2).await;
    let last = born(&fixture, &ida(&json!({"ward": "Kestrel"})), "key-of-the-fourth-4", 3).await;
    let later = born(&fixture, &ida(&json!({"ward": "Wren"})), "key-of-the-fifth-5", 4).await;
    close(&tray, &closed, Outcome::Spam).await;
    let shown = tray.show(&last).await.unwrap().unwrap();
    let earlier = tray.others(&shown.case.entry, &shown.events).await.unwrap().earlier;
    let told: Vec<_> = earlier.iter().map(|one| (&one.reference, one.status, one.outcome)).collect();
    assert_eq!(told, [(&open, Status::Waiting, None), (&closed, Status::Closed, Some(Outcome::Spam))]);
    assert_eq!(earlier[1].closed_on.unwrap().to_string(), "2026-11-24");
    let person = tray.person(&last).await.unwrap().0;
    let all: Vec<_> = person.iter().map(|record| record.clear.reference.clone()).collect();
    assert_eq!(all, [closed, open, last, later]);
    assert_eq!(tray.person(&other_date).await.unwrap().0.len(), 1);
}

/// The index of people holds a keyed hash and a reference: who knows the name cannot find the person without the secret.
#[tokio::test]
async fn the_index_of_people_names_nobody_and_goes_with_them() {
    let fixture = Fixture::new().await;
    let tray = fixture.tray();
    let first = born(&fixture, &ida(&json!({})), "key-of-the-first-1", 0).await;
    let last = born(&fixture, &ida(&json!({})), "key-of-the-second-2", 1).await;
    close(&tray, &first, Outcome::Duplicate).await;
    let entry = tray.show(&last).await.unwrap().unwrap().case.entry;
    assert_eq!(tray.others(&entry, &[]).await.unwrap().earlier.len(), 1);
    tray.erase(&first, "asked for it", by(Some(1))).await.unwrap();
    assert_eq!(tray.others(&entry, &[]).await.unwrap().earlier.len(), 0);
    for file in std::fs::read_dir(fixture.folder.path()).unwrap() {
        let raw = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!raw.windows(8).any(|window| window.eq_ignore_ascii_case(b"ida moss")));
    }
}

/// docs/contract.md, Damaged rows: nothing that only reads needs to write, the secret of the index included.
#[tokio::test]
async fn earlier_referrals_are_read_without_a_write() {
    let fixture = Fixture::new().await;
    let reference = born(&fixture, &ida(&json!({})), "key-of-the-first-1", 0).await;
    let faulty = Faulty::new(&fixture.engine, &[Fault::Refused], true);
    let tray = fixture.tray_over(Table::with_connector(faulty));
    let entry = tray.show(&reference).await.unwrap().unwrap().case.entry;
    assert!(tray.others(&entry, &[]).await.unwrap().earlier.is_empty());
    assert_eq!(tray.person(&reference).await.unwrap().0.len(), 1);
}

#[tokio::test]
async fn an_erased_person_is_gone_and_counted_still() {
    let fixture = Fixture::new().await;
    let tray = fixture.tray();
    let open = fixture.inbox().submit(&form("Zephyrine"), rules(), now()).await.unwrap().reference;
    let closed = fixture.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap().reference;
    close(&tray, &closed, Outcome::Spam).await;
    let empty = tray.erase(&open, "  ", by(None)).await.unwrap_err();
    assert!(empty.to_string().starts_with("no reason"), "{empty}");
    assert_eq!(tray.erase(&closed, "asked", by(Some(0))).await.unwrap_err(), ActError::Changed);
    for reference in [&open, &closed] {
        tray.erase(reference, "asked for it", by(None)).await.unwrap();
        assert!(tray.show(reference).await.unwrap().is_none());
        assert_eq!(tray.purge_of(reference).await.unwrap().unwrap().text(), "asked for it");
        let left: Vec<String> =
            items(&fixture, reference).await.iter().map(|item| item["sk"]["S"].as_str().unwrap().to_owned()).collect();
        assert_eq!(
            left.len(),
            3,
            "the row for counting, the line that says so, and what keeps the reference: {left:?}"
        );
        assert_eq!(tray.erase(reference, "asked", by(None)).await.unwrap_err(), ActError::NotFound);
    }
    let until = (now() + TimeDelta::days(2)).date_naive();
    let counted = tray.activity(day(), until, &rules().calendar, &mut |_, _, _| {}).await.unwrap();
    assert_eq!((counted.rows.len(), counted.uncounted.len()), (2, 0));
    let verified = tray.verify(now(), |_| {}).await.unwrap();
    assert_eq!((verified.purged, verified.flaws), (2, Vec::new()));
}

#[tokio::test]
async fn purge_passes_over_what_is_held_and_keeps_each_outcome_its_own_time() {
    let fixture = Fixture::new().await;
    let retention = Retention::months(96).with(Outcome::Spam, 12).with(Outcome::Duplicate, 24);
    let tray = fixture.tray().keeping(retention.clone());
    let mut references = Vec::new();
    for (name, outcome) in [("A", Outcome::Spam), ("B", Outcome::Spam), ("C", Outcome::Duplicate)] {
        let reference = fixture.inbox().submit(&form(name), rules(), now()).await.unwrap().reference;
        close(&tray, &reference, outcome).await;
        references.push(reference);
    }
    let hold = Act::Hold { why: "complaint".to_owned() };
    tray.act(&references[1], &hold, "AR", now() + TimeDelta::days(2), &rules().calendar, None).await.unwrap();
    for item in items(&fixture, &references[1]).await {
        assert!(item["expires_at"].is_null(), "a hold takes the backstop away: {}", item["sk"]);
    }
    let due = async |when: &str| {
        let found = tray.due_for_purge(&retention, at(when)).await.unwrap();
        (found.due.into_iter().map(|record| record.clear.reference).collect::<Vec<_>>(), found.held)
    };
    assert_eq!(due("2027-11-01T00:00:00Z").await, (vec![], vec![]));
    assert_eq!(due("2027-12-01T00:00:00Z").await, (vec![references[0].clone()], vec![references[1].clone()]));
    assert_eq!(due("2028-12-01T00:00:00Z").await.0.len(), 2);
    let held = everything(&tray).await.into_iter().find(|record| record.clear.reference == references[1]).unwrap();
    let purged = tray.purge(&held, "BO", at("2028-12-01T00:00:00Z"), &rules().calendar).await;
    assert_eq!(purged.unwrap_err(), ActError::Held);
    tray.act(&references[1], &Act::ReleaseHold, "AR", now() + TimeDelta::days(3), &rules().calendar, None)
        .await
        .unwrap();
    for item in items(&fixture, &references[1]).await.iter().filter(|item| item["sk"]["S"] != "activity") {
        assert_eq!(
            item["expires_at"]["N"],
            json!(at("2028-02-24T10:15:42Z").timestamp().to_string()),
            "{}",
            item["sk"]
        );
    }
}

#[tokio::test]
async fn a_referral_by_phone_is_stored_once_and_counts_from_the_day_it_came() {
    let fixture = Fixture::new().await;
    let new = |name: &str, received_at: &str| NewReferral {
        referral: referral(name),
        channel: Channel::Phone,
        received_at: at(received_at),
        received_by: StaffName::parse("AR").unwrap(),
        called_by: Some("a ward nurse".to_owned()),
    };
    let came = "2026-11-20T16:05:30Z";
    let first = fixture.tray().receive_new(new("Ida Moss", came), rules(), now()).await.unwrap();
    assert_eq!(
        (first.repeat, first.received_at, first.due_on.to_string().as_str()),
        (false, at("2026-11-20T16:05:00Z"), "2026-11-27")
    );
    // Another desk, with the secret read anew.
    let again = fixture.tray().receive_new(new("Ida Moss", came), rules(), now()).await.unwrap();
    assert_eq!((again.repeat, &again.reference), (true, &first.reference));
    close(&fixture.tray(), &first.reference, Outcome::Duplicate).await;
    assert!(fixture.tray().receive_new(new("Ida Moss", came), rules(), now()).await.unwrap().repeat);
    assert!(!fixture.tray().receive_new(new("Ida Moss", "2026-11-20T16:06:00Z"), rules(), now()).await.unwrap().repeat);
    let future = fixture.tray().receive_new(new("Ida Moss", "2026-11-24T10:00:00Z"), rules(), now()).await;
    assert_eq!(future.unwrap_err(), SubmitError::InFuture);
    let entry = fixture.tray().show(&first.reference).await.unwrap().unwrap().case.entry;
    assert_eq!((entry.channel, entry.received_by.as_deref()), (Channel::Phone, Some("AR")));
    assert_eq!(entry.called_by.as_deref(), Some("a ward nurse"));
    fixture.tray().erase(&first.reference, "typed by mistake", by(None)).await.unwrap();
    let anew = fixture.tray().receive_new(new("Ida Moss", came), rules(), now()).await.unwrap();
    assert!(!anew.repeat && anew.reference != first.reference, "what was erased keeps its reference");
}

#[tokio::test]
async fn find_reads_entries_and_their_history() {
    let fixture = Fixture::new().await;
    let tray = fixture.tray();
    let open = fixture.inbox().submit(&form("Zoë Ångström"), rules(), now()).await.unwrap().reference;
    let closed = fixture.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap().reference;
    let note = Act::Note(Remark::new("Her sister Béa rang from 01632 960 777"));
    tray.act(&closed, &note, "AR", now(), &rules().calendar, None).await.unwrap();
    close(&tray, &closed, Outcome::Spam).await;
    let both = vec![open.clone(), closed.clone()];
    let table = [
        ("name, no accents", "zoe angstrom", vec![open.clone()]),
        ("a word of a note", "bea", vec![closed.clone()]),
        ("a number in a note, other spaces", "0163 2960777", vec![closed.clone()]),
        ("words of entry and note", "moss sister", vec![closed.clone()]),
        ("a number of the entry", "01632960123", both.clone()),
        ("a place", "larch", both),
        ("part of a reference", &closed.as_str()[2..9], vec![closed.clone()]),
        ("nowhere", "tribunal", vec![]),
        ("nothing typed", "  ", vec![]),
    ];
    for (row, typed, expected) in table {
        let search = queue::Search::new(typed, &rules().places, day());
        let mut looked_at = 0;
        let found = tray.find(&search, now(), &mut |count| looked_at = count).await.unwrap();
        let both = found.open.iter().map(|case| case.entry.reference.clone());
        let closed = found.closed.iter().map(|record| record.clear.reference.clone());
        let found: Vec<Reference> = both.chain(closed).collect();
        assert_eq!((found, looked_at), (expected, 2), "{row}");
    }
}
