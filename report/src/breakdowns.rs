//! The tables about people: which there are, their codes, and where a row counts in each.

use std::collections::BTreeSet;

use referral::{Activity, AgeBand, LANGUAGES, NOT_ASKED, NOT_IN_HOSPITAL, Places, Route, field};

/// How a person is held, which says much of the rule.
pub(crate) const ROUTE: &str = "legal.route";
/// The rule that decided who is covered.
pub(crate) const RULE: &str = "rule";
/// Where the person is, which says the council.
pub(crate) const HOSPITAL: &str = "patient.hospital";
/// One person may need several kinds of help, so this table does not add up.
pub(crate) const NEEDS: &str = "patient.needs";
/// The tables about people, in the order shown.
pub(crate) const TABLES: [&str; 8] =
    [ROUTE, RULE, HOSPITAL, "patient.gender", "age_band", "patient.ethnic_group", "patient.language", NEEDS];
/// A code that has left its list.
const OTHER: &str = "other";

/// Every code of a table, in the order of the form.
pub(crate) fn codes(table: &str, rows: &[&Activity], places: &Places) -> Vec<String> {
    match table {
        ROUTE => Route::CODES.iter().map(|code| (*code).to_owned()).collect(),
        RULE => rows.iter().map(|row| row.rule.clone()).collect::<BTreeSet<_>>().into_iter().collect(),
        HOSPITAL => hospitals(rows, places),
        "age_band" => AgeBand::ALL.map(|band| band.code().to_owned()).to_vec(),
        "patient.language" => LANGUAGES.into_iter().chain([OTHER, NOT_ASKED]).map(str::to_owned).collect(),
        NEEDS => answers(NEEDS, &[NOT_ASKED]),
        field => answers(field, &[OTHER, NOT_ASKED]),
    }
}

/// The codes of a row in a table: one, but in [`NEEDS`].
pub(crate) fn codes_of<'a>(table: &str, row: &'a Activity) -> Vec<&'a str> {
    match table {
        ROUTE => vec![row.route.code()],
        RULE => vec![&row.rule],
        HOSPITAL => vec![&row.hospital],
        "age_band" => vec![row.age_band.code()],
        "patient.gender" => vec![&row.gender],
        "patient.ethnic_group" => vec![&row.ethnic_group],
        "patient.language" => vec![&row.language],
        NEEDS if row.needs.is_empty() => vec![NOT_ASKED],
        NEEDS => row.needs.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The codes of a field, then those that mean no answer.
fn answers(name: &str, also: &[&str]) -> Vec<String> {
    let known = field(name).map(|field| field.kind.codes()).unwrap_or_default();
    let more = also.iter().filter(|code| !known.contains(code));
    known.iter().chain(more).map(|code| (*code).to_owned()).collect()
}

/// Those of the places, then those that have left them.
fn hospitals(rows: &[&Activity], places: &Places) -> Vec<String> {
    let mut all: Vec<String> = places.hospitals().iter().map(|hospital| hospital.slug.clone()).collect();
    let left: BTreeSet<&String> = rows.iter().map(|row| &row.hospital).filter(|slug| !places.knows(slug)).collect();
    all.extend(left.into_iter().filter(|slug| *slug != NOT_IN_HOSPITAL).cloned());
    all.extend([Places::OTHER, NOT_IN_HOSPITAL].map(str::to_owned));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{content, row};

    /// docs/contract.md, Report: where one person counts in each table, and nowhere else.
    #[test]
    fn a_row_counts_in_each_table_by_its_own_code() {
        let row = Activity {
            route: Route::Section3,
            rule: "qualifying".to_owned(),
            hospital: "alderbrook".to_owned(),
            gender: "woman".to_owned(),
            age_band: AgeBand::ALL[2],
            ethnic_group: "asian".to_owned(),
            language: "polish".to_owned(),
            needs: vec!["interpreter".to_owned(), "easy-read".to_owned()],
            ..row("2026-11-02")
        };
        for (table, codes) in [
            (ROUTE, vec!["section-3"]),
            (RULE, vec!["qualifying"]),
            (HOSPITAL, vec!["alderbrook"]),
            ("patient.gender", vec!["woman"]),
            ("age_band", vec![AgeBand::ALL[2].code()]),
            ("patient.ethnic_group", vec!["asian"]),
            ("patient.language", vec!["polish"]),
            (NEEDS, vec!["interpreter", "easy-read"]),
            ("no table", vec![]),
        ] {
            assert_eq!(codes_of(table, &row), codes, "{table}");
        }
        let without = Activity { needs: Vec::new(), ..row };
        assert_eq!(codes_of(NEEDS, &without), [NOT_ASKED]);
    }

    /// A hospital that has left the list has a line of its own; each other place has one line.
    #[test]
    fn each_place_has_one_line() {
        let places = &content().rules.places;
        let in_hospital = |slug: &str| Activity { hospital: slug.to_owned(), ..row("2026-11-02") };
        let rows = ["closed-since", NOT_IN_HOSPITAL, Places::OTHER, "closed-since"].map(in_hospital);
        let listed = hospitals(&rows.iter().collect::<Vec<_>>(), places);
        let known = places.hospitals().iter().map(|hospital| hospital.slug.clone());
        let expected = known.chain(["closed-since", Places::OTHER, NOT_IN_HOSPITAL].map(str::to_owned));
        assert_eq!(listed, expected.collect::<Vec<_>>());
    }
}
