//! An entry's history: sealed like the entry, for events hold notes; only their order is in clear.

use aws_sdk_dynamodb::types::TransactWriteItem;
use chrono::{DateTime, Utc};
use referral::Reference;
use referral::life::Event;
use sha2::{Digest, Sha256};

use crate::attributes::{self, Item};
use crate::token_key::hex;
use crate::{Identity, QueueError, Recipients, Table, seal};

/// What tells the mark of an export from somebody's reading: both are `opened`.
const EXPORT: &str = "export";

/// The mark of an export.
pub(crate) fn export(at: DateTime<Utc>, who: &str) -> Event {
    Event { note: EXPORT.to_owned(), ..Event::new(at, who, "opened") }
}

/// Whether an event is the mark of an export: nobody need have read the referral.
pub fn is_export(event: &Event) -> bool {
    event.what == "opened" && event.note == EXPORT
}

/// An event ready to be written.
pub(crate) struct Sealed {
    pub(crate) place: String,
    pub(crate) bytes: Vec<u8>,
}

impl Sealed {
    /// Seals the event that makes this version.
    pub(crate) fn making(
        version: u64,
        event: &Event,
        reference: &Reference,
        to: &Recipients,
    ) -> Result<Self, QueueError> {
        Self::at(attributes::place_of(version), event, reference, to)
    }

    /// Seals the reading of a version by somebody: one place for each, so that it is recorded once.
    pub(crate) fn reading(
        version: u64,
        event: &Event,
        reference: &Reference,
        to: &Recipients,
    ) -> Result<Self, QueueError> {
        let who = hex(&Sha256::digest(&event.who)[..8]);
        Self::at(attributes::place_of_reading(version, &who), event, reference, to)
    }

    /// Seals the mark that a version was exported: one place for all, so that it is recorded once.
    pub(crate) fn export(
        version: u64,
        event: &Event,
        reference: &Reference,
        to: &Recipients,
    ) -> Result<Self, QueueError> {
        let place = attributes::place_of_export(version);
        Ok(Self { bytes: seal::seal_mark(event, reference, &place, to)?, place })
    }

    fn at(place: String, event: &Event, reference: &Reference, to: &Recipients) -> Result<Self, QueueError> {
        Ok(Self { bytes: seal::seal_event(event, reference, &place, to)?, place })
    }

    /// The write, for the transaction that moves the entry.
    pub(crate) fn write(
        &self,
        table: &Table,
        reference: &Reference,
        expires_at: Option<DateTime<Utc>>,
    ) -> Result<TransactWriteItem, QueueError> {
        attributes::recorded(table, reference, &self.place, self.bytes.clone(), expires_at)
    }
}

/// Opens an item of the history; none for the entry's own item.
pub(crate) fn open(item: &Item, reference: &Reference, identity: &Identity) -> Option<Result<Event, QueueError>> {
    let place = attributes::place(item)?;
    let sealed = attributes::sealed(item).unwrap_or_default();
    Some(seal::open_event(&sealed, reference, place, identity))
}
