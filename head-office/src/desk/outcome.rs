//! What an act at the desk came to: done, refused with everything typed kept, or not to be told.

use std::sync::PoisonError;

use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use queue::{ActError, QueueError};
use referral::Reference;
use referral::life::{Act, State};

use super::{Desk, JustDone};
use crate::Refused;
use crate::office::act_wording;
use crate::office::refused::{at_the_desk, may_be_recorded, sentence};
use crate::view::Typed;

/// Back to the referral, whose page says what was done.
pub(super) fn done(desk: &Desk, reference: &Reference, wanted: &Act, state: &State) -> Response {
    let sentence = act_wording::done(wanted, state, &desk.office.content().words, desk.office.today());
    let closed = matches!(wanted, Act::Close(_));
    *desk.just_done.lock().unwrap_or_else(PoisonError::into_inner) =
        Some(JustDone { reference: reference.clone(), sentence, closed, can_undo: wanted.verb().can_be_undone() });
    (StatusCode::SEE_OTHER, [(LOCATION, format!("/referral/{reference}"))]).into_response()
}

pub(super) const CHANGED: &str =
    "Somebody acted on this referral after you opened it. This is how it stands now; look again.";

/// Why an act was not done, on the page it was made from.
pub(super) async fn not_done(desk: &Desk, reference: &Reference, typed: Typed, error: ActError) -> Response {
    match error {
        ActError::NotFound => desk.unknown(),
        ActError::Refused(refusal) => refuse(desk, reference, at_the_desk(&refusal), typed).await,
        ActError::Changed => refuse(desk, reference, CHANGED.to_owned(), typed).await,
        ActError::Queue(error) if may_be_recorded(&error) => cannot_tell(desk, &error, &typed),
        ActError::Queue(error) => refuse(desk, reference, Refused::from(error).to_string(), typed).await,
        other => refuse(desk, reference, sentence(&other.to_string()), typed).await,
    }
}

pub(super) async fn refuse(desk: &Desk, reference: &Reference, why: String, typed: Typed) -> Response {
    let kept = typed.texts();
    match desk.case_page(reference, StatusCode::CONFLICT, &why, typed).await {
        Ok(page) => page,
        Err(error) => {
            tracing::warn!(%error, "a refused move cannot be shown on its referral");
            desk.notice_with(StatusCode::SERVICE_UNAVAILABLE, "Not done", &why, kept)
        }
    }
}

fn cannot_tell(desk: &Desk, error: &QueueError, typed: &Typed) -> Response {
    tracing::warn!(%error, "a move may or may not have been recorded");
    let text = "The table did not answer in time. Look at the referral again before you repeat the move.";
    let title = "We cannot tell whether this was recorded";
    desk.notice_with(StatusCode::SERVICE_UNAVAILABLE, title, text, typed.texts())
}
