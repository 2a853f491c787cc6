//! The static site, built into memory and served from there: what is served is always one whole build.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use anyhow::{Result, anyhow};
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Method, Response, StatusCode, header};
use referral::london;
use referral_fn::{Clock, Pages};
use site_gen::{Wanted, wanted};

/// Files by path.
pub(crate) struct Site {
    files: BTreeMap<String, Bytes>,
}

/// Builds the site from a content folder.
pub(crate) fn build(content: &Path, pages: &Pages, clock: &Clock) -> Result<Site> {
    let files = Mutex::new(BTreeMap::new());
    let inputs = site_gen::Inputs {
        content: content.to_owned(),
        templates: None,
        base_url: None,
        on: london(clock()).date_naive(),
        lang: "en",
        index: true,
    };
    site_gen::render(&inputs, &pages.theme, &pages.content, |path, bytes| {
        files.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), Bytes::copy_from_slice(bytes));
        Ok(())
    })
    .map_err(|findings| anyhow!("{findings}"))?;
    Ok(Site { files: files.into_inner().unwrap_or_else(PoisonError::into_inner) })
}

impl Site {
    /// Whether the site has something at a path, whatever is asked of it.
    pub(crate) fn has(&self, path: &str) -> bool {
        let (Wanted::File(name) | Wanted::At(_, name)) = wanted(path);
        self.files.contains_key(&name)
    }

    /// The answer to a GET or HEAD, as the web server in front of the published folder would give it.
    /// `dressed` may add to a page as it goes out.
    pub(crate) fn answer(&self, method: &Method, path: &str, dressed: impl Fn(&Bytes) -> Bytes) -> Response<Body> {
        match wanted(path) {
            Wanted::File(name) => {
                if let Some(bytes) = self.files.get(&name) {
                    let bytes = if name.ends_with(".html") { dressed(bytes) } else { bytes.clone() };
                    return file(method, StatusCode::OK, &name, bytes);
                }
            }
            Wanted::At(address, name) if self.files.contains_key(&name) => return moved(&address),
            Wanted::At(..) => {}
        }
        let missing = self.files.get("404.html").map_or_else(Bytes::new, dressed);
        file(method, StatusCode::NOT_FOUND, "404.html", missing)
    }
}

fn file(method: &Method, status: StatusCode, name: &str, bytes: Bytes) -> Response<Body> {
    let length = bytes.len();
    let mut answer = Response::new(if method == Method::HEAD { Body::empty() } else { Body::from(bytes) });
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(name)));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    answer
}

/// Leads to the one address of a page or file.
pub(crate) fn moved(address: &str) -> Response<Body> {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::PERMANENT_REDIRECT;
    if let Ok(location) = HeaderValue::from_str(address) {
        answer.headers_mut().insert(header::LOCATION, location);
    }
    answer
}

/// The content type of a file.
pub(crate) fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, end)| end) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("xml") => "application/xml",
        Some("svg") => "image/svg+xml",
        Some("ico") => "image/x-icon",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("pdf") => "application/pdf",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
