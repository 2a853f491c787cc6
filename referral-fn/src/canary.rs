//! The daily canary: a schedule invokes the function itself, and it sends a test referral the way of every other.
//!
//! Only the Lambda binary has this route. It is known by the route key of the event, which API Gateway writes and no
//! visitor can: a public request always carries the key of one of the gateway's own routes.

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, Response, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use lambda_http::request::RequestContext;
use referral::{Answers, Referral, ReferrerType};

use crate::Intake;
use crate::answer::Answer;

/// The route key of the schedule's event; `deploy/aws/` writes the same.
const ROUTE_KEY: &str = "canary";
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
    tracing::info!(route = ROUTE_KEY, outcome = if stored { "stored" } else { "not-sent" });
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = if stored { StatusCode::NO_CONTENT } else { StatusCode::SERVICE_UNAVAILABLE };
    answer
}

fn is_canary(request: &Request<Body>) -> bool {
    match request.extensions().get::<RequestContext>() {
        Some(RequestContext::ApiGatewayV2(context)) => context.route_key.as_deref() == Some(ROUTE_KEY),
        _ => false,
    }
}

async fn send(intake: &Intake) -> bool {
    let pages = intake.pages();
    let pairs = ANSWERS.map(|(field, answer)| (field.to_owned(), answer.to_owned()));
    let answers = Answers::from_pairs(&pairs, ReferrerType::Patient);
    let Ok(referral) = Referral::parse(&answers, &pages.content.rules, intake.today()) else { return false };
    intake.inbox().canary(referral, &pages.content.rules, intake.now()).await.is_ok()
}
