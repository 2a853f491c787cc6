//! Who may ask.

use serde::{Deserialize, Serialize};

/// One of the people who may ask for an advocate (Mental Health Act 1983 s130B(5), and the patient).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReferrerType {
    /// The person the Act is used for.
    Patient,
    /// The nearest relative as the Act defines it (s26).
    NearestRelative,
    /// Takes the nearest relative's place when the 2025 Act's Schedule 2 is switched on.
    NominatedPerson,
    /// The approved clinician with overall responsibility (s34).
    ResponsibleClinician,
    /// An approved mental health professional (s114).
    Amhp,
    /// The hospital managers, who must tell us of each qualifying patient once the 2025 Act's s130CC is switched on.
    HospitalNotification,
}

impl ReferrerType {
    /// Every type that has been or will be, in page order.
    pub const ALL: [Self; 6] = [
        Self::Patient,
        Self::NearestRelative,
        Self::NominatedPerson,
        Self::ResponsibleClinician,
        Self::Amhp,
        Self::HospitalNotification,
    ];

    /// The code in addresses, HTML, JSON and CSV.
    pub fn code(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::NearestRelative => "nearest-relative",
            Self::NominatedPerson => "nominated-person",
            Self::ResponsibleClinician => "responsible-clinician",
            Self::Amhp => "amhp",
            Self::HospitalNotification => "hospital-notification",
        }
    }

    /// The type with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Asks as part of their work, and knows the Act's own words.
    pub fn is_professional(self) -> bool {
        matches!(self, Self::ResponsibleClinician | Self::Amhp | Self::HospitalNotification)
    }
}
