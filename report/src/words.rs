//! The words of a report, from `content/<lang>/words.toml`.

use chrono::SecondsFormat;
use content_reader::{Content, Words};
use referral::{Calendar, NOT_ASKED, NOT_IN_HOSPITAL, Places, Policy, ReferrerType};

use super::by_code::ByCode;
use super::contents::Report;
use super::service::OPEN;

/// Labels are read as a professional reads them.
const READER: ReferrerType = ReferrerType::Amhp;

/// The sentences of a report in the order shown: the rule on small numbers, then that of the figures.
const SENTENCES: [&str; 20] = [
    "hidden",
    "received",
    "by_channel",
    "eligibility",
    "outcome",
    "commissioner",
    "due",
    "clock",
    "contact",
    "in_time",
    "late_reasons",
    "waiting_time",
    "open_at_end",
    "contacts",
    "not_opened",
    "age_band",
    "language",
    "needs",
    "compared",
    "versions",
];

/// What each figure counts, by name.
pub(crate) fn sentences(words: &Words, calendar: &Calendar) -> ByCode<String> {
    let sentence = |name: &str| {
        let key = match (name, calendar.policy()) {
            ("clock", Policy::A) => "clock_a",
            ("clock", Policy::B) => "clock_b",
            _ => name,
        };
        words.page("report").and_then(|table| table.get(key)?.as_str()).unwrap_or_default().to_owned()
    };
    SENTENCES.iter().map(|name| ((*name).to_owned(), sentence(name))).collect()
}

/// Each definition by its name, as files list them.
pub(crate) fn definitions(report: &Report) -> Vec<(String, String)> {
    let means = &report.definitions;
    let counted = means.people_counted_at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true));
    let facts = [
        ("working_days_to_contact", Some(means.working_days_to_contact.to_string())),
        ("calendar_valid_through", Some(means.calendar_valid_through.to_string())),
        ("law_of", Some(means.law_of.join(" "))),
        ("people_counted_at", counted),
    ];
    let facts = facts.into_iter().filter_map(|(name, fact)| Some((name.to_owned(), fact?)));
    let sentences = means.sentences.iter().map(|(name, text)| (name.to_owned(), text.clone()));
    facts.chain(sentences).collect()
}

/// The heading of a table.
pub(crate) fn heading<'a>(words: &'a Words, table: &'a str) -> &'a str {
    words.label("table", table)
}

/// A code of a table in words.
pub(crate) fn label(content: &Content, table: &str, code: &str) -> String {
    let words = &content.words;
    let common = match (table, code) {
        (_, NOT_ASKED) => Some("not-asked"),
        ("patient.hospital", NOT_IN_HOSPITAL) => Some("not-in-hospital"),
        ("patient.hospital", Places::OTHER) => Some("another-hospital"),
        ("by_outcome", OPEN) => Some("open"),
        (_, "") => Some("left-out"),
        _ => None,
    };
    if let Some(key) = common {
        return words.label("report", key).to_owned();
    }
    match table {
        "by_referrer" => ReferrerType::from_code(code).map_or(code, |kind| words.referrer_name(kind)).to_owned(),
        "by_channel" | "by_eligibility" | "by_outcome" => words.label(&table["by_".len()..], code).to_owned(),
        "late_reasons" => words.label("late", code).to_owned(),
        "service" | "rule" | "age_band" => words.label(table, code).to_owned(),
        "patient.language" => words.label("language", code).to_owned(),
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
pub(crate) fn scope(words: &Words, report: &Report) -> String {
    report.commissioner.clone().unwrap_or_else(|| words.label("report", "all").to_owned())
}

/// `Version 2.`, or that it is a draft.
pub(crate) fn version(words: &Words, report: &Report) -> String {
    match report.version {
        _ if report.internal.is_some() => words.label("report", "today").to_owned(),
        0 => words.label("report", "draft").to_owned(),
        version => format!("{} {version}.", words.label("report", "issued")),
    }
}

#[cfg(test)]
mod tests {
    use content_reader::Texts;

    use super::*;

    /// Every sentence of the words is in the report, and every one of the report in the words.
    #[test]
    fn each_figure_has_its_sentence() {
        let content = Content::parse(&Texts::compiled()).expect("our own content is read");
        let written = content.words.page("report").expect("sentences").len();
        // One policy's sentence is left out.
        assert_eq!(written, SENTENCES.len() + 1);
        for policy in [Policy::A, Policy::B] {
            let calendar = content.rules.calendar.clone().with_policy(policy);
            for (name, sentence) in sentences(&content.words, &calendar).iter() {
                assert!(!sentence.is_empty() && !sentence.contains('{'), "{name}: {sentence}");
            }
        }
    }
}
