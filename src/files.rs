//! The files of a site, served from memory: always one whole site, with a validator for each file, and compressed where it was
//! published so.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::hash::{DefaultHasher, Hasher as _};
use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use referral_fn::Intake;
use site_gen::{Wanted, wanted};
use tower::{ServiceExt as _, service_fn};

/// Codings that are published beside each file: the end of the file's name, and its name in HTTP. The better first.
const CODINGS: [(&str, &str); 2] = [(".br", "br"), (".gz", "gzip")];

/// By the path below the folder.
#[derive(Default)]
pub(crate) struct Files(BTreeMap<String, File>);

/// A file, and what tells it from its other versions.
pub(crate) struct File {
    bytes: Bytes,
    validator: HeaderValue,
}

impl From<Vec<u8>> for File {
    fn from(bytes: Vec<u8>) -> Self {
        let mut hash = DefaultHasher::new();
        hash.write(&bytes);
        // Sixteen hex digits in quotes are always a header.
        let validator = HeaderValue::from_str(&format!("\"{:016x}\"", hash.finish()));
        Self { bytes: bytes.into(), validator: validator.unwrap_or_else(|_| HeaderValue::from_static("\"\"")) }
    }
}

/// The files that are served now.
#[derive(Clone)]
pub(crate) struct Served(Arc<RwLock<Arc<Files>>>);

impl Served {
    pub(crate) fn new(files: Files) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(files))))
    }

    /// Serves others from now on.
    pub(crate) fn replace(&self, files: Files) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(files);
    }

    /// Pages by GET from the files; everything under `/referral/` and `/api/`, and all else, from the intake.
    pub(crate) fn service(&self, intake: &Intake) -> Router {
        let (served, intake) = (self.clone(), intake.clone());
        let router = referral_fn::app(intake.clone());
        Router::new().fallback_service(service_fn(move |request: Request<Body>| {
            let files = Arc::clone(&served.0.read().unwrap_or_else(PoisonError::into_inner));
            let (router, intake) = (router.clone(), intake.clone());
            async move {
                let path = request.uri().path();
                let read = matches!(*request.method(), Method::GET | Method::HEAD);
                let answer = if intake.has_address(path) || !(read || files.has(path)) {
                    router.oneshot(request).await.unwrap_or_else(|never| match never {})
                } else if read {
                    files.answer(&request)
                } else {
                    referral_fn::only_read(&intake)
                };
                Ok::<_, Infallible>(answer)
            }
        }))
    }
}

impl Files {
    pub(crate) fn insert(&mut self, path: &str, file: File) {
        self.0.insert(path.to_owned(), file);
    }

    /// Whether there is a start page.
    pub(crate) fn is_site(&self) -> bool {
        self.0.contains_key("index.html")
    }

    /// Whether a file of this name is asked for by its own address: what is compressed goes out in the place of what it holds.
    fn is_published(&self, name: &str) -> bool {
        self.0.contains_key(name) && !CODINGS.iter().any(|(end, _)| name.ends_with(end))
    }

    /// Whether something of the site is at a path, whatever is asked of it.
    fn has(&self, path: &str) -> bool {
        let (Wanted::File(name) | Wanted::At(_, name)) = wanted(path);
        self.is_published(&name)
    }

    /// The answer to a GET or HEAD.
    fn answer(&self, request: &Request<Body>) -> Response<Body> {
        match wanted(request.uri().path()) {
            Wanted::File(name) if self.is_published(&name) => self.file(&name, StatusCode::OK, request),
            Wanted::At(address, name) if self.is_published(&name) => moved(&address),
            _ => self.file("404.html", StatusCode::NOT_FOUND, request),
        }
    }

    fn file(&self, name: &str, status: StatusCode, request: &Request<Body>) -> Response<Body> {
        let accepted = |coding: &&(&str, &'static str)| accepts(request.headers(), coding.1);
        let coded = CODINGS.iter().filter(accepted).find_map(|(end, coding)| {
            let file = self.0.get(&format!("{name}{end}"))?;
            Some((file, Some(*coding)))
        });
        let Some((file, coding)) = coded.or_else(|| Some((self.0.get(name)?, None))) else {
            let mut answer = Response::new(Body::empty());
            *answer.status_mut() = status;
            return answer;
        };
        let same = status == StatusCode::OK && still_has(request.headers(), &file.validator);
        let body =
            if same || request.method() == Method::HEAD { Body::empty() } else { Body::from(file.bytes.clone()) };
        let mut answer = Response::new(body);
        *answer.status_mut() = if same { StatusCode::NOT_MODIFIED } else { status };
        let headers = answer.headers_mut();
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(header::ETAG, file.validator.clone());
        if !same {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(name)));
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(file.bytes.len()));
            if let Some(coding) = coding {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
            }
        }
        answer
    }
}

/// RFC 9110, 12.5.3: the coding is named, and not with a weight of nought.
fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let lines = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    let mut named = lines.flat_map(|line| line.split(',')).map(|one| one.split_once(';').unwrap_or((one, "")));
    named.any(|(name, weight)| {
        let weight = weight.trim().trim_start_matches("q=").parse::<f32>().unwrap_or(1.0);
        name.trim().eq_ignore_ascii_case(coding) && weight > 0.0
    })
}

fn still_has(headers: &HeaderMap, validator: &HeaderValue) -> bool {
    let wanted = validator.to_str().unwrap_or_default();
    let lines = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
    let mut named = lines.flat_map(|line| line.split(',')).map(|one| one.trim().trim_start_matches("W/"));
    named.any(|one| one == wanted || one == "*")
}

/// Leads to the one address of a page or file.
fn moved(address: &str) -> Response<Body> {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::PERMANENT_REDIRECT;
    if let Ok(location) = HeaderValue::from_str(address) {
        answer.headers_mut().insert(header::LOCATION, location);
    }
    answer
}

/// The content type of a file.
fn kind(name: &str) -> &'static str {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(path: &str, headers: &[(&str, &str)]) -> Request<Body> {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Body::empty()).unwrap()
    }

    #[test]
    fn a_file_is_sent_in_the_best_coding_the_browser_takes_and_only_if_it_changed() {
        let mut files = Files::default();
        for (name, text) in [
            ("index.html", "start"),
            ("index.html.br", "br"),
            ("index.html.gz", "gz"),
            ("refer/index.html", "refer"),
            ("404.html", "not here"),
        ] {
            files.insert(name, text.as_bytes().to_vec().into());
        }
        let header = |answer: &Response<Body>, name: &str| {
            answer.headers().get(name).map_or(String::new(), |value| value.to_str().unwrap().to_owned())
        };
        for (path, accepted, status, coding, length) in [
            ("/", "gzip, br", 200, "br", "2"),
            ("/", "gzip, br;q=0", 200, "gzip", "2"),
            ("/", "", 200, "", "5"),
            ("/refer/", "br", 200, "", "5"),
            ("/refer", "br", 308, "", ""),
            ("/Refer/", "br", 308, "", ""),
            ("/index.html.br", "", 404, "", "8"),
            ("/nowhere/", "br", 404, "", "8"),
        ] {
            let answer = files.answer(&asked(path, &[("accept-encoding", accepted)]));
            let told =
                (answer.status().as_u16(), header(&answer, "content-encoding"), header(&answer, "content-length"));
            assert_eq!(told, (status, coding.to_owned(), length.to_owned()), "{path} {accepted}");
        }
        let validator = header(&files.answer(&asked("/", &[])), "etag");
        let again = files.answer(&asked("/", &[("if-none-match", &validator)]));
        assert_eq!(again.status(), 304);
        let coded = files.answer(&asked("/", &[("if-none-match", &validator), ("accept-encoding", "br")]));
        assert_eq!(coded.status(), 200, "another coding has another validator");
        assert_eq!(header(&coded, "vary"), "Accept-Encoding");
    }
}
