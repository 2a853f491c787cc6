//! Routes, headers, limits; what happens when we fail.

use std::any::Any;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, State};
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::routing::{get, post};
use templates::RefusalPage;
use tower::{ServiceExt as _, service_fn};
use tower_http::catch_panic::CatchPanicLayer;
use web::protect;

use crate::answer::{Answer, html, json_answer, problem, refusal};
use crate::{Intake, api, check, openapi, send, sent};

/// When a client that sent too much may try again, in seconds.
const A_MINUTE: HeaderValue = HeaderValue::from_static("60");

/// Marks a request of a client that has sent too much: its answers come back with 429, and nothing is stored.
#[derive(Debug, Clone, Copy)]
pub struct OverLimit;

/// Marks the answer to a request that a fault of ours ended.
#[derive(Debug, Clone, Copy)]
struct Panicked;

/// The intake as a tower service: `/referral/…` and `/api/…`, and `/<language>/referral/…` in every other language.
pub fn app(intake: Intake) -> Router {
    let main = routes(intake.clone());
    Router::new().fallback_service(service_fn(move |request: Request<Body>| {
        let (router, request) = in_its_language(&main, &intake, request);
        router.oneshot(request)
    }))
}

/// The routes that answer a request, and the request without the language in its address.
fn in_its_language(main: &Router, intake: &Intake, mut request: Request<Body>) -> (Router, Request<Body>) {
    let uri = request.uri().clone();
    let Some((lang, rest)) = intake.language_of(uri.path()) else { return (main.clone(), request) };
    let address = uri.query().map_or_else(|| rest.to_owned(), |query| format!("{rest}?{query}"));
    let Ok(without) = address.parse() else { return (main.clone(), request) };
    *request.uri_mut() = without;
    (routes(intake.speaking(lang)), request)
}

fn routes(intake: Intake) -> Router {
    Router::new()
        .route("/referral/send", post(send::send).fallback(wrong_method))
        .route("/referral/sent/{reference}", get(sent::sent).fallback(wrong_method_get))
        .route("/referral/{referrer}", post(check::check).fallback(wrong_method))
        .route("/referral/{referrer}/change", post(check::change).fallback(wrong_method))
        .route("/api/referrals", post(api::receive).fallback(wrong_method_api))
        .route("/api/openapi.json", get(document).fallback(wrong_method_document))
        .fallback(not_found)
        .layer(CatchPanicLayer::custom(|_: Box<dyn Any + Send>| {
            let mut answer = Answer::default();
            answer.extensions_mut().insert(Panicked);
            answer
        }))
        .layer(from_fn_with_state(intake.clone(), around))
        .with_state(intake)
}

/// Headers on the way out, and one log line of allowed fields (docs/security.md, Logs): the route's pattern, never the
/// address itself, nor a reference, a header or a body.
async fn around(State(intake): State<Intake>, request: Request<Body>, next: Next) -> Answer {
    let api = is_api(request.uri().path());
    let route = request.extensions().get::<MatchedPath>().map_or("none".to_owned(), |path| path.as_str().to_owned());
    let begun = Instant::now();
    let mut answer = next.run(request).await;
    if answer.extensions().get::<Panicked>().is_some() {
        // The edge of AWS has a page of its own for 500, and none of them is a problem (deploy/aws/site.tf).
        answer = refused(&intake, api, if api { 503 } else { 500 }, "broken");
    }
    let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(route, status = answer.status().as_u16(), ms);
    if answer.status() == StatusCode::TOO_MANY_REQUESTS {
        answer.headers_mut().insert(header::RETRY_AFTER, A_MINUTE);
    }
    let cacheable = route == "/api/openapi.json" && answer.status().is_success();
    let headers = answer.headers_mut();
    protect(headers);
    if !cacheable {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    answer
}

async fn document(State(intake): State<Intake>) -> Answer {
    let pages = intake.pages();
    let mut answer = json_answer(200, &openapi::document(&pages.content, intake.today()));
    // Which words and rules it works with, for `head-office content-check`.
    let digests: Vec<String> =
        pages.content.digests().iter().map(|(name, digest)| format!("{name}={digest}")).collect();
    if let Ok(digests) = HeaderValue::from_str(&digests.join(", ")) {
        answer.headers_mut().insert("imha-content", digests);
    }
    answer
}

async fn not_found(State(intake): State<Intake>, request: Request<Body>) -> Answer {
    refused(&intake, is_api(request.uri().path()), 404, "not-found")
}

fn is_api(path: &str) -> bool {
    path.starts_with("/api/")
}

/// A problem for a program, a page for a person.
fn refused(intake: &Intake, api: bool, status: u16, kind: &str) -> Answer {
    let pages = intake.pages();
    if api { problem(&pages, status, kind, &[]) } else { refusal(&pages, status, kind) }
}

/// The answer to a client that sends too much, where there are no answers to give back ([`OverLimit`] is for forms).
pub fn too_many(intake: &Intake, path: &str) -> Answer {
    let mut answer = refused(intake, is_api(path), 429, "too-many");
    answer.headers_mut().insert(header::RETRY_AFTER, A_MINUTE);
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// The page for a post to a page that can only be read, where the site is served beside the intake.
pub fn only_read(intake: &Intake) -> Answer {
    let mut answer = allow(refusal(&intake.pages(), 405, "wrong-method"), "GET, HEAD");
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// The HTML of the page for a request that could not be read as HTTP, for the server in front of the intake.
pub fn unreadable_request(intake: &Intake) -> String {
    let pages = intake.pages();
    html(&pages, &RefusalPage::new(&pages.theme, &pages.content, "unreadable"))
}

async fn wrong_method(State(intake): State<Intake>) -> Answer {
    allow(refusal(&intake.pages(), 405, "wrong-method"), "POST")
}

async fn wrong_method_get(State(intake): State<Intake>) -> Answer {
    allow(refusal(&intake.pages(), 405, "wrong-method"), "GET, HEAD")
}

async fn wrong_method_document(State(intake): State<Intake>) -> Answer {
    allow(problem(&intake.pages(), 405, "wrong-method", &[]), "GET, HEAD")
}

async fn wrong_method_api(State(intake): State<Intake>) -> Answer {
    allow(problem(&intake.pages(), 405, "wrong-method", &[]), "POST")
}

fn allow(mut answer: Answer, methods: &'static str) -> Answer {
    answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static(methods));
    answer
}
