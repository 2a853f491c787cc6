//! `/referral/REF`: one referral on one page, and the part of it that says when somebody else acted.

use std::sync::{Arc, PoisonError};

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use queue::{QueueError, Shown};
use referral::Reference;
use templates::ChangedPart;

use super::{Desk, JustDone};
use crate::Refused;
use crate::office::history::History;
use crate::view::{Around, Typed};

impl Desk {
    /// A referral, once it is recorded that this person opened it.
    pub(super) async fn opened(&self, reference: &Reference) -> Result<Option<Shown>, QueueError> {
        self.office.tray.show_to(reference, &self.office.staff, self.office.now()).await
    }

    /// One referral, with the sentence of a refusal where there was one.
    pub(super) async fn case_page(
        &self,
        reference: &Reference,
        status: StatusCode,
        refused: &str,
        typed: Typed,
    ) -> Result<Response, QueueError> {
        let Some(shown) = self.opened(reference).await? else { return Ok(self.gone(reference).await) };
        let just_done = self.just_done(reference);
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
            ..Around::only(self.frame(&format!("Referral {}", reference.spoken())))
        };
        Ok(self.draw(status, &self.office.view().case(&shown, around)))
    }

    /// That it was purged or erased, and when; otherwise that there never was one.
    async fn gone(&self, reference: &Reference) -> Response {
        match self.office.tray.purge_of(reference).await {
            Ok(Some(event)) => {
                let text = Refused::purged(reference, &event).to_string();
                self.notice(StatusCode::NOT_FOUND, "This person was taken out", &text)
            }
            _ => self.unknown(),
        }
    }

    /// What was done with this referral just now; said once.
    fn just_done(&self, reference: &Reference) -> Option<JustDone> {
        let mut just_done = self.just_done.lock().unwrap_or_else(PoisonError::into_inner);
        just_done.take_if(|done| done.reference == *reference)
    }
}

/// `/referral/REF`
pub(super) async fn page(State(desk): State<Arc<Desk>>, Path(typed): Path<String>) -> Response {
    let Some(reference) = Reference::parse(&typed) else { return desk.unknown() };
    match desk.case_page(&reference, StatusCode::OK, "", Typed::default()).await {
        Ok(page) => page,
        Err(error) => desk.no_table(&error),
    }
}

/// `/fresh/REF/3`: whether it still stands as the page of version 3 says. That is no reading: nothing is recorded.
pub(super) async fn fragment(State(desk): State<Arc<Desk>>, Path((typed, seen)): Path<(String, u64)>) -> Response {
    let Some(reference) = Reference::parse(&typed) else { return desk.unknown() };
    match desk.office.tray.show(&reference).await {
        Ok(Some(shown)) => {
            let view = desk.office.view();
            let line = view.line(&shown.case, &view.case_now(&shown.case, History::of(&shown.events)));
            let part = ChangedPart {
                reference: line.reference,
                changed: shown.case.state.version != seen,
                status: line.status,
                owner: line.owner,
            };
            desk.draw(StatusCode::OK, &part)
        }
        Ok(None) => desk.unknown(),
        Err(error) => desk.no_table(&error),
    }
}
