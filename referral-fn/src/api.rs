//! `POST /api/referrals`, for hospital systems: the same answers as JSON, the same rules, the same queue.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Request};
use chrono::SecondsFormat;
use queue::{Once, Receipt, Submission, SubmitError};
use referral::{Answers, Channel, Problem, Referral, ReferrerType};
use serde_json::{Value, json};
use templates::RefusalPage;
use web::headers::Single;

use crate::answer::{Answer, json_answer, problem};
use crate::origin::{RequestOrigin, request_origin};
use crate::send::{in_doubt, log_failure};
use crate::{Intake, Pages, body};

/// The most unknown names that a refusal lists: a body of nothing else must not be answered by a longer one.
const UNKNOWN_LISTED: usize = 20;
/// The most characters of an unknown name that are repeated to the sender.
const UNKNOWN_LENGTH: usize = 100;
const KEY_LENGTH: std::ops::RangeInclusive<usize> = 16..=255;

/// The route.
pub(crate) async fn receive(State(intake): State<Intake>, request: Request<Body>) -> Answer {
    let pages = intake.pages();
    let (parts, body) = request.into_parts();
    if request_origin(&parts.headers, intake.origin()) == RequestOrigin::CrossSite {
        return problem(&pages, 403, "cross-site", &[]);
    }
    let bytes = match body::bytes(&parts.headers, body, "application/json").await {
        Ok(bytes) => bytes,
        Err(error) => return problem(&pages, error.status(), error.kind(), &[]),
    };
    let once = match once(&parts.headers, &intake) {
        Ok(once) => once,
        Err(()) => return problem(&pages, 400, "idempotency-key", &[]),
    };
    let Ok(json) = referral::read_json(&bytes) else {
        return problem(&pages, 400, "broken-json", &[]);
    };
    let parse = |answers: &Answers| Referral::parse(answers, &pages.content.rules, intake.today());
    let referral = match Referral::from_json(&json, parse) {
        Ok(referral) => referral,
        Err((answers, problems)) => {
            let reader = ReferrerType::from_code(answers.one("referrer.type")).unwrap_or(ReferrerType::Amhp);
            return refused(&pages, &intake, reader, &problems);
        }
    };
    let submission = Submission { referral, channel: Channel::Api, marks: Vec::new(), once };
    match intake.inbox().submit(&submission, &pages.content.rules, intake.now()).await {
        Ok(receipt) => json_answer(if receipt.repeat { 200 } else { 201 }, &said(&receipt)),
        Err(SubmitError::Conflict) => problem(&pages, 409, "conflict", &[]),
        Err(error) => {
            log_failure(&error);
            let kind = if in_doubt(&error) { "cannot-tell-stored" } else { "not-stored" };
            problem(&pages, 503, kind, &[])
        }
    }
}

/// The `Idempotency-Key`, or the London date of this call.
fn once(headers: &HeaderMap, intake: &Intake) -> Result<Once, ()> {
    let key = match Single::of(headers, "idempotency-key") {
        Single::Absent => return Ok(Once::Day(intake.today())),
        Single::Once(key) => key,
        Single::Unclear => return Err(()),
    };
    let usable = KEY_LENGTH.contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    usable.then(|| Once::Key(key.to_owned())).ok_or(())
}

fn refused(pages: &Pages, intake: &Intake, reader: ReferrerType, problems: &[Problem]) -> Answer {
    let words = &pages.content.words;
    let who = pages.content.rules.law.referrers(intake.today());
    let who: Vec<&str> = who.into_iter().map(ReferrerType::code).collect();
    let is_unknown = |problem: &&Problem| problem.code == "unknown-field";
    let known = problems.iter().filter(|problem| !is_unknown(problem));
    let listed = known.chain(problems.iter().filter(is_unknown).take(UNKNOWN_LISTED));
    let said = listed.map(|problem| {
        let mut message = words.problem(problem, reader).to_owned();
        if problem.code == "wrong-referrer" {
            message = format!("{message} {}. {}", who.join(", "), pages.content.site.phone.display);
        }
        let field: String = problem.field.chars().take(UNKNOWN_LENGTH).collect();
        json!({"field": field, "code": problem.code, "message": message})
    });
    let mut said: Vec<Value> = said.collect();
    let more = problems.iter().filter(is_unknown).count().saturating_sub(UNKNOWN_LISTED);
    if more > 0 {
        let message = RefusalPage::text(&pages.content, "problems", "more").replace("{n}", &more.to_string());
        said.push(json!({"field": "", "code": "unknown-field", "message": message}));
    }
    problem(pages, 422, "problems", &said)
}

fn said(receipt: &Receipt) -> Value {
    json!({
        "reference": receipt.reference,
        "received_at": receipt.received_at.to_rfc3339_opts(SecondsFormat::Secs, true),
        "due_on": receipt.due_on,
        "eligibility": receipt.decision.eligibility,
        "rules": receipt.decision.rules,
    })
}
