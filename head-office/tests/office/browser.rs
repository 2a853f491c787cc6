//! A browser as the desk's router sees it, and desks of other kinds.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use head_office::Desk;
use tower::ServiceExt as _;

use crate::fixture::Fixture;

pub(crate) const AT: &str = "127.0.0.1:8081";
pub(crate) const ORIGIN: &str = "http://127.0.0.1:8081";

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    pub(crate) cookie: String,
    pub(crate) policy: String,
    pub(crate) body: String,
}

/// A browser with a desk open in it.
pub(crate) struct Browser {
    router: Router,
    pub(crate) desk: Arc<Desk>,
    /// The folder that every page lies below, such as `/0f3a…`.
    pub(crate) root: String,
    pub(crate) token: String,
    pub(crate) cookie: String,
    /// What the desk printed after it was started.
    printed: Arc<Mutex<Vec<String>>>,
}

impl Browser {
    /// Comes with the token as printed.
    pub(crate) async fn open(office: &Fixture, who: &str) -> Self {
        Self::enter(office.desk(who).await).await
    }

    /// Comes to this desk with the token as printed.
    pub(crate) async fn enter(desk: Desk) -> Self {
        let mut browser = Self::before(desk);
        browser.show(&browser.token.clone()).await;
        browser
    }

    /// Has not come in yet.
    pub(crate) async fn outside(office: &Fixture, who: &str) -> Self {
        Self::before(office.desk(who).await)
    }

    fn before(desk: Desk) -> Self {
        let at: SocketAddr = AT.parse().expect("an address");
        let (root, token) = parts_of(&desk.address(at));
        let printed: Arc<Mutex<Vec<String>>> = Arc::default();
        let paper = printed.clone();
        let desk = Arc::new(desk.on_lock(move |address| paper.lock().expect("paper").push(address.to_owned())));
        Self { router: head_office::desk::desk(desk.clone(), at), desk, root, token, cookie: String::new(), printed }
    }

    /// Opens the address with this token, which must be the right one, and keeps the cookie.
    pub(crate) async fn show(&mut self, token: &str) {
        let entered = self.get(&format!("/?token={token}")).await;
        self.keeps(&entered);
    }

    /// Keeps the cookie of an answer that lets it in.
    pub(crate) fn keeps(&mut self, entered: &Answer) {
        assert_eq!((entered.status, entered.location.as_str()), (StatusCode::SEE_OTHER, "/"), "{}", entered.body);
        let only_below = format!("; HttpOnly; SameSite=Strict; Path={}/", self.root);
        assert!(entered.cookie.ends_with(&only_below), "{}", entered.cookie);
        entered.cookie.split(';').next().unwrap_or_default().clone_into(&mut self.cookie);
    }

    /// The tokens of the addresses printed since.
    pub(crate) fn printed(&self) -> Vec<String> {
        self.printed.lock().expect("paper").iter().map(|address| parts_of(address).1).collect()
    }

    /// A path of a desk, which lies below the folder.
    pub(crate) fn below(&self, path: &str) -> String {
        format!("{}{path}", self.root)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(self.below(path)).header("host", AT).header("cookie", &self.cookie), "").await
    }

    pub(crate) async fn post(&self, path: &str, body: &str) -> Answer {
        let request =
            Request::post(self.below(path)).header("host", AT).header("cookie", &self.cookie).header("origin", ORIGIN);
        self.send(request, body).await
    }

    /// Searches, and looks at what was found: its address says nothing.
    pub(crate) async fn search(&self, body: &str) -> Answer {
        let sent = self.post("/search", body).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        self.get(&sent.location).await
    }

    /// Does what a form of a referral's page asks for, and looks at the page that follows.
    pub(crate) async fn does(&self, reference: &str, verb: &str, body: &str) -> Answer {
        let page = self.get(&format!("/referral/{reference}")).await.body;
        let version = page.split("name=\"version\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let body = format!("version={}&{body}", version.expect("a version"));
        let sent = self.post(&format!("/referral/{reference}/{verb}"), &body).await;
        if sent.status == StatusCode::SEE_OTHER { self.get(&sent.location).await } else { sent }
    }

    pub(crate) async fn send(&self, request: axum::http::request::Builder, body: &str) -> Answer {
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
        for lead in ["href", "action", "src", "data-fresh", "data-record"].map(|name| format!(" {name}=\"/")) {
            let outside = body.split(&lead).skip(1).find(|rest| !format!("/{rest}").starts_with(&self.root));
            let leads_on = outside.is_none_or(|rest| rest.starts_with("assets/") || rest.starts_with("unlock\""));
            assert!(leads_on && (outside.is_none() || !body.contains(&self.root)), "{lead}{outside:?}");
        }
        // As a test names them: without the folder.
        let (location, body) = (location.replacen(&self.root, "", 1), body.replace(&self.root, ""));
        Answer { status, location, cookie, policy, body }
    }
}

fn parts_of(address: &str) -> (String, String) {
    let below = address.strip_prefix("http://127.0.0.1:8081").expect("the address");
    let (root, token) = below.split_once("/?token=").expect("a token");
    assert!(token.len() >= 32 && root.len() > 32, "128 bits or more");
    (root.to_owned(), token.to_owned())
}
