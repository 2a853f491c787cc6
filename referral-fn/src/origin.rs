//! Refuses a form posted from another site, without cookies or tokens (docs/security.md, Requests from other sites).

use axum::http::{HeaderMap, header};
use web::headers::Single;

/// Where a request came from, as far as the browser says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RequestOrigin {
    /// From our own page, or typed by a person.
    Own,
    /// From somewhere else.
    CrossSite,
    /// The browser says nothing: accepted and marked.
    Unknown,
}

/// `Sec-Fetch-Site` decides; where it is absent, `Origin` against our own origin or host.
pub(crate) fn request_origin(headers: &HeaderMap, own: Option<&str>) -> RequestOrigin {
    // A header that comes twice is read as a value of nobody's: it never counts as our own.
    let text = |name: &str| match Single::of(headers, name) {
        Single::Absent => None,
        Single::Once(value) => Some(value),
        Single::Unclear => Some("unclear"),
    };
    match (text("sec-fetch-site"), text(header::ORIGIN.as_str())) {
        (Some("same-origin" | "none"), _) => RequestOrigin::Own,
        (Some(_), _) => RequestOrigin::CrossSite,
        (None, None) => RequestOrigin::Unknown,
        (None, Some(origin)) => {
            let host = text(header::HOST.as_str()).unwrap_or_default();
            let ours = match own {
                Some(own) => origin == own,
                None => origin.split_once("://").is_some_and(|(_, rest)| !host.is_empty() && rest == host),
            };
            if ours { RequestOrigin::Own } else { RequestOrigin::CrossSite }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// docs/contract.md, Confirmation: Sec-Fetch-Site, else Origin; both absent: accepted and marked.
    #[test]
    fn cross_site_posts_are_told_apart() {
        let gateway = Some("https://imha.example.org");
        let table = [
            ("own page", None, Some("same-origin"), None, RequestOrigin::Own),
            ("typed or restored", None, Some("none"), None, RequestOrigin::Own),
            ("another site", None, Some("cross-site"), None, RequestOrigin::CrossSite),
            ("a sibling host", None, Some("same-site"), None, RequestOrigin::CrossSite),
            ("fetch metadata wins", None, Some("cross-site"), Some("http://127.0.0.1:8080"), RequestOrigin::CrossSite),
            ("old browser, own origin", None, None, Some("http://127.0.0.1:8080"), RequestOrigin::Own),
            ("old browser, another origin", None, None, Some("https://evil.example"), RequestOrigin::CrossSite),
            ("an opaque origin", None, None, Some("null"), RequestOrigin::CrossSite),
            ("neither", None, None, None, RequestOrigin::Unknown),
            ("behind a gateway, public origin", gateway, None, Some("https://imha.example.org"), RequestOrigin::Own),
            (
                "behind a gateway, gateway's host",
                gateway,
                None,
                Some("http://127.0.0.1:8080"),
                RequestOrigin::CrossSite,
            ),
        ];
        for (row, own, site, origin, expected) in table {
            let mut headers = HeaderMap::new();
            headers.insert("host", "127.0.0.1:8080".parse().unwrap());
            site.map(|site| headers.insert("sec-fetch-site", site.parse().unwrap()));
            origin.map(|origin| headers.insert("origin", origin.parse().unwrap()));
            assert_eq!(request_origin(&headers, own), expected, "{row}");
        }
    }
}
