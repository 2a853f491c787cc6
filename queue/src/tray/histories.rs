//! What was done with the cases of a list: read for the few whose line must tell it, never for all.

use std::collections::HashMap;
use std::sync::Arc;

use referral::Reference;
use referral::life::{Event, Verb};
use tokio::task::JoinSet;

use super::listing::Case;
use crate::items::{self, Item, query};
use crate::parallel::in_parallel;
use crate::sealing::open_event;
use crate::{QueueError, Tray};

/// Histories read side by side.
const AT_ONCE: usize = 64;

/// The acts of several cases by reference, oldest first: readings and exports are left out. No `Debug`: events hold
/// notes.
pub type Histories = HashMap<Reference, Arc<[Event]>>;

impl Tray {
    /// What was done with each of these, as far as this identity opens it. What was read before, in the version it
    /// has, is not read again.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn histories(&self, of: impl Iterator<Item = &Case>) -> Result<Histories, QueueError> {
        let unlocked = self.unlocked();
        let Some(identity) = unlocked.identity.clone() else { return Ok(Histories::new()) };
        let (mut known, mut missing) = unlocked.cache.acts(of);
        while !missing.is_empty() {
            let some = missing.split_off(missing.len().saturating_sub(AT_ONCE));
            let items = self.read(some).await?;
            let identity = identity.clone();
            let read = in_parallel(items, move |(reference, version, items)| {
                let opened = items.iter().filter_map(|item| open_event(item, &reference, &identity));
                let acts: Arc<[Event]> = opened.flatten().filter(|event| event.verb() != Verb::Opened).collect();
                (reference, version, acts)
            });
            for (reference, version, acts) in read.await? {
                unlocked.cache.keep_acts(&reference, version, &acts);
                known.insert(reference, acts);
            }
        }
        Ok(known)
    }

    async fn read(&self, of: Vec<(Reference, u64)>) -> Result<Vec<(Reference, u64, Vec<Item>)>, QueueError> {
        let mut reads = JoinSet::new();
        for (reference, version) in of {
            let asked = items::query_collection(&self.table, &reference);
            reads.spawn(async move { query(asked).await.map(|items| (reference, version, items)) });
        }
        let mut read = Vec::new();
        while let Some(one) = reads.join_next().await {
            read.push(one.map_err(|_| QueueError::NoAnswer)??);
        }
        Ok(read)
    }
}
