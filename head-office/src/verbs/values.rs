//! Values of options that are no text: a refused one is answered in our own sentence.

use chrono::NaiveDate;
use referral::life::{How, Outcome};

use crate::Refused;

pub(crate) fn day(typed: &str) -> Result<NaiveDate, String> {
    typed.parse().map_err(|_| "That is not a day. Write it as 2026-11-23.".to_owned())
}

pub(crate) fn how(typed: &str) -> Result<How, String> {
    let codes = || How::ALL.map(How::code).join(", ");
    How::from_code(typed).ok_or_else(|| format!("That is not a way of contact. Use one of: {}.", codes()))
}

pub(crate) fn outcome(typed: &str) -> Result<Outcome, String> {
    Outcome::from_code(typed).ok_or_else(|| no_outcome().to_string())
}

/// The outcomes, for someone who named none of them.
pub(crate) fn no_outcome() -> Refused {
    Refused::new(format!("Say how it ended with --outcome and one of: {}.", Outcome::list()))
}
