//! Today's work, and one referral on one page.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Response};
use queue::{Case, QueueError};
use referral::life::Status;
use referral::{Reference, london, long_date};
use templates::{DeskFrame, DeskLine, DeskNotice, DeskSection, Page, TodayPage};

use super::Desk;
use crate::view::{Typed, View, is_mine};
use crate::{Refused, Row};

impl Desk {
    pub(super) fn frame(&self, title: &str) -> DeskFrame {
        DeskFrame::new(&self.theme, &self.content().site.name, &self.staff, title)
    }

    pub(super) fn draw<P: Page>(&self, status: StatusCode, page: &P) -> Response {
        match self.theme.render(page) {
            Ok(html) => (status, Html(html)).into_response(),
            Err(error) => {
                tracing::error!(%error, "a page of the desk cannot be drawn");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }

    pub(super) fn notice(&self, status: StatusCode, title: &str, text: &str) -> Response {
        self.draw(status, &DeskNotice { frame: self.frame(title), text: text.to_owned() })
    }

    pub(super) fn no_table(&self, error: &QueueError) -> Response {
        tracing::warn!(%error, "the queue could not be read");
        let text = Refused::from(error.clone()).to_string();
        self.notice(StatusCode::SERVICE_UNAVAILABLE, "This cannot be shown now", &text)
    }

    pub(super) fn unknown(&self) -> Response {
        let text = "Check the reference. It has ten letters and digits, such as 7K3Q9A41ZZ.";
        self.notice(StatusCode::NOT_FOUND, "There is no such referral", text)
    }

    /// One referral, with the sentence of a refusal where there was one.
    pub(super) async fn case_page(
        &self,
        reference: &Reference,
        status: StatusCode,
        refused: &str,
        typed: Typed,
    ) -> Result<Response, QueueError> {
        let Some(before) = self.tray.show(reference).await? else { return Ok(self.unknown()) };
        let now = (self.clock)();
        self.tray.opened(reference, before.case.state.version, &self.staff, now).await?;
        let Some(shown) = self.tray.show(reference).await? else { return Ok(self.unknown()) };
        let content = self.content();
        let view = View { content: &content, staff: &self.staff, now };
        let frame = self.frame(&format!("Referral {}", reference.spoken()));
        Ok(self.draw(status, &view.case(&shown, frame, refused, typed)))
    }
}

/// `/`: what to do today.
pub(super) async fn today(State(desk): State<Arc<Desk>>) -> Response {
    let mut listing = match desk.tray.list().await {
        Ok(listing) => listing,
        Err(error) => return desk.no_table(&error),
    };
    let (content, now) = (desk.content(), (desk.clock)());
    let view = View { content: &content, staff: &desk.staff, now };
    listing.cases.sort_by_cached_key(|case| Row::of(case, now, &content.rules.calendar).order());
    listing.unopened.sort_by_cached_key(|sealed| Row::sealed(&sealed.clear, now).order());
    let sections = sections(&listing.cases, &view);
    let counts: Vec<String> =
        sections.iter().map(|section| format!("{} {}", section.lines.len(), section.heading.to_lowercase())).collect();
    let title = if counts.is_empty() { "Nothing open".to_owned() } else { counts.join(", ") };
    let page = TodayPage {
        frame: desk.frame(&title),
        today: long_date(london(now).date_naive()),
        sections,
        unopened: listing.unopened.iter().map(|sealed| view.sealed(&sealed.clear)).collect(),
    };
    desk.draw(StatusCode::OK, &page)
}

/// Each open referral stands in one part: the first that fits, so that nothing is counted twice.
fn sections(cases: &[Case], view: &View<'_>) -> Vec<DeskSection> {
    let today = london(view.now).date_naive();
    let mut parts: [(&'static str, &'static str, Vec<DeskLine>); 5] = [
        ("overdue", "Overdue", Vec::new()),
        ("due-today", "Due today", Vec::new()),
        ("due-next", "Due next", Vec::new()),
        ("claimed-by-me", "Claimed by me", Vec::new()),
        ("contacted", "Contacted", Vec::new()),
    ];
    for case in cases {
        let state = case.state.at(view.now);
        let part = match case.entry.due_on {
            _ if state.status == Status::Contacted => 4,
            due if due < today => 0,
            due if due == today => 1,
            _ if is_mine(&state, view.staff) => 3,
            _ => 2,
        };
        parts[part].2.push(view.line(case));
    }
    let held = parts.into_iter().filter(|(_, _, lines)| !lines.is_empty());
    held.map(|(id, heading, lines)| DeskSection { id, heading, lines }).collect()
}

/// `/referral/REF`
pub(super) async fn case(State(desk): State<Arc<Desk>>, Path(typed): Path<String>) -> Response {
    let Some(reference) = Reference::parse(&typed) else { return desk.unknown() };
    match desk.case_page(&reference, StatusCode::OK, "", Typed::default()).await {
        Ok(page) => page,
        Err(error) => desk.no_table(&error),
    }
}

/// The one stylesheet, under the theme's own name.
pub(super) async fn stylesheet(State(desk): State<Arc<Desk>>, Path(file): Path<String>) -> Response {
    let sheet = desk.theme.stylesheet();
    if sheet.name == format!("assets/{file}") {
        ([(CONTENT_TYPE, "text/css; charset=utf-8")], sheet.text.clone()).into_response()
    } else {
        no_such_page(State(desk)).await
    }
}

/// Anywhere else.
pub(super) async fn no_such_page(State(desk): State<Arc<Desk>>) -> Response {
    desk.notice(StatusCode::NOT_FOUND, "There is no such page", "Go back to today’s work and choose a referral.")
}
