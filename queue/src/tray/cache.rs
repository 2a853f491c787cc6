//! A cache of what was opened, so that a list opens only what is new.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use referral::life::Event;
use referral::{Entry, Reference};

use super::histories::Histories;
use super::listing::{Case, Listing};
use crate::items::{Item, Stored};

/// What was read of each entry, with the version it was read in.
type InVersion<T> = HashMap<Reference, (u64, Arc<T>)>;

/// Entries already opened, by key and version: what is in an entry changes with its version only, and so do the acts
/// of its history, where those were asked for. No `Debug` of its own: events hold notes.
#[derive(Default)]
pub(crate) struct Cache {
    entries: Mutex<InVersion<Entry>>,
    acts: Mutex<InVersion<[Event]>>,
}

impl Cache {
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
                Err(error) => listing.damaged.push(error.name_of_item()),
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
