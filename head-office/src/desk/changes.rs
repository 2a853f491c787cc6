//! Answers that are changed, and a person who is erased.

use axum::http::StatusCode;
use axum::response::Response;
use queue::{AmendError, By};
use referral::life::{Act, Amendment};
use referral::{Answers, Entry, FIELDS, Problem, Reference};

use super::Desk;
use super::controls::forgetting_pages;
use super::outcome::{CHANGED, done, not_done, refuse};
use crate::view::{Typed, is_in_part};

/// Why changed answers were not taken.
enum NotTaken {
    /// Answers that cannot be.
    Wrong(Vec<Problem>),
    /// They say what stands there already.
    Same,
}

/// Changes the answers of one part of the page.
pub(super) async fn amend(desk: &Desk, reference: &Reference, mut typed: Typed) -> Response {
    let Ok(seen) = typed.get("version").parse::<u64>() else {
        return refuse(desk, reference, CHANGED.to_owned(), typed).await;
    };
    let (content, now) = (desk.office.content(), desk.office.now());
    let by = By { who: &desk.office.staff, now, calendar: &content.rules.calendar, seen: Some(seen) };
    let (why, about_others) = (typed.get("why").to_owned(), typed.get("about_others") == "yes");
    let part = typed.get("part").to_owned();
    let amendment = |fields: Vec<String>| Amendment { fields, why: why.clone(), about_others };
    let change = |entry: &Entry| {
        let new = Answers::from_pairs(&typed.pairs, entry.referral.referrer());
        let asked = FIELDS.iter().filter(|field| is_in_part(field, &part));
        let asked = asked.filter(|field| field.written_down(entry.referral.referrer()) != referral::Ask::Not);
        let fields: Vec<String> = asked.map(|field| field.name.to_owned()).collect();
        match entry.amended(&fields, &new, &content.rules, desk.office.today()) {
            Ok((_, changed)) if changed.is_empty() => Err(NotTaken::Same),
            Ok((entry, changed)) => Ok((entry, amendment(changed))),
            Err(problems) => Err(NotTaken::Wrong(problems)),
        }
    };
    let why_not = match desk.office.tray.amend(reference, change, by).await {
        Ok(state) => return done(desk, reference, &Act::Amend(amendment(Vec::new())), &state),
        Err(AmendError::Answers(NotTaken::Same)) => "These are the answers that stand there already.".to_owned(),
        Err(AmendError::Answers(NotTaken::Wrong(problems))) => {
            typed.problems = problems;
            "Some of the new answers cannot be taken. Each is named where it stands; nothing was changed.".to_owned()
        }
        Err(AmendError::Act(error)) => return not_done(desk, reference, typed, error).await,
    };
    refuse(desk, reference, why_not, typed).await
}

/// Takes the person out now; the row for counting stays.
pub(super) async fn erase(desk: &Desk, reference: &Reference, typed: Typed) -> Response {
    let Ok(seen) = typed.get("version").parse::<u64>() else {
        return refuse(desk, reference, CHANGED.to_owned(), typed).await;
    };
    if typed.get("sure") != "yes" {
        let why_not = "Tick the box to say that you want to erase this referral for good. Nothing was erased.";
        return refuse(desk, reference, why_not.to_owned(), typed).await;
    }
    match desk.office.erase(reference, typed.get("why"), Some(seen)).await {
        Ok(None) => {
            let text = format!("Referral {} is erased. Its figures stay, without a name.", reference.spoken());
            forgetting_pages(desk.notice(StatusCode::OK, "Erased", &text))
        }
        Ok(Some(but)) => forgetting_pages(desk.notice(StatusCode::OK, "Erased", &but.to_string())),
        Err(error) => not_done(desk, reference, typed, error).await,
    }
}
