//! What remains of a referral when the person is taken out of it: the row that reports count.
//!
//! Made by [`Activity::of`] from an entry and its history, kept sealed after purge, read back from JSON. Every value is
//! a code or a date of our own work: no name, no contact, no ward, no birth date, no reference, and no typed text. A
//! spoken language is typed freely on the form; here it is one of a list, or `other`.

mod age;
mod codes;
mod language;
mod promise;
mod row;

pub use age::AgeBand;
pub use codes::{NOT_ASKED, NOT_IN_HOSPITAL};
pub use language::LANGUAGES;
pub use promise::{Late, Promise};
pub use row::Activity;

#[cfg(test)]
mod tests;
