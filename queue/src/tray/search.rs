//! What somebody looks for: a name, a place, a phone number, a date of birth or a reference, as it comes to mind.

use chrono::{Datelike, NaiveDate};
use referral::{Entry, Places, read_date};

use super::folding::folded;

/// Texts in which a word is looked for; beside them the hospital's name and town.
const TEXTS: [&str; 6] =
    ["patient.name", "patient.known_as", "patient.ward", "patient.address", "referrer.name", "referrer.workplace"];
/// Answers of which the digits alone are compared.
const NUMBERS: [&str; 3] = ["patient.phone", "referrer.phone", "patient.nhs_number"];
/// Fewer digits than this stand in every phone number.
const FEWEST_DIGITS: usize = 4;

/// What was typed into a search, read once and held against many entries. No `Debug`: it may be a name.
pub struct Search<'a> {
    words: Vec<Word>,
    /// All of it as one: a date, a phone number or a reference may be typed with spaces in it.
    whole: Word,
    places: &'a Places,
}

/// A piece of what was typed, in each way it can be meant.
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
            digits: if number { dialled(typed) } else { String::new() },
            day: read_date(typed, "", "", today.year()),
            text,
        }
    }

    fn is_number_in(&self, entry: &Entry) -> bool {
        let has = |field| dialled(entry.referral.text(field)).contains(&self.digits);
        self.digits.len() >= FEWEST_DIGITS && NUMBERS.into_iter().any(has)
    }

    fn is_birth_of(&self, entry: &Entry) -> bool {
        self.day.is_some() && self.day == entry.referral.date("patient.date_of_birth")
    }

    fn is_in_reference_of(&self, entry: &Entry) -> bool {
        !self.reference.is_empty() && entry.reference.as_str().contains(&self.reference)
    }
}

impl<'a> Search<'a> {
    /// Reads what was typed. A year of two digits is not after `today`: nobody was born later.
    pub fn new(typed: &str, places: &'a Places, today: NaiveDate) -> Self {
        let words = typed.split_whitespace().map(|word| Word::read(word, today));
        let words = words.filter(|part| !part.reference.is_empty()).collect();
        Self { words, whole: Word::read(typed.trim(), today), places }
    }

    /// Whether every word of it stands somewhere in the entry, whatever the case and the accents of the letters, or
    /// all of it is a phone number, a date of birth or a reference. Nothing typed finds nothing.
    pub fn finds(&self, entry: &Entry) -> bool {
        let referral = &entry.referral;
        let hospital = self.places.hospital(referral.text("patient.hospital"));
        let hospital = hospital.map(|known| format!("{} {}", known.name, known.town)).unwrap_or_default();
        let texts = TEXTS.into_iter().map(|field| referral.text(field)).chain([hospital.as_str()]).map(folded);
        let texts: Vec<String> = texts.collect();
        let meant = |part: &Word| part.is_in_reference_of(entry) || part.is_number_in(entry) || part.is_birth_of(entry);
        let stands = |part: &Word| texts.iter().any(|text| text.contains(&part.text)) || meant(part);
        !self.words.is_empty() && (self.words.iter().all(stands) || meant(&self.whole))
    }
}

/// The digits of a number as people here dial it: `+44 (0)1632 960 123` and `01632 960123` are one.
fn dialled(typed: &str) -> String {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("44").filter(|_| typed.trim_start().starts_with('+')) {
        Some(rest) => format!("0{}", rest.strip_prefix('0').unwrap_or(rest)),
        None => digits,
    }
}
