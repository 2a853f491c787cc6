//! Answers that are changed, and a person who is erased.

use axum::http::StatusCode;
use axum::response::Response;
use queue::AmendError;
use referral::life::{Act, Amendment};
use referral::{Answers, Ask, Entry, FIELDS, Reference};

use super::controls::forgetting_pages;
use super::not_done::NotDone;
use super::state::Desk;
use crate::office::NotTaken;
use crate::view::{Typed, is_in_part};

/// Changes the answers of one part of the page.
pub(super) async fn amend(desk: &Desk, reference: &Reference, typed: &mut Typed) -> Result<Response, NotDone> {
    let seen = typed.version().ok_or(NotDone::Changed)?;
    let (why, about_others) = (typed.get("why").to_owned(), typed.is_about_others());
    let amendment = Amendment { fields: Vec::new(), why, about_others };
    let read = |entry: &Entry| {
        let referrer = entry.referral.referrer();
        let asked = FIELDS.iter().filter(|field| is_in_part(field, typed.get("part")));
        let asked = asked.filter(|field| field.written_down(referrer) != Ask::Not);
        (asked.map(|field| field.name.to_owned()).collect(), Answers::from_pairs(&typed.pairs, referrer))
    };
    match desk.office.amend(reference, read, &amendment, Some(seen)).await {
        Ok(state) => Ok(desk.done(reference, &Act::Amend(amendment), &state)),
        Err(AmendError::Answers(NotTaken::Same)) => {
            Err("These are the answers that stand there already.".to_owned().into())
        }
        Err(AmendError::Answers(NotTaken::Wrong(problems))) => {
            typed.problems = problems;
            let why = "Some of the new answers cannot be taken. Each is named where it stands; nothing was changed.";
            Err(why.to_owned().into())
        }
        Err(AmendError::Act(error)) => Err(error.into()),
    }
}

/// Takes the person out now; the row for counting stays.
pub(super) async fn erase(desk: &Desk, reference: &Reference, typed: &Typed) -> Result<Response, NotDone> {
    let seen = typed.version().ok_or(NotDone::Changed)?;
    if typed.get("sure") != "yes" {
        let why = "Tick the box to say that you want to erase this referral for good. Nothing was erased.";
        return Err(why.to_owned().into());
    }
    let text = match desk.office.erase(reference, typed.get("why"), Some(seen)).await? {
        None => format!("Referral {} is erased. Its figures stay, without a name.", reference.spoken()),
        Some(but) => but.to_string(),
    };
    Ok(forgetting_pages(desk.notice(StatusCode::OK, "Erased", &text, &[])))
}
