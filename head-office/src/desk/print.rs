//! `/print/REF,REF`: referrals as clean A4, each on a sheet of its own.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use queue::{QueueError, is_unread_mark};
use referral::Reference;
use serde_json::json;

use super::pages::{Answer, Instead, named};
use super::state::Desk;
use crate::office::dates::long_time;
use crate::view::{Around, Typed};

/// As many sheets as a printer takes at once, and an address can name.
const MOST: usize = 100;

/// `/print/unread`: how many nobody has opened yet, and the way to their sheets.
pub(super) async fn unread(State(desk): State<Arc<Desk>>) -> Answer {
    let unread = unread_references(&desk).await?;
    let count = unread.len();
    let values = json!({"count": count, "most": count == MOST, "references": joined(&unread)});
    Ok(desk.page(StatusCode::OK, "desk/unread.html", "Print unread", &values))
}

/// Those that an address or a form names, with commas between.
fn all_named(typed: &str) -> Result<Vec<Reference>, Instead> {
    typed.split(',').take(MOST).map(named).collect()
}

fn joined(references: &[Reference]) -> String {
    references.iter().map(Reference::as_str).collect::<Vec<_>>().join(",")
}

/// `POST /print/read`: the sheets came out, so their referrals are read.
pub(super) async fn read(State(desk): State<Arc<Desk>>, typed: Typed) -> Answer {
    let references = all_named(typed.get("references"))?;
    for reference in &references {
        desk.office.show(reference).await?;
    }
    let count = references.len();
    let text = format!("{count} {} marked as read by you.", if count == 1 { "referral is" } else { "referrals are" });
    Ok(desk.notice(StatusCode::OK, "Marked as read", &text, &[]))
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

/// `/print/REF,REF`: a single one is read by whoever prints it; of several it is recorded that they were drawn,
/// and whoever prints them says that they came out.
pub(super) async fn page(State(desk): State<Arc<Desk>>, Path(typed): Path<String>) -> Answer {
    let (office, references) = (&desk.office, all_named(&typed)?);
    let view = office.view();
    let (mut cases, several) = (Vec::new(), references.len() > 1);
    for reference in &references {
        let shown = if several {
            office.tray.show_to_print(reference, &office.staff, office.now()).await?
        } else {
            office.show(reference).await?
        };
        cases.push(view.case(&shown.ok_or(Instead::NoReferral)?, Around::default()));
    }
    let (title, to_confirm) = match references.as_slice() {
        [one] => (format!("Referral {}", one.spoken()), String::new()),
        many => (format!("{} referrals to print", many.len()), joined(many)),
    };
    let values = json!({"cases": cases, "to_confirm": to_confirm, "style": "", "printed": long_time(view.now)});
    Ok(desk.page(StatusCode::OK, "desk/print.html", &title, &values))
}
