//! `POST /referral/REF/<verb>`: a move, or the page again with the sentence that refused it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use referral::Reference;
use referral::life::{Act, State as Now, Verb};

use super::not_done::NotDone;
use super::pages::{Answer, Instead, named};
use super::state::Desk;
use super::{act_forms, changes};
use crate::office::handing_over::is_it_right;
use crate::view::Typed;

const CHANGED: &str = "Somebody acted on this referral after you opened it. This is how it stands now; look again.";

/// Makes the move and goes back to the referral; otherwise says why not, with everything that was typed.
pub(super) async fn act(
    State(desk): State<Arc<Desk>>,
    Path((reference, verb)): Path<(String, String)>,
    typed: Typed,
) -> Answer {
    let reference = named(&reference)?;
    let mut typed = Typed { verb, ..typed };
    let tried = match typed.verb.as_str() {
        "amend" => changes::amend(&desk, &reference, &mut typed).await,
        "erase" => changes::erase(&desk, &reference, &typed).await,
        _ => moved(&desk, &reference, &typed).await,
    };
    match tried {
        Ok(done) => Ok(done),
        Err(NotDone::Instead(instead)) => Err(instead),
        Err(NotDone::Why(why)) => Ok(desk.refuse(&reference, &why, typed).await),
        Err(NotDone::Changed) => Ok(desk.refuse(&reference, CHANGED, typed).await),
        Err(NotDone::CannotTell(error)) => {
            tracing::warn!(%error, "a move may or may not have been recorded");
            let text = "The table did not answer in time. Look at the referral again before you repeat the move.";
            let title = "We cannot tell whether this was recorded";
            Ok(desk.notice(StatusCode::SERVICE_UNAVAILABLE, title, text, &typed.texts()))
        }
    }
}

async fn moved(desk: &Desk, reference: &Reference, typed: &Typed) -> Result<Response, NotDone> {
    let mut wanted = act_forms::read(typed)?.ok_or(Instead::NoPage)?;
    if let Act::Assign { to } = wanted {
        let (to, known) = desk.office.as_first_used(to).await?;
        if !known && typed.get("sure") != "yes" {
            return Err(is_it_right(&to).into());
        }
        wanted = Act::Assign { to };
    }
    let tried = match (typed.version(), typed.get("after")) {
        (None, _) => Err(NotDone::Changed),
        (Some(seen), "claim") => both(desk, reference, [&Act::Claim, &wanted], seen).await,
        (Some(seen), "take-over") => both(desk, reference, [&Act::TakeOver, &wanted], seen).await,
        (seen, _) => desk.office.act(reference, &wanted, seen).await.map_err(NotDone::from),
    };
    match tried {
        Err(NotDone::Changed) => overtaken(desk, reference, &wanted).await,
        tried => Ok(desk.done(reference, &wanted, &tried?)),
    }
}

/// Two moves with one button, each recorded by itself: whoever has already spoken to the patient need not claim first.
/// Nothing is done unless the rules allow both.
async fn both(desk: &Desk, reference: &Reference, [first, wanted]: [&Act; 2], seen: u64) -> Result<Now, NotDone> {
    let shown = desk.office.tray.show(reference).await?.ok_or(Instead::NoReferral)?;
    if shown.case.state.version != seen {
        return Err(NotDone::Changed);
    }
    let view = desk.office.view();
    let acting = view.acting(&shown.case, &shown.events);
    shown.case.state.act(first, &acting).and_then(|(next, _)| next.act(wanted, &acting))?;
    let between = desk.office.act(reference, first, Some(seen)).await?;
    Ok(desk.office.act(reference, wanted, Some(between.version)).await?)
}

/// Somebody was quicker. A button pressed twice did what was wanted the first time; a note is true whatever a colleague
/// did; and if the move is not allowed any more, the rule's own sentence says who has it.
async fn overtaken(desk: &Desk, reference: &Reference, wanted: &Act) -> Result<Response, NotDone> {
    let shown = desk.office.tray.show(reference).await?.ok_or(Instead::NoReferral)?;
    let last = shown.events.iter().rev().find(|event| event.verb() != Verb::Opened);
    if last.is_some_and(|event| event.who == desk.office.staff && act_forms::is(event, wanted)) {
        return Ok(desk.done(reference, wanted, &shown.case.state));
    }
    if matches!(wanted, Act::Note(_) | Act::Log(_) | Act::Informed) {
        return Ok(desk.done(reference, wanted, &desk.office.act(reference, wanted, None).await?));
    }
    shown.case.state.act(wanted, &desk.office.view().acting(&shown.case, &shown.events))?;
    Err(NotDone::Changed)
}
