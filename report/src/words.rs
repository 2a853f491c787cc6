//! The words of a report, from `content/<lang>/words.toml`.

use referral::{NOT_ASKED, NOT_IN_HOSPITAL, Places, Policy, ReferrerType};
use templates::{Content, Words};

use super::contents::Report;
use super::disclosure::Disclosure;

/// Labels are read as a professional reads them.
const READER: ReferrerType = ReferrerType::Amhp;

/// The sentences of a report in the order shown, which is that of the figures.
const SENTENCES: [&str; 18] = [
    "total",
    "open_at_end",
    "not_opened",
    "eligibility",
    "commissioner",
    "contact",
    "clock",
    "due",
    "in_time",
    "late_reasons",
    "waiting_time",
    "age_band",
    "language",
    "needs",
    "outcome",
    "not_asked",
    "hidden",
    "versions",
];

/// What each figure counts, by name. Where the small numbers are treated otherwise, the sentence on them says so.
pub(crate) fn sentences(words: &Words, disclosure: Disclosure, policy: Policy) -> Vec<(String, String)> {
    let Disclosure { hide_below, round_to, show_zero } = disclosure;
    let least = if show_zero { "1" } else { "0" };
    let sentence = |name: &str| {
        let key = match (name, policy) {
            ("clock", Policy::A) => "clock_a",
            ("clock", Policy::B) => "clock_b",
            _ => name,
        };
        let text = words.page("report").and_then(|table| table.get(key)?.as_str()).unwrap_or_default();
        let text = text.replace("from 1 to 4", &format!("from {least} to {}", hide_below - 1));
        let text = text.replace("nearest 5", &format!("nearest {round_to}"));
        text.replace("fewer than 5", &format!("fewer than {hide_below}"))
    };
    SENTENCES.iter().map(|name| ((*name).to_owned(), sentence(name))).collect()
}

/// The heading of a table.
pub(super) fn heading<'a>(words: &'a Words, table: &'a str) -> &'a str {
    words.label("table", table)
}

/// A code of a table in words.
pub(super) fn label(content: &Content, table: &str, code: &str) -> String {
    let words = &content.words;
    let common = match (table, code) {
        (_, NOT_ASKED) => Some("not-asked"),
        ("patient.hospital", NOT_IN_HOSPITAL) => Some("not-in-hospital"),
        ("patient.hospital", Places::OTHER) => Some("another-hospital"),
        ("outcome", "open") => Some("open"),
        _ => None,
    };
    if let Some(key) = common {
        return words.label("report", key).to_owned();
    }
    match table {
        "referrer.type" => ReferrerType::from_code(code).map_or(code, |kind| words.referrer_name(kind)).to_owned(),
        "eligibility" | "rule" | "outcome" | "age_band" => words.label(table, code).to_owned(),
        "patient.language" => words.label("language", code).to_owned(),
        "late.reason" => words.label("late", code).to_owned(),
        "patient.hospital" => {
            let known = content.rules.places.hospital(code);
            known.map_or_else(|| code.to_owned(), |hospital| format!("{}, {}", hospital.name, hospital.town))
        }
        _ => match words.choice(table, code, READER).0 {
            unknown if unknown == code => words.label("report", code).to_owned(),
            known => known.to_owned(),
        },
    }
}

/// `Northfold Council`, or all of them together.
pub(super) fn scope(words: &Words, report: &Report) -> String {
    report.commissioner.clone().unwrap_or_else(|| words.label("report", "all").to_owned())
}

/// `Version 2, made Monday 23 November 2026`, or that it is a draft.
pub(super) fn version(words: &Words, report: &Report) -> String {
    match report.version {
        0 => words.label("report", "draft").to_owned(),
        version => format!("{} {version}.", words.label("report", "issued")),
    }
}

#[cfg(test)]
mod tests {
    use templates::Texts;

    use super::*;

    /// Every sentence of the words is in the report, and every one of the report in the words.
    #[test]
    fn each_figure_has_its_sentence() {
        let content = Content::parse(&Texts::compiled()).expect("our own content is read");
        let written = content.words.page("report").expect("sentences").len();
        // One policy's sentence is left out.
        assert_eq!(written, SENTENCES.len() + 1);
        for policy in [Policy::A, Policy::B] {
            for (name, sentence) in sentences(&content.words, Disclosure::ONE_TO_FOUR, policy) {
                assert!(!sentence.is_empty(), "{name}");
            }
        }
    }

    #[test]
    fn the_sentences_say_how_small_numbers_are_treated_here() {
        let content = Content::parse(&Texts::compiled()).expect("our own content is read");
        let other = Disclosure { hide_below: 8, round_to: 10, show_zero: false };
        let said = sentences(&content.words, other, Policy::B);
        let sentence = |name: &str| &said.iter().find(|(known, _)| known == name).expect("a sentence").1;
        assert!(sentence("hidden").contains("from 0 to 7") && sentence("hidden").contains("nearest 10"));
        assert!(sentence("versions").contains("fewer than 8"));
        assert!(sentence("clock").contains("from 5pm on"));
    }
}
