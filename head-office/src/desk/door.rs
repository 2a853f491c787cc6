//! Who may come in: the desk's own Host, the one-time token or the cookie it became, and for a move the desk's Origin.
//! Anyone else gets 403 and nothing else, so that a page in the same browser learns nothing.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, COOKIE, HOST, LOCATION, ORIGIN, REFERRER_POLICY, SET_COOKIE,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Desk;

/// security.md 3.2, and nothing kept.
const HEADERS: [(HeaderName, &str); 6] = [
    (CACHE_CONTROL, "no-store"),
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
    ),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// The one-time token, until it is spent, and the session it becomes.
pub(super) struct Door {
    token: String,
    spent: Mutex<bool>,
    session: String,
}

impl Door {
    pub(super) fn new() -> Result<Self, getrandom::Error> {
        Ok(Self { token: secret()?, spent: Mutex::new(false), session: secret()? })
    }

    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// Spends the token; true for the first who shows it.
    fn redeem(&self, shown: &str) -> bool {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        let first = !*spent && same(shown, &self.token);
        *spent |= first;
        first
    }

    fn knows(&self, headers: &HeaderMap, at: SocketAddr) -> bool {
        let name = cookie_name(at);
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.any(|(key, value)| key == name && same(value, &self.session))
    }
}

/// 256 random bits.
fn secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Takes as long for a near miss as for a far one.
fn same(shown: &str, kept: &str) -> bool {
    let differ = shown.bytes().zip(kept.bytes()).fold(0, |differ, (one, other)| differ | (one ^ other));
    shown.len() == kept.len() && differ == 0
}

/// Cookies do not know ports: two desks on one machine must not take each other's.
fn cookie_name(at: SocketAddr) -> String {
    format!("imha-desk-{}", at.port())
}

/// Lets a request in, turns the token into the cookie, or refuses.
pub(super) async fn guard(State((desk, at)): State<(Arc<Desk>, SocketAddr)>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    if only(headers, HOST) != Some(at.to_string().as_str()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let known = desk.door.knows(headers, at);
    let query = request.uri().query().unwrap_or_default();
    let token = query.split('&').find_map(|pair| pair.strip_prefix("token="));
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    match token {
        Some(shown) if request.method() == Method::GET && request.uri().path() == "/" => {
            if known {
                (StatusCode::SEE_OTHER, [(LOCATION, "/")]).into_response()
            } else if desk.door.redeem(shown) {
                let cookie = format!("{}={}; HttpOnly; SameSite=Strict; Path=/", cookie_name(at), desk.door.session);
                (StatusCode::SEE_OTHER, [(LOCATION, "/".to_owned()), (SET_COOKIE, cookie)]).into_response()
            } else {
                StatusCode::FORBIDDEN.into_response()
            }
        }
        _ if known && (reads || only(headers, ORIGIN) == Some(format!("http://{at}").as_str())) => {
            next.run(request).await
        }
        _ => StatusCode::FORBIDDEN.into_response(),
    }
}

/// The header's value, if it stands there exactly once.
fn only(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().filter(|_| values.next().is_none());
    value.and_then(|value| value.to_str().ok())
}

/// Puts the headers on every answer, refusals too.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
