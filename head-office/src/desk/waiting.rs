//! What was sent to a desk that had locked: it waits until the desk is open again, so that nothing typed is lost.

use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use referral::form;
use serde_json::json;

use super::state::{Desk, Waiting};
use crate::office::lock::held;
use crate::view::Typed;

/// The page of a locked desk; what was sent waits behind it.
pub(super) async fn locked(desk: &Desk, request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/').to_owned();
    let is_form = request.method() == Method::POST && (path.contains('/') || path == "hand-over");
    if is_form && let Ok(body) = to_bytes(request.into_body(), web::limits::DESK_BODY).await {
        let typed = Typed { pairs: form::decode(&body).unwrap_or_default(), ..Typed::default() };
        if !typed.texts().is_empty() {
            *held(&desk.waiting) = Some(Waiting { path, typed });
        }
    }
    desk.locked()
}

/// `/waiting`: what was typed, and the button that sends it again.
pub(super) async fn page(State(desk): State<Arc<Desk>>) -> Response {
    let waiting = held(&desk.waiting);
    let Some(Waiting { path, typed }) = &*waiting else {
        return desk.notice(StatusCode::OK, "Nothing waits", "All that you sent was answered.", &[]);
    };
    let text = "The desk had locked when you sent this, so nothing was recorded. Look at it, and send it again.";
    let again = json!({"path": path, "pairs": typed.pairs});
    let values = json!({"text": text, "kept": typed.texts(), "again": again});
    desk.page(StatusCode::OK, "desk/notice.html", "Not sent yet", &values)
}

impl Desk {
    /// Where somebody is led who has just opened the desk.
    pub(super) fn first_page(&self) -> &'static str {
        if held(&self.waiting).is_some() { "/waiting" } else { "/" }
    }

    /// What waited is being sent: forgets it.
    pub(super) fn is_sent(&self, path: &str) {
        drop(held(&self.waiting).take_if(|waiting| waiting.path == path.trim_start_matches('/')));
    }
}
