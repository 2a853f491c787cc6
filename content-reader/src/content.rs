//! Words, settings and rules, read from `content/`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use referral::{Rules, SettingsError};

use crate::days::with_days;
use crate::texts::{Texts, digest, of_build, read_file};
use crate::{Site, Words};

/// Content that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ContentError {
    /// A file that cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// Which file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file whose text is wrong.
    #[error("{file}: {source}")]
    Toml {
        /// Which file.
        file: &'static str,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// Words under a switch that the law does not have.
    #[error("words.toml: there is no switch {0:?} in law.toml; [when.…] takes the name of one")]
    Switch(String),
    /// A rule file that is wrong.
    #[error(transparent)]
    Rules(#[from] SettingsError),
}

fn wrong(file: &'static str) -> impl FnOnce(toml::de::Error) -> ContentError {
    move |source| ContentError::Toml { file, source: Box::new(source) }
}

/// Everything the pages say and the rules they follow.
#[derive(Debug, Clone)]
pub struct Content {
    /// Settings of the service.
    pub site: Site,
    /// Labels, hints and sentences.
    pub words: Words,
    /// Law, calendar and places.
    pub rules: Rules,
    /// The language of the words, such as `en`.
    pub lang: String,
    /// What comes before every address in this language: nothing for the main one, `/cy` for another.
    pub base: String,
    /// The five texts it was read from, of the main language, by name.
    pub read_from: Arc<[(&'static str, Cow<'static, str>); 5]>,
}

impl Content {
    /// Reads `dir` with the words of one language.
    ///
    /// # Errors
    /// The first file that cannot be read or used.
    pub fn load(dir: &Path, lang: &str) -> Result<Self, ContentError> {
        let read = |name: &str| {
            let path = dir.join(name);
            read_file(&path).map_err(|source| ContentError::Read { path: path.display().to_string(), source })
        };
        Self::parse(&Texts {
            site: &read("site.toml")?,
            words: &read(&format!("{lang}/words.toml"))?,
            law: &read("law.toml")?,
            calendar: &read("calendar.toml")?,
            places: &read("places.toml")?,
        })
        .map(|content| Self { lang: lang.to_owned(), ..content })
    }

    /// The same service in another language, under an address of its own.
    #[must_use]
    pub fn in_language(&self, lang: &str, site: Site, words: Words) -> Self {
        let base = format!("/{lang}");
        Self { site: site.under(&base), words, lang: lang.to_owned(), base, ..self.clone() }
    }

    /// The service in every other language that `dir` has words and settings for.
    ///
    /// # Errors
    /// The first file that cannot be read or used.
    pub fn other_languages(&self, dir: &Path) -> Result<Vec<Self>, ContentError> {
        let read = |path: &Path| {
            read_file(path).map_err(|source| ContentError::Read { path: path.display().to_string(), source })
        };
        let folders = fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.path());
        let mut folders: Vec<_> = folders.filter(|path| path.join("words.toml").is_file()).collect();
        folders.sort();
        let mut others = Vec::new();
        for folder in folders {
            let lang = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if lang != self.lang {
                let site = [read(&dir.join("site.toml"))?, read(&folder.join("site.toml"))?];
                others.push(self.other_language(&lang, &read(&folder.join("words.toml"))?, &site)?);
            }
        }
        Ok(others)
    }

    /// One other language: its settings are laid over those of the service.
    fn other_language(&self, lang: &str, words: &str, [main, own]: &[String; 2]) -> Result<Self, ContentError> {
        let mut site: toml::Table = toml::from_str(main).map_err(wrong("site.toml"))?;
        crate::tables::lay_over(&mut site, &toml::from_str(own).map_err(wrong("site.toml"))?);
        let site = site.try_into().map_err(wrong("site.toml"))?;
        Ok(self.in_language(
            lang,
            site,
            Words::read(&with_days(words, self.rules.calendar.days_to_contact())).map_err(wrong("words.toml"))?,
        ))
    }

    /// Reads the five texts.
    ///
    /// # Errors
    /// The first text that cannot be used.
    pub fn parse(texts: &Texts) -> Result<Self, ContentError> {
        let rules = Rules::parse(texts.law, texts.calendar, texts.places)?;
        let words = Words::read(&with_days(texts.words, rules.calendar.days_to_contact()));
        let words = words.map_err(wrong("words.toml"))?;
        let site = toml::from_str(texts.site).map_err(wrong("site.toml"))?;
        Self::of(site, words, rules, texts.named().map(|(name, text)| (name, text.to_owned().into())))
    }

    /// The content this program was built with. Sooner there than by [`Content::parse`]: that every switch's words can be
    /// laid over the others is held by a test.
    ///
    /// # Errors
    /// None that the tests let through.
    pub fn compiled() -> Result<Self, ContentError> {
        let json = Texts::json();
        let rules = Rules::parse(json.law, json.calendar, json.places)?;
        let words = Words::compiled().map_err(wrong("words.toml"))?;
        let site = of_build(json.site).map_err(wrong("site.toml"))?;
        Self::of(site, words, rules, Texts::compiled().named().map(|(name, text)| (name, text.into())))
    }

    fn of(
        site: Site,
        words: Words,
        rules: Rules,
        read_from: [(&'static str, Cow<'static, str>); 5],
    ) -> Result<Self, ContentError> {
        if let Some(switch) = words.switches().find(|switch| !rules.law.switches().any(|(name, _)| name == *switch)) {
            return Err(ContentError::Switch(switch.to_owned()));
        }
        let (lang, base) = ("en".to_owned(), String::new());
        Ok(Self { site, words, rules, lang, base, read_from: read_from.into() })
    }

    /// What tells each of the five files from any other version of it, by its name: the first half of the SHA-256 of its
    /// text, in hex. Line ends do not matter.
    pub fn digests(&self) -> BTreeMap<String, String> {
        self.read_from.iter().map(|(name, text)| ((*name).to_owned(), digest(text))).collect()
    }

    /// The same content with the words of that day, where they differ: form, pages and decisions follow the law's
    /// switches together. None where these are that day's words already.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Option<Self> {
        let words = self.words.under(&self.rules.law.switches_on(day))?;
        Some(Self { words, ..self.clone() })
    }
}
