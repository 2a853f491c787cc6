//! Words and types cover each other (design.md decision 1): what the program asks for and the words do not say, and what
//! the words say and nothing asks for.

use referral::{Eligibility, FIELDS, Problem, ReferrerType};
use toml::{Table, Value};

use crate::Texts;
use crate::form::{GROUPS, group_code};

/// What a table of the words may hold: the table, and the names that something asks for.
type Known = (Vec<&'static str>, Vec<&'static str>);

/// Every gap at once, each named as it stands in the file.
pub(crate) fn gaps(words: &Table) -> Vec<String> {
    let said = |path: &[&str]| at(words, path).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty());
    let missing = asked().into_iter().chain(shown()).filter(|path| !said(&parts(path)));
    let missing = missing.map(|path| format!("`{}` says nothing", named(&parts(&path))));
    missing.chain(known().iter().flat_map(|known| surplus(words, known))).collect()
}

/// The text of each type.
fn asked() -> Vec<Vec<String>> {
    let path = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>();
    let mut asked = Vec::new();
    for kind in ReferrerType::ALL {
        asked.extend(["name", "title", "lead"].map(|text| path(&["referrer", kind.code(), text])));
    }
    for group in GROUPS {
        asked.extend(["heading", "summary"].map(|text| path(&["group", group_code(group), text])));
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

/// The texts that templates and desk ask for by name: those this program was built with.
fn shown() -> Vec<Vec<String>> {
    let compiled: Table = toml::from_str(Texts::compiled().words).unwrap_or_default();
    let mut shown = Vec::new();
    for table in ["ui", "label", "page"] {
        if let Some(Value::Table(inner)) = compiled.get(table) {
            texts(inner, &[table.to_owned()], &mut shown);
        }
    }
    shown
}

fn texts(table: &Table, above: &[String], found: &mut Vec<Vec<String>>) {
    for (name, value) in table {
        let path = [above, std::slice::from_ref(name)].concat();
        match value {
            Value::Table(inner) => texts(inner, &path, found),
            Value::String(text) if !text.is_empty() => found.push(path),
            _ => {}
        }
    }
}

/// Names that a writer might get wrong: of everything that has a type.
fn known() -> Vec<Known> {
    let fields: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
    let mut known = vec![
        (vec!["referrer"], ReferrerType::ALL.map(ReferrerType::code).to_vec()),
        (vec!["group"], GROUPS.map(group_code).to_vec()),
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
    // A sentence of a problem may be said to the patient in other words.
    let bare =
        |name: &str| if path[0] == "problem" { name.trim_end_matches("_patient").to_owned() } else { name.to_owned() };
    let strays = table.keys().filter(|name| !known.contains(&bare(name).as_str()));
    let stray = |name: &String| format!("nothing asks for `{}`", named(&[path.as_slice(), &[name]].concat()));
    strays.map(stray).collect()
}

fn at<'t>(table: &'t Table, path: &[&str]) -> Option<&'t Value> {
    let (first, rest) = path.split_first()?;
    let value = table.get(*first)?;
    if rest.is_empty() { Some(value) } else { at(value.as_table()?, rest) }
}

fn parts(path: &[String]) -> Vec<&str> {
    path.iter().map(String::as_str).collect()
}

/// `field."patient.name".label`
fn named(path: &[&str]) -> String {
    let part = |part: &&str| if part.contains('.') { format!("{part:?}") } else { (*part).to_owned() };
    path.iter().map(part).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        gaps(&toml::from_str(text).unwrap())
    }

    /// design.md decision 1: words and types cover each other.
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
