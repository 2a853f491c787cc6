//! `GET /referral/sent/<reference>?…`: the confirmation. The function cannot read the table, so a signed query carries the dates.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderName, HeaderValue};
use chrono::NaiveDate;
use queue::{Receipt, TokenKey};
use referral::{Reference, london};
use templates::SentPage;

use crate::Intake;
use crate::answer::{Answer, page, refusal};
use crate::issue_time::{same, signature as signed};

/// Browsers keep the pages behind this one whole, with what was typed, for the Back button: on a shared tablet the next
/// person could read it. `no-store` does not reach the static form; this makes them forget it.
const FORGET: (HeaderName, HeaderValue) =
    (HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\""));

/// `received`, `due` and `signature`, each once.
const PARTS: usize = 3;

/// The address a person is sent to: reference and dates, nothing about a person.
pub(crate) fn address(key: &TokenKey, receipt: &Receipt) -> String {
    let received = london(receipt.received_at).date_naive();
    let (reference, due) = (&receipt.reference, receipt.due_on);
    let signature = signature(key, reference, received, due);
    format!("/referral/sent/{reference}?received={received}&due={due}&signature={signature}")
}

fn signature(key: &TokenKey, reference: &Reference, received: NaiveDate, due: NaiveDate) -> String {
    let dates = format!("{received} {due}");
    signed(key, "sent", &[reference.as_str().as_bytes(), dates.as_bytes()])
}

/// The route: a made-up or altered address is a 404 page with the phone number.
pub(crate) async fn sent(
    State(intake): State<Intake>,
    reference: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Answer {
    let pages = intake.pages();
    let reference = reference.as_ref().map_or("", |Path(reference)| reference);
    let drawn = read(intake.inbox().key(), reference, query.as_deref().unwrap_or_default());
    let drawn = drawn
        .and_then(|(reference, received, due)| SentPage::new(&pages.theme, &pages.content, &reference, received, due));
    match drawn {
        Some(drawn) => {
            let mut answer = page(&pages, 200, &drawn);
            answer.headers_mut().insert(FORGET.0, FORGET.1);
            answer
        }
        None => refusal(&pages, 404, "not-found"),
    }
}

fn read(key: &TokenKey, reference: &str, query: &str) -> Option<(Reference, NaiveDate, NaiveDate)> {
    let pairs: Vec<(&str, &str)> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
    // As we wrote it and no more: nobody adds to an address of ours what its reader might believe.
    if query.split('&').count() != PARTS {
        return None;
    }
    let part = |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
    let date =
        |name: &str| part(name).and_then(|text| text.parse().ok().filter(|date: &NaiveDate| date.to_string() == text));
    let given = Reference::parse(reference).filter(|read| read.as_str() == reference)?;
    let (received, due) = (date("received")?, date("due")?);
    let right = same(part("signature")?, &signature(key, &given, received, due));
    right.then_some((given, received, due))
}
