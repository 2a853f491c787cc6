//! Values of options that are no text: a refused one is answered in our own sentence.

use chrono::NaiveDate;
use referral::Reference;
use referral::life::{How, LogKind, Outcome, StaffName};

use crate::Refused;
use crate::office::references::{GROUPS, reference};

/// A referral named by its reference.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Named {
    /// The ten letters and digits the person was given; case and spaces do not matter
    #[arg(value_name = "REF", num_args = 1..=GROUPS, required = true)]
    words: Vec<String>,
}

impl Named {
    /// The reference that was typed.
    pub(crate) fn reference(&self) -> Result<Reference, Refused> {
        reference(&self.words)
    }
}

/// Whether a text tells of others than the patient.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct AboutOthers {
    /// The text tells of others, or in confidence: it is left out of the patient's copy (person --for-patient)
    #[arg(long)]
    pub(crate) about_others: bool,
}

/// Whether what is so after an act is said to a program.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct AsJson {
    /// As an object for machines
    #[arg(long)]
    pub(crate) json: bool,
}

pub(crate) fn minutes(typed: &str) -> Result<u32, String> {
    typed.parse().map_err(|_| "That is not a number of minutes. Write it as 45.".to_owned())
}

pub(crate) fn day(typed: &str) -> Result<NaiveDate, String> {
    typed.parse().map_err(|_| "That is not a day. Write it as 2026-11-23.".to_owned())
}

pub(crate) fn how(typed: &str) -> Result<How, String> {
    How::from_code(typed).ok_or_else(|| format!("That is not a way of contact. Use one of: {}.", How::list()))
}

pub(crate) fn kind(typed: &str) -> Result<LogKind, String> {
    LogKind::from_code(typed).ok_or_else(|| format!("That is not a kind of work. Use one of: {}.", LogKind::list()))
}

pub(crate) fn colleague(typed: &str) -> Result<StaffName, String> {
    StaffName::parse(typed).map_err(|error| crate::office::refused::sentence(&error.to_string()))
}

/// The reference of another referral, typed as one word.
pub(crate) fn other(typed: &str) -> Result<Reference, String> {
    reference(&[typed.to_owned()]).map_err(|refused| refused.to_string())
}

pub(crate) fn outcome(typed: &str) -> Result<Outcome, String> {
    Outcome::from_code(typed).ok_or_else(|| no_outcome().to_string())
}

/// The outcomes, for someone who named none of them.
pub(crate) fn no_outcome() -> Refused {
    Refused::new(format!("Say how it ended with --outcome and one of: {}.", Outcome::list()))
}

/// `--why`, where it was left out.
pub(crate) fn no_why() -> Refused {
    Refused::new("Say why with --why, for whoever reads the history later. Nothing was changed.")
}
