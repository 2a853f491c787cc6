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
            css: format!("{}/{}", self.root, self.theme.stylesheet().name),
            script: format!("{}/{}", self.root, self.script.name),
            icon: format!("{}/{}", self.root, self.icon.name),
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
        self.draw(status, &DeskNotice { frame: self.frame(title), text: vec![text.to_owned()], kept, again: None })
    }

    /// Why the queue gave nothing, and what to do.
    pub(super) fn no_table(&self, error: &QueueError) -> Response {
        tracing::warn!(%error, "the queue could not be read");
        // A tunnel that broke says more than a table that does not answer.
        let broken = self.office.tunnel().and_then(|tunnel| tunnel.wrong());
        let text = broken.unwrap_or_else(|| Refused::from(error.clone()).to_string());
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
}

/// The stylesheet, the script and the icon, each under its own name.
pub(super) async fn asset(State(desk): State<Arc<Desk>>, Path(name): Path<String>) -> Response {
    match file(&desk, &name) {
        Some(answer) => answer,
        None => no_such_page(State(desk)).await,
    }
}

pub(super) fn file(desk: &Desk, name: &str) -> Option<Response> {
    let name = format!("assets/{name}");
    let files = [
        (desk.theme.stylesheet(), "text/css; charset=utf-8"),
        (&desk.script, "text/javascript; charset=utf-8"),
        (&desk.icon, "image/svg+xml"),
    ];
    let (asset, kind) = files.into_iter().find(|(asset, _)| asset.name == name)?;
    Some(([(CONTENT_TYPE, kind)], asset.text.clone()).into_response())
}

/// Anywhere else.
pub(super) async fn no_such_page(State(desk): State<Arc<Desk>>) -> Response {
    desk.notice(StatusCode::NOT_FOUND, "There is no such page", "Go back to today’s work and choose a referral.")
}
