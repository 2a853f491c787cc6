//! Head office's side: list, open, act, count, check.

mod acting;
mod archive;
mod before;
mod cache;
mod checks;
mod collection;
mod counting;
mod find;
mod flaw;
mod folding;
mod histories;
mod index;
mod issued;
mod list;
mod listing;
mod memory;
mod new;
mod opening;
mod people;
mod proof;
mod purge;
mod record;
mod remove;
mod retention;
mod rotate;
mod scan;
mod search;
mod show;
mod transaction;
mod verify;

use std::sync::Arc;

use secrecy::SecretBox;
use tokio::sync::OnceCell;

use self::cache::Cache;
use self::index::OwnKey;
use crate::{Identity, QueueError, Recipients, Table};

pub use acting::By;
pub use counting::{Counted, Uncounted};
pub use find::Found;
pub use flaw::Flaw;
pub use histories::Histories;
pub use listing::{Case, Clear, Listing, Unopened};
pub use memory::Memory;
pub use new::NewReferral;
pub use people::{Other, Others};
pub use proof::Proof;
pub use purge::Due;
pub use record::Record;
pub use retention::{Retention, RetentionError};
pub use rotate::Rotated;
pub use search::Search;
pub use show::Shown;
pub use verify::Verified;

/// The queue as head office sees it.
#[derive(Debug, Clone)]
pub struct Tray {
    pub(crate) table: Table,
    pub(crate) recipients: Recipients,
    pub(crate) identity: Option<Arc<Identity>>,
    /// How long a closed entry is kept.
    pub(crate) retention: Option<Retention>,
    pub(crate) cache: Arc<Cache>,
    /// The secret that desks share, once it was needed.
    pub(crate) secret: Arc<OnceCell<SecretBox<[u8; 32]>>>,
    /// What this program seals texts of the index with, once it was needed.
    own_key: Arc<OnceCell<OwnKey>>,
}

impl Tray {
    /// A tray over a table. Without an identity only what is in clear can be read.
    pub fn new(table: Table, recipients: Recipients, identity: Option<Identity>) -> Self {
        Self {
            table,
            recipients,
            identity: identity.map(Arc::new),
            retention: None,
            cache: Arc::default(),
            secret: Arc::default(),
            own_key: Arc::default(),
        }
    }

    /// The same tray, which tells the table to drop what is closed, should nobody purge it: some months after that was
    /// due.
    #[must_use]
    pub fn keeping(mut self, retention: Retention) -> Self {
        self.retention = Some(retention);
        self
    }

    /// Writes the file of a table on this machine anew: deleted bytes stay in it until then.
    ///
    /// # Errors
    /// When the file cannot be used, or there is no room for a second one beside it.
    pub async fn compact(&self) -> Result<(), QueueError> {
        self.table.compact().await
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
