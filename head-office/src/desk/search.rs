//! `POST /search`: referrals by name, place, phone, date of birth or reference. What is searched comes in the body, so
//! that no name stands in an address, a history or a log.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use queue::{Case, Clear, Listing, QueueError, Search};
use referral::life::Status;
use referral::{Reference, form};
use templates::{DeskLine, SearchPage};

use super::Desk;
use crate::office::history::History;
use crate::office::references::never_in_a_reference;
use crate::office::visible::visible;

/// More closed ones than this are no answer: another word is asked for.
const MOST_CLOSED: usize = 100;

/// What fits, with names; a whole reference of a closed referral leads straight to it.
pub(super) async fn search(State(desk): State<Arc<Desk>>, body: Bytes) -> Response {
    let pairs = form::decode(&body).unwrap_or_default();
    let said = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    match found(&desk, said("find").unwrap_or_default().trim(), said("closed") == Some("yes")).await {
        Ok(response) => response,
        Err(error) => desk.no_table(&error),
    }
}

async fn found(desk: &Desk, typed: &str, closed_too: bool) -> Result<Response, QueueError> {
    let listing = desk.office.tray.list().await?;
    let content = desk.office.content();
    let search = Search::new(typed, &content.rules.places, desk.office.view().today());
    let lines = open(desk, &listing, &search).await?;
    // A name of ten letters may look like a reference, so it becomes an address only where there is one.
    let whole = Reference::parse(typed).filter(|_| lines.is_empty());
    if let Some(reference) = whole
        && desk.office.tray.sealed(&reference).await?.is_some()
    {
        return Ok((StatusCode::SEE_OTHER, [(LOCATION, format!("/referral/{reference}"))]).into_response());
    }
    let (closed, more) = if closed_too { closed(desk, &search).await? } else { (Vec::new(), false) };
    let page = SearchPage {
        frame: desk.frame("Search"),
        typed: visible(typed),
        hint: if lines.is_empty() { never_in_a_reference(typed).unwrap_or_default().to_owned() } else { String::new() },
        lines,
        searched_closed: closed_too,
        closed,
        more,
        unsearched: listing.unopened.len(),
    };
    Ok(desk.draw(StatusCode::OK, &page))
}

async fn open(desk: &Desk, listing: &Listing, sought: &Search) -> Result<Vec<DeskLine>, QueueError> {
    let view = desk.office.view();
    let fits = listing.search(sought).cloned().collect();
    Ok(desk.office.ordered(fits).await?.iter().map(|(case, now)| view.line(case, now)).collect())
}

/// Those that are closed and still hold a person, newest first; whether there are more. This reads the whole archive,
/// so it is done only when it is asked for.
async fn closed(desk: &Desk, search: &Search) -> Result<(Vec<DeskLine>, bool), QueueError> {
    let view = desk.office.view();
    let is_closed = |clear: &Clear| clear.state.status == Status::Closed;
    let found = desk.office.tray.find(search, is_closed, view.now, &mut |_| {}).await?;
    let opened = found.records.into_iter().filter_map(|found| {
        let case = Case { entry: found.entry.ok()?, state: found.clear.state };
        Some((case, History::of(&found.events)))
    });
    let mut fits: Vec<_> = opened.collect();
    fits.sort_by_key(|(case, history)| (history.closed.map(|(on, _)| on), case.entry.received_at));
    let newest = fits.iter().rev().take(MOST_CLOSED);
    let lines = newest.map(|(case, history)| view.line(case, &view.case_now(case, *history))).collect();
    Ok((lines, fits.len() > MOST_CLOSED))
}
