//! What texts and days an act may have.

use chrono::{DateTime, NaiveDate, Utc};

use super::record::Contact;
use super::refusal::{LONGEST_NAME, LONGEST_NOTE, Refusal};
use crate::london;

/// A reason for the history.
///
/// # Errors
/// An empty one, or one over the length of a note.
pub fn reason(why: &str) -> Result<String, Refusal> {
    if why.trim().is_empty() { Err(Refusal::EmptyWhy) } else { fits(why).map(|()| why.to_owned()) }
}

pub(super) fn whole(contact: &Contact) -> Result<Contact, Refusal> {
    fits(&contact.note)?;
    if contact.by.chars().count() > LONGEST_NAME { Err(Refusal::LongName) } else { Ok(contact.clone()) }
}

pub(super) fn fits(text: &str) -> Result<(), Refusal> {
    if text.chars().count() > LONGEST_NOTE { Err(Refusal::LongNote) } else { Ok(()) }
}

pub(super) fn within(on: NaiveDate, received_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Refusal> {
    let received = london(received_at).date_naive();
    match on {
        _ if on < received => Err(Refusal::BeforeReceipt(received)),
        _ if on > london(now).date_naive() => Err(Refusal::InFuture),
        _ => Ok(()),
    }
}
