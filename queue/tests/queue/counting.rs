//! What reports count: the same figures from open entries, from closed ones, and from what purge leaves.

use chrono::{DateTime, NaiveDate, Utc};
use queue::{Counted, Identity, NewIdentity, Tray};
use referral::life::{Act, Closing, Outcome, Remark};
use referral::{Activity, Reference};
use serde_json::{Value, json};

use crate::given::{Fixture, at, everything, form, now, rules};
use crate::raw::{delete, items, raw};

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

async fn counted(tray: &Tray, since: &str, today: &str) -> Counted {
    tray.activity(on(since), on(today), &rules().calendar, &mut |_, _, _| {}).await.unwrap()
}

async fn the_row(tray: &Tray, since: &str, today: &str) -> Activity {
    let counted = counted(tray, since, today).await;
    assert!(counted.uncounted.is_empty());
    let [row] = &counted.rows[..] else { panic!("{} rows", counted.rows.len()) };
    row.clone()
}

async fn does(tray: &Tray, to: &Reference, act: &Act, now: DateTime<Utc>) {
    tray.act(to, act, "AR", now, &rules().calendar, None).await.unwrap();
}

fn close(outcome: Outcome) -> Act {
    Act::Close(Closing { note: "Ida Moss said no".to_owned(), without_contact: true, ..Closing::new(outcome) })
}

/// The places under a reference, such as `entry`.
async fn places(fixture: &Fixture, of: &Reference) -> Vec<String> {
    items(fixture, of).await.iter().map(|item| item["sk"]["S"].as_str().unwrap().to_owned()).collect()
}

/// docs/reliability.md, People, purge: what remains counts as the whole did, each referral once at every stage.
#[tokio::test]
async fn one_row_for_each_whatever_became_of_it() {
    let fixture = Fixture::new().await;
    let tray = fixture.tray();
    let reference = fixture.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap().reference;
    assert_eq!(the_row(&tray, "2026-11-01", "2026-11-23").await.outcome, None, "waiting");
    does(&tray, &reference, &Act::Claim, now()).await;
    assert_eq!(the_row(&tray, "2026-11-01", "2026-11-23").await.claimed_on, Some(on("2026-11-23")), "claimed");
    does(&tray, &reference, &Act::Claim, at("2026-11-30T22:30:00Z")).await;
    does(&tray, &reference, &close(Outcome::Declined), at("2026-11-30T23:30:00Z")).await;
    let first = the_row(&tray, "2026-11-01", "2026-12-20").await;
    assert_eq!((first.outcome, first.closed_on), (Some(Outcome::Declined), Some(on("2026-11-30"))), "closed");
    assert_eq!(the_row(&tray, "2026-11-01", "2026-12-20").await, first, "read from the row it left");

    does(&tray, &reference, &Act::Reopen, at("2026-12-01T09:00:00Z")).await;
    assert_eq!(the_row(&tray, "2026-11-01", "2026-12-20").await.outcome, None, "reopened: the old row does not count");
    does(&tray, &reference, &Act::Claim, at("2026-12-02T09:00:00Z")).await;
    does(&tray, &reference, &close(Outcome::PassedOn), at("2026-12-02T12:00:00Z")).await;
    let last = the_row(&tray, "2026-11-01", "2026-12-20").await;
    assert_eq!((last.outcome, last.closed_on), (Some(Outcome::PassedOn), Some(on("2026-12-02"))), "closed again");
    assert_eq!(the_row(&tray, "2026-11-01", "2026-12-20").await, last);

    for place in places(&fixture, &reference).await.iter().filter(|place| *place != "activity") {
        delete(&fixture, place, &reference).await;
    }
    assert!(tray.show(&reference).await.unwrap().is_none(), "the person is gone");
    assert!(everything(&tray).await.is_empty());
    assert_eq!(the_row(&tray, "2026-11-01", "2026-12-20").await, last, "purged");
}

/// Issue 6 "Speed": whoever closes a referral leaves its row, so that no report opens it again. Without a key to open it
/// with, or with a line that does not open, it closes all the same, and the first report that can leaves the same row.
#[tokio::test]
async fn closing_leaves_the_row_and_needs_no_key_to_close() {
    let fixture = Fixture::new().await;
    let (tray, without) = (fixture.tray(), Tray::new(fixture.table.clone(), fixture.recipients.clone(), None));
    let rows = async |of: &Reference| {
        let items = items(&fixture, of).await;
        let [entry, row] = ["entry", "activity"].map(|sort| items.iter().find(|item| item["sk"]["S"] == sort).cloned());
        (entry.unwrap()["open"]["S"].clone(), row.map(|row| row["open"]["S"].clone()))
    };
    let mut told = Vec::new();
    for (name, closer, left) in [("Ida Moss", &tray, true), ("Ada Moss", &without, false)] {
        let reference = fixture.inbox().submit(&form(name), rules(), now()).await.unwrap().reference;
        does(closer, &reference, &Act::Claim, at("2026-11-24T09:00:00Z")).await;
        does(closer, &reference, &close(Outcome::Declined), at("2026-11-24T12:00:00Z")).await;
        let closed = Value::from("closed 2026-11");
        let expected = if left { (Value::Null, Some(closed.clone())) } else { (closed.clone(), None) };
        assert_eq!(rows(&reference).await, expected, "{name}");
        counted(&tray, "2026-11-01", "2026-11-30").await;
        assert_eq!(rows(&reference).await, (Value::Null, Some(closed)), "{name}, counted");
        does(&tray, &reference, &Act::Note(Remark::new("Rang")), at("2026-11-26T09:00:00Z")).await;
        assert_eq!(rows(&reference).await.0, Value::Null, "{name}: a note moves nothing");
        told.push(the_row(&tray, "2026-11-01", "2026-11-30").await);
        does(&tray, &reference, &Act::Reopen, at("2026-11-27T09:00:00Z")).await;
        assert_eq!(rows(&reference).await.0, Value::from("1"), "{name}, reopened, is in the list again");
        for place in places(&fixture, &reference).await {
            delete(&fixture, &place, &reference).await;
        }
    }
    assert_eq!(told[0], told[1]);
}

/// A line of the history that does not open keeps nobody from closing; the report then names the referral.
#[tokio::test]
async fn a_broken_history_closes_and_is_named() {
    let fixture = Fixture::new().await;
    let tray = fixture.tray();
    let reference = fixture.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap().reference;
    does(&tray, &reference, &Act::Claim, at("2026-11-24T09:00:00Z")).await;
    let mut event =
        items(&fixture, &reference).await.into_iter().find(|item| item["sk"]["S"] == "event#000001").unwrap();
    event["ct"] = json!({"B": "AAAA"});
    raw(&fixture.engine, "PutItem", &json!({"TableName": "referrals", "Item": event})).await;
    does(&tray, &reference, &close(Outcome::Declined), at("2026-11-24T12:00:00Z")).await;
    let counted = counted(&tray, "2026-11-01", "2026-11-30").await;
    assert!(counted.rows.is_empty());
    assert_eq!(counted.uncounted.len(), 1);
}

/// Cost follows the period: what was closed before it is not read, so it is not counted either.
#[tokio::test]
async fn what_was_closed_before_the_period_is_not_read() {
    let fixture = Fixture::new().await;
    let tray = fixture.tray();
    let reference = fixture.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap().reference;
    does(&tray, &reference, &close(Outcome::Spam), at("2026-11-24T09:00:00Z")).await;
    assert_eq!(counted(&tray, "2026-12-01", "2026-12-20").await.rows.len(), 0);
    assert_eq!(counted(&tray, "2026-11-30", "2026-12-20").await.rows.len(), 1, "its month has begun before");
}

/// The row holds no text: neither in its bytes nor, once opened, in what is sealed.
#[tokio::test]
async fn the_row_is_sealed_and_its_length_says_nothing() {
    let fixture = Fixture::new().await;
    let tray = fixture.tray();
    let mut lengths = Vec::new();
    for name in ["Ida Moss", "Bartholomew Featherstonehaugh-Cholmondeley"] {
        let reference = fixture.inbox().submit(&form(name), rules(), now()).await.unwrap().reference;
        does(&tray, &reference, &close(Outcome::Spam), now()).await;
        counted(&tray, "2026-11-01", "2026-11-30").await;
        let items = items(&fixture, &reference).await;
        let row = items.iter().find(|item| item["sk"]["S"] == "activity").unwrap();
        let mut names: Vec<&String> = row.as_object().unwrap().keys().collect();
        names.sort_unstable();
        assert_eq!(names, ["ct", "due_on", "open", "pk", "sk", "version"]);
        lengths.push(row["ct"]["B"].as_str().unwrap().len());
    }
    // age adds a stanza of random length that nobody reads.
    assert!(lengths[0].abs_diff(lengths[1]) < 600, "{lengths:?}");
}

/// An entry that cannot be opened is named, never skipped, and stops no other.
#[tokio::test]
async fn what_cannot_be_opened_is_named() {
    let fixture = Fixture::new().await;
    let reference = fixture.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap().reference;
    let stranger = Identity::parse(NewIdentity::generate().plain().as_bytes(), None).unwrap();
    let tray = Tray::new(fixture.table.clone(), fixture.recipients.clone(), Some(stranger));
    let counted = counted(&tray, "2026-11-01", "2026-11-23").await;
    assert!(counted.rows.is_empty());
    let [sealed] = &counted.uncounted[..] else { panic!("{:?}", counted.uncounted) };
    assert_eq!((sealed.reference.as_str(), sealed.received_on), (reference.as_str(), Some(on("2026-11-23"))));
    // Closed by somebody with a key, its row is there; once purged, nobody knows the day any more.
    does(&fixture.tray(), &reference, &close(Outcome::Spam), at("2026-11-24T09:00:00Z")).await;
    let day = async || self::counted(&tray, "2026-11-01", "2026-11-24").await.uncounted[0].received_on;
    assert_eq!(day().await, Some(on("2026-11-23")), "the row does not open");
    for place in places(&fixture, &reference).await.iter().filter(|place| *place != "activity") {
        delete(&fixture, place, &reference).await;
    }
    assert_eq!(day().await, None);

    let nobody = Tray::new(fixture.table.clone(), fixture.recipients.clone(), None);
    let refused = nobody.activity(on("2026-11-01"), on("2026-11-23"), &rules().calendar, &mut |_, _, _| {}).await;
    assert!(refused.is_err(), "no key, no figures");
}
