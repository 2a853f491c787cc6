//! An item collection: everything stored under one reference.

use chrono::{DateTime, Utc};
use referral::Reference;
use referral::life::Event;

use crate::Identity;
use crate::items::{self, Item, Stored};
use crate::sealing::open_event;

/// The items that share a partition key: the entry, its history and its row for counting, or what is left of them.
#[derive(Debug, Clone)]
pub(crate) struct ItemCollection {
    pub(crate) partition_key: String,
    pub(crate) items: Vec<Item>,
}

impl ItemCollection {
    /// Its reference; none where the partition key is not one.
    pub(crate) fn reference(&self) -> Option<Reference> {
        Reference::parse(&self.partition_key).filter(|reference| reference.as_str() == self.partition_key)
    }

    /// The entry's own item.
    pub(crate) fn entry(&self) -> Option<&Item> {
        self.items.iter().find(|item| items::is_entry(item))
    }

    /// The entry in clear; none where there is none, or it is not in our form.
    pub(crate) fn stored(&self) -> Option<Stored> {
        self.entry().and_then(|item| Stored::from_item(item).ok())
    }

    /// The sort keys of the history.
    pub(crate) fn history_sort_keys(&self) -> impl Iterator<Item = &str> {
        self.items.iter().filter_map(items::sort_key_in_history)
    }

    /// Whether all that is left of it, but for the row for counting, is past its end: the table drops the items of a
    /// collection one by one.
    pub(crate) fn has_ended(&self, now: DateTime<Utc>) -> bool {
        let mut lines = self.items.iter().filter(|item| items::row_sort_key(item).is_none());
        lines.all(|item| items::expires_at(item).is_some_and(|end| end <= now))
    }

    /// The history, as far as this identity opens it, and how many lines it does not.
    pub(crate) fn history(&self, identity: &Identity) -> (Vec<Event>, usize) {
        let Some(reference) = self.reference() else { return (Vec::new(), self.items.len()) };
        let opened = self.items.iter().filter_map(|item| open_event(item, &reference, identity));
        let (read, unread): (Vec<_>, Vec<_>) = opened.partition(Result::is_ok);
        (read.into_iter().flatten().collect(), unread.len())
    }
}
