//! The security headers of every answer, and reading a header that may be there once.

use http::{HeaderMap, HeaderName, HeaderValue};

/// Name and value of each header that every answer of every service carries, errors too (docs/security.md, Headers).
/// The content delivery network adds the same ones to static files: `web/tests/plan.rs` compares its plan with this.
pub const SECURITY: [(&str, &str); 7] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("strict-transport-security", "max-age=31536000"),
];

/// Browsers keep pages whole for the Back button, also where `no-store` says otherwise or does not reach: this makes them
/// forget what they keep of this origin (the Clear-Site-Data standard).
pub const FORGET_PAGES: (HeaderName, HeaderValue) =
    (HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\""));

/// Sets every header of [`SECURITY`], in place of any header of the same name.
pub fn protect(headers: &mut HeaderMap) {
    for (name, value) in SECURITY {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}

/// A header that must not come twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Single<'a> {
    /// It is not there.
    Absent,
    /// It is there once, as text.
    Once(&'a str),
    /// It is there more than once, or not as ASCII text: nobody can say which value was meant.
    Unclear,
}

impl<'a> Single<'a> {
    /// Reads the header `name`.
    pub fn of(headers: &'a HeaderMap, name: impl http::header::AsHeaderName) -> Self {
        let mut values = headers.get_all(name).iter();
        match (values.next(), values.next()) {
            (None, _) => Self::Absent,
            (Some(value), None) => value.to_str().map_or(Self::Unclear, Self::Once),
            (Some(_), Some(_)) => Self::Unclear,
        }
    }

    /// The value, if the header is there exactly once.
    pub fn once(self) -> Option<&'a str> {
        match self {
            Self::Once(value) => Some(value),
            Self::Absent | Self::Unclear => None,
        }
    }
}
