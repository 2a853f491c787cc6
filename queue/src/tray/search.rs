//! What somebody looks for: a name, a place, a phone number, a date of birth or a reference, as it comes to mind.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use referral::life::Event;
use referral::{Entry, Places, dialled_digits, digits, read_date};

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

/// What was typed into a search, read once and held against many entries. No `Debug`: it may be a name.
#[derive(Clone)]
pub struct Search {
    words: Vec<Word>,
    /// All of it as one: a date, a phone number or a reference may be typed with spaces in it.
    whole: Word,
    places: Arc<Places>,
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

    fn is_number_in(&self, entry: &Entry) -> bool {
        let has = |field| dialled_digits(entry.referral.text(field)).contains(&self.digits);
        self.digits.len() >= FEWEST_DIGITS && NUMBERS.into_iter().any(has)
    }

    fn is_birth_of(&self, entry: &Entry) -> bool {
        self.day.is_some() && self.day == entry.referral.date("patient.date_of_birth")
    }

    fn is_in_reference_of(&self, entry: &Entry) -> bool {
        !self.reference.is_empty() && entry.reference.as_str().contains(&self.reference)
    }
}

impl Search {
    /// Reads what was typed. A year of two digits is not after `today`: nobody was born later.
    pub fn new(typed: &str, places: &Places, today: NaiveDate) -> Self {
        let words = typed.split_whitespace().map(|word| Word::read(word, today));
        let words = words.filter(|part| !part.reference.is_empty()).collect();
        Self { words, whole: Word::read(typed.trim(), today), places: Arc::new(places.clone()) }
    }

    /// Whether every word of it is somewhere in the entry, whatever the case and the accents of the letters, or
    /// all of it is a phone number, a date of birth or a reference. Nothing typed finds nothing.
    pub fn finds(&self, entry: &Entry) -> bool {
        !self.words.is_empty() && (is_meant(&self.whole, entry) || self.not_in(entry).next().is_none())
    }

    /// The same, where words may also be in what staff wrote; `acts` gives the history if it is needed.
    pub(super) fn finds_with(&self, entry: &Entry, acts: impl FnOnce() -> Vec<Event>) -> bool {
        if self.words.is_empty() {
            return false;
        }
        let acts = acts();
        let texts = acts.iter().flat_map(|event| [event.text(), event.contact().map_or("", |contact| &contact.by)]);
        let (words, numbers): (Vec<String>, Vec<String>) = texts.map(|text| (folded(text), digits(text))).unzip();
        let is_number =
            |word: &Word| word.digits.len() >= FEWEST_DIGITS && numbers.iter().any(|text| text.contains(&word.digits));
        let stands = |word: &Word| words.iter().any(|text| text.contains(&word.text)) || is_number(word);
        is_number(&self.whole) || self.not_in(entry).all(stands)
    }

    /// The words that are not in the entry.
    fn not_in<'a>(&'a self, entry: &'a Entry) -> impl Iterator<Item = &'a Word> {
        let referral = &entry.referral;
        let hospital = self.places.hospital(referral.text("patient.hospital"));
        let hospital = hospital.map(|known| format!("{} {}", known.name, known.town)).unwrap_or_default();
        let texts = TEXTS.into_iter().map(|field| referral.text(field)).chain([hospital.as_str()]).map(folded);
        let texts: Vec<String> = texts.collect();
        let stands = move |word: &Word| texts.iter().any(|text| text.contains(&word.text)) || is_meant(word, entry);
        self.words.iter().filter(move |word| !stands(word))
    }
}

/// Whether it is the entry's reference, a number in it, or the date of birth.
fn is_meant(word: &Word, entry: &Entry) -> bool {
    word.is_in_reference_of(entry) || word.is_number_in(entry) || word.is_birth_of(entry)
}
