//! Reads a body: its type, its size, its text.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use http_body_util::BodyExt as _;
use referral::form::Form;
use web::headers::Single;
use web::limits::{BODY_ARRIVAL, DRAINED_BODY, DRAINED_FOR, PUBLIC_BODY};

/// A body that is not read further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub(crate) enum BodyError {
    /// Over 128 KiB: 413.
    TooLarge,
    /// Another type: 415.
    WrongType,
    /// Still not here after twenty seconds: 408.
    TooSlow,
    /// Not text, or cut short: 400.
    Unreadable,
}

impl BodyError {
    pub(crate) fn status(self) -> u16 {
        match self {
            Self::TooLarge => 413,
            Self::WrongType => 415,
            Self::TooSlow => 408,
            Self::Unreadable => 400,
        }
    }

    /// The kind of `page.error` that says it.
    pub(crate) fn kind(self) -> &'static str {
        self.into()
    }
}

/// The bytes of a body of the wanted type.
pub(crate) async fn bytes(headers: &HeaderMap, mut body: Body, wanted: &str) -> Result<Vec<u8>, BodyError> {
    let read = match refused(headers, wanted) {
        Some(error) => Err(error),
        None => tokio::time::timeout(BODY_ARRIVAL, collect(&mut body)).await.unwrap_or(Err(BodyError::TooSlow)),
    };
    if matches!(read, Err(BodyError::TooLarge | BodyError::WrongType)) {
        // Whether all of it came does not matter: the answer is the same.
        drop(tokio::time::timeout(DRAINED_FOR, drain(&mut body)).await);
    }
    read
}

/// What the headers alone tell.
fn refused(headers: &HeaderMap, wanted: &str) -> Option<BodyError> {
    let text = |name| Single::of(headers, name).once().unwrap_or_default();
    if text(header::CONTENT_LENGTH).parse::<usize>().is_ok_and(|length| length > PUBLIC_BODY) {
        return Some(BodyError::TooLarge);
    }
    let mut kind = text(header::CONTENT_TYPE).split(';').map(str::trim);
    let essence = kind.next().unwrap_or_default();
    let utf8 = kind.all(is_utf8_or_no_charset);
    let plain = headers
        .get_all(header::CONTENT_ENCODING)
        .iter()
        .all(|coding| coding.as_bytes().eq_ignore_ascii_case(b"identity"));
    let right = essence.eq_ignore_ascii_case(wanted) && utf8 && plain;
    (!right).then_some(BodyError::WrongType)
}

/// Bodies are read as UTF-8; a client that names another encoding would be misread.
fn is_utf8_or_no_charset(parameter: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else { return true };
    !name.trim().eq_ignore_ascii_case("charset") || value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
}

async fn collect(body: &mut Body) -> Result<Vec<u8>, BodyError> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| BodyError::Unreadable)?.into_data() else { continue };
        if bytes.len() + data.len() > PUBLIC_BODY {
            return Err(BodyError::TooLarge);
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes)
}

async fn drain(body: &mut Body) {
    let mut left = DRAINED_BODY;
    while let Some(Ok(frame)) = body.frame().await {
        let Some(after) = left.checked_sub(frame.data_ref().map_or(0, Bytes::len)) else { return };
        left = after;
    }
}

/// A form body.
pub(crate) async fn form(headers: &HeaderMap, body: Body) -> Result<Form, BodyError> {
    let bytes = bytes(headers, body, "application/x-www-form-urlencoded").await?;
    referral::form::read(&bytes).map_err(|_| BodyError::Unreadable)
}
