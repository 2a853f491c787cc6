//! Head office's side: list, open, act, count, check.

mod acting;
mod archive;
mod cache;
mod collection;
mod counting;
mod find;
mod folding;
mod histories;
mod issued;
mod list;
mod listing;
mod opening;
mod proof;
mod purge;
mod record;
mod rotate;
mod scan;
mod search;
mod show;
mod verify;

use std::sync::Arc;

use self::cache::Cache;
use crate::{Identity, Recipients, Table};

pub use counting::{Counted, Uncounted};
pub use histories::Histories;
pub use listing::{Case, Clear, Listing, Unopened};
pub use proof::Proof;
pub use record::Record;
pub use rotate::Rotated;
pub use search::Search;
pub use show::Shown;
pub use verify::{Flaw, Verified};

/// The queue as head office sees it.
#[derive(Debug, Clone)]
pub struct Tray {
    pub(crate) table: Table,
    pub(crate) recipients: Recipients,
    pub(crate) identity: Option<Arc<Identity>>,
    /// Months a closed entry is kept.
    pub(crate) retention: Option<u32>,
    pub(crate) cache: Arc<Cache>,
}

impl Tray {
    /// A tray over a table. Without an identity only what is in clear can be read.
    pub fn new(table: Table, recipients: Recipients, identity: Option<Identity>) -> Self {
        Self { table, recipients, identity: identity.map(Arc::new), retention: None, cache: Arc::default() }
    }

    /// The same tray, which tells the table to drop what is closed, should nobody purge it: some months after these.
    #[must_use]
    pub fn keeping_for(mut self, months: u32) -> Self {
        self.retention = Some(months);
        self
    }

    /// Whom entries are sealed to.
    pub fn recipients(&self) -> &Recipients {
        &self.recipients
    }

    /// Whether there is an identity here to open entries with.
    pub fn has_identity(&self) -> bool {
        self.identity.is_some()
    }
}
