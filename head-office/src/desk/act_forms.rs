//! The act that a form of a referral's page asks for.

use chrono::NaiveDate;
use referral::life::{
    Act, Closing, Contact, Correction, Event, How, LogKind, LogLine, Outcome, Remark, StaffName, What,
};
use referral::{Eligibility, Reference, read_date};

use crate::office::refused::sentence;
use crate::view::{LATEST_YEAR, Typed};

/// The act a form asks for; none for an unknown verb, a sentence for a value that cannot be.
pub(super) fn read(typed: &Typed) -> Result<Option<Act>, String> {
    let text = |name: &str| typed.get(name).to_owned();
    let about_others = typed.is_about_others();
    let act = match typed.verb.as_str() {
        "claim" => Act::Claim,
        "release" => Act::Release,
        "take-over" => Act::TakeOver,
        "reopen" => Act::Reopen,
        "contacted" => Act::Contacted(contact(typed)?),
        "attempt" => Act::Attempt(contact(typed)?),
        "note" => Act::Note(Remark { about_others, ..Remark::new(text("note")) }),
        "close" => {
            let outcome = Outcome::from_code(typed.get("outcome")).ok_or("Choose how it ended.")?;
            let (without_contact, duplicate_of) = (typed.get("without_contact") == "yes", original(typed)?);
            Act::Close(Closing { outcome, note: text("note"), about_others, duplicate_of, without_contact })
        }
        "undo" => Act::Undo { why: text("why") },
        "correct" => {
            let (on, how) = (Some(day(typed.get("on"))?), how(typed.get("how"))?);
            Act::Correct(Correction { on, how, why: text("why") })
        }
        "decide" => {
            let code = Eligibility::from_code(typed.get("eligibility"));
            Act::Decide { eligibility: code.ok_or("Choose whether the person is covered.")?, why: text("why") }
        }
        "log" => Act::Log(log_line(typed)?),
        "assign" => Act::Assign { to: colleague(typed.get("to"))? },
        "hold" => Act::Hold { why: text("why") },
        "release-hold" => Act::ReleaseHold,
        "informed" => Act::Informed,
        _ => return Ok(None),
    };
    Ok(Some(act))
}

/// Whether the event records just this act.
pub(super) fn is(event: &Event, act: &Act) -> bool {
    match (&event.what, act) {
        (What::Contacted(recorded), Act::Contacted(made)) | (What::Attempt(recorded), Act::Attempt(made)) => {
            recorded == made
        }
        (What::Close(recorded), Act::Close(made)) => recorded == made,
        (What::Note(recorded), Act::Note(made)) => recorded == made,
        (What::Log(recorded), Act::Log(made)) => recorded == made,
        (What::Corrected(recorded), Act::Correct(made)) => recorded == made,
        (What::Assign { to: recorded }, Act::Assign { to }) => recorded == to.as_str(),
        (What::Decide { eligibility, why }, Act::Decide { eligibility: wanted, why: reason }) => {
            (eligibility, why) == (wanted, reason)
        }
        (What::Undone { why, .. }, Act::Undo { why: reason }) => why == reason,
        (_, Act::Claim | Act::Release | Act::TakeOver | Act::Reopen | Act::ReleaseHold) => event.verb() == act.verb(),
        _ => false,
    }
}

fn original(typed: &Typed) -> Result<Option<Reference>, String> {
    match typed.get("duplicate_of").trim() {
        "" => Ok(None),
        text => Reference::parse(text)
            .map(Some)
            .ok_or_else(|| "That is no reference of another referral. It has ten letters and digits.".to_owned()),
    }
}

fn contact(typed: &Typed) -> Result<Contact, String> {
    let about_others = typed.is_about_others();
    let (by, note) = (typed.get("by").trim().to_owned(), typed.get("note").to_owned());
    Ok(Contact { how: how(typed.get("how"))?, by, note, about_others, ..Contact::on(day(typed.get("on"))?) })
}

fn log_line(typed: &Typed) -> Result<LogLine, String> {
    let kind = LogKind::from_code(typed.get("kind")).ok_or("Choose what it was.")?;
    let minutes = match typed.get("minutes").trim() {
        "" => None,
        number => Some(number.parse().map_err(|_| "Say the minutes as a number, such as 45.")?),
    };
    let line = LogLine::new(kind, day(typed.get("on"))?);
    Ok(LogLine { minutes, note: typed.get("note").to_owned(), about_others: typed.is_about_others(), ..line })
}

fn colleague(typed: &str) -> Result<StaffName, String> {
    StaffName::parse(typed).map_err(|error| sentence(&error.to_string()))
}

/// Browsers without a date box send what was typed.
fn day(typed: &str) -> Result<NaiveDate, String> {
    read_date(typed, "", "", LATEST_YEAR).ok_or_else(|| "Say on which day, such as 23/11/2026.".to_owned())
}

fn how(typed: &str) -> Result<Option<How>, String> {
    match typed {
        "" => Ok(None),
        code => How::from_code(code).map(Some).ok_or_else(|| "Choose how contact was made.".to_owned()),
    }
}
