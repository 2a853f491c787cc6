//! Opens items in parallel, and keeps what it opened.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};

use age::{DecryptError, Decryptor};
use referral::life::Event;
use referral::{Entry, Reference};
use serde::Deserialize;

use crate::attributes::{Item, Stored};
use crate::histories::Histories;
use crate::listing::{Case, Clear, Listing, Unopened, Why};
use crate::{Identity, QueueError, seal};

/// More than an item can hold.
const LARGEST: u64 = 400 * 1024;

/// What was read of each entry, with the version it was read in.
type InVersion<T> = HashMap<Reference, (u64, Arc<T>)>;

/// Entries already opened, by key and version: what is in an entry changes with its version only, and so do the acts
/// of its history, where those were asked for. No `Debug` of its own: events hold notes.
#[derive(Default)]
pub(crate) struct Opened {
    entries: Mutex<InVersion<Entry>>,
    acts: Mutex<InVersion<[Event]>>,
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opened(…)")
    }
}

impl Opened {
    /// The cases already open, and the references of those that are not.
    pub(crate) fn known(&self, items: &[Item]) -> (Listing, HashSet<Reference>) {
        let kept = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut listing, mut missing) = (Listing::default(), HashSet::new());
        for item in items {
            match Stored::from_item(item) {
                Ok(stored) => match kept.get(&stored.reference) {
                    Some((version, entry)) if *version == stored.state.version => {
                        listing.cases.push(Case { entry: entry.clone(), state: stored.state });
                    }
                    _ => drop(missing.insert(stored.reference)),
                },
                Err(error) => listing.foreign.push(foreign(error)),
            }
        }
        (listing, missing)
    }

    /// Keeps these and forgets all others, so that memory follows what is open.
    pub(crate) fn keep(&self, cases: &[Case]) {
        let kept = cases.iter().map(|case| (case.entry.reference.clone(), (case.state.version, case.entry.clone())));
        let kept: HashMap<_, _> = kept.collect();
        self.acts.lock().unwrap_or_else(PoisonError::into_inner).retain(|reference, _| kept.contains_key(reference));
        *self.entries.lock().unwrap_or_else(PoisonError::into_inner) = kept;
    }

    /// The histories already read, and the references and versions of those that are not.
    pub(crate) fn acts<'a>(&self, of: impl Iterator<Item = &'a Case>) -> (Histories, Vec<(Reference, u64)>) {
        let kept = self.acts.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut known, mut missing) = (Histories::new(), Vec::new());
        for case in of {
            let (reference, version) = (&case.entry.reference, case.state.version);
            match kept.get(reference) {
                Some((at, acts)) if *at == version => drop(known.insert(reference.clone(), acts.clone())),
                _ => missing.push((reference.clone(), version)),
            }
        }
        (known, missing)
    }

    /// Keeps the acts of one history.
    pub(crate) fn keep_acts(&self, reference: &Reference, version: u64, acts: &Arc<[Event]>) {
        let mut kept = self.acts.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(reference.clone(), (version, acts.clone()));
    }
}

fn foreign(error: QueueError) -> String {
    match error {
        QueueError::Foreign(name) => name,
        other => other.to_string(),
    }
}

/// Opens items in parallel, in their order.
pub(crate) async fn open_all(items: Vec<Item>, identity: Option<&Arc<Identity>>) -> Result<Listing, QueueError> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = items.len().div_ceil(threads).max(1);
    let mut items = items.into_iter();
    let mut parts = Vec::new();
    loop {
        let part: Vec<Item> = items.by_ref().take(share).collect();
        if part.is_empty() {
            break;
        }
        let identity = identity.cloned();
        parts.push(tokio::task::spawn_blocking(move || open_part(&part, identity.as_deref())));
    }
    let mut listing = Listing::default();
    for part in parts {
        let part = part.await.map_err(|_| QueueError::CannotOpen)?;
        listing.cases.extend(part.cases);
        listing.unopened.extend(part.unopened);
        listing.foreign.extend(part.foreign);
    }
    Ok(listing)
}

fn open_part(items: &[Item], identity: Option<&Identity>) -> Listing {
    let mut part = Listing::default();
    for item in items {
        match Stored::from_item(item) {
            Ok(stored) => match open(&stored, identity) {
                Ok(entry) => part.cases.push(Case { entry: Arc::new(entry), state: stored.state }),
                Err(why) => part.unopened.push(Unopened { clear: Clear::of(&stored), why }),
            },
            Err(error) => part.foreign.push(foreign(error)),
        }
    }
    part
}

/// Opens one entry, or says why not.
pub(crate) fn open(stored: &Stored, identity: Option<&Identity>) -> Result<Entry, Why> {
    let identity = identity.ok_or(Why::NoKey)?;
    seal::open_entry(&stored.sealed, &stored.reference, identity)
        .map_err(|_| why(&stored.sealed, &stored.reference, identity))
}

/// What every form of an entry begins with.
#[derive(Deserialize)]
struct Outline {
    v: u64,
    id: String,
}

/// Looks again at what did not open. Any form since the first says its version and its place.
fn why(sealed: &[u8], reference: &Reference, identity: &Identity) -> Why {
    let Ok(file) = Decryptor::new_buffered(sealed) else { return Why::Damaged };
    let mut plain = Vec::new();
    match file.decrypt(identity.keys()) {
        Ok(reader) => match reader.take(LARGEST).read_to_end(&mut plain) {
            Ok(_) => {}
            Err(_) => return Why::Damaged,
        },
        Err(DecryptError::NoMatchingKeys) => return Why::OtherKeys,
        Err(_) => return Why::Damaged,
    }
    match serde_json::from_slice::<Outline>(&plain) {
        Ok(outline) if outline.id != reference.as_str() => Why::Moved,
        Ok(outline) => Why::OtherForm(outline.v),
        Err(_) => Why::Damaged,
    }
}
