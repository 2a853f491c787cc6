//! What all pages of the desk share: how they are drawn, and the ones that say one thing.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Response};
use queue::QueueError;
use serde::Serialize;
use templates::{DeskFrame, DeskNotice, Page};

use super::Desk;
use crate::Refused;

impl Desk {
    pub(super) fn frame(&self, title: &str) -> DeskFrame {
        let content = self.office.content();
        DeskFrame {
            script: format!("/{}", self.script.name),
            icon: format!("/{}", self.icon.name),
            keys: self.keys.load(Ordering::Relaxed),
            refresh: content.site.desk.refresh_seconds.get(),
            ..DeskFrame::new(&self.theme, &content.site.name, &self.office.staff, title)
        }
    }

    pub(super) fn draw<P: Page>(&self, status: StatusCode, page: &P) -> Response {
        self.draw_as(P::TEMPLATE, status, page)
    }

    pub(super) fn draw_as<P: Serialize>(&self, template: &str, status: StatusCode, page: &P) -> Response {
        match self.theme.render_as(template, page) {
            Ok(html) => (status, Html(html)).into_response(),
            Err(error) => {
                tracing::error!(%error, "a page of the desk cannot be drawn");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }

    pub(super) fn notice(&self, status: StatusCode, title: &str, text: &str) -> Response {
        self.notice_with(status, title, text, Vec::new())
    }

    /// A notice with what was typed, so that it can be copied.
    pub(super) fn notice_with(&self, status: StatusCode, title: &str, text: &str, kept: Vec<String>) -> Response {
        self.draw(status, &DeskNotice { frame: self.frame(title), text: vec![text.to_owned()], kept })
    }

    /// Why the queue gave nothing, and what to do.
    pub(super) fn no_table(&self, error: &QueueError) -> Response {
        tracing::warn!(%error, "the queue could not be read");
        let text = Refused::from(error.clone()).to_string();
        let (status, title) = match error {
            QueueError::CannotOpen | QueueError::Unopened(_) => {
                (StatusCode::CONFLICT, "This referral cannot be opened here")
            }
            _ => (StatusCode::SERVICE_UNAVAILABLE, "This cannot be shown now"),
        };
        self.notice(status, title, &text)
    }

    pub(super) fn unknown(&self) -> Response {
        let text = "Check the reference. It has ten letters and digits, such as 7K3Q9A41ZZ.";
        self.notice(StatusCode::NOT_FOUND, "There is no such referral", text)
    }

    /// Nothing but how to go on: for the one who came in, and was away too long.
    pub(super) fn locked(&self) -> Response {
        let text = [
            "Nobody has used it for a while, or it was locked by hand. A new address was printed where the desk was \
             started. Open that address in this browser to go on.",
            "If you were typing: open the new address in another tab, then come back to the page before this one. \
             What you typed is still there; send it again.",
        ];
        let frame = DeskFrame { locked: true, refresh: 0, script: String::new(), ..self.frame("The desk is locked") };
        self.draw(
            StatusCode::FORBIDDEN,
            &DeskNotice { frame, text: text.map(str::to_owned).to_vec(), kept: Vec::new() },
        )
    }
}

/// The stylesheet, the script and the icon, each under its own name.
pub(super) async fn asset(State(desk): State<Arc<Desk>>, Path(file): Path<String>) -> Response {
    let name = format!("assets/{file}");
    let sheet = desk.theme.stylesheet();
    match name {
        _ if name == sheet.name => ([(CONTENT_TYPE, "text/css; charset=utf-8")], sheet.text.clone()).into_response(),
        _ if name == desk.script.name => {
            ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], desk.script.text.clone()).into_response()
        }
        _ if name == desk.icon.name => ([(CONTENT_TYPE, "image/svg+xml")], desk.icon.text.clone()).into_response(),
        _ => no_such_page(State(desk)).await,
    }
}

/// Anywhere else.
pub(super) async fn no_such_page(State(desk): State<Arc<Desk>>) -> Response {
    desk.notice(StatusCode::NOT_FOUND, "There is no such page", "Go back to today’s work and choose a referral.")
}
