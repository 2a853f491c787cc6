//! `POST /search`: open referrals by name, ward or reference. What is searched comes in the body, so that no name
//! stands in an address, a history or a log.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use queue::QueueError;
use referral::{Reference, form};
use templates::{DeskLine, SearchPage};

use super::Desk;
use crate::visible::visible;

/// What fits, with names; a whole reference of a closed referral leads straight to it.
pub(super) async fn search(State(desk): State<Arc<Desk>>, body: Bytes) -> Response {
    let pairs = form::decode(&body).unwrap_or_default();
    let typed = pairs.into_iter().find(|(name, _)| name == "find").map(|(_, value)| value).unwrap_or_default();
    match found(&desk, typed.trim()).await {
        Ok(response) => response,
        Err(error) => desk.no_table(&error),
    }
}

async fn found(desk: &Desk, typed: &str) -> Result<Response, QueueError> {
    let listing = desk.listing().await?;
    let content = desk.content();
    let view = desk.view(&content);
    let lines: Vec<DeskLine> = listing.search(typed).map(|case| view.line(case)).collect();
    // A name of ten letters may look like a reference, so it becomes an address only where there is one.
    let whole = Reference::parse(typed).filter(|_| lines.is_empty());
    if let Some(reference) = whole
        && desk.tray.sealed(&reference).await?.is_some()
    {
        return Ok((StatusCode::SEE_OTHER, [(LOCATION, format!("/referral/{reference}"))]).into_response());
    }
    let unsearched = listing.unopened.len();
    let page = SearchPage { frame: desk.frame("Search"), typed: visible(typed), lines, unsearched };
    Ok(desk.draw(StatusCode::OK, &page))
}
