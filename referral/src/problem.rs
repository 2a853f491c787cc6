//! What is wrong with an answer, as a value. The sentence for it is in `words.toml`.

use serde::Serialize;

use crate::FIELDS;

/// One problem with one field. Carries no part of what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The field's dotted name, such as `patient.date_of_birth`.
    pub field: String,
    /// What is wrong, such as `missing` or `date-future`; the key of the sentence.
    pub code: &'static str,
}

impl Problem {
    /// Every code there is; a test proves that each has its sentence.
    pub const CODES: [&'static str; 28] = [
        "missing",
        "missing-or-unknown",
        "one-of-contact",
        "one-of-place",
        "too-long",
        "choose",
        "choose-listed",
        "repeated",
        "unreadable",
        "date-not-iso",
        "date-incomplete",
        "date-not-real",
        "date-future",
        "date-too-early",
        "date-and-unknown",
        "phone",
        "email",
        "yes-no",
        "unknown-field",
        "wrong-type",
        "wrong-referrer",
        "not-asked",
        "nhs-number-check",
        "email-domain",
        "contact-missing",
        "place-unnamed",
        "birth-helps",
        "date-past",
    ];

    /// Sorts problems in page order: a name above several fields comes before them, and a name that is on no
    /// page comes last, in the order sent.
    pub fn in_page_order(problems: &mut [Self]) {
        problems.sort_by_key(|problem| {
            FIELDS
                .iter()
                .position(|field| {
                    let below = field.name.strip_prefix(problem.field.as_str());
                    below.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || problem.field.is_empty())
                })
                .unwrap_or(FIELDS.len())
        });
    }

    pub(crate) fn new(field: impl Into<String>, code: &'static str) -> Self {
        debug_assert!(Self::CODES.contains(&code), "{code}");
        Self { field: field.into(), code }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// docs/contract.md, API: all at once, and everywhere in page order.
    #[test]
    fn problems_stand_in_page_order() {
        let sent =
            ["shoe_size", "consent", "patient.gender", "legal", "patient.name", "constructor", "referrer.type", ""];
        let mut problems = sent.map(|field| Problem::new(field, "wrong-type"));
        Problem::in_page_order(&mut problems);
        let sorted = problems.map(|problem| problem.field);
        let page =
            ["referrer.type", "", "patient.name", "legal", "consent", "patient.gender", "shoe_size", "constructor"];
        assert_eq!(sorted, page);
    }
}
