//! `POST /search`, then `/search/ID`: referrals by name, place, phone, date of birth, reference or, with closed ones, by
//! what was noted.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use queue::{Listing, Search};
use referral::Reference;
use serde_json::json;
use templates::DeskLine;

use super::pages::{Answer, Instead, to};
use super::state::{Desk, Searched};
use crate::office::references::never_in_a_reference;
use crate::office::visible::visible;
use crate::view::Typed;

/// More closed ones than this are no answer: another word is asked for.
const MOST_CLOSED: usize = 100;

/// Keeps what is searched and leads to what fits; a whole reference leads straight to its referral. A name of ten letters
/// may look like one, so it becomes an address only where there is one that nothing else fits.
pub(super) async fn search(State(desk): State<Arc<Desk>>, sent: Typed) -> Answer {
    let searched = Searched { typed: sent.get("find").trim().to_owned(), closed_too: sent.get("closed") == "yes" };
    if let Some(reference) = Reference::parse(&searched.typed) {
        let (_, fits) = desk.open_that_fit(&searched).await?;
        if fits.is_empty() && desk.office.tray.sealed(&reference).await?.is_some() {
            return Ok(to(format_args!("/referral/{reference}")));
        }
    }
    Ok(to(format_args!("/search/{}", desk.searches.keep(None, searched)?)))
}

/// What fits, with names. The whole archive is read only where that was asked for: it adds what is closed and still holds
/// a person, newest first, and open ones that fit by their history.
pub(super) async fn found(State(desk): State<Arc<Desk>>, Path(id): Path<String>) -> Answer {
    let Some(searched) = desk.searches.get(&id) else {
        let text = "What was searched is kept only for a while, and not once the desk was locked. Type it again.";
        return Err(Instead::Notice(StatusCode::NOT_FOUND, "This search is over", text.to_owned()));
    };
    let (listing, mut lines) = desk.open_that_fit(&searched).await?;
    let hint = never_in_a_reference(&searched.typed).filter(|_| lines.is_empty());
    let (view, mut closed, mut more) = (desk.office.view(), Vec::new(), false);
    if searched.closed_too {
        let found = desk.office.find(&desk.read(&searched), &mut |_| {}).await?;
        let known: Vec<String> = lines.iter().map(|line| line.reference.clone()).collect();
        let noted = found.open.iter().map(|(case, now)| view.line(case, now));
        lines.extend(noted.filter(|line| !known.contains(&line.reference)));
        let newest = found.closed.iter().take(MOST_CLOSED);
        closed.extend(newest.map(|(case, history)| view.line(case, &view.case_now(case, *history))));
        more = found.more || found.closed.len() > MOST_CLOSED;
    }
    let values = json!({
        "typed": visible(&searched.typed), "hint": hint, "lines": lines, "searched_closed": searched.closed_too,
        "closed": closed, "more": more, "unsearched": listing.unopened.len(),
    });
    Ok(desk.page(StatusCode::OK, "desk/search.html", "Search", &values))
}

impl Desk {
    fn read(&self, searched: &Searched) -> Search {
        Search::new(&searched.typed, &self.office.content().rules.places, self.office.today())
    }

    /// What is open, and the lines of what fits among it.
    async fn open_that_fit(&self, searched: &Searched) -> Result<(Listing, Vec<DeskLine>), Instead> {
        let (view, listing) = (self.office.view(), self.office.tray.list().await?);
        let fits = listing.search(&self.read(searched)).cloned().collect();
        let lines = self.office.ordered(fits).await?.iter().map(|(case, now)| view.line(case, now)).collect();
        Ok((listing, lines))
    }
}
