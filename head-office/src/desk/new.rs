//! `/new`: a referral that came by phone, on paper, by e-mail or in person. The form is the public one for each referrer;
//! where something is wrong it comes back with everything kept.

use std::sync::{Arc, PoisonError};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDateTime, Utc};
use queue::Receipt;
use referral::{Answers, Channel, Problem, Referral, ReferrerType, form, london};
use templates::{MoveChoice, NewPage, NewProblem, Questions};

use super::{Desk, JustDone};
use crate::office::written_down::{TakenDown, local_time, take_down};
use crate::view::READER;

/// How a browser writes date and time.
const LOCAL: &str = "%Y-%m-%dT%H:%M";
/// The first thing to press where no way is chosen.
const CHANNEL: &str = "channel-phone";

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
    form_page(&desk, kind, StatusCode::OK, &NotStored::default())
}

/// `/new/amhp/ID`: the same with everything that was typed, and why it is not stored.
pub(super) async fn again(State(desk): State<Arc<Desk>>, Path((code, id)): Path<(String, String)>) -> Response {
    match (ReferrerType::from_code(&code), desk.not_stored.get(&id)) {
        (Some(kind), Some(typed)) => form_page(&desk, kind, StatusCode::UNPROCESSABLE_ENTITY, &typed),
        _ => {
            let text = "What was typed is kept only for a while, and not once the desk was locked. Type it again.";
            desk.notice(StatusCode::NOT_FOUND, "This form is over", text)
        }
    }
}

/// What was typed, answers and what stands beside them, and why it is not stored. No `Debug`: it is about a person.
#[derive(Clone, Default, PartialEq)]
pub(super) struct NotStored {
    pairs: Vec<(String, String)>,
    problems: Vec<Problem>,
    why: String,
}

impl NotStored {
    fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }
}

/// `POST /new/amhp`: stores it and leads to it, or to the form again.
pub(super) async fn store(State(desk): State<Arc<Desk>>, Path(code): Path<String>, body: Bytes) -> Response {
    let (Some(kind), Ok(pairs)) = (ReferrerType::from_code(&code), form::decode(&body)) else {
        return super::pages::no_such_page(State(desk)).await;
    };
    let mut typed = NotStored { pairs, ..NotStored::default() };
    let why = match read(&desk, kind, &mut typed) {
        Some(taken) => match take_down(&desk.office, taken).await {
            Ok(receipt) => return stored(&desk, &receipt),
            Err(refused) => refused.to_string(),
        },
        None => "Some answers are missing or cannot be. Everything you typed is kept.".to_owned(),
    };
    match desk.not_stored.keep(NotStored { why, ..typed }) {
        Ok(id) => (StatusCode::SEE_OTHER, [(LOCATION, format!("/new/{code}/{id}"))]).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn channel(typed: &NotStored) -> Result<Channel, String> {
    let channel = Channel::from_code(typed.get("channel")).filter(|channel| Channel::BY_STAFF.contains(channel));
    channel.ok_or_else(|| "Choose by which way it came.".to_owned())
}

fn received_at(desk: &Desk, typed: &NotStored) -> Result<DateTime<Utc>, String> {
    let local = NaiveDateTime::parse_from_str(typed.get("received_at"), LOCAL);
    let local = local.map_err(|_| "Say when it came, such as 23/11/2026, 14:05.".to_owned())?;
    let at = local_time(local).map_err(|refused| refused.to_string())?;
    if at > desk.office.now() {
        return Err("That time is in the future. Say when it came.".to_owned());
    }
    Ok(at)
}

/// What is to be stored; none where something is wrong, and what is wrong with the answers is then beside them.
fn read(desk: &Desk, kind: ReferrerType, typed: &mut NotStored) -> Option<TakenDown> {
    let (channel, received_at) = (channel(typed).ok(), received_at(desk, typed).ok());
    let on = received_at.map_or_else(|| desk.office.today(), |at| london(at).date_naive());
    let answers = Answers::from_pairs(&typed.pairs, kind);
    let referral = Referral::parse(&answers, &desk.office.content().rules, on);
    let referral = referral.map_err(|problems| typed.problems = problems).ok();
    let called_by = Some(typed.get("called_by").to_owned());
    Some(TakenDown { referral: referral?, channel: channel?, received_at: received_at?, called_by })
}

fn stored(desk: &Desk, receipt: &Receipt) -> Response {
    let sentence = if receipt.repeat {
        "The same answers with the same time were stored before: this is that referral.".to_owned()
    } else {
        format!("It is stored. Give them the reference: {}.", receipt.reference.spoken())
    };
    let done = JustDone { reference: receipt.reference.clone(), sentence, closed: false, can_undo: false };
    *desk.just_done.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
    (StatusCode::SEE_OTHER, [(LOCATION, format!("/referral/{}", receipt.reference))]).into_response()
}

/// What is wrong with how and when it came, and where that is put right.
fn above(desk: &Desk, typed: &NotStored) -> Vec<NewProblem> {
    let wrong = [(CHANNEL, channel(typed).err()), ("received_at", received_at(desk, typed).err())];
    wrong.into_iter().filter_map(|(target, message)| Some(NewProblem { target, message: message? })).collect()
}

fn form_page(desk: &Desk, kind: ReferrerType, status: StatusCode, typed: &NotStored) -> Response {
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
    let page = NewPage {
        action: kind.code().to_owned(),
        refused: typed.why.clone(),
        above: if typed.why.is_empty() { Vec::new() } else { above(desk, typed) },
        channels: channels.into(),
        received_at: received_at.unwrap_or_else(|| form.latest.clone()),
        called_by: typed.get("called_by").to_owned(),
        questions: Questions::all(&content, (kind, reader(kind)), &answers, &typed.problems),
        ..form
    };
    desk.draw(status, &page)
}

/// Staff read a patient's questions about the patient; the others' are read out to them.
fn reader(kind: ReferrerType) -> ReferrerType {
    if kind == ReferrerType::Patient { READER } else { kind }
}

fn blank(desk: &Desk, title: &str) -> NewPage {
    NewPage {
        frame: desk.frame(title),
        action: String::new(),
        referrers: Vec::new(),
        refused: String::new(),
        above: Vec::new(),
        channels: Vec::new(),
        received_at: String::new(),
        latest: london(desk.office.now()).format(LOCAL).to_string(),
        called_by: String::new(),
        questions: Questions::default(),
    }
}
