//! What a site is made from.

use std::path::PathBuf;

use chrono::NaiveDate;

/// What a site is made from.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// Pages, words and settings.
    pub content: PathBuf,
    /// Templates in place of, or beside, the compiled-in ones.
    pub templates: Option<PathBuf>,
    /// The public origin, instead of the one in the settings.
    pub base_url: Option<String>,
    /// The day the site is for.
    pub on: NaiveDate,
    /// The language: the name of a folder in `content`.
    pub lang: &'static str,
    /// Whether it is made for readers: with the search index, without which the search page is a list, and with stylesheets
    /// made smaller.
    pub index: bool,
}

impl Inputs {
    /// The folder of pages: `content/en`, or `content` itself where there is no such folder.
    pub(crate) fn pages(&self) -> PathBuf {
        let own = self.content.join(self.lang);
        if own.is_dir() { own } else { self.content.clone() }
    }

    /// Whether this is a service's site with its own settings, not just a folder of pages.
    pub(crate) fn has_settings(&self) -> bool {
        self.content.join("site.toml").exists()
    }
}
