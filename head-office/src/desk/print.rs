//! `/print/REF,REF`: referrals as clean A4, each on a sheet of its own.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use queue::{QueueError, is_unread_mark};
use referral::{Reference, form};
use templates::{PrintPage, UnreadPage};

use super::Desk;
use crate::office::dates::long_time;
use crate::view::Around;

/// As many sheets as a printer takes at once, and an address can name.
const MOST: usize = 100;

/// `/print/unread`: how many nobody has opened yet, and the way to their sheets.
pub(super) async fn unread(State(desk): State<Arc<Desk>>) -> Response {
    match unread_references(&desk).await {
        Ok(references) => {
            let page = UnreadPage {
                frame: desk.frame("Print unread"),
                count: references.len(),
                most: references.len() == MOST,
                references: joined(&references),
            };
            desk.draw(StatusCode::OK, &page)
        }
        Err(error) => desk.no_table(&error),
    }
}

fn joined(references: &[Reference]) -> String {
    references.iter().map(Reference::as_str).collect::<Vec<_>>().join(",")
}

/// `POST /print/read`: the sheets came out, so their referrals are read.
pub(super) async fn read(State(desk): State<Arc<Desk>>, body: Bytes) -> Response {
    let pairs = form::decode(&body).unwrap_or_default();
    let named = pairs.iter().find(|(name, _)| name == "references").map_or("", |(_, value)| value.as_str());
    let references: Option<Vec<Reference>> = named.split(',').take(MOST).map(Reference::parse).collect();
    let Some(references) = references else { return desk.unknown() };
    for reference in &references {
        if let Err(error) = desk.opened(reference).await {
            return desk.no_table(&error);
        }
    }
    let count = references.len();
    let text = format!("{count} {} marked as read by you.", if count == 1 { "referral is" } else { "referrals are" });
    desk.notice(StatusCode::OK, "Marked as read", &text)
}

/// An export is no reading: whoever took it out need not have looked.
async fn unread_references(desk: &Desk) -> Result<Vec<Reference>, QueueError> {
    let mut unread = Vec::new();
    // Whoever acted on a referral has seen it: only those nobody acted on need their history read.
    for case in desk.office.open_list().await?.listing.cases.into_iter().filter(|case| case.state.version == 0) {
        let shown = desk.office.tray.show(&case.entry.reference).await?;
        if shown.is_some_and(|shown| shown.events.iter().all(is_unread_mark) && shown.unopened == 0) {
            unread.push(case.entry.reference.clone());
        }
        if unread.len() == MOST {
            break;
        }
    }
    Ok(unread)
}

/// `/print/REF,REF`: one that stands alone is read by whoever prints it; of several it is recorded that they were drawn,
/// and whoever prints them says that they came out.
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
        let (tray, staff, now) = (&desk.office.tray, &desk.office.staff, desk.office.now());
        let shown = match references {
            [_] => tray.show_to(reference, staff, now).await?,
            _ => tray.show_to_print(reference, staff, now).await?,
        };
        let Some(shown) = shown else { return Ok(None) };
        let frame = desk.frame(&format!("Referral {}", reference.spoken()));
        cases.push(view.case(&shown, Around::only(frame)));
    }
    let title = match references {
        [one] => format!("Referral {}", one.spoken()),
        many => format!("{} referrals to print", many.len()),
    };
    let frame = desk.frame(&title);
    let to_confirm = if references.len() > 1 { joined(references) } else { String::new() };
    Ok(Some(PrintPage { to_confirm, cases, style: String::new(), printed: long_time(view.now), frame }))
}
