//! What reports count: the same figures from open entries, from closed ones, and from what purge leaves.

use chrono::{DateTime, NaiveDate, Utc};
use queue::{Counted, Identity, NewIdentity, Tray};
use referral::life::{Act, Outcome};
use referral::{Activity, Reference};
use serde_json::{Value, json};

use crate::given::{House, at, form, now, rules};
use crate::raw::raw;

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
    Act::Close { outcome, note: "Ida Moss said no".to_owned() }
}

async fn items(house: &House, of: &Reference) -> Vec<Value> {
    let query = json!({"TableName": "referrals", "KeyConditionExpression": "pk = :pk",
                       "ExpressionAttributeValues": {":pk": {"S": of.as_str()}}});
    raw(&house.engine, "Query", &query).await["Items"].as_array().unwrap().clone()
}

/// security.md 4.3 "Purge": what remains counts as the whole did, each referral once at every stage.
#[tokio::test]
async fn one_row_for_each_whatever_became_of_it() {
    let house = House::new().await;
    let tray = house.tray();
    let reference = house.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap().reference;
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
    does(&tray, &reference, &close(Outcome::Supported), at("2026-12-02T12:00:00Z")).await;
    let last = the_row(&tray, "2026-11-01", "2026-12-20").await;
    assert_eq!((last.outcome, last.closed_on), (Some(Outcome::Supported), Some(on("2026-12-02"))), "closed again");
    assert_eq!(the_row(&tray, "2026-11-01", "2026-12-20").await, last);

    for item in items(&house, &reference).await {
        if item["sk"]["S"] != "activity" {
            let key = json!({"TableName": "referrals", "Key": {"pk": item["pk"], "sk": item["sk"]}});
            raw(&house.engine, "DeleteItem", &key).await;
        }
    }
    assert!(tray.show(&reference).await.unwrap().is_none(), "the person is gone");
    assert!(tray.everything().await.unwrap().cases.is_empty());
    assert_eq!(the_row(&tray, "2026-11-01", "2026-12-20").await, last, "purged");
}

/// Cost follows the period: what was closed before it is not read, so it is not counted either.
#[tokio::test]
async fn what_was_closed_before_the_period_is_not_read() {
    let house = House::new().await;
    let tray = house.tray();
    let reference = house.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap().reference;
    does(&tray, &reference, &close(Outcome::Spam), at("2026-11-24T09:00:00Z")).await;
    assert_eq!(counted(&tray, "2026-12-01", "2026-12-20").await.rows.len(), 0);
    assert_eq!(counted(&tray, "2026-11-30", "2026-12-20").await.rows.len(), 1, "its month has begun before");
}

/// The row holds no text: neither in its bytes nor, once opened, in what is sealed.
#[tokio::test]
async fn the_row_is_sealed_and_its_length_says_nothing() {
    let house = House::new().await;
    let tray = house.tray();
    let mut lengths = Vec::new();
    for name in ["Ida Moss", "Bartholomew Featherstonehaugh-Cholmondeley"] {
        let reference = house.inbox().submit(&form(name), rules(), now()).await.unwrap().reference;
        does(&tray, &reference, &close(Outcome::Spam), now()).await;
        counted(&tray, "2026-11-01", "2026-11-30").await;
        let items = items(&house, &reference).await;
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
    let house = House::new().await;
    let reference = house.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap().reference;
    let stranger = Identity::parse(NewIdentity::generate().plain().as_bytes(), None).unwrap();
    let tray = Tray::new(house.table.clone(), house.recipients.clone(), Some(stranger));
    let counted = counted(&tray, "2026-11-01", "2026-11-23").await;
    assert!(counted.rows.is_empty());
    let [sealed] = &counted.uncounted[..] else { panic!("{:?}", counted.uncounted) };
    assert_eq!((sealed.reference.as_str(), sealed.received_on), (reference.as_str(), Some(on("2026-11-23"))));

    let nobody = Tray::new(house.table.clone(), house.recipients.clone(), None);
    let refused = nobody.activity(on("2026-11-01"), on("2026-11-23"), &rules().calendar, &mut |_, _, _| {}).await;
    assert!(refused.is_err(), "no key, no figures");
}
