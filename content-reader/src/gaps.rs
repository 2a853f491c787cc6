//! Words and types cover each other (docs/contract.md, Fields): what the program asks for and the words do not say, and what
//! the words say and nothing asks for.

use referral::{Eligibility, FIELDS, Group, Problem, ReferrerType};
use toml::{Table, Value};

use crate::Texts;
use crate::tables::{self, KeyPath, at, dotted};

/// What a table of the words may hold: the table, and the names that something asks for.
type Known = (Vec<&'static str>, Vec<&'static str>);

/// Every gap at once, each named as the file has it.
pub(crate) fn gaps(words: &Table) -> Vec<String> {
    let said = |path: &KeyPath| {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        at(words, &path).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty())
    };
    let missing = asked().into_iter().filter(|path| !said(path)).chain(not_shown(words));
    let missing = missing.map(|path| format!("`{}` says nothing", dotted(&path)));
    missing.chain(known().iter().flat_map(|known| surplus(words, known))).collect()
}

/// The text of each type.
fn asked() -> Vec<KeyPath> {
    let path = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>();
    let mut asked = Vec::new();
    for kind in ReferrerType::ALL {
        asked.extend(["name", "title", "lead"].map(|text| path(&["referrer", kind.code(), text])));
    }
    for group in Group::ALL {
        asked.extend(["heading", "summary"].map(|text| path(&["group", group.code(), text])));
    }
    for field in FIELDS {
        asked.push(path(&["field", field.name, "label"]));
        asked.extend(field.kind.codes().iter().map(|code| path(&["choice", field.name, code, "label"])));
    }
    asked.extend(Problem::CODES.iter().map(|code| path(&["problem", "any", code])));
    for eligibility in Eligibility::ALL {
        asked.extend(["title", "text"].map(|text| path(&["guidance", eligibility.code(), text])));
    }
    asked
}

/// The texts that templates and desk ask for by name, those this program was built with, which `words` does not say.
fn not_shown(words: &Table) -> Vec<KeyPath> {
    let mut compiled: Table = toml::from_str(Texts::compiled().words).unwrap_or_default();
    compiled.retain(|table, _| ["ui", "label", "page"].contains(&table));
    tables::missing(&compiled, words)
}

/// Names that a writer might get wrong: of everything that has a type.
fn known() -> Vec<Known> {
    let fields: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
    let mut known = vec![
        (vec!["referrer"], ReferrerType::ALL.map(ReferrerType::code).to_vec()),
        (vec!["group"], Group::ALL.map(Group::code).to_vec()),
        (vec!["field"], fields.clone()),
        (vec!["choice"], fields.clone()),
        (vec!["problem"], [&["any"], fields.as_slice()].concat()),
        (vec!["problem", "any"], Problem::CODES.to_vec()),
        (vec!["guidance"], Eligibility::ALL.map(Eligibility::code).to_vec()),
    ];
    for field in FIELDS {
        known.push((vec!["choice", field.name], field.kind.codes().to_vec()));
        known.push((vec!["problem", field.name], Problem::CODES.to_vec()));
    }
    known
}

fn surplus(words: &Table, (path, known): &Known) -> Vec<String> {
    let Some(table) = at(words, path).and_then(Value::as_table) else { return Vec::new() };
    // A sentence of a problem may be said to the patient, or to staff, in other words.
    let bare = |name: &str| match path[0] {
        "problem" => name.trim_end_matches("_patient").trim_end_matches("_staff").to_owned(),
        _ => name.to_owned(),
    };
    let strays = table.keys().filter(|name| !known.contains(&bare(name).as_str()));
    let stray = |name: &String| format!("nothing asks for `{}`", dotted(&[path.as_slice(), &[name]].concat()));
    strays.map(stray).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        gaps(&toml::from_str(text).unwrap())
    }

    /// docs/contract.md, Fields: words and types cover each other.
    #[test]
    fn our_own_words_cover_every_type_and_none_is_left_over() {
        assert_eq!(crate::Content::parse(&Texts::compiled()).unwrap().words.gaps(), [""; 0]);
    }

    #[test]
    fn each_kind_of_gap_is_named() {
        let table: [(&str, &str, &str, &[&str]); 9] = [
            (
                "a field",
                "[field.\"patient.ward\"]",
                "[field.\"patient.room\"]",
                &["field.\"patient.ward\".label", "field.\"patient.room\""],
            ),
            (
                "a choice",
                "\".section-57]",
                "\".section-75]",
                &["choice.\"legal.route\".section-57.label", "choice.\"legal.route\".section-75"],
            ),
            ("a blank label", "label = \"Postcode\"", "label = \" \"", &["field.\"patient.postcode\".label"]),
            (
                "a problem",
                "\ndate-future = ",
                "\ndate-futur = ",
                &["problem.any.date-future", "problem.any.date-futur"],
            ),
            (
                "a problem of no field",
                "[problem.\"safe_visit\"]",
                "[problem.\"safe_visits\"]",
                &["problem.safe_visits"],
            ),
            ("a short string", "\ncontinue = ", "\ncontinu = ", &["ui.continue"]),
            ("a string of a page", "[page.error.conflict]", "[page.error.conflicts]", &["page.error.conflict.title"]),
            ("a word of the desk", "\nwaiting = ", "\nwating = ", &["label.status.waiting"]),
            (
                "a switch's own",
                "[when.informal-patients.choice.\"legal.route\".informal]",
                "[when.informal-patients.choice.\"legal.route\".formal]",
                &["choice.\"legal.route\".formal"],
            ),
        ];
        for (row, from, to, names) in table {
            let compiled = Texts::compiled();
            assert!(compiled.words.contains(from), "{row}");
            let words = compiled.words.replacen(from, to, 1);
            let gaps = crate::Content::parse(&Texts { words: &words, ..compiled }).unwrap().words.gaps();
            for name in names {
                assert!(gaps.iter().any(|gap| gap.contains(&format!("`{name}`"))), "{row}: {name}: {gaps:?}");
            }
        }
        assert!(of("").len() > 100, "all at once");
    }
}
