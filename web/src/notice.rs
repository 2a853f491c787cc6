//! A line at the head of every page, whoever draws it.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::middleware::{Next, from_fn};
use axum::response::Response;

const BODY: &[u8] = b"<body";

/// The same service; where there is a notice (HTML), every page that goes out begins with it.
pub fn with_notice(app: Router, notice: Option<&'static str>) -> Router {
    let Some(notice) = notice else { return app };
    app.layer(from_fn(move |request: Request, next: Next| async move {
        let answer = next.run(request).await;
        let kind = answer.headers().get(CONTENT_TYPE);
        if kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
            noted(answer, notice).await
        } else {
            answer
        }
    }))
}

async fn noted(answer: Response, notice: &str) -> Response {
    let (mut head, body) = answer.into_parts();
    // A page is in memory already, so there is no limit to set.
    let page = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let body = page.windows(BODY.len()).position(|part| part == BODY);
    let begins = body.and_then(|at| Some(at + page[at..].iter().position(|byte| *byte == b'>')? + 1));
    let Some(begins) = begins else { return Response::from_parts(head, Body::from(page)) };
    head.headers.remove(CONTENT_LENGTH);
    let page = [&page[..begins], notice.as_bytes(), &page[begins..]].concat();
    Response::from_parts(head, Body::from(page))
}
