//! What is open.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use referral::{Entry, Reference};

use super::listing::Listing;
use super::opening::open_all;
use crate::items::{self, Item, Stored, query};
use crate::table::explain;
use crate::{Lookout, OpenEntries, QueueError, Tray};

/// Up to so many new entries are read one by one; more come with the whole index.
const FEW: usize = 20;

impl Tray {
    /// The clear fields of everything open. Needs no identity.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn open_entries(&self) -> Result<OpenEntries, QueueError> {
        Lookout::new(self.table.clone()).open_entries().await
    }

    /// Everything open, by due date. What was opened before, in the version it has, is not opened again.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn list(&self) -> Result<Listing, QueueError> {
        let unlocked = self.unlocked();
        let (mut listing, missing) = unlocked.cache.known(&query(items::query_open_clear(&self.table)).await?);
        let items = match missing.len() {
            0 => Vec::new(),
            1..=FEW => self.items(&missing).await?,
            _ => query(items::query_open(&self.table)).await?,
        };
        let is_missing = |item: &Item| Stored::from_item(item).is_ok_and(|stored| missing.contains(&stored.reference));
        let mut items: Vec<Item> = items.into_iter().filter(is_missing).collect();
        items.extend(self.behind_the_index(&mut listing.damaged).await?);
        let new = open_all(items, unlocked.identity.as_ref()).await?;
        listing.cases.extend(new.cases);
        listing.unopened.extend(new.unopened);
        listing.damaged.extend(new.damaged);
        listing.cases.sort_by(|a, b| (a.entry.due_on, order(&a.entry)).cmp(&(b.entry.due_on, order(&b.entry))));
        unlocked.cache.keep(&listing.cases);
        Ok(listing)
    }

    /// The entries themselves of which the index's copy cannot be read; those that are there are damaged no more.
    async fn behind_the_index(&self, damaged: &mut Vec<String>) -> Result<Vec<Item>, QueueError> {
        let named: HashSet<Reference> = damaged.iter().filter_map(|name| Reference::parse(name)).collect();
        let items = self.items(&named).await?;
        damaged.retain(|name| !items.iter().any(|item| items::partition_key(item) == name));
        Ok(items)
    }

    /// The items of a few entries, read side by side.
    pub(crate) async fn items(&self, references: &HashSet<Reference>) -> Result<Vec<Item>, QueueError> {
        let mut reads = tokio::task::JoinSet::new();
        for reference in references {
            reads.spawn(items::get_entry(&self.table, reference).send());
        }
        let mut items = Vec::new();
        while let Some(read) = reads.join_next().await {
            let got = read.map_err(|_| QueueError::NoAnswer)?.map_err(|error| explain(&error))?;
            items.extend(got.item);
        }
        Ok(items)
    }
}

fn order(entry: &Entry) -> (DateTime<Utc>, &Reference) {
    (entry.received_at, &entry.reference)
}
