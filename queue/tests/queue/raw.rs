//! What is in the file, byte by byte, and what an altered table gives.

use aws_smithy_runtime_api::client::http::HttpConnector;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use queue::Engine;
use referral::Reference;
use referral::life::{Act, Closing, Outcome};
use serde_json::{Value, json};

use crate::given::{Fixture, form, now, rules};

pub(crate) async fn raw(engine: &Engine, operation: &str, body: &Value) -> Value {
    let mut request = HttpRequest::new(SdkBody::from(body.to_string()));
    request.headers_mut().insert("x-amz-target", format!("DynamoDB_20120810.{operation}"));
    let answer = engine.call(request).await.unwrap();
    assert!(answer.status().is_success(), "{:?}", answer.body());
    serde_json::from_slice(answer.body().bytes().unwrap()).unwrap()
}

pub(crate) fn key(reference: &Reference) -> Value {
    json!({"pk": {"S": reference.as_str()}, "sk": {"S": "entry"}})
}

/// Everything under a reference, as stored.
pub(crate) async fn items(fixture: &Fixture, of: &Reference) -> Vec<Value> {
    let query = json!({"TableName": "referrals", "KeyConditionExpression": "pk = :pk",
                       "ExpressionAttributeValues": {":pk": {"S": of.as_str()}}});
    raw(&fixture.engine, "Query", &query).await["Items"].as_array().unwrap().clone()
}

pub(crate) async fn delete(fixture: &Fixture, sort: &str, reference: &Reference) {
    let key = json!({"pk": {"S": reference.as_str()}, "sk": {"S": sort}});
    raw(&fixture.engine, "DeleteItem", &json!({"TableName": "referrals", "Key": key})).await;
}

#[tokio::test]
async fn no_byte_of_the_file_is_about_a_person() {
    let fixture = Fixture::new().await;
    let reference = fixture.inbox().submit(&form("Zephyrine Quillfeather"), rules(), now()).await.unwrap().reference;
    let close = Act::Close(Closing { note: "Zephyrine called back".to_owned(), ..Closing::new(Outcome::Spam) });
    fixture.tray().act(&reference, &close, "AR", now(), &rules().calendar, None).await.unwrap();
    fixture.tray().show_to(&reference, "AR", now()).await.unwrap();
    let mut bytes = 0;
    for file in std::fs::read_dir(fixture.folder.path()).unwrap() {
        let raw = std::fs::read(file.unwrap().path()).unwrap();
        bytes += raw.len();
        for canary in ["Zephyrine", "Quillfeather", "01632", "960 123", "Larch", "ward round", "section-2", "too-fast"]
        {
            assert!(!raw.windows(canary.len()).any(|window| window == canary.as_bytes()), "{canary}");
        }
        if raw.windows(10).any(|window| window == reference.as_str().as_bytes()) {
            bytes += 1_000_000;
        }
    }
    assert!(bytes > 1_000_000, "the files searched are those the entry is in");
}

#[tokio::test]
async fn only_these_fields_are_in_clear() {
    let fixture = Fixture::new().await;
    let reference = fixture.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap().reference;
    let item = raw(&fixture.engine, "GetItem", &json!({"TableName": "referrals", "Key": key(&reference)})).await;
    let mut names: Vec<&str> = item["Item"].as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    let expected = ["ct", "digest", "due_on", "key", "key_set", "open", "pk", "received_at", "sk", "status", "version"];
    assert_eq!(names, expected);
    assert_eq!(item["Item"]["received_at"]["S"], "2026-11-23T10:15Z");
}

#[tokio::test]
async fn a_ciphertext_moved_to_another_entry_does_not_open_there() {
    let fixture = Fixture::new().await;
    let inbox = fixture.inbox();
    let a = inbox.submit(&form("Ida Moss"), rules(), now()).await.unwrap().reference;
    let b = inbox.submit(&form("Jon Reed"), rules(), now()).await.unwrap().reference;
    let mut item =
        raw(&fixture.engine, "GetItem", &json!({"TableName": "referrals", "Key": key(&a)})).await["Item"].take();
    item["pk"]["S"] = json!(b.as_str());
    raw(&fixture.engine, "PutItem", &json!({"TableName": "referrals", "Item": item})).await;
    let listing = fixture.tray().list().await.unwrap();
    assert_eq!(listing.cases.len(), 1, "the other still opens");
    assert_eq!(listing.cases[0].entry.reference, a);
    assert_eq!(listing.unopened.len(), 1);
    assert_eq!(listing.unopened[0].clear.reference, b);
    assert!(fixture.tray().show(&b).await.is_err());
}

/// docs/security.md, Accept protocol: the reference is fifty bits of the key. Two keys that share them are told apart.
#[tokio::test]
async fn ten_characters_met_by_chance_are_two_entries() {
    let fixture = Fixture::new().await;
    let inbox = fixture.inbox();
    let reference = inbox.submit(&form("Ida Moss"), rules(), now()).await.unwrap().reference;
    let get = json!({"TableName": "referrals", "Key": key(&reference)});
    let mut item = raw(&fixture.engine, "GetItem", &get).await["Item"].take();
    // The same reference, and even the same answers, under another keyed hash: somebody else's entry.
    item["key"]["S"] = json!("0".repeat(64));
    raw(&fixture.engine, "PutItem", &json!({"TableName": "referrals", "Item": item})).await;
    let told = inbox.submit(&form("Ida Moss"), rules(), now()).await.unwrap();
    assert!(told.reference != reference && !told.repeat, "the next hash in the series");
    assert_eq!(raw(&fixture.engine, "GetItem", &get).await["Item"], item, "the other entry is untouched");
    let again = inbox.submit(&form("Ida Moss"), rules(), now()).await.unwrap();
    assert_eq!((again.reference, again.repeat), (told.reference, true));
}

#[tokio::test]
async fn a_list_longer_than_one_answer_is_whole() {
    let fixture = Fixture::new().await;
    let inbox = fixture.inbox();
    for nth in 0..260 {
        inbox.submit(&form(&format!("Ida Moss {nth}")), rules(), now()).await.unwrap();
    }
    assert_eq!(fixture.tray().list().await.unwrap().cases.len(), 260);
    assert_eq!(fixture.tray().open_entries().await.unwrap().entries.len(), 260);
    assert_eq!(fixture.count().await, 260);
}
