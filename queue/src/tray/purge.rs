//! Purge: when the time to keep it is over the person goes, and the row for counting stays.

use chrono::{DateTime, Utc};
use referral::life::{Event, Status, Verb, What, closed_at, effective, held};
use referral::{Calendar, Reference};

use super::collection::ItemCollection;
use super::record::Record;
use super::retention::Retention;
use super::scan::Scan;
use crate::items::{self, query};
use crate::sealing::{Why, open_event};
use crate::{ActError, Identity, QueueError, Tray};

/// What is due to be purged, and what is passed over. No `Debug`: records hold notes.
#[derive(Clone, Default)]
pub struct Due {
    /// Closed long enough ago, oldest first.
    pub due: Vec<Record>,
    /// The references of those that would be due and are held.
    pub held: Vec<Reference>,
    /// How many closed ones cannot be opened, so that nobody knows.
    pub unknown: usize,
}

impl Tray {
    /// What is due to be purged now.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn due_for_purge(&self, retention: &Retention, now: DateTime<Utc>) -> Result<Due, QueueError> {
        // What cannot be put into the index waits for the next who looks.
        drop(self.catch_up(&mut |_| {}).await);
        let mut found = Due::default();
        // Whatever is due was received before it could be: that spares opening the rest.
        let latest = now.checked_sub_months(retention.fewest()).unwrap_or(now);
        let closed = |clear: &crate::Clear| clear.state.status == Status::Closed && clear.received_at < latest;
        let damaged = self
            .each(DateTime::<Utc>::MIN_UTC, closed, async |page| {
                for record in page {
                    match record.entry.is_ok().then(|| due_at(&record.events, retention)).flatten() {
                        Some(due) if due >= now => {}
                        Some(_) if held(&record.events).is_some() => found.held.push(record.clear.reference),
                        Some(_) => found.due.push(record),
                        None => found.unknown += 1,
                    }
                }
                Ok(())
            })
            .await?;
        found.unknown += damaged.len();
        found.due.sort_by_key(|record| (record.clear.received_at, record.clear.reference.clone()));
        Ok(found)
    }

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
        let closed_at = closed_at(&found.events).ok_or(ActError::Changed)?;
        if held(&found.events).is_some() {
            return Err(ActError::Held);
        }
        let entry = found.entry.as_ref().map_err(|why| QueueError::Unopened(*why))?;
        let marker = items::closed_marker(closed_at);
        let event = self.signed(Event::new(now, who, What::Purge));
        self.remove((entry, &found.events, found.clear.state.version), &event, &marker, calendar).await
    }

    /// Finishes purges and erasures that were interrupted: a long history goes in several steps. Gives how many there
    /// were.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn finish_purges(&self) -> Result<usize, ActError> {
        let identity = self.identity().ok_or(QueueError::Unopened(Why::NoKey))?;
        let (mut scan, mut unfinished) = (Scan::of(&self.table), Vec::new());
        while let Some(collections) = scan.next().await? {
            unfinished.extend(collections.into_iter().filter(|collection| is_unfinished(collection, &identity)));
        }
        for collection in &unfinished {
            let Some(reference) = collection.reference() else { continue };
            let is_removal = |item: &items::Item| {
                let event = open_event(item, &reference, &identity);
                event.is_some_and(|event| event.is_ok_and(|event| removes(&event)))
            };
            let left = collection.items.iter().filter(|item| !is_removal(item)).filter_map(items::sort_key_in_history);
            let left: Vec<String> = left.map(str::to_owned).collect();
            self.drop_history(&reference, &left).await?;
        }
        Ok(unfinished.len())
    }

    /// Who purged or erased an entry and when, if that is what became of it.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn purge_of(&self, reference: &Reference) -> Result<Option<Event>, QueueError> {
        let items = query(items::query_collection(&self.table, reference)).await?;
        let collection = ItemCollection { partition_key: reference.to_string(), items };
        let events = self.identity().map(|identity| collection.history(&identity).0).unwrap_or_default();
        Ok(events.into_iter().find(removes))
    }
}

/// When a closed entry with this history is due; none where that cannot be told.
fn due_at(history: &[Event], retention: &Retention) -> Option<DateTime<Utc>> {
    let closed_at = closed_at(history)?;
    let counted = effective(history);
    let outcome = counted.iter().rev().find_map(|event| event.closing().map(|closing| closing.outcome))?;
    retention.due_at(outcome, closed_at)
}

/// Whether the event took the person out.
pub(super) fn removes(event: &Event) -> bool {
    matches!(event.verb(), Verb::Purge | Verb::Erase)
}

/// Whether the entry is gone and more is left of its history than the line that says so.
fn is_unfinished(collection: &ItemCollection, identity: &Identity) -> bool {
    let is_cut = collection.entry().is_none() && collection.history_sort_keys().count() > 1;
    is_cut && collection.history(identity).0.iter().any(removes)
}
