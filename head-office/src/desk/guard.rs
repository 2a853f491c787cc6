//! Who may come in: the desk's own Host, the one-time token or the cookie it became, and for a move the desk's Origin.
//! Anyone else gets 403 and nothing else, so that a page in the same browser learns nothing.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, HOST, LOCATION, ORIGIN, SET_COOKIE};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use web::headers::Single;

use super::Desk;
use super::session::Caller;

/// What somebody without a session is told.
const GET_BACK_IN: &str = "This desk is open for somebody else, or was closed. To get back in, look at the window where \
                           the program was started: it has just printed a new address. Open that address in this browser.";

/// Lets a request in, turns the token into the cookie, or refuses.
pub(super) async fn guard(State((desk, at)): State<(Arc<Desk>, SocketAddr)>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    if Single::of(headers, HOST).once() != Some(at.to_string().as_str()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    // Another program on this machine, or another site, led the browser here.
    if !matches!(Single::of(headers, "sec-fetch-site"), Single::Absent | Single::Once("same-origin" | "none")) {
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
    if !reads && Single::of(headers, ORIGIN).once() != Some(format!("http://{at}").as_str()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    match caller {
        Caller::Stranger => stranger(&desk, reads),
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
        Caller::Stranger => stranger(desk, true),
    }
}

/// How to get back in, and nothing else. Whoever asks makes the program print an address anew, so that closing the
/// browser needs no restart.
fn stranger(desk: &Desk, reads: bool) -> Response {
    if !reads {
        return StatusCode::FORBIDDEN.into_response();
    }
    if desk.session.may_print(desk.office.now()) {
        desk.say_address();
    }
    (StatusCode::FORBIDDEN, GET_BACK_IN).into_response()
}

/// Puts the headers on every answer, refusals too.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    web::protect(response.headers_mut());
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
