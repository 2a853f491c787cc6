//! What is so once an act is done, in a sentence for whoever did it, at the desk and on the command line.

use chrono::{DateTime, NaiveDate, Utc};
use content_reader::Words;
use referral::life::{Act, Contact, State, Status};
use referral::london;

use super::dates::{past_date, short_date};
use super::visible::visible;

/// `Contact by phone on 25 November is recorded.`
pub(crate) fn done(act: &Act, state: &State, words: &Words, today: NaiveDate) -> String {
    let until = state.lease_until.map(|until| format!(" until {}", lease_in_words(until, today))).unwrap_or_default();
    let when = |contact: &Contact| how_and_when(contact, words, today);
    match act {
        Act::Claim => format!("It is yours{until}."),
        Act::TakeOver => format!("You have taken it over. It is yours{until}."),
        Act::Release => "It is given back, and waits for somebody to claim it.".to_owned(),
        Act::Reopen => "It is reopened, and waits for somebody to claim it.".to_owned(),
        Act::Contacted(contact) => format!("Contact {} is recorded.", when(contact)),
        Act::Attempt(tried) => {
            format!("The try {} is recorded. The patient is still to be reached.", when(tried))
        }
        Act::Note(_) => "The note is kept.".to_owned(),
        Act::Close(closing) => format!("It is closed: {}.", within(words.label("outcome", closing.outcome.code()))),
        Act::Assign { to } => format!("It is {to}\u{2019}s now{until}."),
        Act::Log(line) => format!("The case file has a line for {}.", past_date(line.on, today)),
        Act::Undo { .. } => format!("The last act is undone. It is {} again{}.", status(state, words), owner(state)),
        Act::Correct(_) => "The recorded contact is put right.".to_owned(),
        Act::Amend(_) => "The answers are changed. What was received is kept beside them.".to_owned(),
        Act::Decide { eligibility, .. } => {
            format!("It is decided: {}.", within(words.label("eligibility", eligibility.code())))
        }
        Act::Hold { .. } => "It is on hold: it is not purged until the hold ends.".to_owned(),
        Act::ReleaseHold => "It is no longer on hold.".to_owned(),
        Act::Informed => "It is recorded that a mail to the referrer was prepared.".to_owned(),
    }
}

fn status(state: &State, words: &Words) -> String {
    within(words.label("status", state.status.code()))
}

fn owner(state: &State) -> String {
    state.owner.as_deref().map(|owner| format!(", with {}", visible(owner))).unwrap_or_default()
}

fn how_and_when(contact: &Contact, words: &Words, today: NaiveDate) -> String {
    let how = contact.how.map(|how| format!("{} ", words.label("by", how.code()))).unwrap_or_default();
    format!("{how}on {}", past_date(contact.on, today))
}

/// `Tuesday 24 November, 14:05`.
pub(crate) fn lease_in_words(until: DateTime<Utc>, today: NaiveDate) -> String {
    let local = london(until);
    format!("{}, {}", short_date(local.date_naive(), today), local.format("%H:%M"))
}

/// The first letter small, within a sentence.
pub(crate) fn within(label: &str) -> String {
    let mut rest = label.chars();
    rest.next().into_iter().flat_map(char::to_lowercase).chain(rest).collect()
}

/// Whether this person has it now: claimed, or contacted and still to be closed.
pub(crate) fn is_with(state: &State, staff: &str) -> bool {
    matches!(state.status, Status::Claimed | Status::Contacted) && state.owner.as_deref() == Some(staff)
}
