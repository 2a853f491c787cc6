//! Reads a content folder: `words.toml`, `site.toml`, `law.toml`, `calendar.toml` and `places.toml`.
//!
//! [`Content`] is one language's words with the settings and rules. [`tables`] merges and searches TOML tables for
//! everything that compares words with each other.

mod audience;
mod content;
mod days;
mod gaps;
mod plain;
mod site;
pub mod tables;
mod texts;
mod words;

pub use audience::Reader;
pub use content::{Content, ContentError};
pub use days::with_days;
pub use site::{DeskSettings, Hours, Phone, Site, Urgent};
pub use texts::{Texts, read_file};
pub use words::{FieldWords, Language, ReferrerWords, Words};
