//! Head office's side: list, open, act, count, check.

mod acting;
mod archive;
mod cache;
mod checks;
mod collection;
mod counting;
mod find;
mod flaw;
mod folding;
mod histories;
mod index;
mod issued_reports;
mod last_run;
mod list;
mod listing;
mod new;
mod opening;
mod people;
mod proof;
mod purge;
mod query_text;
mod record;
mod remove;
mod retention;
mod rotate;
mod scan;
mod show;
mod state_before_act;
mod transaction;
mod unlocked;
mod verify;

use std::sync::{Arc, PoisonError, RwLock};

use referral::life::Event;

use self::unlocked::Unlocked;
use crate::{Identity, QueueError, Recipients, Table};

pub use acting::By;
pub use counting::{Counted, Uncounted};
pub use find::Found;
pub use flaw::Flaw;
pub use histories::Histories;
pub use last_run::LastRun;
pub use listing::{Case, Clear, Listing, Unopened};
pub use new::NewReferral;
pub use people::{Other, Others};
pub use proof::Proof;
pub use purge::Due;
pub use query_text::Search;
pub use record::Record;
pub use retention::{Retention, RetentionError};
pub use rotate::Rotated;
pub use show::Shown;
pub use verify::Verified;

/// The queue as head office sees it.
#[derive(Debug, Clone)]
pub struct Tray {
    pub(crate) table: Table,
    pub(crate) recipients: Recipients,
    /// Whether the list of recipients says who holds which key.
    names_keys: bool,
    /// How long a closed entry is kept.
    pub(crate) retention: Option<Retention>,
    /// Shared by every copy of this tray, so that a lock reaches all of them.
    unlocked: Arc<RwLock<Arc<Unlocked>>>,
}

impl Tray {
    /// A tray over a table. Without an identity only what is in clear can be read.
    pub fn new(table: Table, recipients: Recipients, identity: Option<Identity>) -> Self {
        let names_keys = false;
        Self {
            table,
            recipients,
            names_keys,
            retention: None,
            unlocked: Arc::new(RwLock::new(Arc::new(Unlocked::new(identity)))),
        }
    }

    /// Puts this identity, or none, in the place of the one it has. What was opened with that one leaves memory with it,
    /// as soon as nothing under way needs it any more.
    pub fn hold(&self, identity: Option<Identity>) {
        *self.unlocked.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Unlocked::new(identity));
    }

    fn unlocked(&self) -> Arc<Unlocked> {
        self.unlocked.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn identity(&self) -> Option<Arc<Identity>> {
        self.unlocked().identity.clone()
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

    /// The same tray, which records with each act whose key it was done with: the name beside it in the list of
    /// recipients, where whoever acts calls themselves another.
    #[must_use]
    pub fn naming_the_key(self) -> Self {
        Self { names_keys: true, ..self }
    }

    /// An event as it is recorded: with the holder of the key.
    pub(crate) fn signed(&self, event: Event) -> Event {
        let identity = self.identity().filter(|_| self.names_keys);
        event.with_key_of(identity.as_deref().and_then(|identity| self.recipients.name_of(identity)))
    }

    /// Whom entries are sealed to.
    pub fn recipients(&self) -> &Recipients {
        &self.recipients
    }

    /// Whether there is an identity here to open entries with.
    pub fn has_identity(&self) -> bool {
        self.unlocked().identity.is_some()
    }
}
