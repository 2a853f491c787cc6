//! `/referral/REF`: one referral on one page, and the part of it that says when somebody else acted.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use queue::QueueError;
use referral::Reference;
use serde_json::json;

use super::pages::{Answer, Instead, named};
use super::state::Desk;
use crate::Refused;
use crate::office::history::History;
use crate::office::lock::held;
use crate::view::{Around, Typed};

impl Desk {
    /// One referral, once it is recorded that this person opened it, with the sentence of a refusal where there was one.
    pub(super) async fn case_page(
        &self,
        reference: &Reference,
        status: StatusCode,
        refused: &str,
        typed: Typed,
    ) -> Result<Response, QueueError> {
        let Some(shown) = self.office.show(reference).await? else { return Ok(self.gone(reference).await) };
        // Said once.
        let just_done = held(&self.just_done).take_if(|done| done.reference == *reference);
        let next = match &just_done {
            Some(done) if done.closed => self.next(reference).await?,
            _ => None,
        };
        let around = Around {
            refused: refused.to_owned(),
            typed,
            duplicates: self.office.duplicates(&shown.case.entry).await?,
            can_undo: just_done.as_ref().is_some_and(|done| done.can_undo),
            done: just_done.map(|done| done.sentence).unwrap_or_default(),
            others: self.office.tray.others(&shown.case.entry, &shown.events).await?,
            colleagues: self.office.colleagues().await?,
            next,
            for_patient: false,
        };
        let case = self.office.view().case(&shown, around);
        Ok(self.page(status, "desk/case.html", &format!("Referral {}", reference.spoken()), &case))
    }

    /// That it was purged or erased, and when; otherwise that there never was one.
    async fn gone(&self, reference: &Reference) -> Response {
        match self.office.tray.purge_of(reference).await {
            Ok(Some(event)) => {
                let text = Refused::purged(reference, &event).to_string();
                self.notice(StatusCode::NOT_FOUND, "This person was taken out", &text, &[])
            }
            _ => self.instead(&Instead::NoReferral),
        }
    }
}

/// `/referral/REF`
pub(super) async fn page(State(desk): State<Arc<Desk>>, Path(typed): Path<String>) -> Answer {
    Ok(desk.case_page(&named(&typed)?, StatusCode::OK, "", Typed::default()).await?)
}

/// `/fresh/REF/3`: whether anything was done with it since version 3. That is no reading: nothing is recorded.
pub(super) async fn fragment(State(desk): State<Arc<Desk>>, Path((typed, seen)): Path<(String, u64)>) -> Answer {
    let shown = desk.office.tray.show(&named(&typed)?).await?.ok_or(Instead::NoReferral)?;
    let view = desk.office.view();
    let line = view.line(&shown.case, &view.case_now(&shown.case, History::of(&shown.events)));
    let changed = shown.case.state.version != seen;
    Ok(desk.draw(StatusCode::OK, "desk/changed.html", &json!({"line": line, "changed": changed})))
}
