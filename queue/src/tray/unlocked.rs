//! The unlocked key and what was decrypted with it; dropped together on lock.

use std::fmt;
use std::sync::Arc;

use secrecy::SecretBox;
use tokio::sync::OnceCell;

use super::cache::Cache;
use super::index::OwnKey;
use crate::Identity;

/// The secret that desks share.
pub(super) type SharedSecret = Arc<SecretBox<[u8; 32]>>;

/// A key and what it opened. No `Debug` of its own: it is about people.
#[derive(Default)]
pub(super) struct Unlocked {
    pub(super) identity: Option<Arc<Identity>>,
    pub(super) cache: Cache,
    /// Once it was needed.
    pub(super) secret: OnceCell<SharedSecret>,
    /// What this program seals texts of the index with, once it was needed.
    pub(super) own_key: OnceCell<Arc<OwnKey>>,
}

impl Unlocked {
    pub(super) fn new(identity: Option<Identity>) -> Self {
        Self { identity: identity.map(Arc::new), ..Self::default() }
    }
}

impl fmt::Debug for Unlocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unlocked(…)")
    }
}
