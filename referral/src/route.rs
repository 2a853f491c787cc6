//! Under which part of the Act the patient comes to us.

use serde::{Deserialize, Serialize};

/// Under which part of the Act the person is held or treated; the codes of domain.md 1.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Route {
    /// Section 2: assessment, up to 28 days.
    #[serde(rename = "section-2")]
    Section2,
    /// Section 3: treatment.
    #[serde(rename = "section-3")]
    Section3,
    /// Part 3: sent by a court or from prison.
    #[serde(rename = "part-3")]
    Part3,
    /// A community treatment order (s17A).
    Cto,
    /// Guardianship (s7 or s37).
    Guardianship,
    /// Conditionally discharged restricted patient (ss42(2), 73, 74).
    ConditionalDischarge,
    /// A section 57 treatment was discussed.
    #[serde(rename = "section-57")]
    Section57,
    /// Under 18, and electro-convulsive therapy was discussed (s58A).
    #[serde(rename = "section-58a")]
    Section58a,
    /// Sections 4, 5(2), 5(4), 135 and 136.
    ShortTerm,
    /// In hospital by agreement.
    Informal,
    /// None of the listed routes.
    Other,
    /// The person asking does not know.
    NotSure,
}

impl Route {
    /// Every route in the order of the form.
    pub const CODES: [&'static str; 12] = [
        "section-2",
        "section-3",
        "part-3",
        "cto",
        "guardianship",
        "conditional-discharge",
        "section-57",
        "section-58a",
        "short-term",
        "informal",
        "other",
        "not-sure",
    ];

    pub(crate) const ALL: [Self; 12] = [
        Self::Section2,
        Self::Section3,
        Self::Part3,
        Self::Cto,
        Self::Guardianship,
        Self::ConditionalDischarge,
        Self::Section57,
        Self::Section58a,
        Self::ShortTerm,
        Self::Informal,
        Self::Other,
        Self::NotSure,
    ];

    /// The code in HTML, JSON and CSV.
    pub fn code(self) -> &'static str {
        Self::CODES[self as usize]
    }

    /// The route with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|route| route.code() == code)
    }
}
