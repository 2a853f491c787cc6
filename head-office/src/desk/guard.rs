//! Who may come in: the desk's own Host, for a move the desk's Origin, the one-time token or the cookie it became. Anyone
//! else gets 403, so that a page in the same browser learns nothing (docs/security.md, The desk). Token and cookie are
//! compared in `session.rs`.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, HOST, LOCATION, ORIGIN, SET_COOKIE};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use web::headers::Single;

use super::pages::{Instead, to};
use super::session::Caller;
use super::state::Desk;
use super::{unlock, waiting};

/// Refuses what a browser at this desk never sends: another Host, a link from another site, a move without our Origin.
pub(super) async fn ours(State(at): State<SocketAddr>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let host = Single::of(headers, HOST).once() == Some(at.to_string().as_str());
    let led = matches!(Single::of(headers, "sec-fetch-site"), Single::Absent | Single::Once("same-origin" | "none"));
    let origin = unlock::reads(&request) || Single::of(headers, ORIGIN).once() == Some(format!("http://{at}").as_str());
    if host && led && origin { next.run(request).await } else { StatusCode::FORBIDDEN.into_response() }
}

/// Answers a request with a session, turns the token into the cookie, or says how to get in. Paths are as below the folder.
pub(super) async fn inside(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let now = desk.office.now();
    desk.lock_if_idle(now);
    let caller = desk.session.caller(request.headers());
    let path = request.uri().path();
    let query = request.uri().query().unwrap_or_default();
    let token = query.split('&').find_map(|pair| pair.strip_prefix("token="));
    if let Some(shown) = token.filter(|_| request.method() == Method::GET && path == "/") {
        return enter(&desk, shown, caller);
    }
    match caller {
        Caller::Stranger => unlock::stranger(State(desk), request).await,
        Caller::Locked => waiting::locked(&desk, request).await,
        Caller::In if desk.needs_passphrase() => waiting::locked(&desk, request).await,
        Caller::In => {
            // The page refreshes by itself whether anybody is there or not.
            if !path.starts_with("/fresh") && !path.starts_with("/assets/") {
                desk.session.touch(now);
            }
            if request.method() == Method::POST {
                desk.is_sent(path);
            }
            next.run(request).await
        }
    }
}

fn enter(desk: &Desk, shown: &str, caller: Caller) -> Response {
    if let Some(cookie) = desk.session.redeem(shown, &desk.root, desk.office.now()) {
        return ([(SET_COOKIE, cookie)], to(desk.first_page())).into_response();
    }
    match caller {
        Caller::In => to(desk.first_page()),
        Caller::Locked => desk.locked(),
        Caller::Stranger => unlock::how_to_get_in(desk),
    }
}

/// Draws what is said in place of a page, and puts the folder before the address a page below it leads on to.
pub(super) async fn below_the_folder(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Some(instead) = response.extensions_mut().remove::<Instead>() {
        return desk.instead(&instead);
    }
    let led = response.headers().get(LOCATION).and_then(|to| to.to_str().ok());
    let led = led.and_then(|to| HeaderValue::from_str(&format!("{}{to}", desk.root)).ok());
    if let Some(led) = led {
        response.headers_mut().insert(LOCATION, led);
    }
    response
}

/// Puts the headers on every answer, refusals too.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    web::protect(response.headers_mut());
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
