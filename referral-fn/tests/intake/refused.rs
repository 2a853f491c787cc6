//! What the intake refuses whoever sends it, and what it says when it breaks.

use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::fixture::{FORM, Fixture, JSON};
use crate::protocol::{NAME, PHONE, checked, press};

/// docs/contract.md, Confirmation: from another site nothing is taken; where the browser says nothing it is marked.
#[tokio::test]
async fn posts_from_elsewhere_are_refused_and_doubts_are_marked() {
    let fixture = Fixture::new().await;
    let carried = checked(&fixture).await;
    let send = |headers: &[(&str, &str)], body: &str| {
        let request = Request::post("/referral/send").header("content-type", FORM);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        fixture.send(request.body(Body::from(body.to_owned())).unwrap())
    };
    for headers in [&[("sec-fetch-site", "cross-site")], &[("origin", "https://elsewhere.example")]] {
        let refused = send(headers, &carried).await;
        assert!(refused.status == 403 && refused.text.contains(PHONE), "{headers:?}");
    }
    let api = |headers: &[(&str, &str)]| {
        let request =
            headers.iter().fold(Request::post("/api/referrals").header("content-type", JSON), |request, (n, v)| {
                request.header(*n, *v)
            });
        fixture.send(request.body(Body::from("{}")).unwrap())
    };
    for headers in
        [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://elsewhere.example")]
    {
        let refused = api(&[headers]).await;
        assert_eq!((refused.status, refused.header("content-type")), (403, "application/problem+json"), "{headers:?}");
        assert!(refused.text.contains("0844 800 2776"), "{headers:?}");
    }
    assert_eq!(api(&[]).await.status, 422, "a program says nothing of where it is");
    assert!(fixture.stored().await.is_empty());
    fixture.at("2026-11-23T10:15:44Z"); // two seconds after the check page
    let trapped = format!("{carried}&leave_empty=http%3A%2F%2Fspam.example");
    assert_eq!(send(&[], &trapped).await.status, 303, "suspicion drops nothing");
    let marks = serde_json::to_value(&fixture.stored().await[0].entry.marks).unwrap();
    assert_eq!(marks, json!(["honeypot", "too-fast", "no-origin"]));
}

/// A panic becomes our own page, with every header; at the API a problem.
#[tokio::test]
async fn a_panic_is_a_page_of_ours() {
    let mut fixture = Fixture::new().await;
    let carried = checked(&fixture).await;
    fixture.over(Panics);
    let broken = press(&fixture, &carried).await;
    assert_eq!(broken.status, 500);
    assert!(broken.text.contains(PHONE) && !broken.text.contains("made to panic"));
    assert_eq!(broken.header("cache-control"), "no-store");
    assert!(broken.header("content-security-policy").starts_with("default-src 'none'"));
    let answers = json!({
        "referrer": {"type": "patient"}, "patient": {"name": "Ada", "address": "none"}, "legal": {"route": "informal"},
    });
    let broken = fixture.post("/api/referrals", "application/json", answers.to_string()).await;
    assert_eq!((broken.status, broken.header("content-type")), (503, "application/problem+json"));
    assert!(broken.text.contains("0844 800 2776") && !broken.text.contains("made to panic"));
}

#[derive(Debug)]
struct Panics;

impl HttpConnector for Panics {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        panic!("made to panic with {}", Value::from(NAME))
    }
}
