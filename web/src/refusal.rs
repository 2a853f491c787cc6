//! The answer to a request that cannot be read as HTTP: our page and headers, in place of the library's empty answer.

use std::sync::Arc;

use axum::body::Body;
use http::{HeaderValue, Response, StatusCode, header};

use crate::headers::{SECURITY, protect};

/// Gives the HTML page for a status: 400, 414 or 431.
pub(crate) type Page = Arc<dyn Fn(u16) -> String + Send + Sync>;

/// The page of a service for staff alone, which has no phone number to give.
#[must_use]
pub fn plain(status: u16) -> String {
    format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Not understood</title><p>This request could not be read \
         ({status}), and nothing was changed. Please try again.\n"
    )
}

/// The answers that hyper makes by itself, by the start of their status line.
const MADE_BY_HYPER: [(&[u8], u16); 3] = [(b"HTTP/1.1 400 ", 400), (b"HTTP/1.1 414 ", 414), (b"HTTP/1.1 431 ", 431)];
/// A header that each of our own answers has.
const OUR_MARK: &[u8] = b"x-content-type-options";

/// The status, if these bytes are the start of an answer that hyper made by itself.
pub(crate) fn made_by_hyper(written: &[u8]) -> Option<u16> {
    let (_, status) = MADE_BY_HYPER.iter().find(|(start, _)| written.starts_with(start))?;
    let ours = written.windows(OUR_MARK.len()).any(|part| part.eq_ignore_ascii_case(OUR_MARK));
    (!ours).then_some(*status)
}

/// The page with a status, for a request whose head could be read and not used.
pub(crate) fn answer(page: &Page, status: StatusCode) -> Response<Body> {
    let mut answer = Response::new(Body::from(page(status.as_u16())));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    protect(headers);
    answer
}

/// The same as bytes, for a request whose head could not be read.
pub(crate) fn bytes(page: &Page, status: u16) -> Vec<u8> {
    let page = page(status);
    let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or_default();
    let mut head = format!(
        "HTTP/1.1 {status} {reason}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
         cache-control: no-store\r\nconnection: close\r\n",
        page.len()
    );
    for (name, value) in SECURITY {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    head.push_str(&page);
    head.into_bytes()
}
