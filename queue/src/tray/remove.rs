//! Taking the person out of an entry: purge and erasure write the same.

use chrono::{DateTime, Utc};
use referral::life::{Event, What, closed_at, reason};
use referral::{Activity, Calendar, Entry, Reference};

use super::acting::By;
use super::transaction::{failure, in_transaction, in_transaction_once};
use crate::items::{self, query};
use crate::sealing::{SealedEvent, seal};
use crate::{ActError, Tray};

/// A transaction holds a hundred writes; the entry, what remains of it, the index of people and the removal itself take
/// some.
const HISTORY_AT_ONCE: usize = 80;

impl Tray {
    /// The person goes now, whether the entry is open or closed, held or not; the row for counting stays.
    ///
    /// # Errors
    /// An empty reason, or see [`ActError`].
    pub async fn erase(&self, reference: &Reference, why: &str, by: By<'_>) -> Result<(), ActError> {
        let why = reason(why)?;
        let before = self.read_for(reference, by, |_| true).await?;
        let entry = before.entry()?;
        let history = before.history.clone().ok_or(referral::life::Refusal::NoHistory)?;
        // Reports look for what was open in the month it was closed in: one that was open is gone from today.
        let marker = items::closed_marker(closed_at(&history).unwrap_or(by.now));
        let event = self.signed(Event::new(by.now, by.who, What::Erase { why }));
        self.remove((entry, &history, before.stored.state.version), &event, &marker, by.calendar).await
    }

    /// Deletes entry and history and leaves the row for counting, with this marker, and the line that says who did it.
    pub(super) async fn remove(
        &self,
        (entry, history, version): (&Entry, &[Event], u64),
        event: &Event,
        marker: &str,
        calendar: &Calendar,
    ) -> Result<(), ActError> {
        let reference = &entry.reference;
        let stored = self.entry(reference).await?.ok_or(ActError::Changed)?;
        let all: Vec<Event> = history.iter().chain([event]).cloned().collect();
        let row = seal::seal_activity(&Activity::of(entry, &all, calendar), reference, &self.recipients)?;
        let sealed = SealedEvent::making(version + 1, event, reference, &self.recipients)?;
        let sort_keys = self.history_sort_keys(reference).await?;
        if sort_keys.contains(&sealed.sort_key) {
            return Err(ActError::Changed);
        }
        let (first, rest) = sort_keys.split_at(sort_keys.len().min(HISTORY_AT_ONCE));
        let mut writes = vec![
            items::remove_entry(&self.table, reference, version)?,
            items::put_row(&self.table, &stored, version, marker, row)?,
            sealed.write(&self.table, reference, None::<DateTime<Utc>>)?,
        ];
        writes.extend(self.out_of_the_index(entry, history).await?);
        for sort_key in first {
            writes.push(items::delete_event(&self.table, reference, sort_key)?);
        }
        in_transaction_once(&self.table, reference, writes, Some(&sealed)).await?;
        self.drop_history(reference, rest).await
    }

    pub(super) async fn drop_history(&self, reference: &Reference, sort_keys: &[String]) -> Result<(), ActError> {
        for sort_keys in sort_keys.chunks(HISTORY_AT_ONCE) {
            let writes: Result<Vec<_>, _> =
                sort_keys.iter().map(|sort_key| items::delete_event(&self.table, reference, sort_key)).collect();
            in_transaction(&self.table, writes?).await.map_err(|error| failure(&error))?;
        }
        Ok(())
    }

    /// The sort keys of an entry's history.
    async fn history_sort_keys(&self, reference: &Reference) -> Result<Vec<String>, crate::QueueError> {
        let items = query(items::query_collection(&self.table, reference)).await?;
        Ok(items.iter().filter_map(|item| items::sort_key_in_history(item).map(str::to_owned)).collect())
    }
}
