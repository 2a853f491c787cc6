//! A parsed answer.

use std::fmt;

use chrono::NaiveDate;

/// One answer, parsed. Text is kept as typed.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Typed text, unchanged.
    Text(String),
    /// A real date.
    Date(NaiveDate),
    /// A date the person asking does not know.
    Unknown,
    /// One code from a list.
    Code(String),
    /// Several codes from a list, in the order of the list.
    Codes(Vec<String>),
    /// Yes or no.
    YesNo(bool),
}

/// Personal data never reaches a log through `{:?}`.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value(…)")
    }
}
