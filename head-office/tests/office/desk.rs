//! The web page: who may come in.

use axum::http::{Request, StatusCode};
use serde_json::json;

use crate::browser::{AT, Browser, ORIGIN};
use crate::fixture::Fixture;

/// docs/security.md, The desk: without its token, with a wrong or spent one, under another Host or Origin: 403 and nothing else.
#[tokio::test]
async fn strangers_get_403_and_nothing_else() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let desk = Browser::open(&office, "OQ").await;
    let (home, case) = (desk.below("/"), desk.below(&format!("/referral/{reference}")));
    let spent = format!("{home}?token={}", desk.token);
    let (wrong, cookie) = (format!("{home}?token={}", "0".repeat(64)), desk.cookie.as_str());
    let stale = format!("imha-desk={}", "0".repeat(64));
    let outside = format!("/?token={}", desk.token);
    let host = |request: axum::http::request::Builder, host: &str| request.header("host", host);
    let table = [
        ("no folder and no cookie", host(Request::get("/"), AT)),
        ("no folder", host(Request::get("/"), AT).header("cookie", cookie)),
        ("another folder", host(Request::get(format!("/{}/", "0".repeat(32))), AT).header("cookie", cookie)),
        ("a token outside the folder", host(Request::get(&outside), AT)),
        ("no token", host(Request::get(&home), AT)),
        ("a wrong token", host(Request::get(&wrong), AT)),
        ("a spent token", host(Request::get(&spent), AT)),
        ("no cookie, a page inside", host(Request::get(&case), AT)),
        ("no cookie, the stylesheet", host(Request::get(desk.below("/assets/site.css")), AT)),
        ("no cookie, some stylesheet outside", host(Request::get("/assets/site.css"), AT)),
        ("a passphrase, where none opens it", host(Request::post("/unlock"), AT).header("origin", ORIGIN)),
        ("a wrong cookie", host(Request::get(&home), AT).header("cookie", &stale)),
        ("the host by name", host(Request::get(&home), "localhost:8081").header("cookie", cookie)),
        ("another host", host(Request::get(&home), "evil.example").header("cookie", cookie)),
        ("two hosts", host(host(Request::get(&home), AT), "evil.example").header("cookie", cookie)),
        ("no host", Request::get(&home).header("cookie", cookie)),
        (
            "led here by another site",
            host(Request::get(&case), AT).header("cookie", cookie).header("sec-fetch-site", "cross-site"),
        ),
        (
            "led here by another port",
            host(Request::get(&case), AT).header("cookie", cookie).header("sec-fetch-site", "same-site"),
        ),
    ];
    for (row, request) in table {
        refuses(&desk, row, request).await;
    }
    assert_eq!(desk.get("/").await.status, StatusCode::OK, "the one who came in stays in");
}

/// docs/security.md, The desk: a move needs the desk's own Origin.
#[tokio::test]
async fn a_move_without_our_origin_gets_403_and_moves_nothing() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let desk = Browser::open(&office, "OQ").await;
    let claim = desk.below(&format!("/referral/{reference}/claim"));
    let cookie = desk.cookie.as_str();
    let host = |request: axum::http::request::Builder, host: &str| request.header("host", host);
    let table = [
        ("a move without Origin", host(Request::post(&claim), AT).header("cookie", cookie)),
        ("a move from elsewhere", host(Request::post(&claim), AT).header("cookie", cookie).header("origin", "null")),
        (
            "a move from another port",
            host(Request::post(&claim), AT).header("cookie", cookie).header("origin", "http://127.0.0.1:8080"),
        ),
    ];
    for (row, request) in table {
        refuses(&desk, row, request).await;
    }
    assert_eq!(office.reads(&["list", "--json"]).await[0]["status"], "waiting");
}

/// 403, our headers, no cookie, and nothing about a referral.
async fn refuses(desk: &Browser, row: &str, request: axum::http::request::Builder) {
    let answer = desk.send(request, "version=0").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{row}");
    let told = answer.body.is_empty() || answer.body.starts_with("This desk is open for somebody else, or was closed:");
    assert!(told && !answer.body.contains("Nowicki"), "{row}: {}", answer.body);
    assert!(answer.policy.starts_with("default-src 'none';"), "{row}");
    assert!(answer.cookie.is_empty(), "{row}");
}

#[tokio::test]
async fn a_wrong_token_does_not_spend_the_right_one() {
    let office = Fixture::new().await;
    let desk = Browser::outside(&office, "OQ").await;
    assert_eq!(desk.get("/?token=").await.status, StatusCode::FORBIDDEN);
    assert_eq!(desk.get(&format!("/?token={}", desk.token)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.get(&format!("/?token={}", desk.token)).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn only_this_machine_can_reach_it() {
    let office = Fixture::new().await;
    let listener = tokio::net::TcpListener::bind("0.0.0.0:0").await.expect("a listener");
    let served = office.desk("OQ").await.serve(listener, std::future::pending()).await;
    assert!(served.is_err());
}

/// Locked, a page shows nothing but how to go on; the printed address opens it, once, and the old cookie is dead.
async fn is_locked_until_shown_the_new_address(desk: &mut Browser, case: &str) {
    for path in ["/", case, "/fresh", &format!("/print/{}", case.trim_start_matches("/referral/"))] {
        let locked = desk.get(path).await;
        assert_eq!(locked.status, StatusCode::FORBIDDEN, "{path}");
        assert!(
            locked.body.contains("The desk is locked") && !locked.body.contains("Marek"),
            "{path}: {}",
            locked.body
        );
        assert!(!locked.body.contains(case), "{path}: no reference either");
    }
    assert_eq!(desk.post(&format!("{case}/claim"), "version=0").await.status, StatusCode::FORBIDDEN);
    let css =
        desk.get("/").await.body.split("href=\"").find_map(|rest| rest.strip_prefix("/assets/").map(str::to_owned));
    let css = format!("/assets/{}", css.expect("a stylesheet").split('"').next().unwrap_or_default());
    let css = desk.send(Request::get(&css).header("host", AT), "").await;
    assert_eq!(css.status, StatusCode::OK, "it may look like the desk");

    let printed = desk.printed();
    assert_eq!(printed.len(), 1, "one address, however often it is asked");
    let old = desk.cookie.clone();
    assert_eq!(
        desk.get(&format!("/?token={}", desk.token)).await.status,
        StatusCode::FORBIDDEN,
        "the first token is spent"
    );
    desk.show(&printed[0]).await;
    assert_ne!(desk.cookie, old);
    assert_eq!(desk.get(case).await.status, StatusCode::OK);
    let dead = desk.send(Request::get(desk.below("/")).header("host", AT).header("cookie", &old), "").await;
    assert_eq!(dead.status, StatusCode::FORBIDDEN);
}

/// Whoever closed the browser gets back in by an address that is printed anew, at most once in ten seconds.
#[tokio::test]
async fn a_closed_browser_gets_back_in_without_a_restart() {
    let office = Fixture::new().await;
    let mut desk = Browser::open(&office, "OQ").await;
    desk.cookie.clear();
    for _ in 0..3 {
        let told = desk.get("/").await;
        assert!(told.body.contains("that the program has just printed"), "{}", told.body);
    }
    let printed = desk.printed();
    assert_eq!(printed.len(), 1, "one address in ten seconds");
    office.set("2026-11-23T10:15:11Z");
    desk.get("/").await;
    assert_eq!(desk.printed().len(), 2);
    desk.show(&printed[0]).await;
    assert_eq!(desk.get("/").await.status, StatusCode::OK);
}

/// Fifteen minutes without a request lock it; a page that refreshes by itself is no request.
#[tokio::test]
async fn it_locks_when_nobody_is_there() {
    let office = Fixture::new().await;
    let case = format!("/referral/{}", office.referred("Marek Nowicki", &json!({})).await);
    let mut desk = Browser::open(&office, "OQ").await;
    office.set("2026-11-23T10:29:00Z");
    assert_eq!(desk.get(&case).await.status, StatusCode::OK, "a request begins the time anew");
    office.set("2026-11-23T10:43:00Z");
    assert_eq!(desk.post("/here", "").await.status, StatusCode::NO_CONTENT, "so does somebody at the keys");
    office.set("2026-11-23T10:57:00Z");
    for path in ["/fresh", &format!("/fresh{}/0", case.trim_start_matches("/referral"))] {
        assert_eq!(desk.get(path).await.status, StatusCode::OK, "{path}");
    }
    assert!(desk.printed().is_empty());
    office.set("2026-11-23T10:58:00Z");
    is_locked_until_shown_the_new_address(&mut desk, &case).await;
    assert_eq!(office.reads(&["list", "--json"]).await[0]["status"], "waiting", "nothing was done meanwhile");
}

#[tokio::test]
async fn it_locks_by_hand_and_when_the_clock_is_put_back() {
    let office = Fixture::new().await;
    let case = format!("/referral/{}", office.referred("Marek Nowicki", &json!({})).await);
    let mut desk = Browser::open(&office, "OQ").await;
    let locked = desk.post("/lock", "").await;
    assert_eq!(locked.status, StatusCode::FORBIDDEN);
    assert!(locked.body.contains("The desk is locked"), "{}", locked.body);
    is_locked_until_shown_the_new_address(&mut desk, &case).await;

    let desk = Browser::open(&office, "OQ").await;
    office.set("2026-11-23T09:00:00Z");
    assert_eq!(desk.get("/").await.status, StatusCode::FORBIDDEN);
}
