//! The web page: who gets back in, by the passphrase of a key (docs/security.md, The desk).

use axum::http::{Request, StatusCode};

use serde_json::json;

use crate::browser::{AT, Answer, Browser, ORIGIN};
use crate::fixture::Fixture;

async fn types(desk: &Browser, passphrase: &str) -> Answer {
    let request = Request::post("/unlock").header("host", AT).header("origin", ORIGIN);
    desk.send(request, &format!("passphrase={passphrase}")).await
}

async fn stranger(desk: &Browser) -> Answer {
    desk.send(Request::get("/").header("host", AT), "").await
}

/// Nobody needs a terminal: the page asks, and what was locked is readable again.
#[tokio::test]
async fn a_passphrase_in_the_page_opens_a_locked_desk() {
    let office = Fixture::new().await;
    let (desk, passphrase) = office.desk_with_passphrase("OQ").await;
    let mut desk = Browser::enter(desk).await;
    let asked = desk.get("/").await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN, "the token lets in, and opens nothing");
    assert!(asked.body.contains("name=\"passphrase\""), "{}", asked.body);
    let opened = types(&desk, passphrase).await;
    desk.keeps(&opened);
    assert_eq!(desk.get("/").await.status, StatusCode::OK);
    assert!(desk.desk.has_key(), "the key is there while it is open");

    office.set("2026-11-23T10:31:00Z");
    let locked = desk.get("/").await;
    assert_eq!(locked.status, StatusCode::FORBIDDEN);
    assert!(locked.body.contains("The desk is locked") && !locked.body.contains("OQ"), "{}", locked.body);
    assert!(!desk.desk.has_key(), "the key left memory");
    let old = desk.cookie.clone();
    let opened = types(&desk, passphrase).await;
    desk.keeps(&opened);
    assert_ne!(desk.cookie, old);
    assert_eq!(desk.get("/").await.status, StatusCode::OK);
    assert!(desk.printed().is_empty(), "no address is printed where a passphrase opens it");
}

/// Whoever closed the browser types the passphrase too; that page leads nowhere inside.
#[tokio::test]
async fn a_closed_browser_gets_in_by_the_passphrase() {
    let office = Fixture::new().await;
    let (desk, passphrase) = office.desk_with_passphrase("OQ").await;
    let mut desk = Browser::enter(desk).await;
    let told = stranger(&desk).await;
    assert_eq!(told.status, StatusCode::FORBIDDEN);
    assert!(told.body.contains("type the passphrase of your key") && !told.body.contains("OQ"), "{}", told.body);
    let opened = types(&desk, passphrase).await;
    desk.keeps(&opened);
    assert_eq!(desk.get("/").await.status, StatusCode::OK);
    assert!(desk.printed().is_empty());
}

/// Each wrong passphrase makes the wait twice as long, and all are answered alike; the right one is not tried meanwhile.
#[tokio::test]
async fn a_wrong_passphrase_slows_down() {
    let office = Fixture::new().await;
    let (desk, passphrase) = office.desk_with_passphrase("OQ").await;
    let mut desk = Browser::enter(desk).await;
    let wrong = types(&desk, "wrong").await;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    office.set("2026-11-23T10:15:01Z");
    assert_eq!(types(&desk, "").await.body, wrong.body, "which part was wrong is not said");
    office.set("2026-11-23T10:15:02Z");
    let waits = types(&desk, passphrase).await;
    assert!(waits.body.contains("Nothing was tried. Wait a second"), "{}", waits.body);
    assert!(!desk.desk.has_key());
    office.set("2026-11-23T10:15:03Z");
    let opened = types(&desk, passphrase).await;
    desk.keeps(&opened);
}

/// A page elsewhere cannot try passphrases, and a key without one is opened by none.
#[tokio::test]
async fn only_this_desk_s_own_page_may_send_a_passphrase() {
    let office = Fixture::new().await;
    let (desk, passphrase) = office.desk_with_passphrase("OQ").await;
    let desk = Browser::enter(desk).await;
    for (row, name, value) in [("no Origin", "x-none", ""), ("another's", "origin", "http://127.0.0.1:8080")] {
        let request = Request::post("/unlock").header("host", AT).header(name, value);
        let answer = desk.send(request, &format!("passphrase={passphrase}")).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::FORBIDDEN, ""), "{row}");
    }
    assert!(!desk.desk.has_key());

    let plain = Browser::open(&office, "OQ").await;
    let answer = types(&plain, passphrase).await;
    assert_eq!((answer.status, answer.cookie.as_str()), (StatusCode::FORBIDDEN, ""));
}

/// What is sent to a desk that had locked is not lost: it waits, and is sent again with one button.
#[tokio::test]
async fn what_was_sent_while_it_was_locked_waits() {
    let office = Fixture::new().await;
    let reference = office.referred("Ida Moss", &json!({})).await;
    let mut desk = Browser::open(&office, "OQ").await;
    desk.post("/lock", "").await;
    let note = format!("/referral/{reference}/note");
    let locked = desk.post(&note, "version=0&note=Ten+minutes+of+work").await;
    assert!(locked.status == StatusCode::FORBIDDEN && !locked.body.contains("Ten minutes"), "{}", locked.body);
    let token = desk.printed().last().unwrap().clone();
    let entered = desk.get(&format!("/?token={token}")).await;
    assert_eq!(entered.location, "/waiting");
    entered.cookie.split(';').next().unwrap().clone_into(&mut desk.cookie);
    let waiting = desk.get("/waiting").await.body;
    for says in ["nothing was recorded", "Ten minutes of work", &format!("action=\"{note}\""), "value=\"0\""] {
        assert!(waiting.contains(says), "{says}: {waiting}");
    }
    assert!(!office.does("OQ", &["show", reference.as_str()]).await.contains("Ten minutes"));
    assert_eq!(desk.post(&note, "version=0&note=Ten+minutes+of+work").await.status, StatusCode::SEE_OTHER);
    assert!(desk.get("/waiting").await.body.contains("Nothing waits"));
}
