//! `/new`: a referral that came by phone, on paper, by e-mail or in person. The form is the public one for each referrer,
//! with what staff may be told of a patient besides. Where something is wrong it has an address of its own, so that a link
//! and Back lead to it again with everything kept.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, NaiveDateTime, Utc};
use queue::Receipt;
use referral::{Answers, Channel, Referral, ReferrerType, london, long_date};
use serde::Deserialize;
use serde_json::json;
use templates::{DeskChoice, Questions};

use super::pages::{Answer, Instead, to};
use super::state::{Desk, JustDone, Sent};
use crate::office::other_channel::{TakenDown, caller, local_time, take_down};
use crate::view::Typed;

/// How a browser writes date and time.
const LOCAL: &str = "%Y-%m-%dT%H:%M";

/// The address of a form: of whom, and under which number it is kept.
#[derive(Deserialize)]
pub(super) struct Form {
    referrer: String,
    id: Option<String>,
}

impl Form {
    fn kind(&self) -> Result<ReferrerType, Instead> {
        ReferrerType::from_code(&self.referrer).ok_or(Instead::NoPage)
    }
}

/// What is asked beside the answers, or what is wrong with each part of it.
struct Beside {
    channel: Result<Channel, String>,
    received_at: Result<DateTime<Utc>, String>,
    called_by: Result<Option<String>, String>,
}

impl Beside {
    fn read(typed: &Typed, now: DateTime<Utc>) -> Self {
        let channel = Channel::from_code(typed.get("channel")).filter(|channel| Channel::BY_STAFF.contains(channel));
        let local = NaiveDateTime::parse_from_str(typed.get("received_at"), LOCAL);
        let local = local.map_err(|_| "Say when it came, such as 23/11/2026, 14:05.".to_owned());
        Self {
            channel: channel.ok_or_else(|| "Choose by which way it came.".to_owned()),
            received_at: local.and_then(|local| local_time(local, now).map_err(|refused| refused.to_string())),
            called_by: caller(typed.get("called_by")).map_err(|refused| refused.to_string()),
        }
    }
}

/// `/new`: who asks?
pub(super) async fn choose(State(desk): State<Arc<Desk>>) -> Response {
    let content = desk.office.content();
    let kinds = content.rules.law.referrers(desk.office.today()).into_iter();
    let kinds = kinds.map(|kind| DeskChoice::new(kind.code(), content.words.referrer_name(kind), ""));
    let paper = format!("{}/paper-form/", content.site.origin);
    let values = json!({"referrers": kinds.collect::<Vec<_>>(), "paper": paper});
    desk.page(StatusCode::OK, "desk/who_asks.html", "New referral", &values)
}

/// `/new/amhp`: the form of one who may ask.
pub(super) async fn ask(State(desk): State<Arc<Desk>>, Path(form): Path<Form>) -> Answer {
    Ok(form_page(&desk, form.kind()?, &form.referrer, StatusCode::OK, &Typed::default(), ""))
}

/// `/new/amhp/ID`: the same with everything that was typed, and why it is not stored; the referral, once it is.
pub(super) async fn again(State(desk): State<Arc<Desk>>, Path(form): Path<Form>) -> Answer {
    let (kind, id) = (form.kind()?, form.id.unwrap_or_default());
    match desk.sent.get(&id) {
        Some(Sent::Refused(typed, why)) => {
            let action = format!("{}/{id}", form.referrer);
            Ok(form_page(&desk, kind, &action, StatusCode::UNPROCESSABLE_ENTITY, &typed, &why))
        }
        Some(Sent::Stored(reference)) => {
            let sentence = "The form you went back to is stored: this is its referral.".to_owned();
            Ok(desk.did(JustDone { reference, sentence, closed: false, can_undo: false }))
        }
        None => {
            let text = "What was typed is kept only for a while, and not once the desk was locked. Type it again.";
            Err(Instead::Notice(StatusCode::NOT_FOUND, "This form is over", text.to_owned()))
        }
    }
}

/// `POST /new/amhp`, and `/new/amhp/ID` of a form that was refused before: stores it and leads to it, or to the form again.
pub(super) async fn store(State(desk): State<Arc<Desk>>, Path(form): Path<Form>, mut typed: Typed) -> Answer {
    let why = match read(&desk, form.kind()?, &mut typed) {
        Some(taken) => match take_down(&desk.office, taken).await {
            Ok(receipt) => return Ok(stored(&desk, form.id, receipt)),
            Err(refused) => refused.to_string(),
        },
        None => "Some answers are missing or cannot be. Everything you typed is kept.".to_owned(),
    };
    let id = desk.sent.keep(form.id.as_deref(), Sent::Refused(typed, why))?;
    Ok(to(format_args!("/new/{}/{id}", form.referrer)))
}

/// What is to be stored; none where something is wrong, and what is wrong with the answers is then beside them.
fn read(desk: &Desk, kind: ReferrerType, typed: &mut Typed) -> Option<TakenDown> {
    let Beside { channel, received_at, called_by } = Beside::read(typed, desk.office.now());
    let on = received_at.as_ref().map_or_else(|_| desk.office.today(), |at| london(*at).date_naive());
    let answers = Answers::from_pairs(&typed.pairs, kind);
    let referral = Referral::parse_written_down(&answers, &desk.office.content().rules, on);
    let referral = referral.map_err(|problems| typed.problems = problems).ok()?;
    Some(TakenDown { referral, channel: channel.ok()?, received_at: received_at.ok()?, called_by: called_by.ok()? })
}

/// Leads to what is stored. What was typed is forgotten: Back leads to the referral too.
fn stored(desk: &Desk, id: Option<String>, receipt: Receipt) -> Response {
    if let Some(id) = id {
        desk.sent.keep(Some(&id), Sent::Stored(receipt.reference.clone())).ok();
    }
    let (spoken, due) = (receipt.reference.spoken(), long_date(receipt.due_on));
    let sentence = if receipt.repeat {
        "The same answers with the same time were stored before: this is that referral.".to_owned()
    } else {
        format!(
            "It is stored. Tell them the reference, {spoken}, and the day: the patient hears from us by the end of {due}."
        )
    };
    desk.did(JustDone { reference: receipt.reference, sentence, closed: false, can_undo: false })
}

fn form_page(desk: &Desk, kind: ReferrerType, action: &str, status: StatusCode, typed: &Typed, why: &str) -> Response {
    let (content, now) = (desk.office.content(), desk.office.now());
    let answers = Answers::from_pairs(&typed.pairs, kind);
    let latest = london(now).format(LOCAL).to_string();
    let beside = Some(Beside::read(typed, now)).filter(|_| !why.is_empty());
    let wrong = beside.map(|Beside { channel, received_at, called_by }| {
        json!({"channel": channel.err(), "received_at": received_at.err(), "called_by": called_by.err()})
    });
    let received_at = Some(typed.get("received_at")).filter(|at| !at.is_empty()).unwrap_or(&latest);
    let channels = Channel::BY_STAFF.map(Channel::code);
    let values = json!({
        "action": action,
        "by_patient": kind == ReferrerType::Patient,
        "refused": why,
        "wrong": wrong.unwrap_or_else(|| json!({"channel": null, "received_at": null, "called_by": null})),
        "channels": DeskChoice::all(&content.words, "channel", channels, typed.get("channel")),
        "received_at": received_at,
        "latest": latest,
        "called_by": typed.get("called_by"),
        "questions": Questions::all(&content, kind, &answers, &typed.problems),
    });
    let title = format!("New referral: {}", content.words.referrer_name(kind));
    desk.page(status, "desk/new.html", &title, &values)
}
