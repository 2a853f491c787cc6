//! `/new`: a referral that came by phone, on paper, by e-mail or in person. The form is the public one for each referrer,
//! with what staff may be told of a patient besides. Where something is wrong it has an address of its own, so that a link
//! and Back lead to it again with everything kept.

use std::sync::{Arc, PoisonError};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDateTime, Utc};
use queue::Receipt;
use referral::{Answers, Channel, Problem, Reference, Referral, ReferrerType, form, london, long_date};
use templates::{MoveChoice, NewPage, NewProblems, Questions};

use super::{Desk, JustDone};
use crate::office::written_down::{TakenDown, caller, local_time, take_down};

/// How a browser writes date and time.
const LOCAL: &str = "%Y-%m-%dT%H:%M";

/// What became of a form that was sent.
#[derive(Clone, PartialEq)]
pub(super) enum Sent {
    Refused(Typed),
    Stored(Reference),
}

/// What was typed, answers and what stands beside them, and why it is not stored. No `Debug`: it is about a person.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Typed {
    pairs: Vec<(String, String)>,
    problems: Vec<Problem>,
    why: String,
}

impl Typed {
    fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    fn channel(&self) -> Result<Channel, String> {
        let channel = Channel::from_code(self.get("channel")).filter(|channel| Channel::BY_STAFF.contains(channel));
        channel.ok_or_else(|| "Choose by which way it came.".to_owned())
    }

    fn received_at(&self, now: DateTime<Utc>) -> Result<DateTime<Utc>, String> {
        let local = NaiveDateTime::parse_from_str(self.get("received_at"), LOCAL);
        let local = local.map_err(|_| "Say when it came, such as 23/11/2026, 14:05.".to_owned())?;
        local_time(local, now).map_err(|refused| refused.to_string())
    }

    fn called_by(&self) -> Result<Option<String>, String> {
        caller(self.get("called_by")).map_err(|refused| refused.to_string())
    }
}

/// `/new`: who asks?
pub(super) async fn choose(State(desk): State<Arc<Desk>>) -> Response {
    let content = desk.office.content();
    let kinds = content.rules.law.referrers(desk.office.today());
    let referrers = kinds.into_iter().map(|kind| MoveChoice {
        code: kind.code(),
        label: content.words.referrer_name(kind).to_owned(),
        chosen: false,
    });
    let page = NewPage { referrers: referrers.collect(), ..blank(&desk, "New referral") };
    desk.draw(StatusCode::OK, &page)
}

/// `/new/amhp`: the form of one who may ask.
pub(super) async fn ask(State(desk): State<Arc<Desk>>, Path(code): Path<String>) -> Response {
    let Some(kind) = ReferrerType::from_code(&code) else {
        return super::pages::no_such_page(State(desk)).await;
    };
    form_page(&desk, kind, kind.code().to_owned(), StatusCode::OK, &Typed::default())
}

/// `/new/amhp/ID`: the same with everything that was typed, and why it is not stored; the referral, once it is.
pub(super) async fn again(State(desk): State<Arc<Desk>>, Path((code, id)): Path<(String, String)>) -> Response {
    match (ReferrerType::from_code(&code), desk.sent.get(&id)) {
        (Some(kind), Some(Sent::Refused(typed))) => {
            form_page(&desk, kind, format!("{code}/{id}"), StatusCode::UNPROCESSABLE_ENTITY, &typed)
        }
        (_, Some(Sent::Stored(reference))) => {
            to_referral(&desk, reference, "The form you went back to is stored: this is its referral.".to_owned())
        }
        _ => {
            let text = "What was typed is kept only for a while, and not once the desk was locked. Type it again.";
            desk.notice(StatusCode::NOT_FOUND, "This form is over", text)
        }
    }
}

/// `POST /new/amhp`: stores it and leads to it, or to the form again.
pub(super) async fn store(State(desk): State<Arc<Desk>>, Path(code): Path<String>, body: Bytes) -> Response {
    sent(desk, code, None, &body).await
}

/// `POST /new/amhp/ID`: the same of a form that was refused before.
pub(super) async fn store_again(
    State(desk): State<Arc<Desk>>,
    Path((code, id)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    sent(desk, code, Some(id), &body).await
}

async fn sent(desk: Arc<Desk>, code: String, id: Option<String>, body: &Bytes) -> Response {
    let (Some(kind), Ok(pairs)) = (ReferrerType::from_code(&code), form::decode(body)) else {
        return super::pages::no_such_page(State(desk)).await;
    };
    let mut typed = Typed { pairs, ..Typed::default() };
    typed.why = match read(&desk, kind, &mut typed) {
        Some(taken) => match take_down(&desk.office, taken).await {
            Ok(receipt) => return stored(&desk, id, receipt),
            Err(refused) => refused.to_string(),
        },
        None => "Some answers are missing or cannot be. Everything you typed is kept.".to_owned(),
    };
    match desk.sent.keep_as(id, Sent::Refused(typed)) {
        Ok(id) => (StatusCode::SEE_OTHER, [(LOCATION, format!("/new/{code}/{id}"))]).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// What is to be stored; none where something is wrong, and what is wrong with the answers is then beside them.
fn read(desk: &Desk, kind: ReferrerType, typed: &mut Typed) -> Option<TakenDown> {
    let (channel, received_at, called_by) = (typed.channel(), typed.received_at(desk.office.now()), typed.called_by());
    let on = received_at.as_ref().map_or_else(|_| desk.office.today(), |at| london(*at).date_naive());
    let answers = Answers::from_pairs(&typed.pairs, kind);
    let referral = Referral::parse_written_down(&answers, &desk.office.content().rules, on);
    let referral = referral.map_err(|problems| typed.problems = problems).ok()?;
    Some(TakenDown { referral, channel: channel.ok()?, received_at: received_at.ok()?, called_by: called_by.ok()? })
}

/// Leads to what is stored. What was typed is forgotten: Back leads to the referral too.
fn stored(desk: &Desk, id: Option<String>, receipt: Receipt) -> Response {
    if let Some(id) = id {
        desk.sent.keep_as(Some(id), Sent::Stored(receipt.reference.clone())).ok();
    }
    let spoken = receipt.reference.spoken();
    let sentence = if receipt.repeat {
        "The same answers with the same time were stored before: this is that referral.".to_owned()
    } else {
        let due = long_date(receipt.due_on);
        format!(
            "It is stored. Tell them the reference, {spoken}, and the day: the patient hears from us by the end of {due}."
        )
    };
    to_referral(desk, receipt.reference, sentence)
}

fn to_referral(desk: &Desk, reference: Reference, sentence: String) -> Response {
    let to = format!("/referral/{reference}");
    let done = JustDone { reference, sentence, closed: false, can_undo: false };
    *desk.just_done.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
    (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response()
}

fn form_page(desk: &Desk, kind: ReferrerType, action: String, status: StatusCode, typed: &Typed) -> Response {
    let content = desk.office.content();
    let answers = Answers::from_pairs(&typed.pairs, kind);
    let title = format!("New referral: {}", content.words.referrer_name(kind));
    let channels = Channel::BY_STAFF.map(|channel| MoveChoice {
        code: channel.code(),
        label: content.words.label("channel", channel.code()).to_owned(),
        chosen: typed.get("channel") == channel.code(),
    });
    let form = blank(desk, &title);
    let received_at = Some(typed.get("received_at")).filter(|at| !at.is_empty()).map(str::to_owned);
    let wrong = if typed.why.is_empty() {
        NewProblems::default()
    } else {
        NewProblems {
            channel: typed.channel().err().unwrap_or_default(),
            received_at: typed.received_at(desk.office.now()).err().unwrap_or_default(),
            called_by: typed.called_by().err().unwrap_or_default(),
        }
    };
    let page = NewPage {
        action,
        by_patient: kind == ReferrerType::Patient,
        refused: typed.why.clone(),
        wrong,
        channels: channels.into(),
        received_at: received_at.unwrap_or_else(|| form.latest.clone()),
        called_by: typed.get("called_by").to_owned(),
        questions: Questions::all(&content, kind, &answers, &typed.problems),
        ..form
    };
    desk.draw(status, &page)
}

fn blank(desk: &Desk, title: &str) -> NewPage {
    NewPage {
        frame: desk.frame(title),
        paper: format!("{}/paper-form/", desk.office.content().site.origin),
        action: String::new(),
        by_patient: false,
        referrers: Vec::new(),
        refused: String::new(),
        wrong: NewProblems::default(),
        channels: Vec::new(),
        received_at: String::new(),
        latest: london(desk.office.now()).format(LOCAL).to_string(),
        called_by: String::new(),
        questions: Questions::default(),
    }
}
