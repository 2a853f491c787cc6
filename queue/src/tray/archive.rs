//! The whole archive, page by page: for export, and for what is due to be purged.

use chrono::{DateTime, Utc};

use super::listing::Clear;
use super::record::Record;
use super::scan::Scan;
use crate::items::Stored;
use crate::parallel::in_parallel;
use crate::sealing::{SealedEvent, export_event};
use crate::{QueueError, Tray};

impl Tray {
    /// Every entry that still holds a person, with its history, a page at a time: those that `wanted` asks for by
    /// what is in clear. Entries past their end that the table has not dropped yet are left out. Gives the references
    /// of the entries that cannot be read at all: they stop no other.
    ///
    /// # Errors
    /// When the table fails, or `each` does.
    pub async fn each(
        &self,
        now: DateTime<Utc>,
        wanted: impl Fn(&Clear) -> bool,
        mut each: impl AsyncFnMut(Vec<Record>) -> Result<(), QueueError>,
    ) -> Result<Vec<String>, QueueError> {
        let mut damaged = Vec::new();
        let wanted = |stored: &Stored| stored.expires_at.is_none_or(|end| end > now) && wanted(&Clear::of(stored));
        let mut scan = Scan::of(&self.table);
        while let Some(mut collections) = scan.next().await? {
            let lost = collections.iter().filter(|one| one.entry().is_some() && one.stored().is_none());
            damaged.extend(lost.map(|one| one.partition_key.clone()));
            collections.retain(|collection| collection.stored().is_some_and(|stored| wanted(&stored)));
            let identity = self.identity();
            let found =
                in_parallel(collections, move |collection| Record::of(&collection, identity.as_deref())).await?;
            each(found.into_iter().flatten().collect()).await?;
        }
        Ok(damaged)
    }

    /// Marks an entry as exported in the version it was read in; once, whoever exports it again.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn exported(&self, found: &Clear, who: &str, now: DateTime<Utc>) -> Result<(), QueueError> {
        let Clear { reference, state, ends_at, .. } = found;
        let sealed =
            SealedEvent::export(state.version, &self.signed(export_event(now, who)), reference, &self.recipients)?;
        self.record(reference, sealed, *ends_at).await.map(drop)
    }
}
