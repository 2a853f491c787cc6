//! An entry's history: sealed like the entry, for events hold notes; only their order is in clear.

use aws_sdk_dynamodb::types::TransactWriteItem;
use chrono::{DateTime, Utc};
use referral::Reference;
use referral::life::{Event, Reading, What};
use sha2::{Digest, Sha256};

use super::identity::Identity;
use super::recipients::Recipients;
use super::seal;
use crate::items::{self, Item};
use crate::{QueueError, Table};

/// The mark of an export.
pub(crate) fn export_event(at: DateTime<Utc>, who: &str) -> Event {
    Event::new(at, who, What::Opened { mark: Some(Reading::Export) })
}

/// Whether an event is the mark of an export or of a sheet drawn to be printed: nobody need have read the referral.
pub fn is_unread_mark(event: &Event) -> bool {
    matches!(event.what, What::Opened { mark: Some(Reading::Export | Reading::Print) })
}

/// An event ready to be written.
pub(crate) struct SealedEvent {
    pub(crate) sort_key: String,
    pub(crate) bytes: Vec<u8>,
}

impl SealedEvent {
    /// Seals the event that makes this version.
    pub(crate) fn making(
        version: u64,
        event: &Event,
        reference: &Reference,
        to: &Recipients,
    ) -> Result<Self, QueueError> {
        Self::at(items::event_sort_key(version), event, reference, to)
    }

    /// Seals the reading of a version by somebody: one place for each, so that it is recorded once.
    pub(crate) fn reading(
        version: u64,
        event: &Event,
        reference: &Reference,
        to: &Recipients,
    ) -> Result<Self, QueueError> {
        // A sheet that was drawn is recorded beside the reading, not in its place.
        let drawn = if is_unread_mark(event) { "print\n" } else { "" };
        let who = hex::encode(&Sha256::digest(format!("{drawn}{}", event.who))[..8]);
        Self::at(items::reading_sort_key(version, &who), event, reference, to)
    }

    /// Seals the mark that a version was exported: one place for all, so that it is recorded once.
    pub(crate) fn export(
        version: u64,
        event: &Event,
        reference: &Reference,
        to: &Recipients,
    ) -> Result<Self, QueueError> {
        let sort_key = items::export_sort_key(version);
        Ok(Self { bytes: seal::seal_mark(event, reference, &sort_key, to)?, sort_key })
    }

    fn at(sort_key: String, event: &Event, reference: &Reference, to: &Recipients) -> Result<Self, QueueError> {
        Ok(Self { bytes: seal::seal_event(event, reference, &sort_key, to)?, sort_key })
    }

    /// The write, for the transaction that moves the entry.
    pub(crate) fn write(
        &self,
        table: &Table,
        reference: &Reference,
        expires_at: Option<DateTime<Utc>>,
    ) -> Result<TransactWriteItem, QueueError> {
        items::add_event(table, reference, &self.sort_key, self.bytes.clone(), expires_at)
    }
}

/// Opens an item of the history; none for the entry's own item.
pub(crate) fn open_event(item: &Item, reference: &Reference, identity: &Identity) -> Option<Result<Event, QueueError>> {
    let sort_key = items::sort_key_in_history(item)?;
    let sealed = items::ciphertext(item).unwrap_or_default();
    Some(seal::open_event(&sealed, reference, sort_key, identity))
}
