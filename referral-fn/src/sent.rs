//! `GET /referral/sent/<reference>?…`: the confirmation. The function cannot read the table, so a signed query carries the dates.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use chrono::NaiveDate;
use content_reader::Content;
use queue::{Receipt, TokenKey};
use referral::{Eligibility, Reference, Referral, london};
use templates::{LastDay, Sent, SentPage, UNFOUND};
use web::headers::FORGET_PAGES;

use crate::Intake;
use crate::answer::{Answer, page, refusal};
use crate::issue_time::{same, signature};

/// What the confirmation says of a stored referral, in one voice with its check page.
pub(crate) fn confirmation(content: &Content, referral: &Referral, receipt: &Receipt, today: NaiveDate) -> Sent {
    let eligibility = receipt.decision.eligibility;
    let unnamed = referral.warnings_on(today).iter().any(|warning| warning.code == "place-unnamed");
    let unfound = unnamed && eligibility == Eligibility::Eligible;
    Sent {
        reference: receipt.reference.clone(),
        received: london(receipt.received_at).date_naive(),
        due: receipt.due_on,
        promise: if unfound { UNFOUND } else { eligibility.code() }.to_owned(),
        tribunal: LastDay::of(content, referral, today),
    }
}

/// The address a person is sent to: reference, codes and dates, nothing about a person.
pub(crate) fn address(key: &TokenKey, sent: &Sent) -> String {
    let query = query(sent);
    let signature = sign(key, &sent.reference, &query);
    format!("/referral/sent/{}?{query}&signature={signature}", sent.reference)
}

/// The query without its signature.
fn query(sent: &Sent) -> String {
    let tribunal = match sent.tribunal {
        None => String::new(),
        Some(LastDay::Only(last)) => format!("&tribunal={last}"),
        Some(LastDay::First(last)) => format!("&tribunal_first={last}"),
        Some(LastDay::Between(first, last)) => format!("&tribunal_from={first}&tribunal_to={last}"),
    };
    format!("received={}&due={}&eligibility={}{tribunal}", sent.received, sent.due, sent.promise)
}

fn sign(key: &TokenKey, reference: &Reference, query: &str) -> String {
    signature(key, "sent", &[reference.as_str().as_bytes(), query.as_bytes()])
}

/// The route: a made-up or altered address is a 404 page with the phone number.
pub(crate) async fn sent(
    State(intake): State<Intake>,
    reference: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Answer {
    let pages = intake.pages();
    let reference = reference.as_ref().map_or("", |Path(reference)| reference);
    let read = read(intake.inbox().key(), reference, query.as_deref().unwrap_or_default());
    match read.and_then(|sent| SentPage::new(&pages.theme, &pages.content, &sent, intake.today())) {
        Some(drawn) => {
            let mut answer = page(&pages, 200, &drawn);
            answer.headers_mut().insert(FORGET_PAGES.0, FORGET_PAGES.1);
            answer
        }
        None => refusal(&pages, 404, "not-found"),
    }
}

/// Only what we wrote, in any order (a gateway of AWS keeps none): nobody adds to it what its reader might believe.
fn read(key: &TokenKey, reference: &str, query_read: &str) -> Option<Sent> {
    let pairs: Vec<(&str, &str)> = query_read.split('&').filter_map(|pair| pair.split_once('=')).collect();
    let part = |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
    let date = |name: &str| part(name).and_then(|text| text.parse().ok());
    let sent = Sent {
        reference: Reference::parse(reference).filter(|read| read.as_str() == reference)?,
        received: date("received")?,
        due: date("due")?,
        promise: part("eligibility")?.to_owned(),
        tribunal: match (date("tribunal"), date("tribunal_first"), date("tribunal_from"), date("tribunal_to")) {
            (Some(last), ..) => Some(LastDay::Only(last)),
            (_, Some(last), ..) => Some(LastDay::First(last)),
            (.., Some(first), Some(last)) => Some(LastDay::Between(first, last)),
            _ => None,
        },
    };
    let given = part("signature")?;
    let is_ours = parts(query_read) == parts(&format!("{}&signature={given}", query(&sent)));
    (is_ours && same(given, &sign(key, &sent.reference, &query(&sent)))).then_some(sent)
}

fn parts(query: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = query.split('&').collect();
    parts.sort_unstable();
    parts
}
