//! Browsers load a page again after an edit, where `--reload` asks for it: a small script waits for the next build. It is
//! added as a page is served, so what is built and published never has it.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, Response, header};
use tokio::sync::watch;

const SCRIPT: &str = include_str!("reload.js");
const SCRIPT_PATH: &str = "/_reload.js";
const WAIT_PATH: &str = "/_reload";
const TAG: &[u8] = b"<script src=\"/_reload.js\" defer></script>";
const END: &[u8] = b"</body>";
/// A browser asks again after this long without an edit.
const WAIT: Duration = Duration::from_secs(20);

/// Counts builds, for browsers that wait for the next.
#[derive(Clone)]
pub(crate) struct Reload(watch::Sender<u64>);

impl Reload {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(1))
    }

    /// A new site is served from now on.
    pub(crate) fn built(&self) {
        self.0.send_modify(|count| *count += 1);
    }

    /// The script, or the number of the build once it is another than the one the browser saw.
    pub(crate) async fn answer(&self, path: &str, query: &str) -> Option<Response<Body>> {
        match path {
            SCRIPT_PATH => Some(text("text/javascript; charset=utf-8", SCRIPT.to_owned())),
            WAIT_PATH => {
                let seen: Option<u64> = query.strip_prefix("seen=").and_then(|seen| seen.parse().ok());
                let mut builds = self.0.subscribe();
                if let Some(seen) = seen {
                    // When the time is over nothing has changed, and the same number says so.
                    let _ = tokio::time::timeout(WAIT, builds.wait_for(|count| *count != seen)).await;
                }
                let count = *builds.borrow();
                Some(text("text/plain; charset=utf-8", count.to_string()))
            }
            _ => None,
        }
    }

    /// A page with the script before its end.
    pub(crate) fn added(page: &[u8]) -> Vec<u8> {
        let end = page.windows(END.len()).rposition(|part| part == END).unwrap_or(page.len());
        [&page[..end], TAG, &page[end..]].concat()
    }
}

fn text(kind: &'static str, body: String) -> Response<Body> {
    let mut answer = Response::new(Body::from(body));
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}
