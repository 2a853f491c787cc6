//! What is wrong with an answer, as a value. The sentence for it stands in `words.toml`.

use serde::Serialize;

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
    pub const CODES: [&'static str; 26] = [
        "missing",
        "missing-or-unknown",
        "one-of-contact",
        "one-of-place",
        "too-long",
        "choose",
        "choose-listed",
        "repeated",
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
        "place-unnamed",
        "birth-helps",
        "date-past",
    ];

    pub(crate) fn new(field: impl Into<String>, code: &'static str) -> Self {
        debug_assert!(Self::CODES.contains(&code), "{code}");
        Self { field: field.into(), code }
    }
}
