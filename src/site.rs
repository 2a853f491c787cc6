//! The static site, built into memory and served from there: what is served is always one whole build.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use anyhow::{Result, anyhow};
use axum::body::Body;
use axum::http::{HeaderValue, Method, Response, StatusCode, header};
use referral::london;
use referral_fn::{Clock, Pages};

/// Files by path.
#[derive(Default)]
pub(crate) struct Site(BTreeMap<String, Vec<u8>>);

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
        files.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), bytes.to_vec());
        Ok(())
    })
    .map_err(|findings| anyhow!("{findings}"))?;
    Ok(Site(files.into_inner().unwrap_or_else(PoisonError::into_inner)))
}

impl Site {
    /// The answer to a GET or HEAD, as the web server in front of the published folder would give it.
    pub(crate) fn answer(&self, method: &Method, path: &str) -> Response<Body> {
        let path = path.trim_start_matches('/');
        let name = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        if let Some(bytes) = self.0.get(&name) {
            return file(method, StatusCode::OK, &name, bytes);
        }
        if self.0.contains_key(&format!("{path}/index.html")) {
            let mut answer = Response::new(Body::empty());
            *answer.status_mut() = StatusCode::PERMANENT_REDIRECT;
            if let Ok(location) = HeaderValue::from_str(&format!("/{path}/")) {
                answer.headers_mut().insert(header::LOCATION, location);
            }
            return answer;
        }
        let missing = self.0.get("404.html").map_or(&[][..], Vec::as_slice);
        file(method, StatusCode::NOT_FOUND, "404.html", missing)
    }
}

fn file(method: &Method, status: StatusCode, name: &str, bytes: &[u8]) -> Response<Body> {
    let body = if method == Method::HEAD { Body::empty() } else { Body::from(bytes.to_vec()) };
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(name)));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    answer
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, end)| end) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("xml") => "application/xml",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
