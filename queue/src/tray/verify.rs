//! `verify`: every reference opens, every history is a chain, nothing is missing or doubled.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use referral::Reference;
use referral::life::{self, Status};

use super::collection::ItemCollection;
use super::purge::removes;
use super::scan::Scan;
use crate::items::{self, Stored};
use crate::parallel::in_parallel;
use crate::sealing::{Why, open_event, open_stored, seal};
use crate::{Identity, QueueError, Tray};

/// What is wrong with one entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Flaw {
    /// It does not open.
    #[error("{0}")]
    Unopened(String),
    /// Not an item this program writes.
    #[error("the item is not in the form this program writes")]
    Foreign,
    /// What stands in clear is not what is sealed.
    #[error("the dates in clear are not those that are sealed: the table was altered")]
    Dates,
    /// A line of the history does not open.
    #[error("event {0} of its history does not open")]
    Event(u64),
    /// A line of the history is missing.
    #[error("event {0} of its history is missing")]
    Gap(u64),
    /// A line of the history the entry does not know of.
    #[error("its history has event {0}, which the entry does not know of")]
    Extra(u64),
    /// The history ends elsewhere than the entry stands.
    #[error("it is {stored}, and its history says {told}")]
    State {
        /// What is stored.
        stored: String,
        /// What its history comes to.
        told: String,
    },
    /// A history without an entry.
    #[error("its history is there and the entry is missing")]
    NoEntry,
    /// Open, and not in the list of what is open.
    #[error("it is open and missing from the list of open entries")]
    NotListed,
    /// Two entries of one sending.
    #[error("it is the same sending as {0}")]
    Doubled(String),
    /// The row for counting does not open.
    #[error("its row for counting does not open")]
    Row,
    /// A purged entry that reports miss.
    #[error("it was purged, and its row for counting is missing")]
    NoRow,
    /// A purge that was interrupted.
    #[error("it was purged, and lines of its history are left")]
    Leftover,
}

impl Flaw {
    /// What to do about it.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Unopened(_) | Self::Event(_) | Self::Row => {
                "If a colleague's key opens it, have them run `head-office keys rotate`; otherwise restore it from a copy"
            }
            Self::Leftover => "Run `head-office purge` again: it finishes what it began",
            Self::Foreign
            | Self::Dates
            | Self::Gap(_)
            | Self::Extra(_)
            | Self::State { .. }
            | Self::NoEntry
            | Self::NoRow => "Restore it from a copy of the table, and tell whoever looks after this service",
            Self::NotListed => "Claim it by its reference; acting on it puts it back in the list",
            Self::Doubled(_) => "Close the later one as a duplicate",
        }
    }
}

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
}

/// What one collection came to.
struct Checked {
    partition_key: String,
    open: bool,
    entry: Option<Stored>,
    purged: bool,
    rows: usize,
    flaws: Vec<Flaw>,
}

impl Tray {
    /// Opens everything and checks it; `so_far` hears how many entries were. What the table has begun to drop, past its
    /// end, is no flaw.
    ///
    /// # Errors
    /// When the table fails, or there is no identity.
    pub async fn verify(&self, now: DateTime<Utc>, so_far: impl Fn(usize)) -> Result<Verified, QueueError> {
        let identity = self.identity.clone().ok_or(QueueError::Unopened(Why::NoKey))?;
        let mut verified = Verified::default();
        let (mut open, mut sendings) = (BTreeSet::new(), HashMap::new());
        let mut scan = Scan::of(&self.table);
        while let Some(collections) = scan.next().await? {
            let identity: Arc<Identity> = identity.clone();
            for checked in in_parallel(collections, move |collection| check(&collection, &identity, now)).await? {
                if checked.open {
                    open.insert(checked.partition_key.clone());
                }
                verified.count(checked, &mut sendings);
            }
            so_far(verified.entries);
        }
        // Read after the walk: what was closed meanwhile is looked at again before it counts as missing.
        let listed: BTreeSet<String> =
            self.open_entries().await?.entries.into_iter().map(|clear| clear.reference.to_string()).collect();
        for partition_key in open.difference(&listed) {
            if self.is_still_open(partition_key).await? {
                verified.flaws.push((partition_key.clone(), Flaw::NotListed));
            }
        }
        verified.flaws.sort();
        Ok(verified)
    }

    async fn is_still_open(&self, partition_key: &str) -> Result<bool, QueueError> {
        let Some(reference) = Reference::parse(partition_key) else { return Ok(false) };
        Ok(self.entry(&reference).await?.is_some_and(|stored| stored.state.status != Status::Closed))
    }
}

impl Verified {
    fn count(&mut self, checked: Checked, sendings: &mut HashMap<String, String>) {
        self.purged += usize::from(checked.purged);
        self.rows += checked.rows;
        self.open += usize::from(checked.open);
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

fn check(collection: &ItemCollection, identity: &Identity, now: DateTime<Utc>) -> Checked {
    let mut checked = Checked {
        partition_key: collection.partition_key.clone(),
        open: false,
        entry: None,
        purged: false,
        rows: 0,
        flaws: Vec::new(),
    };
    // Otherwise it is the part of the table where holders of keys prove that they can open.
    let Some(reference) = collection.reference() else { return checked };
    for (_, row) in collection.items.iter().filter_map(items::activity_row) {
        checked.rows += 1;
        if seal::open_activity(&row, &reference, identity).is_err() {
            checked.flaws.push(Flaw::Row);
        }
    }
    if collection.items.iter().any(items::is_canary) {
        return checked;
    }
    match (collection.entry(), collection.stored()) {
        (Some(_), None) => checked.flaws.push(Flaw::Foreign),
        (Some(_), Some(stored)) => {
            checked.open = stored.state.status != Status::Closed;
            check_entry(collection, &stored, &reference, identity, &mut checked.flaws);
            checked.entry = Some(stored);
        }
        (None, _) if collection.has_ended(now) => {}
        (None, _) => check_purged(collection, &reference, identity, &mut checked),
    }
    checked
}

fn check_entry(
    collection: &ItemCollection,
    stored: &Stored,
    reference: &Reference,
    identity: &Identity,
    flaws: &mut Vec<Flaw>,
) {
    match open_stored(stored, Some(identity)) {
        Ok(entry) if (entry.received_at, entry.due_on) != (stored.received_at, stored.due_on) => {
            flaws.push(Flaw::Dates);
        }
        Ok(_) => {}
        Err(why) => {
            flaws.push(Flaw::Unopened(why.to_string()));
        }
    }
    let (mut seen, mut history, whole) = (BTreeSet::new(), Vec::new(), flaws.len());
    for item in &collection.items {
        let Some(version) = items::sort_key_in_history(item).and_then(items::event_version) else { continue };
        seen.insert(version);
        match open_event(item, reference, identity) {
            Some(Ok(event)) => history.push(event),
            _ => flaws.push(Flaw::Event(version)),
        }
    }
    let last = stored.state.version;
    flaws.extend((1..=last).filter(|version| !seen.contains(version)).map(Flaw::Gap));
    flaws.extend(seen.iter().filter(|version| **version > last || **version == 0).map(|version| Flaw::Extra(*version)));
    if flaws.len() == whole {
        let told = life::told_by(&history);
        let state = (stored.state.status, stored.state.owner.clone());
        if told != state {
            flaws.push(Flaw::State { stored: in_words(&state), told: in_words(&told) });
        }
    }
}

fn in_words((status, owner): &(Status, Option<String>)) -> String {
    owner.as_ref().map_or_else(|| status.code().to_owned(), |owner| format!("{} by {owner}", status.code()))
}

/// No entry: then it was purged, and the line that says so is all there is.
fn check_purged(collection: &ItemCollection, reference: &Reference, identity: &Identity, checked: &mut Checked) {
    let mut events = collection.items.iter().filter_map(|item| open_event(item, reference, identity));
    checked.purged = events.any(|event| event.is_ok_and(|event| removes(&event)));
    match (checked.purged, collection.history_sort_keys().count()) {
        (false, _) => checked.flaws.push(Flaw::NoEntry),
        (true, 1) if checked.rows == 0 => checked.flaws.push(Flaw::NoRow),
        (true, 1) => {}
        (true, _) => checked.flaws.push(Flaw::Leftover),
    }
}
