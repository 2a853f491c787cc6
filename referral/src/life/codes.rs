//! The codes of an entry's life.

use strum::{EnumCount, EnumString, IntoStaticStr, VariantArray};

use crate::code::coded;

/// How far the work on an entry has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, EnumString, EnumCount, VariantArray)]
#[strum(serialize_all = "kebab-case")]
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

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, EnumString, EnumCount, VariantArray)]
#[strum(serialize_all = "kebab-case")]
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

/// How the patient was reached, or tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString, EnumCount, VariantArray)]
#[strum(serialize_all = "kebab-case")]
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

/// What a line of the case file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString, EnumCount, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum LogKind {
    /// The advocate visited the patient.
    Visit,
    /// They spoke on the phone.
    Phone,
    /// They spoke by video.
    Video,
    /// A letter was written or read.
    Letter,
    /// A meeting other than a ward round.
    Meeting,
    /// A ward round.
    WardRound,
    /// A tribunal or managers' hearing.
    Tribunal,
    /// Anything else.
    Other,
}

impl LogKind {
    /// Whether such a line is a contact with or for the patient that reports count.
    pub fn is_contact(self) -> bool {
        !matches!(self, Self::Letter | Self::Other)
    }
}

coded!(Status, Outcome, How, LogKind);
