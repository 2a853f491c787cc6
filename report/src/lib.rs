//! Activity for the commissioner: figures that name nobody.
//!
//! [`Period`] says which months; `tally` counts rows of [`referral::Activity`]; `protect` lets out of them what names
//! nobody, as [`Figure`]s, and is the only door; [`Report`] is what was let out, and the formats draw that alone.

#[cfg(test)]
mod attacker;
mod contents;
mod csv;
mod disclosure;
mod draft;
mod office;
mod page;
mod period;
mod protect;
mod tally;
mod words;
mod xlsx;

pub use contents::{About, Definitions, Report, Seen, Table, Timeliness, TrendMonth};
pub(crate) use csv::csv;
pub use disclosure::{Disclosure, Figure, HIDDEN};
pub use draft::Issue;
pub(crate) use draft::{NO_COUNCIL, councils};
pub(crate) use office::{Asked, Got, Reports, Version};
pub(crate) use page::{FileOrDesk, page};
pub use period::{Period, Span};
pub(crate) use words::sentences;
pub(crate) use xlsx::xlsx;
