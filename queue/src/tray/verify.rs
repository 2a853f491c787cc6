//! `verify`: every reference opens, every history is a chain, nothing is missing or doubled.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use referral::Reference;
use referral::life::{State, Status};

use super::checks::{Checked, check};
use super::flaw::Flaw;
use super::last_run::LastRun;
use super::scan::Scan;
use crate::items::Stored;
use crate::parallel::in_parallel;
use crate::sealing::Why;
use crate::{Clear, Identity, QueueError, Tray};

/// What a check of the whole table found.
#[derive(Debug, Clone, Default)]
pub struct Verified {
    /// Entries that hold a person.
    pub entries: usize,
    /// Of those, the open ones.
    pub open: usize,
    /// Entries that were purged.
    pub purged: usize,
    /// Rows for counting: one for each closed entry, purged or not; a reopened one keeps the row of its closing.
    pub rows: usize,
    /// How many entries are sealed to each set of keys, by its fingerprint.
    pub key_sets: BTreeMap<String, usize>,
    /// What is wrong, by reference.
    pub flaws: Vec<(String, Flaw)>,
    /// What was seen, for the next run.
    pub seen: LastRun,
}

impl Verified {
    /// What no run can know.
    pub const UNKNOWN: &str = "This cannot tell what was altered and put right between two runs, nor whether an entry \
        was written by the intake or by somebody else who may write to the table: the keys it is sealed to are public.";

    /// Compares with what was seen at an earlier run; `today` is the set of keys of today.
    pub fn compare(&mut self, before: &LastRun, now: DateTime<Utc>, today: &str) {
        self.flaws.extend(before.compared_with(&self.seen, now, today));
        self.flaws.sort();
    }
}

impl Tray {
    /// Opens everything and checks it; `so_far` hears how many entries were. What the table has begun to drop, past its
    /// end, is no flaw.
    ///
    /// # Errors
    /// When the table fails, or there is no identity.
    pub async fn verify(&self, now: DateTime<Utc>, so_far: impl Fn(usize)) -> Result<Verified, QueueError> {
        let identity = self.identity().ok_or(QueueError::Unopened(Why::NoKey))?;
        // What cannot be put into the index waits for the next who looks.
        drop(self.catch_up(&mut |_| {}).await);
        let mut verified = Verified::default();
        let (mut open, mut sendings) = (HashMap::new(), HashMap::new());
        let mut scan = Scan::of(&self.table);
        while let Some(collections) = scan.next().await? {
            let identity: Arc<Identity> = identity.clone();
            for checked in in_parallel(collections, move |collection| check(&collection, &identity, now)).await? {
                if let Some(stored) = checked.entry.as_ref().filter(|_| checked.open) {
                    open.insert(checked.partition_key.clone(), listed(stored));
                }
                verified.count(checked, &mut sendings);
            }
            so_far(verified.entries);
        }
        verified.flaws.extend(self.not_as_listed(open).await?);
        let damaged = self.damaged_texts().await?.into_iter();
        verified.flaws.extend(damaged.map(|reference| (reference.to_string(), Flaw::Text)));
        verified.flaws.sort();
        Ok(verified)
    }

    /// What the list of open entries misses, or says otherwise. It is read after the scan: what was closed or moved
    /// meanwhile is looked at again before it counts.
    async fn not_as_listed(&self, mut open: HashMap<String, Listed>) -> Result<Vec<(String, Flaw)>, QueueError> {
        let mut flaws = Vec::new();
        for clear in self.open_entries().await?.entries {
            let reference = clear.reference.to_string();
            let Some(scanned) = open.remove(&reference) else { continue };
            let (received_at, due_on, state) = &scanned;
            let dates = (*received_at, *due_on) == (clear.received_at, clear.due_on);
            if !dates || (state.version == clear.state.version && !same_state(state, &clear.state)) {
                flaws.push((reference, Flaw::Index));
            }
        }
        for (reference, _) in open {
            if self.is_still_open(&reference).await? {
                flaws.push((reference, Flaw::NotListed));
            }
        }
        Ok(flaws)
    }

    async fn is_still_open(&self, partition_key: &str) -> Result<bool, QueueError> {
        let Some(reference) = Reference::parse(partition_key) else { return Ok(false) };
        Ok(self.entry(&reference).await?.is_some_and(|stored| stored.state.status != Status::Closed))
    }
}

/// What the list of open entries is to say of one.
type Listed = (DateTime<Utc>, NaiveDate, State);

fn listed(stored: &Stored) -> Listed {
    let Clear { received_at, due_on, state, .. } = Clear::of(stored);
    (received_at, due_on, state)
}

fn same_state(one: &State, other: &State) -> bool {
    (one.status, &one.owner) == (other.status, &other.owner)
}

impl Verified {
    fn count(&mut self, checked: Checked, sendings: &mut HashMap<String, String>) {
        self.purged += usize::from(checked.purged);
        self.rows += checked.rows;
        self.open += usize::from(checked.open);
        if let Some(seen) = checked.seen {
            self.seen.saw(checked.partition_key.clone(), seen);
        }
        if let Some(stored) = checked.entry {
            self.entries += 1;
            *self.key_sets.entry(stored.key_set).or_default() += 1;
            if let Some(first) = sendings.insert(stored.key, checked.partition_key.clone()) {
                self.flaws.push((checked.partition_key.clone(), Flaw::Doubled(first)));
            }
        }
        self.flaws.extend(checked.flaws.into_iter().map(|flaw| (checked.partition_key.clone(), flaw)));
    }
}
