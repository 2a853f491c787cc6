//! What an act came to: done, refused with everything typed kept, or not to be told.

use axum::http::StatusCode;
use axum::response::Response;
use queue::{ActError, QueueError};
use referral::Reference;
use referral::life::{Act, Refusal, State};

use super::pages::Instead;
use super::state::{Desk, JustDone};
use crate::Refused;
use crate::office::act_wording;
use crate::office::refused::{at_the_desk, may_be_recorded, sentence};
use crate::view::Typed;

/// Why an act was not done.
pub(super) enum NotDone {
    /// The sentence, for the page it was made from.
    Why(String),
    /// Somebody was quicker.
    Changed,
    /// It may have been recorded all the same.
    CannotTell(QueueError),
    /// There is no such page, or no referral for it.
    Instead(Instead),
}

impl From<ActError> for NotDone {
    fn from(error: ActError) -> Self {
        match error {
            ActError::NotFound => Self::Instead(Instead::NoReferral),
            ActError::Refused(refusal) => refusal.into(),
            ActError::Changed => Self::Changed,
            ActError::Queue(error) if may_be_recorded(&error) => Self::CannotTell(error),
            ActError::Queue(error) => error.into(),
            other => Self::Why(sentence(&other.to_string())),
        }
    }
}

/// The queue could not be read: nothing was recorded.
impl From<QueueError> for NotDone {
    fn from(error: QueueError) -> Self {
        Self::Why(Refused::from(error).to_string())
    }
}

impl From<Refusal> for NotDone {
    fn from(refusal: Refusal) -> Self {
        Self::Why(at_the_desk(&refusal))
    }
}

impl From<String> for NotDone {
    fn from(why: String) -> Self {
        Self::Why(why)
    }
}

impl From<Instead> for NotDone {
    fn from(instead: Instead) -> Self {
        Self::Instead(instead)
    }
}

impl Desk {
    /// Back to the referral, whose page says what was done.
    pub(super) fn done(&self, reference: &Reference, wanted: &Act, state: &State) -> Response {
        let sentence = act_wording::done(wanted, state, &self.office.content().words, self.office.today());
        let (closed, can_undo) = (matches!(wanted, Act::Close(_)), wanted.verb().can_be_undone());
        self.did(JustDone { reference: reference.clone(), sentence, closed, can_undo })
    }

    pub(super) async fn refuse(&self, reference: &Reference, why: &str, typed: Typed) -> Response {
        let kept = typed.texts();
        self.case_page(reference, StatusCode::CONFLICT, why, typed).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "a refused move cannot be shown on its referral");
            self.notice(StatusCode::SERVICE_UNAVAILABLE, "Not done", why, &kept)
        })
    }
}
