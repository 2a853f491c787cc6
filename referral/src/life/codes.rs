//! The codes of an entry's life, one word each in HTML, JSON, CSV, the table and on the command line.

use serde::{Deserialize, Serialize};

/// Where an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Nobody has it.
    Waiting,
    /// Somebody has it, for one working day.
    Claimed,
    /// The patient has heard from us.
    Contacted,
    /// Done.
    Closed,
}

impl Status {
    /// The code in JSON, CSV and the table.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Claimed => "claimed",
            Self::Contacted => "contacted",
            Self::Closed => "closed",
        }
    }

    /// The status with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Waiting, Self::Claimed, Self::Contacted, Self::Closed].into_iter().find(|status| status.code() == code)
    }
}

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// An advocate worked with the patient.
    Supported,
    /// The patient did not want an advocate (s130B(6)).
    Declined,
    /// Not covered after all.
    NotEligible,
    /// Handed to another service.
    PassedOn,
    /// Tried, and did not get through.
    CouldNotReach,
    /// The same request came twice.
    Duplicate,
    /// Not a referral.
    Spam,
}

impl Outcome {
    /// Every outcome, in the order shown.
    pub const ALL: [Self; 7] = [
        Self::Supported,
        Self::Declined,
        Self::NotEligible,
        Self::PassedOn,
        Self::CouldNotReach,
        Self::Duplicate,
        Self::Spam,
    ];

    /// The code in JSON, CSV and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Declined => "declined",
            Self::NotEligible => "not-eligible",
            Self::PassedOn => "passed-on",
            Self::CouldNotReach => "could-not-reach",
            Self::Duplicate => "duplicate",
            Self::Spam => "spam",
        }
    }

    /// The outcome with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// The codes in one sentence, for someone who named none of them.
    pub fn list() -> String {
        Self::ALL.map(Self::code).join(", ")
    }
}

/// How the patient was reached, or tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// In person.
    Visit,
    /// By phone.
    Phone,
    /// By video.
    Video,
    /// By letter.
    Letter,
    /// Through the ward.
    ThroughWard,
}

impl How {
    /// Every way, in the order shown.
    pub const ALL: [Self; 5] = [Self::Visit, Self::Phone, Self::Video, Self::Letter, Self::ThroughWard];

    /// The code in JSON and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Visit => "visit",
            Self::Phone => "phone",
            Self::Video => "video",
            Self::Letter => "letter",
            Self::ThroughWard => "through-ward",
        }
    }

    /// The way with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.code() == code)
    }
}
