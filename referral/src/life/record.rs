//! What acts and events say beside their verb. The JSON of each is flat in the event's.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::codes::{How, LogKind, Outcome};
use crate::Reference;

/// A contact with the patient, or a try.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The day it happened.
    pub on: NaiveDate,
    /// How, if said.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub how: Option<How>,
    /// Who made it, where that is not the one who records it; may be empty.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub by: String,
    /// Anything the next reader should know; may be empty.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub note: String,
    /// The note tells of others than the patient, so it is left out of the patient's copy.
    #[serde(skip_serializing_if = "is_false", default)]
    pub about_others: bool,
}

impl Contact {
    /// A contact of which only the day is known.
    pub fn on(on: NaiveDate) -> Self {
        Self { on, how: None, by: String::new(), note: String::new(), about_others: false }
    }
}

/// Something the next reader should know.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The text.
    pub note: String,
    /// It tells of others than the patient, so it is left out of the patient's copy.
    #[serde(skip_serializing_if = "is_false", default)]
    pub about_others: bool,
}

impl Remark {
    /// A note about the patient alone.
    pub fn new(note: impl Into<String>) -> Self {
        Self { note: note.into(), about_others: false }
    }
}

/// How an entry was closed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// How it ended.
    pub outcome: Outcome,
    /// Anything the next reader should know; may be empty.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub note: String,
    /// The note tells of others than the patient, so it is left out of the patient's copy.
    #[serde(skip_serializing_if = "is_false", default)]
    pub about_others: bool,
    /// The referral it is a duplicate of, where somebody said which.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub duplicate_of: Option<Reference>,
    /// Closed as supported although no contact is recorded.
    #[serde(skip_serializing_if = "is_false", default)]
    pub without_contact: bool,
}

impl Closing {
    /// A closing with nothing to say but its outcome.
    pub fn new(outcome: Outcome) -> Self {
        Self { outcome, note: String::new(), about_others: false, duplicate_of: None, without_contact: false }
    }
}

/// One line of the case file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// What it is about.
    pub kind: LogKind,
    /// The day it happened.
    pub on: NaiveDate,
    /// How long it took.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub minutes: Option<u32>,
    /// Anything the next reader should know; may be empty.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub note: String,
    /// The note tells of others than the patient, so it is left out of the patient's copy.
    #[serde(skip_serializing_if = "is_false", default)]
    pub about_others: bool,
}

impl LogLine {
    /// A line of which only its kind and day are known.
    pub fn new(kind: LogKind, on: NaiveDate) -> Self {
        Self { kind, on, minutes: None, note: String::new(), about_others: false }
    }
}

/// What is put right in the recorded contact.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The day it really happened; none if that was right.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub on: Option<NaiveDate>,
    /// How it really happened; none if that was right.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub how: Option<How>,
    /// Why it is put right.
    pub why: String,
}

/// Which answers were changed, and why. Never the values: they are in the entry.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// Dotted names, in page order.
    pub fields: Vec<String>,
    /// Why.
    pub why: String,
    /// The reason tells of others than the patient, so it is left out of the patient's copy.
    #[serde(skip_serializing_if = "is_false", default)]
    pub about_others: bool,
}

/// What serde asks before it leaves a flag out.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// Personal data never reaches a log through `{:?}`.
macro_rules! silent {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )+};
}

silent!(Contact, Remark, Closing, LogLine, Correction, Amendment);
