//! What somebody looks for: a name, a place, a phone number, a date of birth or a reference, as it comes to mind.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use referral::life::Event;
use referral::{Entry, Places, dialled_digits, digits, read_date};
use serde::{Deserialize, Serialize};

use super::folding::folded;

/// Texts in which a word is looked for; beside them the hospital's name and town.
const TEXTS: [&str; 9] = [
    "patient.name",
    "patient.known_as",
    "patient.ward",
    "patient.address",
    "patient.postcode",
    "referrer.name",
    "referrer.workplace",
    "helper.name",
    "preferred_advocate",
];
/// Answers of which the digits alone are compared.
const NUMBERS: [&str; 4] = ["patient.phone", "referrer.phone", "helper.phone", "patient.nhs_number"];
/// Every phone number contains some run of fewer digits than this.
const FEWEST_DIGITS: usize = 4;

/// What a search looks through of one referral: its answers, and what staff wrote. No `Debug`: it is about a person.
#[derive(Serialize, Deserialize)]
pub(crate) struct Searchable {
    /// Texts as [`folded`], a line each.
    #[serde(rename = "t")]
    texts: String,
    /// Digits of numbers and texts, a line each.
    #[serde(rename = "n")]
    numbers: String,
    #[serde(rename = "b", skip_serializing_if = "Option::is_none", default)]
    born: Option<NaiveDate>,
    /// The hospital's code: its name is looked up when somebody searches.
    #[serde(rename = "h")]
    hospital: String,
    #[serde(rename = "r")]
    reference: String,
}

impl Searchable {
    /// Of an entry, and of as much of its history as is to be searched.
    pub(crate) fn of(entry: &Entry, events: &[Event]) -> Self {
        let referral = &entry.referral;
        let written = events.iter().flat_map(|event| [event.text(), event.contact().map_or("", |made| &made.by)]);
        let written = written.chain([entry.called_by.as_deref().unwrap_or_default()]);
        let written: Vec<&str> = written.filter(|text| !text.is_empty()).collect();
        let texts = TEXTS.into_iter().map(|field| referral.text(field)).chain(written.iter().copied()).map(folded);
        let texts = texts.chain([folded(referral.text("patient.postcode")).replace(' ', "")]);
        let numbers = NUMBERS.into_iter().map(|field| dialled_digits(referral.text(field)));
        Self {
            texts: lines(texts),
            numbers: lines(numbers.chain(written.iter().map(|text| digits(text)))),
            born: referral.date("patient.date_of_birth"),
            hospital: referral.text("patient.hospital").to_owned(),
            reference: entry.reference.as_str().to_owned(),
        }
    }
}

fn lines(all: impl Iterator<Item = String>) -> String {
    all.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// What was typed into a search, read once and held against many referrals. No `Debug`: it may be a name.
#[derive(Clone)]
pub struct Search {
    words: Vec<Word>,
    /// All of it as one: a date, a phone number or a reference may be typed with spaces in it.
    whole: Word,
    /// Name and town of each hospital, by its code.
    hospitals: Arc<HashMap<String, String>>,
}

/// A piece of what was typed, in each way it can be meant.
#[derive(Clone)]
struct Word {
    text: String,
    reference: String,
    digits: String,
    day: Option<NaiveDate>,
}

impl Word {
    fn read(typed: &str, today: NaiveDate) -> Self {
        let text = folded(typed);
        let number = typed.chars().all(|sign| sign.is_ascii_digit() || " +-().\u{a0}".contains(sign));
        Self {
            reference: text.replace(' ', "").to_uppercase(),
            digits: if number { dialled_digits(typed) } else { String::new() },
            day: read_date(typed, "", "", today.year()),
            text,
        }
    }

    /// Whether it is the reference, a number, or the date of birth.
    fn is_meant(&self, of: &Searchable) -> bool {
        (!self.reference.is_empty() && of.reference.contains(&self.reference))
            || (self.digits.len() >= FEWEST_DIGITS && of.numbers.contains(&self.digits))
            || (self.day.is_some() && self.day == of.born)
    }
}

impl Search {
    /// Reads what was typed. A year of two digits is not after `today`: nobody was born later.
    pub fn new(typed: &str, places: &Places, today: NaiveDate) -> Self {
        let words = typed.split_whitespace().map(|word| Word::read(word, today));
        let words = words.filter(|part| !part.reference.is_empty()).collect();
        let named = places
            .hospitals()
            .iter()
            .map(|known| (known.slug.clone(), folded(&format!("{} {}", known.name, known.town))));
        Self { words, whole: Word::read(typed.trim(), today), hospitals: Arc::new(named.collect()) }
    }

    /// Whether every word of it is somewhere in the answers, whatever the case and the accents of the letters, or all
    /// of it is a phone number, a date of birth or a reference. Nothing typed finds nothing.
    pub fn finds(&self, entry: &Entry) -> bool {
        self.finds_in(&Searchable::of(entry, &[]))
    }

    /// The same of answers and what staff wrote.
    pub(super) fn finds_in(&self, all: &Searchable) -> bool {
        let hospital = self.hospitals.get(&all.hospital).map(String::as_str).unwrap_or_default();
        let has = |word: &Word| all.texts.contains(&word.text) || hospital.contains(&word.text) || word.is_meant(all);
        !self.words.is_empty() && (self.whole.is_meant(all) || self.words.iter().all(has))
    }
}
