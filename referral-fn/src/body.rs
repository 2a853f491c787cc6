//! Reads a body: its type, its size, its text.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, header};

/// The largest body read: far above the largest form, far below what a function may be sent.
pub(crate) const MOST_BYTES: usize = 128 * 1024;

/// A body that is not read further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyError {
    /// Over 128 KiB: 413.
    TooLarge,
    /// Another type: 415.
    WrongType,
    /// Not text, or cut short: 400.
    Unreadable,
}

impl BodyError {
    pub(crate) fn status(self) -> u16 {
        match self {
            Self::TooLarge => 413,
            Self::WrongType => 415,
            Self::Unreadable => 400,
        }
    }

    /// The kind of `page.error` that says it.
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Self::TooLarge => "too-large",
            Self::WrongType => "wrong-type",
            Self::Unreadable => "unreadable",
        }
    }
}

/// The bytes of a body of the wanted type.
pub(crate) async fn bytes(headers: &HeaderMap, body: Body, wanted: &str) -> Result<Vec<u8>, BodyError> {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    if length.and_then(|length| length.parse::<usize>().ok()).is_some_and(|length| length > MOST_BYTES) {
        return Err(BodyError::TooLarge);
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case(wanted) || headers.contains_key(header::CONTENT_ENCODING) {
        return Err(BodyError::WrongType);
    }
    match to_bytes(body, MOST_BYTES).await {
        Ok(bytes) => Ok(bytes.into()),
        Err(error) if is_limit(&error) => Err(BodyError::TooLarge),
        Err(_) => Err(BodyError::Unreadable),
    }
}

fn is_limit(error: &axum::Error) -> bool {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<http_body_util::LengthLimitError>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// The pairs of a form body.
pub(crate) async fn form(headers: &HeaderMap, body: Body) -> Result<Vec<(String, String)>, BodyError> {
    let bytes = bytes(headers, body, "application/x-www-form-urlencoded").await?;
    referral::form::decode(&bytes).map_err(|_| BodyError::Unreadable)
}
