//! What several pages of the desk show. Nothing here has a `Debug`: it holds names. The desk draws its pages on a staff
//! machine only, each from values by the names its template calls them; every text in them is data that Tera escapes.

mod case;
mod today;

use content_reader::Words;
use serde::Serialize;

use crate::{Asset, Theme};

pub use case::*;
pub use today::*;

/// The desk's one script, under a name that changes with its text: it refreshes, and follows keys.
pub fn desk_script() -> Asset {
    Asset::named("desk", "js", include_str!("../../desk/desk.js"))
}

/// The picture in a browser's tab, which tells the desk from the site.
pub fn desk_icon() -> Asset {
    Asset::named("desk", "svg", include_str!("../../desk/icon.svg"))
}

/// What every page of the desk has around it.
#[derive(Clone, Serialize)]
pub struct DeskFrame {
    /// The title: never anything about a person, since a browser keeps it.
    pub title: String,
    /// The address of the stylesheet.
    pub css: String,
    /// The address of the script; empty on paper.
    pub script: String,
    /// The address of the icon; empty on paper.
    pub icon: String,
    /// The service's name.
    pub service: String,
    /// Who is at the desk.
    pub staff: String,
    /// Whether single keys are followed.
    pub keys: bool,
    /// Seconds from one refresh to the next.
    pub refresh: u32,
    /// A locked desk shows nothing but how to unlock it.
    pub locked: bool,
}

impl DeskFrame {
    /// A frame under this title, as it is on paper: nothing to press.
    pub fn new(theme: &Theme, service: &str, staff: &str, title: &str) -> Self {
        Self {
            title: title.to_owned(),
            css: format!("/{}", theme.stylesheet().name),
            script: String::new(),
            icon: String::new(),
            service: service.to_owned(),
            staff: staff.to_owned(),
            keys: false,
            refresh: 0,
            locked: false,
        }
    }
}

/// One thing that can be chosen.
#[derive(Clone, Serialize)]
pub struct DeskChoice {
    /// What is sent.
    pub code: String,
    /// What is read.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl DeskChoice {
    /// A choice where this code is chosen.
    pub fn new(code: &str, label: &str, chosen: &str) -> Self {
        Self { code: code.to_owned(), label: label.to_owned(), chosen: code == chosen }
    }

    /// A choice for each of these codes, by its label in a table of the words.
    pub fn all<'c>(words: &Words, table: &str, codes: impl IntoIterator<Item = &'c str>, chosen: &str) -> Vec<Self> {
        codes.into_iter().map(|code| Self::new(code, words.label(table, code), chosen)).collect()
    }
}
