//! `/print/REF,REF`: referrals as clean A4, each on a sheet of its own.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use queue::{QueueError, is_export};
use referral::Reference;
use templates::PrintPage;

use super::Desk;
use crate::office::dates::long_time;
use crate::view::Around;

/// As many sheets as a printer takes at once, and an address can name.
const MOST: usize = 100;

/// `/print/unread`: leads to the sheets of what nobody has opened yet. They are named in the address, which can be
/// loaded again: a jam in the printer does not lose them.
pub(super) async fn unread(State(desk): State<Arc<Desk>>) -> Response {
    match unread_references(&desk).await {
        Ok(references) if references.is_empty() => {
            let text =
                "Every referral that is open has been opened by somebody. New ones can be printed when they come.";
            desk.notice(StatusCode::OK, "There is nothing unread", text)
        }
        Ok(references) => {
            let named: Vec<&str> = references.iter().map(Reference::as_str).collect();
            (StatusCode::SEE_OTHER, [(LOCATION, format!("/print/{}", named.join(",")))]).into_response()
        }
        Err(error) => desk.no_table(&error),
    }
}

/// An export is no reading: whoever took it out need not have looked.
async fn unread_references(desk: &Desk) -> Result<Vec<Reference>, QueueError> {
    let mut unread = Vec::new();
    // Whoever acted on a referral has seen it: only those nobody acted on need their history read.
    for case in desk.office.open_list().await?.listing.cases.into_iter().filter(|case| case.state.version == 0) {
        let shown = desk.office.tray.show(&case.entry.reference).await?;
        if shown.is_some_and(|shown| shown.events.iter().all(is_export) && shown.unopened == 0) {
            unread.push(case.entry.reference.clone());
        }
        if unread.len() == MOST {
            break;
        }
    }
    Ok(unread)
}

/// `/print/REF,REF`: that each was opened is recorded.
pub(super) async fn page(State(desk): State<Arc<Desk>>, Path(typed): Path<String>) -> Response {
    let references: Option<Vec<Reference>> = typed.split(',').take(MOST).map(Reference::parse).collect();
    let Some(references) = references else { return desk.unknown() };
    match sheets(&desk, &references).await {
        Ok(Some(page)) => desk.draw(StatusCode::OK, &page),
        Ok(None) => desk.unknown(),
        Err(error) => desk.no_table(&error),
    }
}

async fn sheets(desk: &Desk, references: &[Reference]) -> Result<Option<PrintPage>, QueueError> {
    let view = desk.office.view();
    let mut cases = Vec::new();
    for reference in references {
        let Some(shown) = desk.opened(reference).await? else { return Ok(None) };
        let frame = desk.frame(&format!("Referral {}", reference.spoken()));
        cases.push(view.case(&shown, Around::only(frame)));
    }
    let title = match references {
        [one] => format!("Referral {}", one.spoken()),
        many => format!("{} referrals to print", many.len()),
    };
    let frame = desk.frame(&title);
    Ok(Some(PrintPage { cases, style: String::new(), printed: long_time(view.now), frame }))
}
