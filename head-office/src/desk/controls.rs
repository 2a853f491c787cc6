//! The desk itself: lock it, turn its keys on and off, say that somebody is there.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use web::headers::FORGET_PAGES;

use super::state::Desk;

/// `POST /lock`: locks at once. The browser forgets what it kept of the desk's pages, so that Back shows none of them.
pub(super) async fn lock(State(desk): State<Arc<Desk>>) -> Response {
    desk.session.lock();
    desk.close();
    forgetting_pages(desk.locked())
}

/// An answer after which the browser forgets what it kept of the desk's pages.
pub(super) fn forgetting_pages(mut response: Response) -> Response {
    response.headers_mut().insert(FORGET_PAGES.0, FORGET_PAGES.1);
    response
}

/// `POST /keys`: single keys are followed, or not (WCAG 2.1.4), until the desk is started again.
pub(super) async fn keys(State(desk): State<Arc<Desk>>, body: Bytes) -> StatusCode {
    desk.keys.store(body.as_ref() == b"on=yes", Ordering::Relaxed);
    StatusCode::NO_CONTENT
}

/// `POST /here`: somebody types or reads, though nothing is sent for a while. The guard has noticed.
pub(super) async fn here() -> StatusCode {
    StatusCode::NO_CONTENT
}
