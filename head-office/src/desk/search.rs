//! `POST /search`, then `/search/ID`: referrals by name, place, phone, date of birth, reference or, with closed ones, by
//! what was noted.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use queue::{Listing, QueueError, Search};
use referral::{Reference, form};
use templates::{DeskLine, SearchPage};

use super::Desk;
use crate::office::references::never_in_a_reference;
use crate::office::visible::visible;

/// More closed ones than this are no answer: another word is asked for.
const MOST_CLOSED: usize = 100;
/// What somebody searched. No `Debug`: it may be a name.
#[derive(Clone, PartialEq)]
pub(super) struct Searched {
    typed: String,
    closed_too: bool,
}

/// Keeps what is searched and leads to what fits; a whole reference leads straight to its referral.
pub(super) async fn search(State(desk): State<Arc<Desk>>, body: Bytes) -> Response {
    let pairs = form::decode(&body).unwrap_or_default();
    let said = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let typed = said("find").unwrap_or_default().trim().to_owned();
    let searched = Searched { typed, closed_too: said("closed") == Some("yes") };
    match whole_reference(&desk, &searched.typed).await {
        Ok(Some(reference)) => to(format!("/referral/{reference}")),
        Ok(None) => match desk.searches.keep(searched) {
            Ok(id) => to(format!("/search/{id}")),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        },
        Err(error) => desk.no_table(&error),
    }
}

/// What fits, with names.
pub(super) async fn found(State(desk): State<Arc<Desk>>, Path(id): Path<String>) -> Response {
    let Some(kept) = desk.searches.get(&id) else {
        let text = "What was searched is kept only for a while, and not once the desk was locked. Type it again.";
        return desk.notice(StatusCode::NOT_FOUND, "This search is over", text);
    };
    match page(&desk, &kept.typed, kept.closed_too).await {
        Ok(page) => desk.draw(StatusCode::OK, &page),
        Err(error) => desk.no_table(&error),
    }
}

fn to(address: String) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response()
}

/// A name of ten letters may look like a reference, so it becomes an address only where there is one that nothing else
/// fits.
async fn whole_reference(desk: &Desk, typed: &str) -> Result<Option<Reference>, QueueError> {
    let Some(reference) = Reference::parse(typed) else { return Ok(None) };
    let search = desk.read(typed);
    let listing = desk.office.tray.list().await?;
    let fits = listing.search(&search).next().is_some();
    Ok(if fits || desk.office.tray.sealed(&reference).await?.is_none() { None } else { Some(reference) })
}

async fn page(desk: &Desk, typed: &str, closed_too: bool) -> Result<SearchPage, QueueError> {
    let search = desk.read(typed);
    let listing = desk.office.tray.list().await?;
    let lines = open(desk, &listing, &search).await?;
    let more = if closed_too { closed(desk, &search, &lines).await? } else { Beside::default() };
    Ok(SearchPage {
        frame: desk.frame("Search"),
        typed: visible(typed),
        hint: if lines.is_empty() { never_in_a_reference(typed).unwrap_or_default().to_owned() } else { String::new() },
        lines: lines.into_iter().chain(more.noted).collect(),
        searched_closed: closed_too,
        closed: more.closed,
        more: more.more,
        unsearched: listing.unopened.len(),
    })
}

impl Desk {
    fn read(&self, typed: &str) -> Search {
        Search::new(typed, &self.office.content().rules.places, self.office.today())
    }
}

async fn open(desk: &Desk, listing: &Listing, search: &Search) -> Result<Vec<DeskLine>, QueueError> {
    let view = desk.office.view();
    let fits = listing.search(search).cloned().collect();
    Ok(desk.office.ordered(fits).await?.iter().map(|(case, now)| view.line(case, now)).collect())
}

/// What the whole archive adds.
#[derive(Default)]
struct Beside {
    /// Open ones that fit by what was noted.
    noted: Vec<DeskLine>,
    closed: Vec<DeskLine>,
    more: bool,
}

/// Those that are closed and still hold a person, newest first, and open ones that fit by their history. This reads the
/// index of the whole archive, so it is done only when it is asked for.
async fn closed(desk: &Desk, search: &Search, known: &[DeskLine]) -> Result<Beside, QueueError> {
    let view = desk.office.view();
    let found = desk.office.find(search, &mut |_| {}).await?;
    let is_new = |line: &DeskLine| !known.iter().any(|known| known.reference == line.reference);
    let noted = found.open.iter().map(|(case, now)| view.line(case, now)).filter(is_new).collect();
    let newest = found.closed.iter().take(MOST_CLOSED);
    let closed = newest.map(|(case, history)| view.line(case, &view.case_now(case, *history))).collect();
    Ok(Beside { noted, closed, more: found.more || found.closed.len() > MOST_CLOSED })
}
