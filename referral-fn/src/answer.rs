//! Makes answers out of pages and problems.

use axum::body::Body;
use axum::http::{Response, StatusCode, header};
use serde_json::{Value, json};
use templates::{Page, RefusalPage};

use crate::Pages;
use crate::body::BodyError;

pub(crate) type Answer = Response<Body>;

/// A page, or a plain sentence with the phone number should a template fail.
pub(crate) fn page<P: Page>(pages: &Pages, status: u16, page: &P) -> Answer {
    with(status, "text/html; charset=utf-8", html(pages, page))
}

/// The HTML of a page, or a plain sentence with the phone number should a template fail.
pub(crate) fn html<P: Page>(pages: &Pages, page: &P) -> String {
    pages.theme.render(page).unwrap_or_else(|error| {
        // The error names a template and a variable, never a value.
        tracing::error!(outcome = "template", template = P::TEMPLATE, %error);
        let (title, text) = RefusalPage::words(&pages.content, "broken");
        let phone = &pages.content.site.phone;
        format!("<!doctype html><html lang=en><title>{title}</title><p>{text} {} {}", phone.display, phone.charge)
    })
}

/// A refusal page of a kind of `page.error`.
pub(crate) fn refusal(pages: &Pages, status: u16, kind: &str) -> Answer {
    page(pages, status, &RefusalPage::new(&pages.theme, &pages.content, kind))
}

/// The page for a body that was not read.
pub(crate) fn unread(pages: &Pages, error: BodyError) -> Answer {
    refusal(pages, error.status(), error.kind())
}

/// JSON with a status.
pub(crate) fn json_answer(status: u16, body: &Value) -> Answer {
    with(status, "application/json", body.to_string())
}

/// RFC 9457, with the phone number in the detail.
pub(crate) fn problem(pages: &Pages, status: u16, kind: &str, problems: &[Value]) -> Answer {
    let (title, text) = RefusalPage::words(&pages.content, kind);
    let site = &pages.content.site;
    let detail = format!("{text} {}: {}. {} {}", site.name, site.phone.display, site.phone.charge, site.hours.short);
    let body = json!({"type": "about:blank", "title": title, "status": status, "detail": detail, "problems": problems});
    with(status, "application/problem+json", body.to_string())
}

fn with(status: u16, kind: &'static str, body: String) -> Answer {
    let mut answer = Response::new(Body::from(body));
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    answer.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
    answer
}
