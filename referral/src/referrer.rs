//! Who may ask.

use strum::{EnumCount, EnumString, IntoStaticStr, VariantArray};

use crate::code::coded;

/// One of the people who may ask for an advocate (Mental Health Act 1983 s130B(5), and the patient).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, EnumString, EnumCount, VariantArray)]
#[strum(serialize_all = "kebab-case")]
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
    /// Asks as part of their work, and knows the Act's own words.
    pub fn is_professional(self) -> bool {
        matches!(self, Self::ResponsibleClinician | Self::Amhp | Self::HospitalNotification)
    }
}

coded!(ReferrerType);
