//! The head of a page: TOML between two lines of `+++`, or what other generators write there.

use std::ops::Range;
use std::path::Path;

use chrono::NaiveDate;
use referral::ReferrerType;
use serde::{Deserialize, Deserializer};
use templates::Dated;

use crate::Finding;
use crate::finding::Level;

mod without;
mod yaml;

const FENCE: &str = "+++";
/// Of what each may have a copy of a page: also the folder in whose place its code stands in addresses.
pub(crate) const EACH: &str = "hospital";
const YAML_FENCE: &str = "---";

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

/// What a page says about itself. Only `title` is needed to build.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct FrontMatter {
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
        Ok(Written::Quoted(text)) => text.parse().ok(),
        Err(_) => None,
    };
    date.map(Some).ok_or_else(|| serde::de::Error::custom("not a date; write it as 2026-11-23"))
}

/// Finds the two fences: what is between them, and where the body starts.
fn cut(text: &str, fence: &str) -> Option<(Range<usize>, usize)> {
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut opened = None;
    for line in text[at..].split_inclusive('\n') {
        let next = at + line.len();
        match (line.trim_end() == fence, opened) {
            (true, None) => opened = Some(next),
            (true, Some(open)) => return Some((open..at, next)),
            (false, None) if !line.trim().is_empty() => return None,
            _ => {}
        }
        at = next;
    }
    None
}

/// Line and column, from 1, of a place in a text.
pub(crate) fn position(text: &str, offset: usize) -> (usize, usize) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// Where a key stands in the front matter, to point a finding at it; the head of the file if it is not there.
pub(crate) fn place_of(text: &str, key: &str) -> (usize, usize) {
    let named = |line: &str| line.split_once('=').is_some_and(|(name, _)| name.trim() == key);
    text.lines().position(named).map_or((1, 1), |line| (line + 1, 1))
}

/// What the head of a page says.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) matter: FrontMatter,
    /// Where the body starts.
    pub(crate) body: usize,
    /// What stops nothing, unless the reader is strict.
    pub(crate) findings: Vec<Finding>,
}

/// Reads the head of a file, whose name without its end is `stem`. A key that we do not know is as bad as `unknown` says.
///
/// # Errors
/// Every finding that can be told apart; TOML itself tells one at a time.
pub(crate) fn read(file: &Path, stem: &str, text: &str, unknown: Level) -> Result<Read, Vec<Finding>> {
    let opens = text.trim_start_matches('\u{feff}').trim_start();
    let found = if let Some((matter, body)) = cut(text, FENCE) {
        (toml_head(file, text, matter, unknown)?, body)
    } else if let Some((matter, body)) = cut(text, YAML_FENCE) {
        (yaml_head(file, text, matter, unknown)?, body)
    } else if opens.lines().next().is_some_and(|line| line.trim_end() == FENCE) {
        let help = "end it with another line of +++";
        return Err(vec![Finding::error(file, "the front matter is never closed", help)]);
    } else {
        without_head(file, stem, text, unknown)
    };
    let ((matter, findings), body) = found;
    let wrong = doubts(file, text, &matter);
    if wrong.is_empty() { Ok(Read { matter, body, findings }) } else { Err(wrong) }
}

type Head = (FrontMatter, Vec<Finding>);

fn toml_head(file: &Path, text: &str, matter: Range<usize>, unknown: Level) -> Result<Head, Vec<Finding>> {
    let start = matter.start;
    let wrong = |error: toml::de::Error| {
        let place = position(text, start + error.span().map_or(0, |span| span.start));
        vec![Finding::error(file, error.message(), help_for(error.message())).at(place)]
    };
    let mut findings = Vec::new();
    let parsed = toml::Deserializer::parse(&text[matter]).map_err(wrong)?;
    let matter = serde_ignored::deserialize(parsed, |key| {
        let key = key.to_string();
        let help = "check the spelling, or put keys of your own under [extra]";
        let place = place_of(text, &key);
        findings.push(Finding::error(file, format!("unknown field `{key}`"), help).at(place).at_level(unknown));
    });
    Ok((matter.map_err(wrong)?, findings))
}

fn yaml_head(file: &Path, text: &str, matter: Range<usize>, unknown: Level) -> Result<Head, Vec<Finding>> {
    let (table, others) = yaml::read(&text[matter]);
    let matter = FrontMatter::deserialize(toml::Value::Table(table)).map_err(|error| {
        let help = "every page has a title: title: About us";
        vec![Finding::error(file, error.message(), help)]
    })?;
    let named = if others.is_empty() { String::new() } else { format!("; not read: {}", others.join(", ")) };
    let message = format!("YAML front matter{named}");
    let help = "ours is TOML between lines of +++: title = \"About us\"";
    Ok((matter, vec![Finding::error(file, message, help).at_level(unknown)]))
}

/// A page of other programs, or one that somebody forgot to begin.
fn without_head(file: &Path, stem: &str, text: &str, unknown: Level) -> (Head, usize) {
    let (title, body) = without::heading(text).unwrap_or_else(|| (without::named(stem), 0));
    let help = "start the file with a line of +++, a line like title = \"About us\", and another line of +++";
    let finding = Finding::error(file, format!("no front matter, so it is called {title:?}"), help);
    ((FrontMatter { title, ..FrontMatter::default() }, vec![finding.at_level(unknown)]), body)
}

fn help_for(message: &str) -> &'static str {
    if message.contains("missing field `title`") { "every page has a title: title = \"About us\"" } else { "" }
}

/// What TOML cannot know to be wrong.
fn doubts(file: &Path, text: &str, matter: &FrontMatter) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut doubt = |key: &str, message: String, help: &str| {
        found.push(Finding::error(file, message, help).at(place_of(text, key)));
    };
    if matter.title.trim().is_empty() {
        doubt("title", "the title is empty".into(), "it is the heading of the page and its name in lists");
    }
    for (key, value) in [("form", &matter.form), ("paper", &matter.paper)] {
        if let Some(code) = value.as_ref().filter(|code| ReferrerType::from_code(code).is_none()) {
            let codes = ReferrerType::ALL.map(ReferrerType::code).join(", ");
            doubt(key, format!("{code:?} is nobody who may refer"), &format!("write one of {codes}"));
        }
    }
    if let Some(each) = matter.each.as_ref().filter(|each| *each != EACH) {
        doubt("each", format!("pages are not drawn for each {each:?}"), "write each = \"hospital\"");
    }
    if let (Some(last), Some(by)) = (matter.day(), matter.review_by)
        && by < last
    {
        doubt("review_by", format!("the next review, {by}, is before the last, {last}"), "one of the two is wrong");
    }
    found
}

#[cfg(test)]
mod tests;
