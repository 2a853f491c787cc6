//! The daily canary: a schedule invokes the function itself, and it sends a test referral the way of every other.
//!
//! Only the Lambda binary has this route. It is known by the resource of the event, which API Gateway writes and no visitor
//! can: a public request always carries one of the gateway's own.

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Request, Response, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use lambda_http::request::RequestContext;
use referral::{Answers, Eligibility, Referral, ReferrerType};
use templates::Sent;

use crate::answer::Answer;
use crate::{Intake, sent};

/// The resource of the schedule's event; `deploy/aws/` writes the same.
const RESOURCE: &str = "canary";
/// What a desk reads that opens it. Nobody is in it.
const ANSWERS: [(&str, &str); 3] = [
    ("patient.name", "CANARY: the daily test of this service, not a person"),
    ("patient.address", "no fixed address"),
    ("legal.route", "not-sure"),
];

/// The service with the schedule's own route before it.
pub fn with_canary(app: Router, intake: Intake) -> Router {
    app.layer(from_fn_with_state(intake, scheduled))
}

async fn scheduled(State(intake): State<Intake>, request: Request<Body>, next: Next) -> Answer {
    if !is_canary(&request) {
        return next.run(request).await;
    }
    let stored = send(&intake).await;
    tracing::info!(route = RESOURCE, outcome = if stored.is_some() { "stored" } else { "not-sent" });
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = if stored.is_some() { StatusCode::NO_CONTENT } else { StatusCode::SERVICE_UNAVAILABLE };
    if let Some(address) = stored.and_then(|address| HeaderValue::from_str(&address).ok()) {
        answer.headers_mut().insert(header::LOCATION, address);
    }
    answer
}

fn is_canary(request: &Request<Body>) -> bool {
    match request.extensions().get::<RequestContext>() {
        Some(RequestContext::ApiGatewayV1(context)) => context.resource_path.as_deref() == Some(RESOURCE),
        _ => false,
    }
}

/// The address of the confirmation, for the check from outside (`deploy/aws/outside.py`); none where nothing was stored.
async fn send(intake: &Intake) -> Option<String> {
    let pages = intake.pages();
    let pairs = ANSWERS.map(|(field, answer)| (field.to_owned(), answer.to_owned()));
    let answers = Answers::from_pairs(&pairs, ReferrerType::Patient);
    let referral = Referral::parse(&answers, &pages.content.rules, intake.today()).ok()?;
    let reference = intake.inbox().canary(referral, &pages.content.rules, intake.now()).await.ok()?;
    let promise = Eligibility::Eligible.code().to_owned();
    let sent = Sent { reference, received: intake.today(), due: intake.today(), promise, tribunal: None };
    Some(sent::address(intake.inbox().key(), &sent))
}
