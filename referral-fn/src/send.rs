//! `POST /referral/send`: one conditional put, then the confirmation; or the answers back with the truth about them.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Request, Response, StatusCode, header};
use queue::{Once, QueueError, Submission, SubmitError};
use referral::{Channel, Mark, london};
use templates::{FormPage, Sent};

use crate::answer::{Answer, page};
use crate::check::{Posted, changed, check_page, posted, refused};
use crate::issue_time::IssueTime;
use crate::origin::RequestOrigin;
use crate::{Intake, Pages, sent};

/// The route.
pub(crate) async fn send(State(intake): State<Intake>, request: Request<Body>) -> Answer {
    let pages = intake.pages();
    let posted = match posted(&intake, &pages, None, request).await {
        Ok(posted) => posted,
        Err(answer) => return *answer,
    };
    // A browser that knows no `formaction` sends Change here: it must not send the referral.
    if let Some(field) = &posted.change {
        return changed(&intake, &pages, &posted, field);
    }
    let referral = match posted.parse(&pages) {
        Ok(referral) => referral,
        Err(problems) => return refused(&intake, &pages, &posted, &problems),
    };
    let Some(issued) = posted.issued else {
        let fresh = IssueTime::at(intake.now());
        return check_page(&intake, &pages, &posted, &referral, fresh, 200, Some("expired"));
    };
    if posted.over_limit {
        return check_page(&intake, &pages, &posted, &referral, issued, 429, Some("too-many-kept"));
    }
    let submission = Submission {
        referral: referral.clone(),
        channel: Channel::Form,
        marks: marks(&posted, issued, &intake),
        once: Once::Day(london(issued.instant()).date_naive()),
    };
    match intake.inbox().submit(&submission, &pages.content.rules, intake.now()).await {
        Ok(receipt) => {
            let sent = sent::confirmation(&pages.content, &referral, &receipt, intake.today());
            if posted.another { another(&intake, &pages, &posted, &sent) } else { confirmed(&intake, &pages, &sent) }
        }
        Err(error) => {
            log_failure(&error);
            let kind = if in_doubt(&error) { "cannot-tell" } else { "not-sent" };
            check_page(&intake, &pages, &posted, &referral, issued, 503, Some(kind))
        }
    }
}

/// Whether the queue may have stored the referral all the same.
pub(crate) fn in_doubt(error: &SubmitError) -> bool {
    matches!(error, SubmitError::Unknown(_))
}

/// Writes to the log that the queue did not take a referral, and why: an alarm of `deploy/aws/` reads this line.
pub(crate) fn log_failure(error: &SubmitError) {
    let outcome = if in_doubt(error) { "cannot-tell" } else { "not-sent" };
    let cause = match error {
        // Its name is a reference.
        SubmitError::NotStored(QueueError::Damaged(_)) | SubmitError::Unknown(QueueError::Damaged(_)) => {
            "a stored item cannot be read".to_owned()
        }
        SubmitError::NotStored(cause) | SubmitError::Unknown(cause) => cause.to_string(),
        other => other.to_string(),
    };
    tracing::error!(outcome, cause, "the queue did not take a referral");
}

/// Nothing is dropped for these; head office sees them.
fn marks(posted: &Posted, issued: IssueTime, intake: &Intake) -> Vec<Mark> {
    let reasons = [
        (!posted.honeypot.is_empty(), Mark::Honeypot),
        (issued.is_too_fast(intake.now()), Mark::TooFast),
        (posted.origin == RequestOrigin::Unknown, Mark::NoOrigin),
    ];
    reasons.into_iter().filter_map(|(holds, mark)| holds.then_some(mark)).collect()
}

/// The confirmation above a form for the next patient; on its own page where the words for it are missing.
fn another(intake: &Intake, pages: &Pages, posted: &Posted, sent: &Sent) -> Answer {
    let typed = (posted.referrer, &posted.answers);
    match FormPage::another(&pages.theme, &pages.content, typed, sent, intake.today()) {
        Some(drawn) => page(pages, 200, &drawn),
        None => confirmed(intake, pages, sent),
    }
}

fn confirmed(intake: &Intake, pages: &Pages, sent: &Sent) -> Answer {
    let address = format!("{}{}", pages.content.base, sent::address(intake.inbox().key(), sent));
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::SEE_OTHER;
    // Reference, codes, dates and hexadecimal only: always a valid header value.
    let location = HeaderValue::from_str(&address).unwrap_or(HeaderValue::from_static("/"));
    answer.headers_mut().insert(header::LOCATION, location);
    answer
}
