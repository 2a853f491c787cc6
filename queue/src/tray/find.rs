//! Finds closed referrals: they stand in no index by name, so the whole archive is read.

use chrono::{DateTime, Utc};
use referral::life::Status;

use super::record::Record;
use super::scan::Scan;
use super::search::Search;
use crate::items::Stored;
use crate::parallel::in_parallel;
use crate::{QueueError, Tray};

impl Tray {
    /// The closed entries that fit and still hold a person. They stand in no index by name, so the whole archive is
    /// read, and each closed one opened: only for somebody who asks.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn closed_that_fit(&self, sought: &Search<'_>, now: DateTime<Utc>) -> Result<Vec<Record>, QueueError> {
        let (mut scan, mut fits) = (Scan::of(&self.table), Vec::new());
        while let Some(collections) = scan.next().await? {
            let is_wanted = |stored: &Stored| {
                stored.state.status == Status::Closed && stored.expires_at.is_none_or(|end| end > now)
            };
            let closed =
                collections.into_iter().filter(|collection| collection.stored().as_ref().is_some_and(is_wanted));
            let identity = self.identity.clone();
            let found =
                in_parallel(closed.collect(), move |collection| Record::of(&collection, identity.as_deref())).await?;
            let fit = |found: &Record| found.entry.as_ref().is_ok_and(|entry| sought.finds(entry));
            fits.extend(found.into_iter().flatten().filter(fit));
        }
        Ok(fits)
    }
}
