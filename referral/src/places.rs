//! Hospitals and their commissioners, from `content/places.toml`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{SettingsError, settings};

const FILE: &str = "places.toml";

/// Who visits a hospital, as its page names them; what is empty is not shown.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Advocate {
    /// The first name.
    pub name: String,
    /// When they are there, such as `Tuesdays, 10am to 1pm`.
    #[serde(default)]
    pub day: String,
    /// A file among the pictures of the pages, such as `amara.jpg`.
    #[serde(default)]
    pub picture: String,
}

/// A hospital people can choose on the form.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hospital {
    /// The code in HTML, JSON and CSV.
    pub slug: String,
    /// The name people know.
    pub name: String,
    /// The town, to tell two of a name apart.
    pub town: String,
    /// `england`; a hospital elsewhere goes to a person, since another scheme covers it (docs/domain.md, Wales and elsewhere).
    pub nation: String,
    /// The council that pays, by where the hospital is (docs/domain.md, Which council pays).
    pub commissioner: String,
    /// Who advocates there.
    #[serde(default, rename = "advocate")]
    pub advocates: Vec<Advocate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    hospital: Vec<Hospital>,
}

/// The list of hospitals.
#[derive(Debug, Clone)]
pub struct Places(Vec<Hospital>);

impl Places {
    /// The code for a hospital that is not in the list.
    pub const OTHER: &'static str = "other";

    /// Reads the places file.
    ///
    /// # Errors
    /// A wrong key, or a slug that is there twice, is empty or is the reserved `other`.
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        let file: File = settings::read(FILE, text)?;
        let mut seen = BTreeSet::from([Self::OTHER, ""]);
        if let Some(twice) = file.hospital.iter().find(|hospital| !seen.insert(&hospital.slug)) {
            return Err(SettingsError::new(FILE, format!("slug {:?} is empty, reserved or there twice", twice.slug)));
        }
        Ok(Self(file.hospital))
    }

    /// In the order of the file.
    pub fn hospitals(&self) -> &[Hospital] {
        &self.0
    }

    /// The hospital with this slug.
    pub fn hospital(&self, slug: &str) -> Option<&Hospital> {
        self.0.iter().find(|hospital| hospital.slug == slug)
    }

    /// Whether the form may send this code.
    pub fn knows(&self, slug: &str) -> bool {
        slug == Self::OTHER || self.hospital(slug).is_some()
    }
}
