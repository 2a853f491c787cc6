//! The words of a report, from `content/<lang>/words.toml`.

use content_reader::{Content, Words};
use referral::{Calendar, NOT_ASKED, Policy, ReferrerType};

use super::breakdowns::HOSPITAL;
use super::by_code::ByCode;
use super::contents::Report;

/// Labels are read as a professional reads them.
const READER: ReferrerType = ReferrerType::Amhp;

/// What each figure counts, by name, in the alphabet of what is read.
pub(crate) fn sentences(words: &Words, calendar: &Calendar) -> ByCode<String> {
    let (own, other) = match calendar.policy() {
        Policy::A => ("clock_a", "clock_b"),
        Policy::B => ("clock_b", "clock_a"),
    };
    let written = words.page("report").into_iter().flatten().filter(|(name, _)| *name != other);
    let named = |name: &str| if name == own { "clock" } else { name }.to_owned();
    let sentences = written.map(|(name, text)| (named(name), text.as_str().unwrap_or_default().to_owned()));
    let mut all: Vec<(String, String)> = sentences.collect();
    all.sort_by(|(_, a), (_, b)| a.cmp(b));
    all.into_iter().collect()
}

/// A code of a table in words.
pub(crate) fn label(content: &Content, table: &str, code: &str) -> String {
    let words = &content.words;
    if let Some(hospital) = content.rules.places.hospital(code).filter(|_| table == HOSPITAL) {
        return format!("{}, {}", hospital.name, hospital.town);
    }
    if let Some(kind) = ReferrerType::from_code(code).filter(|_| table == "by_referrer") {
        return words.referrer_name(kind).to_owned();
    }
    if code == NOT_ASKED {
        return words.label("report", code).to_owned();
    }
    let own = table.trim_start_matches("by_").trim_start_matches("patient.");
    let labels = [words.label(own, code), words.choice(table, code, READER).0, words.label("report", code)];
    labels.into_iter().find(|label| *label != code).unwrap_or(code).to_owned()
}

/// `Northfold Council`, or all of them together.
pub(crate) fn scope(words: &Words, report: &Report) -> String {
    report.commissioner.clone().unwrap_or_else(|| words.label("report", "all").to_owned())
}

/// `Version 2.`, or that it is a draft, or what must not leave the office.
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

    /// Every sentence of the words but that of the other policy is in the report, as a name and what it means.
    #[test]
    fn each_figure_has_its_sentence() {
        let content = Content::parse(&Texts::compiled()).expect("our own content is read");
        let written = content.words.page("report").expect("sentences").len();
        for policy in [Policy::A, Policy::B] {
            let calendar = content.rules.calendar.clone().with_policy(policy);
            let sentences = sentences(&content.words, &calendar);
            assert_eq!(sentences.iter().count(), written - 1);
            assert!(sentences.get("clock").is_some_and(|text| text.starts_with("Working days: ")));
            for (name, sentence) in sentences.iter() {
                assert!(sentence.contains(": ") && !sentence.contains('{'), "{name}: {sentence}");
            }
        }
    }
}
