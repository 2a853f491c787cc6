//! Every label, hint and sentence, from `content/<lang>/words.toml`. A content designer owns that file.

use std::collections::BTreeMap;
use std::sync::Arc;

use referral::{Problem, ReferrerType};
use serde::Deserialize;

use self::shapes::{ChoiceWords, GroupWords, GuidanceWords};
use crate::Reader;
use crate::tables::lay_over;
use crate::texts::{Texts, of_build};

pub use shapes::{FieldWords, Language, ReferrerWords};

mod shapes;

type Map<T> = BTreeMap<String, T>;

/// The words of one language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    #[serde(default)]
    language: Language,
    ui: Map<String>,
    referrer: Map<ReferrerWords>,
    group: Map<GroupWords>,
    field: Map<FieldWords>,
    choice: Map<Map<ChoiceWords>>,
    problem: Map<Map<String>>,
    guidance: Map<GuidanceWords>,
    label: Map<Map<String>>,
    page: BTreeMap<String, toml::Table>,
    /// Words by the switch of the law that brings them in.
    #[serde(default)]
    when: Map<toml::Table>,
    /// What these were read from, and the switches whose words are in them.
    #[serde(skip)]
    written: Written,
    #[serde(skip)]
    switches: Vec<String>,
}

/// The text of the words, the promise in its places; read again on the day a switch turns on.
#[derive(Debug, Clone, Default)]
enum Written {
    /// TOML, from a folder.
    Read(Arc<str>),
    /// JSON, as this program was built.
    #[default]
    Compiled,
}

impl Written {
    fn table(&self) -> Result<toml::Table, toml::de::Error> {
        match self {
            Self::Read(text) => toml::from_str(text),
            Self::Compiled => of_build(Texts::json().words),
        }
    }
}

fn or<'a>(first: Option<&'a str>, second: &'a str) -> &'a str {
    first.filter(|text| !text.is_empty()).unwrap_or(second)
}

impl Words {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// An unknown name, also among the words of a switch: it is found now and not on the day.
    pub fn read(written: &str) -> Result<Self, toml::de::Error> {
        let words: Self = toml::from_str(written)?;
        let words = Self { written: Written::Read(written.into()), ..words };
        let all: Vec<String> = words.when.keys().cloned().collect();
        words.laid(&all)?;
        Ok(words)
    }

    /// The words this program was built with. A test reads those of every switch too: the start need not.
    pub(crate) fn compiled() -> Result<Self, toml::de::Error> {
        of_build(Texts::json().words)
    }

    /// The words while these switches of the law are on. None where these are those words already.
    pub(crate) fn under(&self, switches: &[&str]) -> Option<Self> {
        if self.switches.iter().map(String::as_str).eq(switches.iter().copied()) {
            return None;
        }
        let switches: Vec<String> = switches.iter().map(|switch| (*switch).to_owned()).collect();
        // Every switch's words were read when the file was: this cannot fail any more.
        self.laid(&switches).ok()
    }

    fn laid(&self, switches: &[String]) -> Result<Self, toml::de::Error> {
        let mut laid = self.written.table()?;
        for over in switches.iter().filter_map(|switch| self.when.get(switch)) {
            lay_over(&mut laid, over);
        }
        let words: Self = laid.try_into()?;
        Ok(Self { written: self.written.clone(), switches: switches.to_owned(), ..words })
    }

    /// The switches that bring words of their own.
    pub(crate) fn switches(&self) -> impl Iterator<Item = &str> {
        self.when.keys().map(String::as_str)
    }

    /// A short string of the pages, such as a button; empty where there is none.
    pub fn ui(&self, key: &str) -> &str {
        self.ui.get(key).map_or("", String::as_str)
    }

    /// The language they are in.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// All short strings of the pages by their name.
    pub fn all_ui(&self) -> &Map<String> {
        &self.ui
    }

    /// Name, heading and lead for a referrer type; empty where the words have none.
    pub fn referrer(&self, kind: ReferrerType) -> ReferrerWords {
        self.referrer.get(kind.code()).cloned().unwrap_or_default()
    }

    /// What a referrer type is called, such as `A nearest relative`.
    pub fn referrer_name(&self, kind: ReferrerType) -> &str {
        self.referrer.get(kind.code()).map_or(kind.code(), |words| &words.name)
    }

    /// A field's words as this referrer reads them.
    pub fn field(&self, name: &str, reader: impl Into<Reader>) -> FieldWords {
        let Some(base) = self.field.get(name) else {
            return FieldWords {
                label: name.to_owned(),
                row: name.to_owned(),
                desk: name.to_owned(),
                ..FieldWords::default()
            };
        };
        let reader = reader.into();
        let own = base.own(reader);
        let say = |of: fn(&FieldWords) -> &str| own.clone().map(of).find(|text| !text.is_empty()).unwrap_or(of(base));
        let row = or(Some(say(|words| &words.row)), &base.label);
        let desk = or(Some(&base.desk), or(Some(&base.row), &base.label));
        FieldWords {
            label: say(|words| &words.label).to_owned(),
            row: if reader == Reader::Staff { desk } else { row }.to_owned(),
            desk: desk.to_owned(),
            hint: say(|words| &words.hint).to_owned(),
            why: say(|words| &words.why).to_owned(),
            paper: say(|words| &words.paper).to_owned(),
            ..FieldWords::default()
        }
    }

    /// Heading and summary of a part of the form.
    pub fn group(&self, code: &str, reader: impl Into<Reader>) -> (&str, &str) {
        let Some(base) = self.group.get(code) else { return ("", "") };
        let own = match reader.into() {
            Reader::Referrer(ReferrerType::Patient) => base.patient.as_deref(),
            Reader::Referrer(_) => None,
            Reader::Staff => base.staff.as_deref(),
        };
        let heading = or(own.map(|own| own.heading.as_str()), &base.heading);
        (heading, or(own.map(|own| own.summary.as_str()), &base.summary))
    }

    /// Label and hint of a coded answer, as this referrer reads it; the code itself where it has no words.
    pub fn choice<'a>(&'a self, field: &str, code: &'a str, reader: impl Into<Reader>) -> (&'a str, &'a str) {
        let Some(base) = self.choice.get(field).and_then(|codes| codes.get(code)) else { return (code, "") };
        let reader = reader.into();
        let own = if reader.is(ReferrerType::Patient) {
            base.patient.as_deref()
        } else {
            base.professional.as_deref().filter(|_| reader.is_professional())
        };
        (or(own.map(|own| own.label.as_str()), &base.label), or(own.map(|own| own.hint.as_str()), &base.hint))
    }

    /// The sentence for a problem: what is wrong and what to type.
    pub fn problem(&self, problem: &Problem, reader: impl Into<Reader>) -> &str {
        let own = match reader.into() {
            Reader::Referrer(ReferrerType::Patient) => format!("{}_patient", problem.code),
            Reader::Referrer(_) => String::new(),
            Reader::Staff => format!("{}_staff", problem.code),
        };
        let tables = [self.problem.get(&problem.field), self.problem.get("any")];
        let mut sentences = tables
            .into_iter()
            .flatten()
            .filter_map(|table| table.get(&own).or_else(|| table.get(problem.code)).map(String::as_str));
        sentences.next().unwrap_or(problem.code)
    }

    /// The same sentence, with the field's short name before it where the sentence is one for all fields.
    pub fn named_problem(&self, problem: &Problem, reader: impl Into<Reader>) -> String {
        let reader = reader.into();
        let sentence = self.problem(problem, reader);
        let own = self.problem.get(&problem.field);
        let is_own = own.is_some_and(|own| own.values().any(|text| text == sentence));
        if is_own || referral::field(&problem.field).is_none() {
            return sentence.to_owned();
        }
        format!("{}: {sentence}", self.field(&problem.field, reader).row)
    }

    /// Title and text that tell what an eligibility means for the person asking.
    pub fn guidance(&self, eligibility: referral::Eligibility, reader: ReferrerType) -> (&str, &str) {
        let Some(base) = self.guidance.get(eligibility.code()) else { return ("", "") };
        let own = base.patient.as_deref().filter(|_| reader == ReferrerType::Patient);
        (or(own.map(|own| own.title.as_str()), &base.title), or(own.map(|own| own.text.as_str()), &base.text))
    }

    /// The desk's word for a code, such as a status; the code itself where it has none.
    pub fn label<'a>(&'a self, table: &str, code: &'a str) -> &'a str {
        self.label.get(table).and_then(|table| table.get(code)).map_or(code, String::as_str)
    }

    /// Words and types cover each other: every text that is missing, and every name that nothing asks for. With the words
    /// of every switch too, so that it is known now and not on the day.
    pub fn gaps(&self) -> Vec<String> {
        // It was read when the words were: this cannot fail any more.
        let now = self.written.table().unwrap_or_default();
        let mut later = now.clone();
        self.when.values().for_each(|over| lay_over(&mut later, over));
        let mut gaps = crate::gaps::gaps(&now);
        for gap in crate::gaps::gaps(&later) {
            if !gaps.contains(&gap) {
                gaps.push(gap);
            }
        }
        gaps
    }

    /// The strings of one page, such as `check`, or `error` and a kind.
    pub fn page(&self, name: &str) -> Option<&toml::Table> {
        self.page.get(name)
    }
}

#[cfg(test)]
mod tests;
