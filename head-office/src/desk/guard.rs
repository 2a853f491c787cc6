//! Who may come in: the desk's own Host, the one-time token or the cookie it became, and for a move the desk's Origin.
//! Anyone else gets 403 and nothing else, so that a page in the same browser learns nothing.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, LOCATION, ORIGIN, REFERRER_POLICY, SET_COOKIE, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Desk;
use super::session::Caller;

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

/// Lets a request in, turns the token into the cookie, or refuses.
pub(super) async fn guard(State((desk, at)): State<(Arc<Desk>, SocketAddr)>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    if only(headers, HOST) != Some(at.to_string().as_str()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let now = desk.office.now();
    let (caller, lapsed) = desk.session.caller(headers, at, now, desk.idle());
    if lapsed {
        desk.say_address();
    }
    let path = request.uri().path();
    let query = request.uri().query().unwrap_or_default();
    let token = query.split('&').find_map(|pair| pair.strip_prefix("token="));
    if let Some(shown) = token.filter(|_| request.method() == Method::GET && path == "/") {
        return enter(&desk, at, shown, caller);
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reads && only(headers, ORIGIN) != Some(format!("http://{at}").as_str()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    match caller {
        Caller::Stranger => StatusCode::FORBIDDEN.into_response(),
        Caller::Locked if path.starts_with("/assets/") => next.run(request).await,
        Caller::Locked => desk.locked(),
        Caller::In => {
            // The page refreshes by itself whether anybody is there or not.
            if !path.starts_with("/fresh") && !path.starts_with("/assets/") {
                desk.session.touch(now);
            }
            next.run(request).await
        }
    }
}

fn enter(desk: &Desk, at: SocketAddr, shown: &str, caller: Caller) -> Response {
    let home = (LOCATION, "/".to_owned());
    if let Some(cookie) = desk.session.redeem(shown, at, desk.office.now()) {
        return (StatusCode::SEE_OTHER, [home, (SET_COOKIE, cookie)]).into_response();
    }
    match caller {
        Caller::In => (StatusCode::SEE_OTHER, [home]).into_response(),
        Caller::Locked => desk.locked(),
        Caller::Stranger => StatusCode::FORBIDDEN.into_response(),
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
