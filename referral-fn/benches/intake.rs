//! How fast the intake is: `cargo bench -p referral-fn`. Prints figures, judges nothing.

#![allow(clippy::unwrap_used, clippy::disallowed_macros, reason = "a bench prints, and stops at the first surprise")]

#[path = "../tests/intake/browser.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod browser;
#[path = "../tests/intake/fixture.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod fixture;

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use browser::{body, hidden};
use fixture::{FORM, Fixture};
use referral::{Answers, Ask, FIELDS, Kind, Referral, ReferrerType, form};

const ROUNDS: usize = 2000;
const SUBMITTERS: usize = 50;
const EACH: usize = 100;

/// Every field of the AMHP's form, each text as long as it may be, in letters of three bytes.
fn largest() -> String {
    let mut pairs = Vec::new();
    for field in FIELDS.iter().filter(|field| field.asked(ReferrerType::Amhp) != Ask::Not) {
        let mut put = |name: String, value: String| pairs.push((name, value));
        match field.kind {
            Kind::Referrer => {}
            Kind::Text(limit) | Kind::LongText(limit) => put(field.name.into(), "ห".repeat(limit)),
            Kind::Phone => put(field.name.into(), "01632 960123".into()),
            Kind::Email => put(field.name.into(), "a@example.org".into()),
            Kind::NhsNumber => put(field.name.into(), "999 000 0018".into()),
            Kind::PastDate { .. } | Kind::Date => {
                for (part, value) in [("day", "3"), ("month", "4"), ("year", "2020")] {
                    put(format!("{}.{part}", field.name), value.into());
                }
            }
            Kind::Choices(codes) => codes.iter().for_each(|code| put(field.name.into(), (*code).into())),
            _ => put(field.name.into(), field.kind.codes()[0].into()),
        }
    }
    body(&pairs)
}

fn figures(what: &str, mut took: Vec<Duration>) {
    took.sort();
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
    println!("{what:<52} p50 {:>9.3?}  p99 {:>9.3?}  max {:>9.3?}  n {}", at(0.5), at(0.99), at(1.0), took.len());
}

async fn handler(fixture: &Fixture, what: &str, path: &str, body: &str, status: u16) {
    let mut took = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let answer = fixture.post(path, FORM, body.to_owned()).await;
        took.push(begun.elapsed());
        assert_eq!(answer.status, status, "{}", answer.text);
    }
    figures(what, took);
}

fn parsing(largest: &str) {
    let rules = referral_fn::Pages::compiled().unwrap().content.rules;
    let today = "2026-11-23".parse().unwrap();
    let mut took = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let answers = Answers::from_pairs(&form::decode(largest.as_bytes()).unwrap(), ReferrerType::Amhp);
        black_box(Referral::parse(&answers, &rules, today).unwrap());
        took.push(begun.elapsed());
    }
    figures(&format!("decode, parse and check {} KiB", largest.len() / 1024), took);
}

/// Fifty at once, each pressing Send for a hundred referrals of its own, on the embedded engine.
async fn submitters() {
    let fixture = Arc::new(Fixture::new().await);
    let check = fixture.post("/referral/patient", FORM, "patient.name=NAME&patient.address=x&legal.route=cto").await;
    let carried = body(&hidden(&check.text));
    let all: Vec<_> = (0..SUBMITTERS)
        .map(|who| {
            let (fixture, carried) = (Arc::clone(&fixture), carried.clone());
            tokio::spawn(async move {
                let mut took = Vec::new();
                for nth in 0..EACH {
                    let begun = Instant::now();
                    let one = carried.replace("NAME", &format!("Ida+Moss+{who}+{nth}"));
                    let sent = fixture.post("/referral/send", FORM, one).await;
                    took.push(begun.elapsed());
                    assert_eq!(sent.status, 303);
                }
                took
            })
        })
        .collect();
    let mut took = Vec::new();
    for one in all {
        took.extend(one.await.unwrap());
    }
    figures(&format!("{SUBMITTERS} submitters at once, stored on disk"), took);
    println!("stored {} of {}", fixture.stored().await.len(), SUBMITTERS * EACH);
}

#[tokio::main]
async fn main() {
    let largest = largest();
    let small = "patient.name=Ida+Moss&patient.hospital=alderbrook&legal.route=section-3";
    let fixture = Fixture::new().await;
    handler(&fixture, "check page, a short form", "/referral/patient", small, 200).await;
    handler(&fixture, "refused form, nothing answered", "/referral/patient", "", 422).await;
    handler(&fixture, "check page, the largest form", "/referral/amhp", &largest, 200).await;
    parsing(&largest);
    submitters().await;
}
