//! An entry as an item.

use aws_sdk_dynamodb::types::AttributeValue;
use chrono::{DateTime, NaiveDate, Utc};
use referral::Reference;
use referral::life::{State, Status};

use super::names::{
    DIGEST, DUE_ON, ENTRY, HEARD, Item, KEY, KEY_SET, LEASE_UNTIL, MINUTE, OPEN, OWNER, PK, RECEIVED_AT, SEALED,
    STATUS, VERSION, bytes, ciphertext, expires_at, key, minute, number, parsed, text,
};
use crate::QueueError;

/// An entry as stored.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) reference: Reference,
    /// The whole keyed hash, of which the reference is the beginning.
    pub(crate) key: String,
    pub(crate) received_at: DateTime<Utc>,
    pub(crate) due_on: NaiveDate,
    pub(crate) state: State,
    /// Which set of keys it is sealed to.
    pub(crate) key_set: String,
    /// Keyed digest of the answers.
    pub(crate) digest: String,
    /// Its marker in the index.
    pub(crate) marker: String,
    pub(crate) sealed: Vec<u8>,
    /// When the table may drop it by itself, should no purge have come first.
    pub(crate) expires_at: Option<DateTime<Utc>>,
}

impl Stored {
    /// The item to put.
    pub(crate) fn to_item(&self) -> Item {
        let mut item = key(self.reference.as_str(), ENTRY);
        let mut text = |name: &str, value: String| drop(item.insert(name.to_owned(), AttributeValue::S(value)));
        text(KEY, self.key.clone());
        text(RECEIVED_AT, self.received_at.format(MINUTE).to_string());
        text(DUE_ON, self.due_on.to_string());
        text(STATUS, self.state.status.code().to_owned());
        text(KEY_SET, self.key_set.clone());
        text(DIGEST, self.digest.clone());
        text(OPEN, self.marker.clone());
        if let Some(owner) = &self.state.owner {
            text(OWNER, owner.clone());
        }
        if self.state.heard {
            item.insert(HEARD.to_owned(), AttributeValue::Bool(true));
        }
        item.insert(VERSION.to_owned(), number(&self.state.version));
        item.insert(SEALED.to_owned(), bytes(self.sealed.clone()));
        item
    }

    /// Reads an entry's item. What a narrower read left out is empty.
    pub(crate) fn from_item(item: &Item) -> Result<Self, QueueError> {
        let name = text(item, PK).unwrap_or_default();
        let read = || {
            Some(Self {
                reference: Reference::parse(name)?,
                key: text(item, KEY).unwrap_or_default().to_owned(),
                received_at: minute(text(item, RECEIVED_AT)?)?,
                due_on: parsed(item, DUE_ON)?,
                state: State {
                    status: Status::from_code(text(item, STATUS)?)?,
                    owner: text(item, OWNER).map(str::to_owned),
                    lease_until: text(item, LEASE_UNTIL).and_then(|until| until.parse().ok()),
                    heard: item.get(HEARD).and_then(|heard| heard.as_bool().ok()).copied().unwrap_or_default(),
                    version: item.get(VERSION)?.as_n().ok()?.parse().ok()?,
                },
                key_set: text(item, KEY_SET).unwrap_or_default().to_owned(),
                digest: text(item, DIGEST).unwrap_or_default().to_owned(),
                marker: text(item, OPEN).unwrap_or_default().to_owned(),
                sealed: ciphertext(item).unwrap_or_default(),
                expires_at: expires_at(item),
            })
        };
        // Only a reference is named: any other partition key could hold anything.
        let damaged = || Reference::parse(name).map_or_else(|| "?".to_owned(), |known| known.to_string());
        read().ok_or_else(|| QueueError::Damaged(damaged()))
    }
}

/// The item of a closed entry whose row for counting is listed in the index in its place.
#[cfg(feature = "seeding")]
pub(crate) fn unlisted(entry: &Stored) -> Item {
    let mut item = entry.to_item();
    item.remove(OPEN);
    item
}
