//! The API says of itself what it does.

use std::fs;
use std::path::Path;

use axum::body::Body;
use axum::http::Request;
use referral::ReferrerType;
use referral_fn::{Pages, document, example};
use serde_json::{Value, json};

use crate::fault::{Fault, Faulty};
use crate::fixture::{Fixture, JSON};

/// The document without its words: whoever changes a label of the form changes no API.
fn shape(mut document: Value) -> Value {
    if let Value::Object(object) = &mut document {
        object
            .retain(|name, value| !(value.is_string() && ["description", "summary", "title"].contains(&name.as_str())));
    }
    match document {
        Value::Object(object) => object.into_iter().map(|(name, value)| (name, shape(value))).collect(),
        Value::Array(items) => items.into_iter().map(shape).collect(),
        other => other,
    }
}

#[test]
fn the_committed_document_is_the_one_served() {
    let content = Pages::compiled().unwrap().content;
    let made = shape(document(&content, content.rules.law.checked_on()));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let committed: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let committed = shape(committed);
    let how = "run `cargo run -p referral-fn --example openapi > referral-fn/openapi.json`";
    assert!(made == committed, "{how}");
}

#[tokio::test]
async fn every_example_is_taken_and_the_document_is_served() {
    let fixture = Fixture::new().await;
    let served: Value = serde_json::from_str(&fixture.get("/api/openapi.json").await.text).unwrap();
    assert_eq!(served["openapi"], "3.1.0");
    let body = &served["paths"]["/api/referrals"]["post"]["requestBody"]["content"]["application/json"];
    let examples = body["examples"].as_object().unwrap();
    assert_eq!(examples.len(), 4);
    for (code, shown) in examples {
        assert_eq!(shown["value"], example(ReferrerType::from_code(code).unwrap()));
        let answer = fixture.post("/api/referrals", JSON, shown["value"].to_string()).await;
        assert_eq!(answer.status, 201, "{code}: {}", answer.text);
    }
}

/// docs/contract.md, API: all at once, shape and sense together, in the order of the page.
#[tokio::test]
async fn problems_come_in_page_order() {
    let fixture = Fixture::new().await;
    let body = json!({
        "shoe_size": 9, "consent": "perhaps", "legal": {"route": 3},
        "patient": {"gender": "x", "name": " ", "ward": 7},
        "referrer": {"type": "amhp", "phone": "no"},
    });
    let answer = fixture.post("/api/referrals", JSON, body.to_string()).await;
    let said: Value = serde_json::from_str(&answer.text).unwrap();
    let fields: Vec<&str> = said["problems"].as_array().unwrap().iter().map(|p| p["field"].as_str().unwrap()).collect();
    let page = [
        "referrer.name",
        "referrer.workplace",
        "referrer.phone",
        "patient.name",
        "patient.date_of_birth",
        "patient.hospital",
        "patient.ward",
        "legal.route",
        "consent",
        "patient.gender",
        "shoe_size",
    ];
    assert_eq!((answer.status, fields), (422, page.to_vec()));
}

/// docs/contract.md, API: a refused referrer type names the four who may ask, and the phone number.
#[tokio::test]
async fn who_may_ask_is_said_whatever_stood_there() {
    let fixture = Fixture::new().await;
    for kind in [json!("carer"), json!(7), json!(null), json!(["patient"]), json!({"a": 1})] {
        let answer = fixture.post("/api/referrals", JSON, json!({"referrer": {"type": kind}}).to_string()).await;
        let said: Value = serde_json::from_str(&answer.text).unwrap();
        let first = &said["problems"][0];
        assert_eq!((answer.status, &first["field"]), (422, &json!("referrer.type")), "{kind}");
        for named in ["patient, nearest-relative, responsible-clinician, amhp", "0844 800 2776"] {
            assert!(first["message"].as_str().unwrap().contains(named), "{kind}: {first}");
        }
    }
}

/// docs/contract.md, API: all at once, also where nobody may ask; but nothing that only some of those who may are asked.
#[tokio::test]
async fn who_may_not_ask_is_told_all_the_rest_as_well() {
    let fixture = Fixture::new().await;
    let body =
        json!({"referrer": {"type": "carer"}, "shoe": 1, "patient": {"name": " ", "phone": "x", "message_ok": " "}});
    let answer = fixture.post("/api/referrals", JSON, body.to_string()).await;
    let said: Value = serde_json::from_str(&answer.text).unwrap();
    let fields: Vec<&str> =
        said["problems"].as_array().unwrap().iter().map(|problem| problem["field"].as_str().unwrap()).collect();
    let expected = ["referrer.type", "patient.name", "patient.hospital", "patient.phone", "legal.route", "shoe"];
    assert_eq!((answer.status, fields), (422, expected.to_vec()));
}

/// docs/contract.md, API: 16 to 255 characters.
#[tokio::test]
async fn an_idempotency_key_is_any_printable_text_of_its_length() {
    let fixture = Fixture::new().await;
    let table = [
        ("a UUID", "0b4b7c1e-5c1f-4d0b-9a3e-2f5f0c9d7e11".to_owned(), 201),
        ("spaces inside", "ward 7, referral 12".to_owned(), 201),
        ("16 characters", "0123456789abcde ~".to_owned(), 201),
        ("255 characters", "k".repeat(255), 201),
        ("15 characters", "0123456789abcde".to_owned(), 400),
        ("256 characters", "k".repeat(256), 400),
        ("a tab inside", "0123456789\tabcdef".to_owned(), 400),
        ("letters outside ASCII", "0123456789abcdefé".to_owned(), 400),
    ];
    for (row, key, status) in table {
        let request = Request::post("/api/referrals").header("content-type", JSON).header("idempotency-key", key);
        let body = example(ReferrerType::Patient).to_string();
        let answer = fixture.send(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(answer.status, status, "{row}: {}", answer.text);
    }
}

/// A program has no page to look at: what it is told when the table is down is about its body.
#[tokio::test]
async fn a_table_that_is_down_is_said_without_a_page() {
    let mut fixture = Fixture::new().await;
    let engine = fixture.engine.clone();
    for fault in [Fault::Refused, Fault::Broken] {
        fixture.over(Faulty::new(&engine, &[fault], true));
        let answer = fixture.post("/api/referrals", JSON, example(ReferrerType::Patient).to_string()).await;
        assert_eq!(answer.status, 503);
        assert!(!answer.text.contains("page") && answer.text.contains("0844 800 2776"), "{}", answer.text);
    }
}

/// Every field of every referrer type is in the document, under its dotted name.
#[test]
fn the_document_holds_every_field() {
    let content = Pages::compiled().unwrap().content;
    let made = document(&content, content.rules.law.checked_on());
    let bodies =
        &made["paths"]["/api/referrals"]["post"]["requestBody"]["content"]["application/json"]["schema"]["oneOf"];
    for (kind, body) in
        content.rules.law.referrers(content.rules.law.checked_on()).into_iter().zip(bodies.as_array().unwrap())
    {
        for field in referral::FIELDS {
            let path = field.name.replace('.', "/properties/");
            let there = body.pointer(&format!("/properties/{path}")).is_some();
            assert_eq!(there, field.asked(kind) != referral::Ask::Not, "{} of {}", field.name, kind.code());
        }
    }
}

/// docs/contract.md, API: a reply stays small whatever was sent; the rest of the unknown names is counted.
#[tokio::test]
async fn eleven_thousand_unknown_names_get_a_short_answer() {
    let fixture = Fixture::new().await;
    let names: serde_json::Map<String, Value> = (0..11_000).map(|n| (format!("n{n}"), json!(1))).collect();
    let answer = fixture.post("/api/referrals", JSON, Value::Object(names).to_string()).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text.len() < 10_000, "{} bytes", answer.text.len());
    let said: Value = serde_json::from_str(&answer.text).unwrap();
    let problems = said["problems"].as_array().unwrap();
    assert!(problems.last().unwrap()["message"].as_str().unwrap().contains("10980"), "{problems:?}");
    assert_eq!(problems[0]["field"], "referrer.type", "what the form needs comes first");
}

type Headers = &'static [(&'static str, &'static str)];

/// A header that comes twice could mean either value, so neither is taken; a body in another encoding would be misread.
#[tokio::test]
async fn unclear_headers_are_refused() {
    let fixture = Fixture::new().await;
    const KEY: (&str, &str) = ("idempotency-key", "0123456789abcdef");
    let table: [(&str, Headers, u16); 8] = [
        ("plain", &[("content-type", JSON)], 201),
        ("utf-8 by name", &[("content-type", "application/json; charset=\"UTF-8\"")], 200),
        ("utf-16", &[("content-type", "application/json; charset=utf-16")], 415),
        ("two types", &[("content-type", JSON), ("content-type", JSON)], 415),
        ("two keys", &[("content-type", JSON), KEY, ("idempotency-key", "fedcba9876543210")], 400),
        ("one key", &[("content-type", JSON), KEY], 201),
        ("two origins", &[("content-type", JSON), ("origin", "http://a.test"), ("origin", "http://b.test")], 403),
        ("two sites", &[("content-type", JSON), ("sec-fetch-site", "none"), ("sec-fetch-site", "cross-site")], 403),
    ];
    for (row, headers, status) in table {
        let request =
            headers.iter().fold(Request::post("/api/referrals"), |made, (name, value)| made.header(*name, *value));
        let answer = fixture.send(request.body(Body::from(example(ReferrerType::Patient).to_string())).unwrap()).await;
        assert_eq!(answer.status, status, "{row}: {}", answer.text);
    }
}
