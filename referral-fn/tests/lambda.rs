//! Events of an API Gateway (REST; bodies base64 encoded) through the same service the Lambda binary runs.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Response, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use lambda_http::tower::ServiceExt as _;
use queue::Inbox;
use referral_fn::{Intake, Pages, app};
use serde_json::{Value, json};

const EVENT: &str = include_str!("events/form_post.json");

struct Fixture {
    intake: Intake,
    _data: tempfile::TempDir,
}

async fn fixture() -> Fixture {
    let data = tempfile::tempdir().unwrap();
    let local = queue::local::open(&data.path().join("data")).await.unwrap();
    let inbox = Inbox::new(local.table, local.recipients, local.token_key);
    let clock = Arc::new(|| "2026-11-23T10:00:00Z".parse::<DateTime<Utc>>().unwrap());
    let intake = Intake::new(Pages::compiled().unwrap(), inbox, clock, Some("https://imha.example.org".into()));
    Fixture { intake, _data: data }
}

impl Fixture {
    /// Sends the recorded event with another method, path and body.
    async fn event(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> Response<Body> {
        let mut event: Value = serde_json::from_str(EVENT).unwrap();
        aimed(&mut event, path);
        event["httpMethod"] = json!(method);
        event["headers"]["Content-Type"] = json!(kind);
        event["body"] = json!(STANDARD.encode(body));
        let request = lambda_http::request::from_str(&event.to_string()).unwrap();
        app(self.intake.clone()).oneshot(request.map(lambda_body)).await.unwrap()
    }

    async fn form(&self, path: &str, body: &str) -> Response<Body> {
        self.event("POST", path, "application/x-www-form-urlencoded", body.as_bytes()).await
    }
}

/// The gateway's stage is the first folder of an address, and what comes after it the path; a query is given by its parts.
fn aimed(event: &mut Value, address: &str) {
    let (bare, query) = address.split_once('?').unwrap_or((address, ""));
    let (stage, path) = bare[1..].split_once('/').unwrap();
    event["requestContext"]["stage"] = json!(stage);
    event["path"] = json!(format!("/{path}"));
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    event["queryStringParameters"] = pairs.map(|(name, value)| (name.to_owned(), json!(value))).collect();
}

fn lambda_body(body: lambda_http::Body) -> Body {
    Body::new(body)
}

async fn text(answer: Response<Body>) -> String {
    String::from_utf8(to_bytes(answer.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
}

/// The hidden inputs of a check page, as a browser would send them.
fn carried(page: &str) -> String {
    let inputs = page.split("<input type=\"hidden\" name=\"").skip(1);
    let pairs = inputs.map(|input| {
        let (name, rest) = input.split_once("\" value=\"").unwrap();
        let value = rest.split_once('"').unwrap().0;
        let encoded: String = value.bytes().map(|byte| format!("%{byte:02X}")).collect();
        format!("{name}={encoded}")
    });
    pairs.collect::<Vec<_>>().join("&")
}

const ANSWERS: &str = "patient.name=Ada+Example&patient.hospital=other&legal.route=section-2";

#[tokio::test]
async fn a_referral_goes_from_form_to_confirmation() {
    let fixture = fixture().await;
    let refused = fixture.form("/referral/patient", "patient.known_as=Addie").await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.headers()["cache-control"], "no-store");
    let refused = text(refused).await;
    assert!(refused.contains("value=\"Addie\""), "answers are kept");
    assert!(refused.contains("tel:+448448002776"), "the phone number is on it");

    let check = fixture.form("/referral/patient", ANSWERS).await;
    assert_eq!(check.status(), StatusCode::OK);
    let carried = carried(&text(check).await);
    let sent = fixture.form("/referral/send", &carried).await;
    assert_eq!(sent.status(), StatusCode::SEE_OTHER);
    assert_eq!(sent.headers()["cache-control"], "no-store");
    let place = sent.headers()["location"].to_str().unwrap().to_owned();
    assert!(!place.contains("Ada"), "nothing about a person in an address: {place}");

    let again = fixture.form("/referral/send", &carried).await;
    assert_eq!(again.headers()["location"].to_str().unwrap(), place, "sent twice is one referral");

    let confirmed = fixture.event("GET", &place, "", b"").await;
    assert_eq!(confirmed.status(), StatusCode::OK);
    assert!(text(confirmed).await.contains("Monday 30 November 2026"));
    let altered = fixture.event("GET", &place.replace("due=2026-11-30", "due=2026-11-24"), "", b"").await;
    assert_eq!(altered.status(), StatusCode::NOT_FOUND);
}

/// docs/security.md, Accept protocol: a missing or altered issue time brings the check page again, nothing queued.
#[tokio::test]
async fn without_our_issue_time_nothing_is_queued() {
    let fixture = fixture().await;
    for issued in ["", "&issued=1795428000.00000000000000000000000000000000"] {
        let again = fixture.form("/referral/send", &format!("referrer.type=patient&{ANSWERS}{issued}")).await;
        assert_eq!(again.status(), StatusCode::OK, "{issued}");
        let page = text(again).await;
        assert!(page.contains("value=\"Ada Example\"") && page.contains("name=\"issued\""), "{issued}");
    }
}

/// docs/contract.md, Addresses: what is refused, and how.
#[tokio::test]
async fn what_is_not_a_form_of_ours_is_refused_with_the_phone_number() {
    let fixture = fixture().await;
    let form = "application/x-www-form-urlencoded";
    let long = vec![b'x'; 128 * 1024 + 1];
    type Row<'a> = (&'a str, &'a str, &'a str, &'a str, &'a [u8], u16);
    let table: [Row; 9] = [
        ("over 128 KiB", "POST", "/referral/patient", form, &long, 413),
        ("exactly 128 KiB is read", "POST", "/referral/patient", form, &long[1..], 422),
        ("another type", "POST", "/referral/patient", "text/plain", b"a=b", 415),
        ("another method", "GET", "/referral/patient", form, b"", 405),
        ("another method at the API", "GET", "/api/referrals", "application/json", b"", 405),
        ("not text", "POST", "/referral/patient", form, b"patient.name=%FF", 400),
        ("a referrer type that may not ask", "POST", "/referral/carer", form, ANSWERS.as_bytes(), 422),
        ("no such address", "GET", "/referral/sent/AAAAAAAAAA", form, b"", 404),
        ("broken JSON", "POST", "/api/referrals", "application/json", b"{", 400),
    ];
    for (row, method, path, kind, body, status) in table {
        let answer = fixture.event(method, path, kind, body).await;
        assert_eq!(answer.status().as_u16(), status, "{row}");
        assert_eq!(answer.headers().contains_key("allow"), status == 405, "{row}");
        let text = text(answer).await;
        assert!(text.contains("0844 800 2776") && text.contains("7p a minute"), "{row}: phone and charge");
    }
}

#[tokio::test]
async fn the_api_gives_one_referral_for_one_key() {
    let fixture = fixture().await;
    let body = json!({
        "referrer": {"type": "patient"}, "patient": {"name": "Ada Example", "address": "no fixed address"},
        "legal": {"route": "informal"},
    });
    let post = async |body: &Value| {
        let mut event: Value = serde_json::from_str(EVENT).unwrap();
        aimed(&mut event, "/api/referrals");
        event["headers"] = json!({"Content-Type": "application/json", "Idempotency-Key": "0123456789abcdef"});
        event["multiValueHeaders"] = json!({});
        event["body"] = json!(STANDARD.encode(body.to_string()));
        let request = lambda_http::request::from_str(&event.to_string()).unwrap();
        let answer = app(fixture.intake.clone()).oneshot(request.map(lambda_body)).await.unwrap();
        let status = answer.status().as_u16();
        (status, serde_json::from_str::<Value>(&text(answer).await).unwrap())
    };
    let (status, first) = post(&body).await;
    assert_eq!(status, 201, "{first}");
    assert_eq!(first["eligibility"], "not-covered", "queued all the same");
    assert_eq!(first["due_on"], "2026-11-30");
    assert_eq!(first["received_at"], "2026-11-23T10:00:00Z");
    let (status, again) = post(&body).await;
    assert_eq!((status, &again), (200, &first));
    let mut other = body.clone();
    other["help_wanted"] = json!("more");
    assert_eq!(post(&other).await.0, 409);
    other["shoe_size"] = json!(9);
    let (status, problem) = post(&other).await;
    assert_eq!(status, 422);
    assert_eq!(problem["problems"][0]["field"], "shoe_size");
}
