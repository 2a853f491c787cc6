//! `POST /referral/REF/<verb>`: a move, or the page again with the sentence that refused it.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use queue::ActError;
use referral::life::{Act, Acting, Verb};
use referral::{Reference, form};

use super::outcome::{CHANGED, done, not_done, refuse};
use super::{Desk, act_forms, changes};
use crate::Refused;
use crate::office::handing_over::is_it_right;
use crate::office::refused::at_the_desk;
use crate::view::Typed;

/// Makes the move and goes back to the referral.
pub(super) async fn act(
    State(desk): State<Arc<Desk>>,
    Path((reference, verb)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    let Some(reference) = Reference::parse(&reference) else { return desk.unknown() };
    let Ok(pairs) = form::decode(&body) else {
        let text = "What was sent could not be read. Go back and try again.";
        return desk.notice(StatusCode::BAD_REQUEST, "Not done", text);
    };
    let typed = Typed { verb, pairs, problems: Vec::new() };
    match typed.verb.as_str() {
        "amend" => return changes::amend(&desk, &reference, typed).await,
        "erase" => return changes::erase(&desk, &reference, typed).await,
        _ => {}
    }
    let wanted = match act_forms::read(&typed) {
        Ok(Some(Act::Assign { to })) => match desk.office.as_first_used(to).await {
            Ok(to) => match desk.office.knows(&to).await {
                Ok(known) if known || typed.get("sure") == "yes" => Act::Assign { to },
                Ok(_) => return refuse(&desk, &reference, is_it_right(&to), typed).await,
                Err(error) => return not_done(&desk, &reference, typed, error.into()).await,
            },
            Err(error) => return not_done(&desk, &reference, typed, error.into()).await,
        },
        Ok(Some(act)) => act,
        Ok(None) => return super::pages::no_such_page(State(desk)).await,
        Err(sentence) => return refuse(&desk, &reference, sentence, typed).await,
    };
    let Ok(seen) = typed.get("version").parse::<u64>() else {
        return overtaken(&desk, &reference, &wanted, typed).await;
    };
    let after = typed.get("after").to_owned();
    match after.as_str() {
        "claim" => made_after(&desk, &reference, [&Act::Claim, &wanted], typed, seen).await,
        "take-over" => made_after(&desk, &reference, [&Act::TakeOver, &wanted], typed, seen).await,
        _ => made(&desk, &reference, &wanted, typed, Some(seen)).await,
    }
}

/// Two moves with one button, each recorded by itself: whoever has already spoken to the patient need not claim first.
/// Nothing is done unless the rules allow both.
async fn made_after(
    desk: &Desk,
    reference: &Reference,
    [first, wanted]: [&Act; 2],
    typed: Typed,
    seen: u64,
) -> Response {
    let (now, content) = (desk.office.now(), desk.office.content());
    let calendar = &content.rules.calendar;
    match desk.office.tray.show(reference).await {
        Ok(Some(shown)) if shown.case.state.version == seen => {
            let (state, received_at) = (&shown.case.state, shown.case.entry.received_at);
            let history = Some(&shown.events[..]);
            let acting = Acting { who: &desk.office.staff, received_at, now, calendar, history };
            let both = state.act(first, &acting).and_then(|(next, _)| next.act(wanted, &acting));
            if let Err(refusal) = both {
                return refuse(desk, reference, at_the_desk(&refusal), typed).await;
            }
        }
        Ok(Some(_)) => return overtaken(desk, reference, wanted, typed).await,
        Ok(None) => return desk.unknown(),
        Err(error) => return refuse(desk, reference, Refused::from(error).to_string(), typed).await,
    }
    match desk.office.tray.act(reference, first, &desk.office.staff, now, calendar, Some(seen)).await {
        Ok(state) => made(desk, reference, wanted, typed, Some(state.version)).await,
        Err(error) => not_made(desk, reference, wanted, typed, error).await,
    }
}

/// Makes the move, if it still stands as it was seen.
async fn made(desk: &Desk, reference: &Reference, wanted: &Act, typed: Typed, seen: Option<u64>) -> Response {
    let (now, content) = (desk.office.now(), desk.office.content());
    match desk.office.tray.act(reference, wanted, &desk.office.staff, now, &content.rules.calendar, seen).await {
        Ok(state) => done(desk, reference, wanted, &state),
        Err(error) => not_made(desk, reference, wanted, typed, error).await,
    }
}

async fn not_made(desk: &Desk, reference: &Reference, wanted: &Act, typed: Typed, error: ActError) -> Response {
    match error {
        ActError::Changed => overtaken(desk, reference, wanted, typed).await,
        other => not_done(desk, reference, typed, other).await,
    }
}

/// Somebody was quicker. A button pressed twice did what was wanted the first time; a note is true whatever a colleague
/// did; and if the move is not allowed any more, the rule's own sentence says who has it.
async fn overtaken(desk: &Desk, reference: &Reference, wanted: &Act, typed: Typed) -> Response {
    let shown = match desk.office.tray.show(reference).await {
        Ok(Some(shown)) => shown,
        Ok(None) => return desk.unknown(),
        Err(error) => return refuse(desk, reference, Refused::from(error).to_string(), typed).await,
    };
    let last = shown.events.iter().rev().find(|event| event.verb() != Verb::Opened);
    if last.is_some_and(|event| event.who == desk.office.staff && act_forms::is(event, wanted)) {
        return done(desk, reference, wanted, &shown.case.state);
    }
    if matches!(wanted, Act::Note(_) | Act::Log(_) | Act::Informed) {
        return Box::pin(made(desk, reference, wanted, typed, None)).await;
    }
    let (now, content, received_at) = (desk.office.now(), desk.office.content(), shown.case.entry.received_at);
    let (calendar, history) = (&content.rules.calendar, Some(&shown.events[..]));
    let acting = Acting { who: &desk.office.staff, received_at, now, calendar, history };
    let allowed = shown.case.state.act(wanted, &acting);
    let why = allowed.map_or_else(|refusal| at_the_desk(&refusal), |_| CHANGED.to_owned());
    refuse(desk, reference, why, typed).await
}
