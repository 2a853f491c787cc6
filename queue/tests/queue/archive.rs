//! The archive: what is purged is gone from the file, what is rotated opens with the new keys, what is damaged is found.

use chrono::{DateTime, Utc};
use queue::{ActError, Due, Flaw, Identity, NewIdentity, Recipients, Record, Retention, Rotated, Tray};
use referral::Reference;
use referral::life::{Act, Closing, Contact, Outcome, Remark};
use serde_json::{Value, json};

use crate::given::{Fixture, at, everything, form, now, rules};
use crate::raw::{delete, key, raw};

async fn acts(tray: &Tray, reference: &Reference, acts: &[Act], now: DateTime<Utc>) {
    for act in acts {
        tray.act(reference, act, "AR", now, &rules().calendar, None).await.unwrap();
    }
}

fn to_the_end() -> [Act; 3] {
    let contact = Contact { note: "Zephyrine was glad".to_owned(), ..Contact::on("2026-11-23".parse().unwrap()) };
    [
        Act::Claim,
        Act::Contacted(contact),
        Act::Close(Closing { note: "Quillfeather".to_owned(), ..Closing::new(Outcome::Supported) }),
    ]
}

async fn submitted(fixture: &Fixture, name: &str) -> Reference {
    fixture.inbox().submit(&form(name), rules(), now()).await.unwrap().reference
}

async fn item(fixture: &Fixture, sort: &str, reference: &Reference) -> Value {
    let key = json!({"pk": {"S": reference.as_str()}, "sk": {"S": sort}});
    raw(&fixture.engine, "GetItem", &json!({"TableName": "referrals", "Key": key})).await["Item"].take()
}

/// docs/reliability.md, People, purge: what remains counts, and holds no person.
#[tokio::test]
async fn after_a_purge_only_figures_remain() {
    let fixture = Fixture::new().await;
    let tray = fixture.tray();
    let (old, young, open) = (
        submitted(&fixture, "Zephyrine").await,
        submitted(&fixture, "Jon Reed").await,
        submitted(&fixture, "Ana Holt").await,
    );
    acts(&tray, &old, &to_the_end(), now()).await;
    tray.show_to(&old, "AR", now()).await.unwrap();
    acts(&tray, &young, &to_the_end(), at("2026-11-24T09:00:00Z")).await;
    let before = at("2026-11-24T00:00:00Z");
    let Due { due, unknown, .. } = tray.due_for_purge(&Retention::months(0), before).await.unwrap();
    assert_eq!((due.len(), unknown), (1, 0), "closed for long enough, and nothing else");
    assert_eq!(due[0].clear.reference, old);

    let later = at("2034-12-01T09:00:00Z");
    tray.purge(&due[0], "BO", later, &rules().calendar).await.unwrap();
    assert!(tray.show(&old).await.unwrap().is_none());
    assert!(tray.sealed(&old).await.unwrap().is_none());
    let purge = tray.purge_of(&old).await.unwrap().unwrap();
    assert_eq!((purge.who.as_str(), purge.at), ("BO", later));
    assert!(tray.purge_of(&open).await.unwrap().is_none());
    let calendar = &rules().calendar;
    let counted = tray.activity(before.date_naive(), later.date_naive(), calendar, &mut |_, _, _| {}).await.unwrap();
    assert_eq!((counted.rows.len(), counted.uncounted.len()), (3, 0), "the purged one is counted still");
    let day = before.date_naive().pred_opt();
    assert!(counted.rows.iter().any(|row| row.contacted_on == day && row.closed_on == day));
    assert_eq!(everything(&tray).await.len(), 2, "the others are as they were");
    let again = tray.purge(&due[0], "BO", later, &rules().calendar).await;
    assert_eq!(again.unwrap_err(), ActError::Changed, "a second purge finds nothing");
    let verified = tray.verify(now(), |_| {}).await.unwrap();
    assert_eq!((verified.entries, verified.open, verified.purged), (2, 1, 1));
    assert_eq!(verified.flaws, []);
}

/// A history too long for one transaction, cut off between two: purging again finishes it.
#[tokio::test]
async fn a_purge_that_was_interrupted_is_finished() {
    let fixture = Fixture::new().await;
    let tray = fixture.tray();
    let reference = submitted(&fixture, "Ida Moss").await;
    acts(&tray, &reference, &to_the_end(), now()).await;
    let kept = item(&fixture, "event#000003", &reference).await;
    let due = tray.due_for_purge(&Retention::months(0), at("2026-11-25T00:00:00Z")).await.unwrap().due;
    tray.purge(&due[0], "BO", now(), &rules().calendar).await.unwrap();
    raw(&fixture.engine, "PutItem", &json!({"TableName": "referrals", "Item": kept})).await;
    let flaws = tray.verify(now(), |_| {}).await.unwrap().flaws;
    assert_eq!(flaws, [(reference.to_string(), Flaw::Leftover)]);
    assert_eq!(tray.finish_purges().await.unwrap(), 1);
    assert_eq!(tray.verify(now(), |_| {}).await.unwrap().flaws, []);
    assert!(tray.purge_of(&reference).await.unwrap().is_some());
}

#[tokio::test]
async fn what_changed_since_it_was_found_is_not_purged() {
    let fixture = Fixture::new().await;
    let tray = fixture.tray();
    let reference = submitted(&fixture, "Ida Moss").await;
    acts(&tray, &reference, &to_the_end(), now()).await;
    let due = tray.due_for_purge(&Retention::months(0), at("2026-11-25T00:00:00Z")).await.unwrap().due;
    acts(&tray, &reference, &[Act::Reopen], now()).await;
    let purged = tray.purge(&due[0], "BO", now(), &rules().calendar).await;
    assert_eq!(purged.unwrap_err(), ActError::Changed);
    assert_eq!(tray.show(&reference).await.unwrap().unwrap().events.len(), 4, "nothing is half gone");
}

/// docs/reliability.md, Keys and sealed text: A,B,C -> D,E,F while entries are queued.
#[tokio::test]
async fn after_a_rotation_the_new_keys_open_what_is_open() {
    let fixture = Fixture::new().await;
    let (open, closed) = (submitted(&fixture, "Ida Moss").await, submitted(&fixture, "Jon Reed").await);
    acts(&fixture.tray(), &open, &[Act::Claim, Act::Note(Remark::new("rang the ward"))], now()).await;
    acts(&fixture.tray(), &closed, &to_the_end(), now()).await;
    let new = [(); 3].map(|()| NewIdentity::generate());
    let list = new.each_ref().map(NewIdentity::public).join(",");
    let recipients = Recipients::parse(&list).unwrap();
    let rotating = Tray::new(fixture.table.clone(), recipients.clone(), Some(fixture.identity.clone()));
    assert_eq!(rotating.to_rotate(false).await.unwrap(), std::slice::from_ref(&open));
    assert_eq!(rotating.rotate(&open).await.unwrap(), Rotated::Done { unopened: 0 });
    assert_eq!(rotating.rotate(&open).await.unwrap(), Rotated::Already);
    assert!(rotating.to_rotate(false).await.unwrap().is_empty());
    assert_eq!(rotating.to_rotate(true).await.unwrap(), std::slice::from_ref(&closed));
    for key in &new {
        let identity = Identity::parse(key.plain().as_bytes(), None).unwrap();
        let tray = Tray::new(fixture.table.clone(), recipients.clone(), Some(identity));
        let shown = tray.show(&open).await.unwrap().unwrap();
        assert_eq!((shown.events.len(), shown.unopened, shown.case.state.version), (2, 0, 2));
        assert_eq!(shown.events[1].text(), "rang the ward");
        assert!(tray.show(&closed).await.is_err(), "closed entries were not asked for");
    }
    assert!(fixture.tray().show(&open).await.is_err(), "the old keys open it no more");
    assert!(fixture.tray().show(&closed).await.is_ok());
}

/// Each holder proves with their own key, for this list of keys, and nobody for another.
#[tokio::test]
async fn each_holder_proves_that_they_can_open() {
    let fixture = Fixture::new().await;
    let tray = fixture.tray();
    assert!(tray.proofs().await.unwrap().iter().all(|proof| proof.at.is_none()));
    let proved = tray.prove(now()).await.unwrap();
    assert_eq!(proved.len(), 1);
    let proofs = tray.proofs().await.unwrap();
    let held: Vec<bool> = proofs.iter().map(|proof| proof.at.is_some()).collect();
    assert_eq!(held, [false, true, false]);
    assert_eq!(proofs[1].at, Some(at("2026-11-23T10:15:00Z")), "to the minute");
    assert_eq!(tray.prove(at("2027-01-04T09:00:00Z")).await.unwrap().len(), 1, "again, for the yearly check");

    let stranger = NewIdentity::generate();
    let identity = Identity::parse(stranger.plain().as_bytes(), None).unwrap();
    let other = Tray::new(fixture.table.clone(), fixture.recipients.clone(), Some(identity.clone()));
    assert!(other.prove(now()).await.is_err(), "a key that is not in the list proves nothing");
    let list =
        [fixture.recipients.holders()[0].key.clone(), fixture.recipients.holders()[1].key.clone(), stranger.public()];
    let new = Recipients::parse(&list.join(",")).unwrap();
    let changed = Tray::new(fixture.table.clone(), new, Some(identity));
    assert!(changed.proofs().await.unwrap().iter().all(|proof| proof.at.is_none()), "a new list is proved anew");
}

/// Damage of every kind, one to a reference, is found and named; the rest is sound.
#[tokio::test]
async fn verify_finds_what_was_damaged() {
    let fixture = Fixture::new().await;
    let tray = fixture.tray();
    let mut at_home = Vec::new();
    for nth in 0..9 {
        let reference = submitted(&fixture, &format!("Ida Moss {nth}")).await;
        acts(&tray, &reference, &to_the_end()[..2], now()).await;
        at_home.push(reference);
    }
    assert_eq!(tray.verify(now(), |_| {}).await.unwrap().flaws, []);
    let put =
        async |item: &Value| raw(&fixture.engine, "PutItem", &json!({"TableName": "referrals", "Item": item})).await;

    delete(&fixture, "event#000001", &at_home[0]).await;
    delete(&fixture, "entry", &at_home[1]).await;
    let mut swapped = item(&fixture, "entry", &at_home[2]).await;
    swapped["ct"] = item(&fixture, "entry", &at_home[8]).await["ct"].take();
    let mut dates = item(&fixture, "entry", &at_home[3]).await;
    dates["due_on"]["S"] = json!("2027-11-30");
    let mut back = item(&fixture, "entry", &at_home[4]).await;
    back["version"]["N"] = json!("1");
    let mut stolen = item(&fixture, "entry", &at_home[5]).await;
    stolen["owner"]["S"] = json!("XX");
    let mut event = item(&fixture, "event#000002", &at_home[6]).await;
    event["ct"] = item(&fixture, "event#000001", &at_home[6]).await["ct"].take();
    let mut unlisted = item(&fixture, "entry", &at_home[7]).await;
    unlisted.as_object_mut().unwrap().remove("open");
    for item in [&swapped, &dates, &back, &stolen, &event, &unlisted] {
        put(item).await;
    }
    let found = tray.verify(now(), |_| {}).await.unwrap();
    let expected = [
        (0, Flaw::Gap(1)),
        (1, Flaw::NoEntry),
        (2, Flaw::Unopened(queue::Why::Moved.to_string())),
        (3, Flaw::Dates),
        (4, Flaw::Extra(2)),
        (5, Flaw::State { stored: "contacted by XX".to_owned(), told: "contacted by AR".to_owned() }),
        (6, Flaw::Event(2)),
        (7, Flaw::NotListed),
    ];
    let mut expected: Vec<(String, Flaw)> =
        expected.into_iter().map(|(nth, flaw)| (at_home[nth].to_string(), flaw)).collect();
    expected.sort();
    assert_eq!(found.flaws, expected);
    assert_eq!(found.entries, 8);
}

/// The backstop: entry and history carry one end, which goes when it is reopened and never lists or exports.
#[tokio::test]
async fn what_is_closed_has_an_end_should_nobody_purge_it() {
    let fixture = Fixture::new().await;
    let tray = fixture.tray().keeping(Retention::months(96));
    let reference = submitted(&fixture, "Ida Moss").await;
    acts(&tray, &reference, &to_the_end(), now()).await;
    let end = json!(at("2035-02-23T10:15:42Z").timestamp().to_string());
    for sort in ["entry", "event#000001", "event#000002", "event#000003"] {
        assert_eq!(item(&fixture, sort, &reference).await["expires_at"]["N"], end, "{sort}: 96 months and three");
    }
    let each = async |now: &str| {
        let mut found: Vec<Record> = Vec::new();
        let take = async |page: Vec<Record>| {
            found.extend(page);
            Ok(())
        };
        tray.each(at(now), |_| true, take).await.unwrap();
        found.len()
    };
    assert_eq!(each("2035-02-23T10:00:00Z").await, 1);
    assert_eq!(each("2035-02-24T00:00:00Z").await, 0, "expired and still there: not exported");
    acts(&tray, &reference, &[Act::Reopen], now()).await;
    for sort in ["entry", "event#000001", "event#000003", "event#000004"] {
        assert_eq!(item(&fixture, sort, &reference).await["expires_at"], Value::Null, "{sort}");
    }
    assert!(
        raw(&fixture.engine, "GetItem", &json!({"TableName": "referrals", "Key": key(&reference)})).await["Item"]
            .is_object()
    );
}

/// docs/reliability.md, The machine, a clock that is off.
#[tokio::test]
async fn nothing_is_claimed_by_a_clock_that_is_off() {
    let fixture = Fixture::new().await;
    let reference = submitted(&fixture, "Ida Moss").await;
    let claim =
        async |now: &str| fixture.tray().act(&reference, &Act::Claim, "AR", at(now), &rules().calendar, None).await;
    assert!(claim("2026-11-23T10:11:00Z").await.is_ok(), "no date in the answers");

    let dated = |date: &'static str| {
        let table = queue::Table::with_connector(crate::fault::Dated(fixture.engine.clone(), date));
        fixture.tray_over(table)
    };
    let other = submitted(&fixture, "Jon Reed").await;
    let table = [
        ("ahead", "Mon, 23 Nov 2026 10:00:00 GMT", Err(ActError::Clock { minutes: 15 })),
        ("a day behind", "Tue, 24 Nov 2026 10:15:42 GMT", Err(ActError::Clock { minutes: 1440 })),
        ("a date nobody can read", "soon", Ok(())),
        ("right", "Mon, 23 Nov 2026 10:14:00 GMT", Ok(())),
    ];
    for (row, date, expected) in table {
        let claimed = dated(date).act(&other, &Act::Claim, "AR", now(), &rules().calendar, None).await;
        assert_eq!(claimed.map(|_| ()), expected, "{row}");
    }
}
