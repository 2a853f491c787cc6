//! An entry with its whole history.

use std::sync::Arc;

use referral::life::{Event, State};
use referral::{Entry, Reference};

use super::collection::ItemCollection;
use super::listing::Clear;
use crate::items::{self, Stored, query};
use crate::sealing::{Why, open_stored};
use crate::{Identity, QueueError, Tray};

/// An entry with its history, as a scan of the table finds it. No `Debug`: events hold notes.
#[derive(Clone)]
pub struct Record {
    /// What can be seen of it without opening it.
    pub clear: Clear,
    /// The entry, or why it stays sealed.
    pub entry: Result<Arc<Entry>, Why>,
    /// What happened, oldest first, as far as this identity opens it.
    pub events: Vec<Event>,
    /// How many lines of the history it does not open.
    pub unopened: usize,
    /// Whether somebody exported it since it last changed.
    pub exported: bool,
}

impl Record {
    pub(crate) fn of(collection: &ItemCollection, identity: Option<&Identity>) -> Option<Self> {
        let stored = collection.stored()?;
        let entry = open_stored(&stored, identity).map(Arc::new);
        let (events, unopened) =
            identity.map_or((Vec::new(), collection.history_sort_keys().count()), |own| collection.history(own));
        let mark = items::export_sort_key(stored.state.version);
        let exported = collection.history_sort_keys().any(|sort_key| sort_key == mark);
        Some(Self { clear: Clear::of(&stored), entry, events, unopened, exported })
    }

    /// Its state, as stored.
    pub fn state(&self) -> &State {
        &self.clear.state
    }
}

impl Tray {
    /// One entry with its whole history; none where it is not there.
    ///
    /// # Errors
    /// When the table fails, or the item is not in our form.
    pub(super) async fn record_of(&self, reference: &Reference) -> Result<Option<Record>, QueueError> {
        let items = query(items::query_collection(&self.table, reference)).await?;
        let collection = ItemCollection { partition_key: reference.to_string(), items };
        collection.entry().map(Stored::from_item).transpose()?;
        let identity = self.identity();
        let opened = tokio::task::spawn_blocking(move || Record::of(&collection, identity.as_deref())).await;
        opened.map_err(|_| QueueError::CannotOpen)
    }
}
