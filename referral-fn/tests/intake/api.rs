//! The API says of itself what it does.

use std::fs;
use std::path::Path;

use referral::ReferrerType;
use referral_fn::{Pages, document, example};
use serde_json::Value;

use crate::world::{JSON, World};

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
    let world = World::new().await;
    let served: Value = serde_json::from_str(&world.get("/api/openapi.json").await.text).unwrap();
    assert_eq!(served["openapi"], "3.1.0");
    let body = &served["paths"]["/api/referrals"]["post"]["requestBody"]["content"]["application/json"];
    let examples = body["examples"].as_object().unwrap();
    assert_eq!(examples.len(), 4);
    for (code, shown) in examples {
        assert_eq!(shown["value"], example(ReferrerType::from_code(code).unwrap()));
        let answer = world.post("/api/referrals", JSON, shown["value"].to_string()).await;
        assert_eq!(answer.status, 201, "{code}: {}", answer.text);
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
