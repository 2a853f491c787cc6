//! What was sent to a desk that had locked: it waits until the desk is open again, so that nothing typed is lost.

use std::sync::{Arc, PoisonError};

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use referral::form;
use templates::{Again, DeskNotice};

use super::Desk;
use crate::view::Typed;

/// A form that was sent. No `Debug`: it may be about a person.
pub(super) struct Waiting {
    /// As below the folder, without the first slash.
    path: String,
    typed: Typed,
}

/// The page of a locked desk; what was sent waits behind it.
pub(super) async fn locked(desk: &Desk, request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/').to_owned();
    let is_form = request.method() == Method::POST && (path.contains('/') || path == "hand-over");
    if is_form && let Ok(body) = to_bytes(request.into_body(), web::limits::DESK_BODY).await {
        let typed = Typed { pairs: form::decode(&body).unwrap_or_default(), ..Typed::default() };
        if !typed.texts().is_empty() {
            *desk.waiting.lock().unwrap_or_else(PoisonError::into_inner) = Some(Waiting { path, typed });
        }
    }
    desk.locked()
}

/// `/waiting`: what was typed, and the button that sends it again.
pub(super) async fn page(State(desk): State<Arc<Desk>>) -> Response {
    let waiting = desk.waiting.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(Waiting { path, typed }) = &*waiting else {
        return desk.notice(StatusCode::OK, "Nothing waits", "All that you sent was answered.");
    };
    let text = "The desk had locked when you sent this, so nothing was recorded. Look at it, and send it again.";
    let page = DeskNotice {
        frame: desk.frame("Not sent yet"),
        text: vec![text.to_owned()],
        kept: typed.texts(),
        again: Some(Again { path: path.clone(), pairs: typed.pairs.clone() }),
    };
    desk.draw(StatusCode::OK, &page)
}

impl Desk {
    /// Where somebody goes who has just come in.
    pub(super) fn first_page(&self) -> &'static str {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.is_some() { "/waiting" } else { "/" }
    }

    /// What waited is being sent.
    pub(super) fn is_sent(&self, path: &str) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        drop(waiting.take_if(|waiting| waiting.path == path.trim_start_matches('/')));
    }
}
