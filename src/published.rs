//! A published folder, served from memory: compressed as it was published, with a strong validator for each file.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use anyhow::{Context as _, Result, bail};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use referral_fn::Intake;
use sha2::{Digest as _, Sha256};
use site_gen::{Wanted, wanted};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tower::{ServiceExt as _, service_fn};

use crate::listening::told;
use crate::site::{kind, moved};

/// How often to look whether the folder was published anew.
const LOOK: Duration = Duration::from_secs(5);
/// Codings that are published beside each file: the end of the file's name, and its name in HTTP. The better first.
const CODINGS: [(&str, &str); 2] = [(".br", "br"), (".gz", "gzip")];

/// The files of one publication, and where they came from.
pub(crate) struct Published {
    folder: PathBuf,
    files: Arc<RwLock<Arc<Files>>>,
}

/// By the path below the folder.
type Files = BTreeMap<String, File>;

struct File {
    bytes: Bytes,
    validator: HeaderValue,
}

impl Published {
    /// Reads the folder.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let files = files(folder)?;
        if !files.contains_key("index.html") {
            bail!("{} holds no index.html: write it with site-gen build --publish --out DIR", folder.display());
        }
        Ok(Self { folder: folder.to_owned(), files: Arc::new(RwLock::new(Arc::new(files))) })
    }

    /// Pages from the folder; everything under `/referral/` and `/api/`, and all else, from the intake.
    pub(crate) fn service(&self, intake: &Intake) -> Router {
        let (files, intake) = (Arc::clone(&self.files), intake.clone());
        let router = referral_fn::app(intake.clone());
        Router::new().fallback_service(service_fn(move |request: Request<Body>| {
            let (files, router, intake) = (Arc::clone(&files), router.clone(), intake.clone());
            async move {
                let files = Arc::clone(&files.read().unwrap_or_else(PoisonError::into_inner));
                let path = request.uri().path();
                let read = matches!(*request.method(), Method::GET | Method::HEAD);
                let is_there = || matches!(wanted(path), Wanted::File(name) if is_published(&files, &name));
                let answer = if intake.has_address(path) || !(read || is_there()) {
                    router.oneshot(request).await.unwrap_or_else(|never| match never {})
                } else if read {
                    answer(&files, &request)
                } else {
                    referral_fn::only_read(&intake)
                };
                Ok::<_, Infallible>(answer)
            }
        }))
    }

    /// Reads the folder again after it was published anew, for as long as the handle lives.
    pub(crate) fn watch(&self, stopped: watch::Receiver<bool>) -> JoinHandle<()> {
        let (folder, held) = (self.folder.clone(), Arc::clone(&self.files));
        tokio::spawn(async move {
            let ended = told(stopped);
            tokio::pin!(ended);
            let mut seen = published_at(&folder);
            loop {
                tokio::select! {
                    () = &mut ended => return,
                    () = tokio::time::sleep(LOOK) => {}
                }
                let now = published_at(&folder);
                if now == seen {
                    continue;
                }
                match files(&folder) {
                    Ok(files) if files.contains_key("index.html") => {
                        seen = now;
                        *held.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(files);
                    }
                    _ => tracing::warn!("the published folder cannot be read, what was read before is served"),
                }
            }
        })
    }
}

/// The times of the folder and its start page: publishing replaces both.
fn published_at(folder: &Path) -> [Option<SystemTime>; 2] {
    [folder.to_owned(), folder.join("index.html")]
        .map(|path| fs::metadata(path).and_then(|found| found.modified()).ok())
}

fn files(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).with_context(|| format!("cannot read {}", next.display()))? {
            let entry = entry?;
            let path = entry.path();
            // Links are not followed: what they lead to was not published.
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file()
                && let Some(name) = path.strip_prefix(folder).ok().and_then(Path::to_str)
            {
                let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
                files.insert(name.replace('\\', "/"), File::new(bytes)?);
            }
        }
    }
    Ok(files)
}

impl File {
    fn new(bytes: Vec<u8>) -> Result<Self> {
        let hash = hex::encode(&Sha256::digest(&bytes)[..16]);
        Ok(Self { bytes: bytes.into(), validator: HeaderValue::from_str(&format!("\"{hash}\""))? })
    }
}

/// Whether a file of this name is asked for by its own address: what is compressed goes out in the place of what it holds.
fn is_published(files: &Files, name: &str) -> bool {
    files.contains_key(name) && !CODINGS.iter().any(|(end, _)| name.ends_with(end))
}

fn answer(files: &Files, request: &Request<Body>) -> Response<Body> {
    match wanted(request.uri().path()) {
        Wanted::File(name) if is_published(files, &name) => file(files, &name, StatusCode::OK, request),
        Wanted::At(address, name) if files.contains_key(&name) => moved(&address),
        _ => file(files, "404.html", StatusCode::NOT_FOUND, request),
    }
}

fn file(files: &Files, name: &str, status: StatusCode, request: &Request<Body>) -> Response<Body> {
    let accepted = |coding: &&(&str, &'static str)| accepts(request.headers(), coding.1);
    let coded = CODINGS.iter().filter(accepted).find_map(|(end, coding)| {
        let file = files.get(&format!("{name}{end}"))?;
        Some((file, Some(*coding)))
    });
    let Some((file, coding)) = coded.or_else(|| Some((files.get(name)?, None))) else {
        let mut answer = Response::new(Body::empty());
        *answer.status_mut() = status;
        return answer;
    };
    let same = status == StatusCode::OK && still_has(request.headers(), &file.validator);
    let body = if same || request.method() == Method::HEAD { Body::empty() } else { Body::from(file.bytes.clone()) };
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
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("refer")).unwrap();
        for (name, text) in [
            ("index.html", "start"),
            ("index.html.br", "br"),
            ("index.html.gz", "gz"),
            ("refer/index.html", "refer"),
            ("404.html", "not here"),
        ] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let files = files(folder.path()).unwrap();
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
            let answer = answer(&files, &asked(path, &[("accept-encoding", accepted)]));
            let told =
                (answer.status().as_u16(), header(&answer, "content-encoding"), header(&answer, "content-length"));
            assert_eq!(told, (status, coding.to_owned(), length.to_owned()), "{path} {accepted}");
        }
        let validator = header(&answer(&files, &asked("/", &[])), "etag");
        let again = answer(&files, &asked("/", &[("if-none-match", &validator)]));
        assert_eq!(again.status(), 304);
        let coded = answer(&files, &asked("/", &[("if-none-match", &validator), ("accept-encoding", "br")]));
        assert_eq!(coded.status(), 200, "another coding has another validator");
        assert_eq!(header(&coded, "vary"), "Accept-Encoding");
    }
}
