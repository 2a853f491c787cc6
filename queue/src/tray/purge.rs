//! Purge: the person goes, the row for counting stays.

use chrono::{DateTime, Utc};
use referral::life::{Event, Status, Verb, What, closed_at};
use referral::{Activity, Calendar, Reference};

use super::acting::{failure, in_transaction};
use super::collection::ItemCollection;
use super::record::Record;
use super::scan::Scan;
use crate::items::{self, Item, query};
use crate::sealing::{SealedEvent, Why, open_event, seal};
use crate::{ActError, Identity, QueueError, Tray};

/// A transaction holds a hundred writes; the entry, what remains of it and the purge itself are three.
const HISTORY_AT_ONCE: usize = 90;

impl Tray {
    /// Takes the person out of a closed entry: what remains is the sealed row for counting, and a line that says
    /// who purged it and when.
    ///
    /// # Errors
    /// [`ActError::Changed`] when somebody acted on it since it was found.
    pub async fn purge(
        &self,
        found: &Record,
        who: &str,
        now: DateTime<Utc>,
        calendar: &Calendar,
    ) -> Result<(), ActError> {
        let (reference, version) = (&found.clear.reference, found.clear.state.version);
        let entry = found.entry.as_ref().map_err(|why| QueueError::Unopened(*why))?;
        let stored = self.entry(reference).await?.ok_or(ActError::Changed)?;
        let closed_at = closed_at(&found.events).ok_or(ActError::Changed)?;
        let row = Activity::of(entry, &found.events, calendar);
        let row = seal::seal_activity(&row, reference, &self.recipients)?;
        let marker = items::index_marker(Status::Closed, closed_at);
        let event = SealedEvent::making(version + 1, &Event::new(now, who, What::Purge), reference, &self.recipients)?;
        let sort_keys = self.sort_keys(reference).await?;
        if sort_keys.contains(&event.sort_key) {
            return Err(ActError::Changed);
        }
        let (first, rest) = sort_keys.split_at(sort_keys.len().min(HISTORY_AT_ONCE));
        let mut writes = vec![
            items::delete_entry(&self.table, reference, version)?,
            items::put_row(&self.table, &stored, version, &marker, row)?,
            event.write(&self.table, reference, None)?,
        ];
        for sort_key in first {
            writes.push(items::delete_event(&self.table, reference, sort_key)?);
        }
        in_transaction(&self.table, writes).await.map_err(|error| failure(&error))?;
        self.drop_history(reference, rest).await
    }

    async fn drop_history(&self, reference: &Reference, sort_keys: &[String]) -> Result<(), ActError> {
        for sort_keys in sort_keys.chunks(HISTORY_AT_ONCE) {
            let writes: Result<Vec<_>, _> =
                sort_keys.iter().map(|sort_key| items::delete_event(&self.table, reference, sort_key)).collect();
            in_transaction(&self.table, writes?).await.map_err(|error| failure(&error))?;
        }
        Ok(())
    }

    /// Finishes purges that were interrupted: a long history goes in several steps. Gives how many there were.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn finish_purges(&self) -> Result<usize, ActError> {
        let identity = self.identity.clone().ok_or(QueueError::Unopened(Why::NoKey))?;
        let (mut scan, mut unfinished) = (Scan::of(&self.table), Vec::new());
        while let Some(collections) = scan.next().await? {
            unfinished.extend(collections.into_iter().filter(|collection| is_unfinished(collection, &identity)));
        }
        for collection in &unfinished {
            let Some(reference) = collection.reference() else { continue };
            let is_purge = |item: &Item| {
                let event = open_event(item, &reference, &identity);
                event.is_some_and(|event| event.is_ok_and(|event| event.verb() == Verb::Purge))
            };
            let left = collection.items.iter().filter(|item| !is_purge(item)).filter_map(items::sort_key_in_history);
            let left: Vec<String> = left.map(str::to_owned).collect();
            self.drop_history(&reference, &left).await?;
        }
        Ok(unfinished.len())
    }

    /// Who purged an entry and when, if that is what became of it.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn purge_of(&self, reference: &Reference) -> Result<Option<Event>, QueueError> {
        let items = query(items::query_collection(&self.table, reference)).await?;
        let collection = ItemCollection { partition_key: reference.to_string(), items };
        let events = self.identity.as_deref().map(|identity| collection.history(identity).0).unwrap_or_default();
        Ok(events.into_iter().find(|event| event.verb() == Verb::Purge))
    }

    /// The sort keys of an entry's history.
    async fn sort_keys(&self, reference: &Reference) -> Result<Vec<String>, QueueError> {
        let items = query(items::query_collection(&self.table, reference)).await?;
        Ok(items.iter().filter_map(|item| items::sort_key_in_history(item).map(str::to_owned)).collect())
    }
}

/// Whether the entry is gone and more is left of its history than the line that says so.
fn is_unfinished(collection: &ItemCollection, identity: &Identity) -> bool {
    let is_cut = collection.entry().is_none() && collection.history_sort_keys().count() > 1;
    is_cut && collection.history(identity).0.iter().any(|event| event.verb() == Verb::Purge)
}
