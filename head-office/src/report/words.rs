//! The words of a report, from `content/<lang>/words.toml`.

use referral::{NOT_ASKED, NOT_IN_HOSPITAL, Places, ReferrerType};
use templates::{Content, Words};

use super::contents::Report;
use super::disclosure::Disclosure;

/// Labels are read as a professional reads them.
const READER: ReferrerType = ReferrerType::Amhp;

/// What each figure counts, by name. Where the small numbers are treated otherwise, the sentence on them says so.
pub(crate) fn sentences(words: &Words, disclosure: Disclosure) -> Vec<(String, String)> {
    let table = words.page("report");
    let all = table.into_iter().flatten().filter_map(|(name, text)| Some((name.clone(), text.as_str()?.to_owned())));
    let Disclosure { hide_below, round_to, show_zero } = disclosure;
    let least = if show_zero { "1" } else { "0" };
    all.map(|(name, text)| {
        let text = text.replace("from 1 to 4", &format!("from {least} to {}", hide_below - 1));
        let text = text.replace("nearest 5", &format!("nearest {round_to}"));
        (name, text.replace("fewer than 5", &format!("fewer than {hide_below}")))
    })
    .collect()
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
