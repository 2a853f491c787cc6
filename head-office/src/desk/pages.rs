//! What all pages of the desk share: how a form is read, how a page is drawn, and what is said in place of a page.

use std::fmt::Display;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::body::Bytes;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::response::{Html, IntoResponse, Response};
use queue::QueueError;
use referral::Reference;
use serde::Serialize;
use serde_json::json;
use templates::DeskFrame;

use super::state::{Desk, JustDone};
use crate::Refused;
use crate::office::lock::held;
use crate::view::Typed;

/// An answer, or what is said in its place.
pub(super) type Answer = Result<Response, Instead>;

/// What is said in place of what was asked for. `guard` draws it: a page needs the desk.
#[derive(Clone)]
pub(super) enum Instead {
    NoReferral,
    NoPage,
    /// The queue gave nothing.
    Queue(QueueError),
    /// A title and a sentence.
    Notice(StatusCode, &'static str, String),
}

impl Instead {
    /// What a refusal is under a title.
    pub(super) fn conflict(title: &'static str) -> impl Fn(Refused) -> Self {
        move |refused| Self::Notice(StatusCode::CONFLICT, title, refused.to_string())
    }
}

impl From<QueueError> for Instead {
    fn from(error: QueueError) -> Self {
        Self::Queue(error)
    }
}

impl From<getrandom::Error> for Instead {
    fn from(error: getrandom::Error) -> Self {
        Self::Notice(StatusCode::INTERNAL_SERVER_ERROR, "Not done", format!("This machine gave no number: {error}."))
    }
}

impl IntoResponse for Instead {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// What was sent as a form. What cannot be read was sent by no page of ours.
impl<S: Send + Sync> FromRequest<S> for Typed {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let body = Bytes::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        Self::read(&body).ok_or_else(|| {
            let text = "What was sent could not be read. Go back and try again.";
            Instead::Notice(StatusCode::BAD_REQUEST, "Not done", text.to_owned()).into_response()
        })
    }
}

/// The referral that an address names.
pub(super) fn named(typed: &str) -> Result<Reference, Instead> {
    Reference::parse(typed).ok_or(Instead::NoReferral)
}

/// Leads to an address below the folder.
pub(super) fn to(address: impl Display) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, address.to_string())]).into_response()
}

/// A page in its frame.
#[derive(Serialize)]
struct Framed<'a, P> {
    frame: DeskFrame,
    #[serde(flatten)]
    values: &'a P,
}

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

    /// Draws a page under this title, from values by the names its template calls them.
    pub(super) fn page(&self, status: StatusCode, template: &str, title: &str, values: &impl Serialize) -> Response {
        self.draw(status, template, &Framed { frame: self.frame(title), values })
    }

    pub(super) fn draw(&self, status: StatusCode, template: &str, page: &impl Serialize) -> Response {
        match self.theme.render_as(template, page) {
            Ok(html) => (status, Html(html)).into_response(),
            Err(error) => {
                tracing::error!(%error, "a page of the desk cannot be drawn");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }

    /// A page that says one thing, with what was typed, so that it can be copied.
    pub(super) fn notice(&self, status: StatusCode, title: &str, text: &str, kept: &[String]) -> Response {
        self.page(status, "desk/notice.html", title, &json!({"text": text, "kept": kept, "again": null}))
    }

    /// Draws what is said in place of a page.
    pub(super) fn instead(&self, instead: &Instead) -> Response {
        match instead {
            Instead::NoReferral => {
                let text = "Check the reference. It has ten letters and digits, such as 7K3Q9A41ZZ.";
                self.notice(StatusCode::NOT_FOUND, "There is no such referral", text, &[])
            }
            Instead::NoPage => {
                let text = "Go back to today’s work and choose a referral.";
                self.notice(StatusCode::NOT_FOUND, "There is no such page", text, &[])
            }
            Instead::Queue(error) => self.no_table(error),
            Instead::Notice(status, title, text) => self.notice(*status, title, text, &[]),
        }
    }

    /// Why the queue gave nothing, and what to do.
    fn no_table(&self, error: &QueueError) -> Response {
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
        self.notice(status, title, &text, &[])
    }

    /// Leads to the referral, whose page says what was done.
    pub(super) fn did(&self, done: JustDone) -> Response {
        let to_it = to(format_args!("/referral/{}", done.reference));
        *held(&self.just_done) = Some(done);
        to_it
    }
}

/// The stylesheet, the script and the icon, each under its own name.
pub(super) async fn asset(State(desk): State<Arc<Desk>>, Path(name): Path<String>) -> Answer {
    file(&desk, &name).ok_or(Instead::NoPage)
}

pub(super) fn file(desk: &Desk, name: &str) -> Option<Response> {
    let name = format!("assets/{name}");
    let files = [
        (desk.theme.stylesheet(), "text/css; charset=utf-8"),
        (&desk.script, "text/javascript; charset=utf-8"),
        (&desk.icon, "image/svg+xml"),
    ];
    let (asset, kind) = files.into_iter().find(|(asset, _)| asset.name == name)?;
    Some(([(CONTENT_TYPE, kind)], asset.text()).into_response())
}
