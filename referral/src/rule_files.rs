//! The three rule files, read together.

use crate::{Calendar, Law, Places, SettingsError};

/// Law, calendar and places: dated data, not code.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Who may refer and which routes are covered, from `content/law.toml`.
    pub law: Law,
    /// Bank holidays and the clock policy, from `content/calendar.toml`.
    pub calendar: Calendar,
    /// Hospitals and their commissioners, from `content/places.toml`.
    pub places: Places,
}

impl Rules {
    /// Reads the text of the three files.
    ///
    /// # Errors
    /// The first file that cannot be used, with the line to mend.
    pub fn parse(law: &str, calendar: &str, places: &str) -> Result<Self, SettingsError> {
        Ok(Self { law: Law::parse(law)?, calendar: Calendar::parse(calendar)?, places: Places::parse(places)? })
    }
}
