//! People are taken out: by purge, when the time to keep them is over, and by erasure, at once. On one machine the
//! table's file is written anew afterwards, since deleted bytes stay in it until then.

use queue::{ActError, By, Record};
use referral::Reference;

use super::opened::Office;
use super::refused::Refused;

/// What one purge came to.
pub(crate) struct Purged {
    /// Taken out.
    pub(crate) done: usize,
    /// Somebody acted on them in the meantime, so they were kept.
    pub(crate) kept: usize,
    /// Purges and erasures that were interrupted before, and are finished now.
    pub(crate) finished: usize,
}

impl Office {
    /// Takes the people out of these. `told` hears how many were looked at.
    pub(crate) async fn purge(&self, due: &[Record], mut told: impl FnMut(usize)) -> Result<Purged, Refused> {
        let halfway = |error| Refused::halfway("purged", error);
        let finished = self.tray.finish_purges().await.map_err(halfway)?;
        let mut kept = 0;
        for (looked_at, found) in (1..).zip(due) {
            match self.tray.purge(found, &self.staff, self.now(), &self.content().rules.calendar).await {
                Ok(()) => {}
                Err(ActError::Changed | ActError::Held) => kept += 1,
                Err(error) => return Err(halfway(error)),
            }
            told(looked_at);
        }
        if finished > 0 || kept < due.len() {
            let compacted = self.tray.compact().await;
            compacted.map_err(|error| Refused::new(format!("All are purged, but {error}. Run it again.")))?;
        }
        Ok(Purged { done: due.len() - kept, kept, finished })
    }

    /// Takes one person out now, if nobody acted on it since `seen`. A sentence in the result says what failed
    /// afterwards.
    pub(crate) async fn erase(
        &self,
        reference: &Reference,
        why: &str,
        seen: Option<u64>,
    ) -> Result<Option<Refused>, ActError> {
        let content = self.content();
        let by = By { who: &self.staff, now: self.now(), calendar: &content.rules.calendar, seen };
        self.tray.erase(reference, why, by).await?;
        let compacted = self.tray.compact().await.err();
        Ok(compacted.map(|error| Refused::new(format!("{reference} is erased, but {error}."))))
    }
}
