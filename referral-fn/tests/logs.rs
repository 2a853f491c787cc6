//! No word about a person in a log, at any level (docs/security.md, Logs): every route is driven with marked answers
//! while every level of every crate is written down.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "intake/browser.rs"]
mod browser;
#[path = "../../queue/tests/queue/fault.rs"]
#[allow(dead_code, reason = "the queue's own tests use more of it")]
mod fault;
#[path = "intake/fixture.rs"]
#[allow(dead_code, reason = "the other tests use more of it")]
mod fixture;

use std::io::Write;
use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use axum::body::Body;
use axum::http::Request;
use serde_json::json;

use browser::{body, hidden, pairs};
use fault::{Fault, Faulty};
use fixture::{FORM, Fixture, JSON};

/// It is in every answer, header and address below, and nowhere in the program.
const MARK: &str = "Zephyrine-Quillfeather";

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn request(method: &str, path: &str, kind: &str, body: &str) -> Request<Body> {
    let request = Request::builder().method(method).uri(path).header("content-type", kind);
    let request = request.header("user-agent", MARK).header("x-forwarded-for", "192.0.2.77").header("cookie", MARK);
    let request =
        request.header("idempotency-key", format!("0123456789-{MARK}")).header("sec-fetch-site", "same-origin");
    request.body(Body::from(body.to_owned())).unwrap()
}

/// A fault in the program, with an answer in its message.
#[derive(Debug)]
struct Panics;

impl HttpConnector for Panics {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        panic!("made to panic with {MARK}")
    }
}

/// Answers that hold the mark wherever words can be typed.
fn typed() -> Vec<(String, String)> {
    pairs(&[
        ("patient.name", MARK),
        ("patient.known_as", MARK),
        ("patient.hospital", "alderbrook"),
        ("patient.ward", MARK),
        ("patient.address", MARK),
        ("patient.phone", "01632 960199"),
        ("legal.route", "section-2"),
        ("legal.section", MARK),
        ("help_wanted", MARK),
        ("helper.name", MARK),
        ("leave_empty", MARK),
    ])
}

/// Every route, with what is taken and what is refused; gives the references.
async fn drive(fixture: &mut Fixture) -> Vec<String> {
    let typed = typed();
    let check = fixture.send(request("POST", "/referral/patient", FORM, &body(&typed))).await;
    let carried = body(&hidden(&check.text));
    let refused = format!("{}&patient.phone={MARK}&change={MARK}", body(&typed));
    let json =
        json!({"referrer": {"type": "patient"}, "patient": {"name": MARK, "address": MARK, "phone": "01632 960199"},
        "legal": {"route": "cto"}})
        .to_string();
    let engine = fixture.engine.clone();
    let mut references = Vec::new();
    for faults in [&[][..], &[Fault::LostResponse], &[Fault::Throttled; 3], &[Fault::Broken; 9], &[Fault::Refused; 3]] {
        fixture.over(Faulty::new(&engine, faults, false));
        let sent = fixture.send(request("POST", "/referral/send", FORM, &carried)).await;
        references.push(sent.header("location").split(['/', '?']).nth(3).unwrap_or_default().to_owned());
        if !sent.header("location").is_empty() {
            fixture.send(request("GET", sent.header("location"), "", "")).await;
        }
        fixture.send(request("POST", "/api/referrals", JSON, &json)).await;
    }
    fixture.over(Panics);
    fixture.send(request("POST", "/referral/send", FORM, &carried)).await;
    fixture.over(engine);
    for (method, path, kind, body) in [
        ("POST", "/referral/patient", FORM, refused.as_str()),
        ("POST", "/referral/patient", FORM, &format!("patient.name={MARK}%FF")),
        ("POST", "/referral/patient", MARK, MARK),
        ("POST", &format!("/referral/{MARK}"), FORM, "a=b"),
        ("POST", "/api/referrals", JSON, &format!("{{\"{MARK}\": 1")),
        ("POST", "/api/referrals", JSON, &format!("{{\"{MARK}\": 1}}")),
        ("POST", "/api/referrals", JSON, &json.replace("cto", MARK)),
        ("GET", &format!("/referral/sent/{MARK}?received={MARK}"), "", ""),
        ("GET", &format!("/{MARK}?patient.name={MARK}"), "", ""),
        ("PUT", &format!("/referral/send?{MARK}"), FORM, MARK),
    ] {
        fixture.send(request(method, path, kind, body)).await;
    }
    references.retain(|reference| !reference.is_empty());
    references
}

#[tokio::test]
async fn no_word_about_a_person_at_any_level() {
    let written = Written::default();
    let writer = written.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        // A clock with microseconds says any five digits sooner or later.
        .without_time()
        .with_writer(move || writer.clone())
        .init();
    referral_fn::hush_panics();
    let mut fixture = Fixture::new().await;
    let references = drive(&mut fixture).await;
    let log = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("TRACE") && log.contains("route=\"/referral/send\" status=303"), "the log was listened to");
    assert!(
        log.contains("outcome=\"panic\"") && log.contains("cause="),
        "a fault is logged by its place, a failure by its cause"
    );
    for mark in [MARK, "01632 960", "960199", "192.0.2.77", "section-2"] {
        let line = log.lines().find(|line| line.contains(mark));
        assert!(line.is_none(), "{mark} is in the log: {}", line.unwrap_or_default());
    }
    // The programs themselves write down INFO and above: there is not even a reference in it.
    let shown = log.lines().filter(|line| [" INFO ", " WARN ", "ERROR "].iter().any(|level| line.contains(level)));
    let shown: Vec<&str> = shown.collect();
    assert!(!references.is_empty() && shown.len() > 20, "{}", shown.len());
    for line in &shown {
        assert!(!references.iter().any(|reference| line.contains(reference)), "{line}");
    }
}
