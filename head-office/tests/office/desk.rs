//! The web page: who may come in, and what they can do there.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use serde_json::json;
use tower::ServiceExt as _;

use crate::world::House;

const AT: &str = "127.0.0.1:8081";
const ORIGIN: &str = "http://127.0.0.1:8081";

struct Answer {
    status: StatusCode,
    location: String,
    cookie: String,
    policy: String,
    body: String,
}

/// A browser with a desk open in it.
struct Browser {
    router: Router,
    token: String,
    cookie: String,
}

impl Browser {
    /// Comes with the token as printed.
    async fn open(house: &House, who: &str) -> Self {
        let mut browser = Self::outside(house, who).await;
        let entered = browser.get(&format!("/?token={}", browser.token)).await;
        assert_eq!((entered.status, entered.location.as_str()), (StatusCode::SEE_OTHER, "/"));
        assert!(entered.cookie.starts_with("imha-desk-8081="), "the cookie's name carries the port");
        assert!(entered.cookie.contains("; HttpOnly; SameSite=Strict; "), "{}", entered.cookie);
        entered.cookie.split(';').next().unwrap_or_default().clone_into(&mut browser.cookie);
        browser
    }

    /// Has not come in yet.
    async fn outside(house: &House, who: &str) -> Self {
        let (desk, at): (_, SocketAddr) = (house.desk(who).await, AT.parse().expect("an address"));
        let address = desk.address(at);
        let token = address.strip_prefix("http://127.0.0.1:8081/?token=").expect("the address").to_owned();
        assert!(token.len() >= 32, "128 bits or more");
        Self { router: head_office::desk::desk(Arc::new(desk), at), token, cookie: String::new() }
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).header("host", AT).header("cookie", &self.cookie), "").await
    }

    async fn post(&self, path: &str, body: &str) -> Answer {
        let request = Request::post(path).header("host", AT).header("cookie", &self.cookie).header("origin", ORIGIN);
        self.send(request, body).await
    }

    async fn send(&self, request: axum::http::request::Builder, body: &str) -> Answer {
        let request = request.body(Body::from(body.to_owned())).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let header = |name: &str| {
            let value = response.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        assert_eq!(header("cache-control"), "no-store");
        let (location, cookie, policy) = (header("location"), header("set-cookie"), header("content-security-policy"));
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
        let body = String::from_utf8(bytes.to_vec()).expect("UTF-8");
        Answer { status, location, cookie, policy, body }
    }
}

/// security.md: without its token, with a wrong or spent one, under another Host or Origin: 403 and nothing else.
#[tokio::test]
async fn strangers_get_403_and_nothing_else() {
    let house = House::new().await;
    let reference = house.referred("Marek Nowicki", &json!({})).await;
    let desk = Browser::open(&house, "OQ").await;
    let case = format!("/referral/{reference}");
    let claim = format!("/referral/{reference}/claim");
    let spent = format!("/?token={}", desk.token);
    let (wrong, cookie) = (format!("/?token={}", "0".repeat(64)), desk.cookie.as_str());
    let stale = format!("imha-desk-8081={}", "0".repeat(64));
    let other_port = cookie.replace("8081", "8082");
    let host = |request: axum::http::request::Builder, host: &str| request.header("host", host);
    let table = [
        ("no token", host(Request::get("/"), AT)),
        ("a wrong token", host(Request::get(&wrong), AT)),
        ("a spent token", host(Request::get(&spent), AT)),
        ("no cookie, a page inside", host(Request::get(&case), AT)),
        ("no cookie, the stylesheet", host(Request::get("/assets/site.css"), AT)),
        ("a wrong cookie", host(Request::get("/"), AT).header("cookie", &stale)),
        ("the cookie of another port", host(Request::get("/"), AT).header("cookie", &other_port)),
        ("the host by name", host(Request::get("/"), "localhost:8081").header("cookie", cookie)),
        ("another host", host(Request::get("/"), "evil.example").header("cookie", cookie)),
        ("two hosts", host(host(Request::get("/"), AT), "evil.example").header("cookie", cookie)),
        ("no host", Request::get("/").header("cookie", cookie)),
        ("a move without Origin", host(Request::post(&claim), AT).header("cookie", cookie)),
        ("a move from elsewhere", host(Request::post(&claim), AT).header("cookie", cookie).header("origin", "null")),
        (
            "a move from another port",
            host(Request::post(&claim), AT).header("cookie", cookie).header("origin", "http://127.0.0.1:8080"),
        ),
    ];
    for (row, request) in table {
        let answer = desk.send(request, "version=0").await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::FORBIDDEN, ""), "{row}");
        assert!(answer.policy.starts_with("default-src 'none';"), "{row}");
        assert!(answer.cookie.is_empty(), "{row}");
    }
    assert_eq!(house.reads(&["list", "--json"]).await[0]["status"], "waiting");
    assert_eq!(desk.get("/").await.status, StatusCode::OK, "the one who came in stays in");
}

#[tokio::test]
async fn a_wrong_token_does_not_spend_the_right_one() {
    let house = House::new().await;
    let desk = Browser::outside(&house, "OQ").await;
    assert_eq!(desk.get("/?token=").await.status, StatusCode::FORBIDDEN);
    assert_eq!(desk.get(&format!("/?token={}", desk.token)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.get(&format!("/?token={}", desk.token)).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_day_at_the_desk() {
    let house = House::new().await;
    let reference = house.referred("Marek Nowicki", &json!({})).await;
    let case = format!("/referral/{reference}");
    let desk = Browser::open(&house, "OQ").await;
    let today = desk.get("/").await;
    assert!(today.body.contains("<title>1 due next"), "{}", today.body);
    assert!(today.body.contains("Monday 30 November, 5 working days left"), "{}", today.body);
    assert!(!today.body.contains("Marek"), "a list is read over shoulders: no name in it");

    let page = desk.get(&case).await;
    assert_eq!(page.status, StatusCode::OK);
    let (first, rest) = page.body.split_once("id=\"part-1\"").expect("the other answers");
    assert!(first.contains("Ring the ward first") && first.contains("Polish"), "needs and safety first: {first}");
    assert!(rest.contains("Marek Nowicki"), "{rest}");
    let (head, _) = first.split_once("</head>").expect("a head");
    assert!(!head.contains("Marek"), "a browser keeps titles: no name in one");
    assert!(!page.body.contains("style=") && !page.body.contains("<script>"), "{}", page.body);

    assert_eq!(desk.post(&format!("{case}/claim"), "version=0").await.location, case);
    let claimed = desk.get(&case).await;
    assert!(claimed.body.contains("/contacted\"") && claimed.body.contains("until Tuesday 24 November, 10:15"));
    assert_eq!(desk.post(&format!("{case}/contacted"), "version=1&on=2026-11-23&how=visit").await.location, case);
    let close = "version=2&outcome=supported&note=Met+on+the+ward";
    assert_eq!(desk.post(&format!("{case}/close"), close).await.location, case);
    let closed = desk.get(&case).await;
    assert!(closed.body.contains("/reopen\"") && closed.body.contains("Met on the ward"), "{}", closed.body);
    assert!(desk.get("/").await.body.contains("Nothing is open"));
}

#[tokio::test]
async fn a_refused_move_keeps_what_was_typed_and_says_why() {
    let house = House::new().await;
    let reference = house.referred("Marek Nowicki", &json!({})).await;
    let case = format!("/referral/{reference}");
    let (one, other) = (Browser::open(&house, "OQ").await, Browser::open(&house, "PT").await);
    assert_eq!(one.post(&format!("{case}/claim"), "version=0").await.status, StatusCode::SEE_OTHER);
    let table = [
        ("who has it", "claim", "version=0", "OQ has it. Use take-over if you are to do it instead."),
        ("not the owner", "close", "version=1&outcome=declined", "OQ has it."),
        ("no outcome", "close", "version=1&outcome=", "Choose how it ended."),
        ("no version", "claim", "", "OQ has it."),
    ];
    for (row, verb, body, sentence) in table {
        let answer = other.post(&format!("{case}/{verb}"), body).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{row}");
        assert!(answer.body.contains(sentence), "{row}: {}", answer.body);
    }
    let long = format!("version=1&outcome=declined&note=kept{}", "n".repeat(2000));
    let answer = one.post(&format!("{case}/close"), &long).await;
    assert!(answer.body.contains("The note is too long") && answer.body.contains(">keptnnn"), "{}", answer.body);
    assert_eq!(house.reads(&["list", "--json"]).await[0]["owner"], "OQ");
    assert_eq!(one.get("/referral/7K3Q9A41ZZ").await.status, StatusCode::NOT_FOUND);
    assert_eq!(one.post(&format!("{case}/steal"), "version=1").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn only_this_machine_can_reach_it() {
    let house = House::new().await;
    let listener = tokio::net::TcpListener::bind("0.0.0.0:0").await.expect("a listener");
    let served = house.desk("OQ").await.serve(listener, std::future::pending()).await;
    assert!(served.is_err());
}
