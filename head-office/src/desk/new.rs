//! `/new`: a referral that came by phone, on paper, by e-mail or in person. The form is the public one for each referrer;
//! where something is wrong it comes back with everything kept.

use std::sync::{Arc, PoisonError};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDateTime;
use referral::{Answers, Channel, Problem, Referral, ReferrerType, form, london};
use templates::{MoveChoice, NewPage, Questions};

use super::{Desk, JustDone};
use crate::Refused;
use crate::office::written_down::{TakenDown, local_time, take_down};

/// How a browser writes date and time.
const LOCAL: &str = "%Y-%m-%dT%H:%M";

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
    form_page(&desk, kind, StatusCode::OK, &Typed::default(), &[], "")
}

/// What was typed beside the answers, and the answers.
#[derive(Default)]
struct Typed {
    pairs: Vec<(String, String)>,
}

impl Typed {
    fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }
}

/// `POST /new/amhp`: stores it and leads to it, or the form again.
pub(super) async fn store(State(desk): State<Arc<Desk>>, Path(code): Path<String>, body: Bytes) -> Response {
    let (Some(kind), Ok(pairs)) = (ReferrerType::from_code(&code), form::decode(&body)) else {
        return super::pages::no_such_page(State(desk)).await;
    };
    let typed = Typed { pairs };
    match stored(&desk, kind, &typed).await {
        Ok(response) => response,
        Err((problems, why)) => form_page(&desk, kind, StatusCode::UNPROCESSABLE_ENTITY, &typed, &problems, &why),
    }
}

async fn stored(desk: &Desk, kind: ReferrerType, typed: &Typed) -> Result<Response, (Vec<Problem>, String)> {
    let alone = |why: String| (Vec::new(), why);
    let local = NaiveDateTime::parse_from_str(typed.get("received_at"), LOCAL)
        .map_err(|_| alone("Say when it came, such as 23/11/2026, 14:05.".to_owned()));
    let received_at = local.and_then(|local| local_time(local).map_err(|refused| alone(refused.to_string())));
    let channel = Channel::from_code(typed.get("channel")).filter(|channel| Channel::BY_STAFF.contains(channel));
    let content = desk.office.content();
    let answers = Answers::from_pairs(&typed.pairs, kind);
    let on = received_at.as_ref().map_or_else(|_| desk.office.today(), |at| london(*at).date_naive());
    // All that is wrong at once: the answers, and what stands above them.
    let referral = Referral::parse(&answers, &content.rules, on);
    let why = match (&channel, &received_at) {
        (None, _) => "Choose by which way it came.".to_owned(),
        (_, Err((_, why))) => why.clone(),
        _ => String::new(),
    };
    let referral = referral.map_err(|problems| {
        let put_right = "Some answers are missing or cannot be. Everything you typed is kept.";
        (problems, format!("{put_right} {why}").trim_end().to_owned())
    })?;
    let channel = channel.ok_or_else(|| alone(why))?;
    let called_by = Some(typed.get("called_by").to_owned());
    let taken = TakenDown { referral, channel, received_at: received_at?, called_by };
    let receipt = take_down(&desk.office, taken).await.map_err(|refused: Refused| alone(refused.to_string()))?;
    let sentence = if receipt.repeat {
        "The same answers with the same time were stored before: this is that referral.".to_owned()
    } else {
        format!("It is stored. Give them the reference: {}.", receipt.reference.spoken())
    };
    let done = JustDone { reference: receipt.reference.clone(), sentence, closed: false, can_undo: false };
    *desk.just_done.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
    Ok((StatusCode::SEE_OTHER, [(LOCATION, format!("/referral/{}", receipt.reference))]).into_response())
}

fn form_page(
    desk: &Desk,
    kind: ReferrerType,
    status: StatusCode,
    typed: &Typed,
    problems: &[Problem],
    refused: &str,
) -> Response {
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
        refused: refused.to_owned(),
        channels: channels.into(),
        received_at: received_at.unwrap_or_else(|| form.latest.clone()),
        called_by: typed.get("called_by").to_owned(),
        questions: Questions::all(&content, kind, &answers, problems),
        ..form
    };
    desk.draw(status, &page)
}

fn blank(desk: &Desk, title: &str) -> NewPage {
    NewPage {
        frame: desk.frame(title),
        action: String::new(),
        referrers: Vec::new(),
        refused: String::new(),
        channels: Vec::new(),
        received_at: String::new(),
        latest: london(desk.office.now()).format(LOCAL).to_string(),
        called_by: String::new(),
        questions: Questions::default(),
    }
}
