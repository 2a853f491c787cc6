//! A referral as people read it: what the desk shows, `show` and `list` write and `print` prints.

mod case;
mod history;
mod line;
mod moves;
mod said;

use chrono::{DateTime, NaiveDate, Utc};
use content_reader::Content;
use referral::life::{State, Status};
use referral::london;

use crate::due::short_date;

pub(crate) use case::Around;
pub(crate) use line::Standing;
pub(crate) use moves::{LATEST_YEAR, Typed};

/// Whose eyes, when, and with which words.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) content: &'a Content,
    pub(crate) staff: &'a str,
    pub(crate) now: DateTime<Utc>,
}

impl View<'_> {
    pub(crate) fn today(&self) -> NaiveDate {
        london(self.now).date_naive()
    }
}

/// Whether this person has it now: claimed, or contacted and still to be closed.
pub(crate) fn is_with(state: &State, staff: &str) -> bool {
    matches!(state.status, Status::Claimed | Status::Contacted) && state.owner.as_deref() == Some(staff)
}

/// `Tuesday 24 November, 14:05`.
pub(crate) fn lease_in_words(until: DateTime<Utc>, today: NaiveDate) -> String {
    let local = london(until);
    format!("{}, {}", short_date(local.date_naive(), today), local.format("%H:%M"))
}

/// The first letter small, within a sentence.
fn within(label: &str) -> String {
    let mut rest = label.chars();
    rest.next().into_iter().flat_map(char::to_lowercase).chain(rest).collect()
}
