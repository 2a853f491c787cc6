//! The checks of one item collection: it opens, its history is a chain, and both say the same.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use referral::Reference;
use referral::life::{Status, told_by};

use super::collection::ItemCollection;
use super::flaw::Flaw;
use super::last_run::Seen;
use super::purge::removes;
use crate::Identity;
use crate::items::{self, Stored};
use crate::sealing::{open_event, open_stored, seal};

/// What one collection came to.
pub(super) struct Checked {
    pub(super) partition_key: String,
    pub(super) open: bool,
    pub(super) entry: Option<Stored>,
    pub(super) purged: bool,
    pub(super) rows: usize,
    pub(super) flaws: Vec<Flaw>,
    pub(super) seen: Option<Seen>,
}

/// Opens all of a collection and checks it.
pub(super) fn check(collection: &ItemCollection, identity: &Identity, now: DateTime<Utc>) -> Checked {
    let mut checked = Checked {
        partition_key: collection.partition_key.clone(),
        open: false,
        entry: None,
        purged: false,
        rows: 0,
        flaws: Vec::new(),
        seen: None,
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
        (Some(_), None) => checked.flaws.push(Flaw::Damaged),
        (Some(_), Some(stored)) => {
            checked.open = stored.state.status != Status::Closed;
            check_entry(collection, &stored, &reference, identity, &mut checked.flaws);
            checked.seen = Some(Seen::entry(&stored, collection));
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
        let (status, owner, heard) = told_by(&history);
        let (told, state) = ((status, owner), (stored.state.status, stored.state.owner.clone()));
        if told != state {
            flaws.push(Flaw::State { stored: in_words(&state), told: in_words(&told) });
        } else if stored.state.heard && !heard {
            flaws.push(Flaw::NotHeard);
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
    checked.seen = checked.purged.then(Seen::removed);
    match (checked.purged, collection.history_sort_keys().count()) {
        (false, _) => checked.flaws.push(Flaw::NoEntry),
        (true, 1) if checked.rows == 0 => checked.flaws.push(Flaw::NoRow),
        (true, 1) => {}
        (true, _) => checked.flaws.push(Flaw::Leftover),
    }
}
