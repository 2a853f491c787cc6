//! What a page may say about itself, as types.

use chrono::NaiveDate;
use referral::ReferrerType;
use serde::{Deserialize, Deserializer};
use templates::Dated;
use toml::{Table, Value};

/// How the pages of a section are put in order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SortBy {
    /// Light before heavy, then by title.
    #[default]
    Weight,
    /// New before old, then by title.
    Date,
    /// By title alone.
    Title,
}

/// What a page says about itself.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct FrontMatter {
    #[serde(default)]
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) description: String,
    /// Whether the page is not ready to be published.
    #[serde(default)]
    pub(crate) draft: bool,
    /// What lists and the search call the page, where its heading alone would not say what it is.
    #[serde(default)]
    pub(crate) list_title: Option<String>,
    /// Words people look for that the text does not use.
    #[serde(default)]
    pub(crate) search_words: Vec<String>,
    /// When the text was written, or last rewritten.
    #[serde(default, deserialize_with = "day")]
    pub(crate) written: Option<NaiveDate>,
    /// When a person last checked the text against its sources; it counts only beside `reviewed_by`.
    #[serde(default, deserialize_with = "day")]
    pub(crate) reviewed: Option<NaiveDate>,
    /// Who checked it.
    #[serde(default)]
    pub(crate) reviewed_by: Option<String>,
    /// When the text must be checked again.
    #[serde(default, deserialize_with = "day")]
    pub(crate) review_by: Option<NaiveDate>,
    /// When the page was written, for sections sorted by date.
    #[serde(default, deserialize_with = "day")]
    pub(crate) date: Option<NaiveDate>,
    /// The law the text rests on.
    #[serde(default)]
    pub(crate) law: Option<OneOrMore>,
    /// For whom it is written.
    #[serde(default)]
    pub(crate) audience: Option<OneOrMore>,
    #[serde(default)]
    pub(crate) weight: Option<i64>,
    #[serde(default)]
    pub(crate) sort_by: SortBy,
    /// The template to draw it with, instead of the usual one.
    #[serde(default)]
    pub(crate) template: Option<String>,
    /// The referrer type whose form this page is.
    #[serde(default)]
    pub(crate) form: Option<String>,
    /// The referrer type whose form this page prints, to be filled in by hand.
    #[serde(default)]
    pub(crate) paper: Option<String>,
    /// `hospital` where the page is drawn once more for each hospital of the settings.
    #[serde(default)]
    pub(crate) each: Option<String>,
    /// The language of a single page that is in none of the site's, such as `pl` for a card: it goes out only with `reviewer`.
    #[serde(default)]
    pub(crate) lang: Option<String>,
    /// Who read the page as a speaker of its language, where that is not the main one.
    #[serde(default)]
    pub(crate) reviewer: Option<String>,
    /// Whether the pages of this section are questions, for search engines to show as such.
    #[serde(default)]
    pub(crate) faq: bool,
    /// The template of the pages in this section that name none.
    #[serde(default)]
    pub(crate) page_template: Option<String>,
    /// Anything a template of one's own may ask for.
    #[serde(default)]
    pub(crate) extra: toml::Table,
}

/// A word or a list of words.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    /// The word, or each of the words.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> + Clone {
        let texts = match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::More(texts) => texts.as_slice(),
        };
        texts.iter().map(|text| text.trim())
    }

    /// Whether it says nothing.
    pub(crate) fn is_blank(&self) -> bool {
        self.texts().all(str::is_empty)
    }
}

impl FrontMatter {
    /// Whether it is in a language of its own and nobody is named who read it as a speaker of that.
    pub(crate) fn is_unread(&self) -> bool {
        self.lang.is_some() && self.reviewer.as_deref().is_none_or(|name| name.trim().is_empty())
    }

    /// The referrer type whose form this page is, if it is one.
    pub(crate) fn referrer(&self) -> Option<ReferrerType> {
        self.form.as_deref().and_then(ReferrerType::from_code)
    }

    /// The referrer type whose form this page prints.
    pub(crate) fn paper_for(&self) -> Option<ReferrerType> {
        self.paper.as_deref().and_then(ReferrerType::from_code)
    }

    /// The day the text is from: of the check where a person is named for it, otherwise of the writing.
    pub(crate) fn day(&self) -> Option<NaiveDate> {
        if self.is_checked() { self.reviewed } else { self.written.or(self.reviewed) }
    }

    /// Whether a named person checked the text.
    pub(crate) fn is_checked(&self) -> bool {
        self.reviewed.is_some() && self.reviewed_by.as_ref().is_some_and(|name| !name.trim().is_empty())
    }

    /// What the page says of its age: `Checked` only where a named person did.
    pub(crate) fn dated(&self) -> Option<Dated> {
        let month = |day: NaiveDate| day.format("%B %Y").to_string();
        let last = month(self.day()?);
        let dated = if self.is_checked() { Dated::checked(last) } else { Dated::written(last) };
        Some(dated.again(self.review_by.map(month)))
    }

    /// The law the text rests on, as written.
    pub(crate) fn laws(&self) -> Vec<String> {
        self.law.iter().flat_map(OneOrMore::texts).map(str::to_owned).collect()
    }
}

/// Dates are written bare, `2026-11-23`; a quoted one is understood too.
fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Bare(toml::value::Datetime),
        Quoted(String),
    }
    let date = match Written::deserialize(from) {
        Ok(Written::Bare(bare)) => {
            bare.date.and_then(|date| NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()))
        }
        // Of a time, the day.
        Ok(Written::Quoted(text)) => text.get(..10).unwrap_or(&text).parse().ok(),
        Err(_) => None,
    };
    date.map(Some).ok_or_else(|| serde::de::Error::custom("not a date; write it as 2026-11-23"))
}

/// What can be read of a table; `told` is given each other key, and why its value cannot be read where we know the key.
pub(super) fn usable(table: Table, mut told: impl FnMut(&str, Option<&str>)) -> FrontMatter {
    // All at once, as nearly every table can be; key by key only where something is wrong.
    let mut all_known = true;
    let whole = serde_ignored::deserialize(Value::Table(table.clone()), |_| all_known = false);
    if let (Ok(matter), true) = (whole, all_known) {
        return matter;
    }
    let mut kept = Table::new();
    for (key, value) in table {
        let alone = Table::from_iter([(key.clone(), value.clone())]);
        let read =
            serde_ignored::deserialize::<_, _, FrontMatter>(Value::Table(alone), |path| told(&path.to_string(), None));
        match read {
            Ok(_) => drop(kept.insert(key, value)),
            Err(error) => {
                told(&key, Some(error.message()));
                // What nobody can read as "publish it" is not published.
                if key == "draft" {
                    kept.insert(key, Value::Boolean(true));
                }
            }
        }
    }
    kept.try_into().unwrap_or_default()
}
