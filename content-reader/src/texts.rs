//! The five settings files as texts, wherever they come from.

use std::path::Path;
use std::{fs, io};

use referral::text_of;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

/// Reads a file of the content folder that may have been saved on Windows: without a byte-order mark, and with the line
/// ends of every other file.
///
/// # Errors
/// When it cannot be read, or is no text.
pub fn read_file(path: &Path) -> io::Result<String> {
    let text = text_of(&fs::read(path)?).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "it is no text"))?;
    Ok(if text.contains('\r') { text.replace("\r\n", "\n") } else { text })
}

/// The texts of the five settings files.
#[derive(Debug, Clone)]
pub struct Texts<'a> {
    /// `site.toml`
    pub site: &'a str,
    /// `<lang>/words.toml`
    pub words: &'a str,
    /// `law.toml`
    pub law: &'a str,
    /// `calendar.toml`
    pub calendar: &'a str,
    /// `places.toml`
    pub places: &'a str,
}

impl<'a> Texts<'a> {
    pub(crate) fn named(&self) -> [(&'static str, &'a str); 5] {
        let Self { site, words, law, calendar, places } = *self;
        [("site", site), ("words", words), ("law", law), ("calendar", calendar), ("places", places)]
    }
}

impl Texts<'static> {
    /// The texts as they were when this program was built: the Lambda binary runs in an empty folder.
    pub fn compiled() -> Self {
        Self {
            site: include_str!("../../content/site.toml"),
            words: include_str!("../../content/en/words.toml"),
            law: include_str!("../../content/law.toml"),
            calendar: include_str!("../../content/calendar.toml"),
            places: include_str!("../../content/places.toml"),
        }
    }

    /// The same as JSON (`build.rs`), with the promise in its places: sooner read.
    pub(crate) fn json() -> Self {
        Self {
            site: include_str!(concat!(env!("OUT_DIR"), "/site.json")),
            words: include_str!(concat!(env!("OUT_DIR"), "/words.json")),
            law: include_str!(concat!(env!("OUT_DIR"), "/law.json")),
            calendar: include_str!(concat!(env!("OUT_DIR"), "/calendar.json")),
            places: include_str!(concat!(env!("OUT_DIR"), "/places.json")),
        }
    }
}

/// Reads a text of [`Texts::json`]; what is wrong is said as for TOML.
pub(crate) fn of_build<T: DeserializeOwned>(json: &str) -> Result<T, toml::de::Error> {
    serde_json::from_str(json).map_err(serde::de::Error::custom)
}

/// The first half of the SHA-256 of a text, in hex; marks and line ends of Windows do not matter.
pub(crate) fn digest(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    hex::encode(&Sha256::digest(text.as_bytes())[..16])
}
