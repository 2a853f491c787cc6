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

use referral::life::Event;
use secrecy::SecretBox;
use tokio::sync::OnceCell;

use self::cache::Cache;
use crate::{Identity, Recipients, Table};

pub use acting::By;
pub use counting::{Counted, Uncounted};
pub use find::Found;
pub use flaw::Flaw;
pub use histories::Histories;
pub use listing::{Case, Clear, Listing, Unopened};
pub use memory::Memory;
pub use new::NewReferral;
pub use people::Earlier;
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
    /// Whose key that is, as the list of recipients says.
    pub(crate) holder: Option<String>,
    /// How long a closed entry is kept.
    pub(crate) retention: Option<Retention>,
    pub(crate) cache: Arc<Cache>,
    /// The secret that desks share, once it was needed.
    pub(crate) secret: Arc<OnceCell<SecretBox<[u8; 32]>>>,
}

impl Tray {
    /// A tray over a table. Without an identity only what is in clear can be read.
    pub fn new(table: Table, recipients: Recipients, identity: Option<Identity>) -> Self {
        Self {
            table,
            recipients,
            identity: identity.map(Arc::new),
            holder: None,
            retention: None,
            cache: Arc::default(),
            secret: Arc::default(),
        }
    }

    /// The same tray, which tells the table to drop what is closed, should nobody purge it: some months after that was
    /// due.
    #[must_use]
    pub fn keeping(mut self, retention: Retention) -> Self {
        self.retention = Some(retention);
        self
    }

    /// The same tray, which records with each act whose key it was done with: the name beside it in the list of
    /// recipients, where whoever acts calls themselves another.
    #[must_use]
    pub fn naming_the_key(mut self) -> Self {
        let name = self.identity.as_deref().and_then(|identity| self.recipients.name_of(identity));
        self.holder = name.map(str::to_owned);
        self
    }

    /// An event as it is recorded: with the holder of the key.
    pub(crate) fn signed(&self, event: Event) -> Event {
        event.with_key_of(self.holder.as_deref())
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
