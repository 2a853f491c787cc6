//! What is known of a referral when somebody acts on it.

use std::sync::Arc;

use referral::life::Event;
use referral::{Entry, Reference};

use crate::items::{self, Item, Stored, query};
use crate::sealing::{Why, open_event, open_stored};
use crate::{ActError, Identity, QueueError, Tray};

/// An entry with all its items, as of one moment.
pub(super) struct Before {
    pub(super) stored: Stored,
    /// The whole collection; empty where it was not read.
    pub(super) items: Vec<Item>,
    /// All that happened; none where it was not read, or not every line opens.
    pub(super) history: Option<Vec<Event>>,
    /// The entry, or why it stays sealed.
    pub(super) entry: Result<Entry, Why>,
}

impl Before {
    /// Only what is in clear.
    pub(super) fn unopened(stored: Stored) -> Self {
        Self { stored, items: Vec::new(), history: None, entry: Err(Why::NoKey) }
    }

    /// The entry, for an act that changes it.
    pub(super) fn entry(&self) -> Result<&Entry, QueueError> {
        self.entry.as_ref().map_err(|why| QueueError::Unopened(*why))
    }

    /// The sort keys of the history.
    pub(super) fn history_sort_keys(&self) -> impl Iterator<Item = &str> {
        self.items.iter().filter_map(items::sort_key_in_history)
    }

    /// The history with these after it.
    pub(super) fn history_with(&self, new: &[Event]) -> Option<Vec<Event>> {
        self.history.as_ref().map(|history| history.iter().chain(new).cloned().collect())
    }
}

impl Tray {
    /// Reads an entry with its whole history.
    pub(super) async fn before(&self, reference: &Reference) -> Result<Before, ActError> {
        let items = query(items::query_collection(&self.table, reference)).await?;
        let entry = items.iter().find(|item| items::is_entry(item)).ok_or(ActError::NotFound)?;
        let stored = Stored::from_item(entry)?;
        let identity = self.identity();
        // Opening a long history takes a while: that belongs on a thread that may work.
        let opened = tokio::task::spawn_blocking(move || open(stored, items, identity.as_ref())).await;
        Ok(opened.map_err(|_| QueueError::CannotOpen)?)
    }
}

fn open(stored: Stored, items: Vec<Item>, identity: Option<&Arc<Identity>>) -> Before {
    let entry = open_stored(&stored, identity.map(|identity| &**identity));
    let open_all = |identity: &Arc<Identity>| -> Option<Vec<Event>> {
        let opened = items.iter().filter_map(|item| open_event(item, &stored.reference, identity));
        opened.collect::<Result<_, _>>().ok()
    };
    let history = identity.and_then(open_all);
    Before { stored, items, history, entry }
}
