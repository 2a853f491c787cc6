//! The index of closed referrals: by it `find` and the next referral of the same person meet them, and no view opens the
//! archive. Closing writes it in its own transaction. What was closed without a key, or before there was an index, is
//! put into it by the next who has one.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use aws_sdk_dynamodb::types::TransactWriteItem;
use chrono::{DateTime, Utc};
use referral::life::{Event, Status};
use referral::{Entry, Reference};
use tokio::task::JoinSet;

use super::collection::ItemCollection;
use super::query_text::Searchable;
use super::scan::Scan;
use super::transaction::in_transaction;
use crate::items::{self, Item, SealedText, query};
use crate::parallel::in_parallel;
use crate::sealing::SharedKey;
use crate::table::explain;
use crate::{QueueError, Tray};

/// Texts are filled up with spaces to a multiple of this, so that their length says little.
const STEP: usize = 512;
/// Referrals put into the index side by side.
const AT_ONCE: usize = 64;
/// A view puts so many into the index; more wait for whoever searches, checks or purges.
const FEW: usize = 20;

/// The key with which this program seals texts, and its name.
pub(crate) type OwnKey = (String, SharedKey);

impl Tray {
    /// The writes that keep a closed entry in the index. Where they cannot be made, the one that notes it: an index must
    /// not keep anybody from closing.
    pub(crate) async fn indexed(
        &self,
        before: Option<&Entry>,
        (entry, history): (&Entry, &[Event]),
        expires_at: Option<DateTime<Utc>>,
    ) -> Result<Vec<TransactWriteItem>, QueueError> {
        match self.in_the_index(before, (entry, history), expires_at).await {
            Ok(writes) => Ok(writes),
            Err(_) => Ok(vec![items::put_unindexed(&self.table, &entry.reference)?]),
        }
    }

    async fn in_the_index(
        &self,
        before: Option<&Entry>,
        (entry, history): (&Entry, &[Event]),
        expires_at: Option<DateTime<Utc>>,
    ) -> Result<Vec<TransactWriteItem>, QueueError> {
        let mut writes = self.index_of_people(before, entry, history).await?;
        let own = self.own_key().await?;
        let (key, own) = &*own;
        let mut text = serde_json::to_vec(&Searchable::of(entry, history)).map_err(|_| QueueError::Sealing)?;
        text.resize(text.len().next_multiple_of(STEP), b' ');
        let sealed = own.seal(&text, entry.reference.as_str())?;
        let text = SealedText { reference: entry.reference.clone(), key: key.clone(), sealed, expires_at };
        writes.push(items::put_text(&self.table, &text)?);
        Ok(writes)
    }

    /// The writes that take an entry out of the index.
    pub(super) async fn out_of_the_index(
        &self,
        entry: &Entry,
        history: &[Event],
    ) -> Result<Vec<TransactWriteItem>, QueueError> {
        let mut writes = self.out_of_the_index_of_people(entry, history).await?;
        writes.push(items::delete_text(&self.table, &entry.reference)?);
        writes.push(items::delete_unindexed(&self.table, &entry.reference)?);
        Ok(writes)
    }

    /// The key of this program, made and stored when it first seals a text.
    async fn own_key(&self) -> Result<Arc<OwnKey>, QueueError> {
        let made = async || {
            let (name, key, sealed) = SharedKey::generate(&self.recipients)?;
            let write = items::put_search_key(&self.table, &name, sealed)?;
            in_transaction(&self.table, vec![write]).await.map_err(|error| explain(&error))?;
            Ok(Arc::new((name, key)))
        };
        self.unlocked().own_key.get_or_try_init(made).await.cloned()
    }

    /// The keys of all texts, as far as this identity opens them.
    pub(super) async fn search_keys(&self) -> Result<HashMap<String, Arc<SharedKey>>, QueueError> {
        let Some(identity) = self.identity() else { return Ok(HashMap::new()) };
        let items = query(items::query_search_keys(&self.table)).await?;
        let open = move |item: Item| {
            let (name, sealed) = (items::search_key_name(&item)?.to_owned(), items::ciphertext(&item)?);
            let key = SharedKey::open(&sealed, &name, &identity)?;
            Some((name, Arc::new(key)))
        };
        Ok(in_parallel(items, open).await?.into_iter().flatten().collect())
    }

    /// Puts into the index what is not in it: the first time it looks through the whole table. `told` hears how many
    /// entries were looked at. Gives those that are not in the index still: this identity does not open them, or nothing
    /// can be written.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn catch_up(&self, told: &mut (dyn FnMut(usize) + Send)) -> Result<Vec<Reference>, QueueError> {
        let marked = items::get_indexed(&self.table).send().await.map_err(|error| explain(&error))?.item.is_some();
        let mut missing = self.unindexed().await?;
        if !marked {
            missing.extend(self.closed_without_text(told).await?);
            missing.sort();
            missing.dedup();
        }
        let left = self.put_into_the_index(missing, told).await?;
        if !marked {
            // Each write is for itself: done again after an interruption, the rest is found again.
            let mut writes = vec![];
            for reference in &left {
                writes.push(items::put_unindexed(&self.table, reference)?);
            }
            writes.push(items::put_indexed(&self.table)?);
            for writes in writes.chunks(AT_ONCE) {
                if in_transaction(&self.table, writes.to_vec()).await.is_err() {
                    break;
                }
            }
        }
        Ok(left)
    }

    /// The same for a view, which never waits long: only where few are noted as missing.
    pub(super) async fn catch_up_few(&self) -> Result<(), QueueError> {
        let missing = self.unindexed().await?;
        if missing.len() <= FEW {
            self.put_into_the_index(missing, &mut |_| {}).await?;
        }
        Ok(())
    }

    async fn unindexed(&self) -> Result<Vec<Reference>, QueueError> {
        let noted = query(items::query_unindexed(&self.table)).await?;
        Ok(noted.iter().filter_map(items::indexed_reference).collect())
    }

    async fn closed_without_text(&self, told: &mut (dyn FnMut(usize) + Send)) -> Result<Vec<Reference>, QueueError> {
        let texts = query(items::query_text_keys(&self.table)).await?;
        let there: HashSet<Reference> = texts.iter().filter_map(items::indexed_reference).collect();
        let (mut scan, mut missing, mut looked_at) = (Scan::of(&self.table), Vec::new(), 0);
        while let Some(collections) = scan.next().await? {
            let closed = collections.iter().filter_map(ItemCollection::stored);
            let closed = closed.filter(|stored| stored.state.status == Status::Closed);
            missing.extend(closed.map(|stored| stored.reference).filter(|reference| !there.contains(reference)));
            looked_at += collections.len();
            told(looked_at);
        }
        Ok(missing)
    }

    /// Puts these into the index side by side; gives those that could not be.
    pub(super) async fn put_into_the_index(
        &self,
        all: Vec<Reference>,
        told: &mut (dyn FnMut(usize) + Send),
    ) -> Result<Vec<Reference>, QueueError> {
        let (mut left, mut done) = (Vec::new(), 0);
        for some in all.chunks(AT_ONCE) {
            let mut puts = JoinSet::new();
            for reference in some.iter().cloned() {
                let tray = self.clone();
                puts.spawn(async move { (tray.put_one_into_the_index(&reference).await, reference) });
            }
            while let Some(put) = puts.join_next().await {
                let (put, reference) = put.map_err(|_| QueueError::NoAnswer)?;
                if !put? {
                    left.push(reference);
                }
            }
            done += some.len();
            told(done);
        }
        Ok(left)
    }

    /// Whether it is in the index now, or need not be: it is open, or gone.
    async fn put_one_into_the_index(&self, reference: &Reference) -> Result<bool, QueueError> {
        let record = match self.record_of(reference).await {
            Err(QueueError::Damaged(_)) => return Ok(false),
            record => record?,
        };
        let mut writes = vec![items::delete_unindexed(&self.table, reference)?];
        if let Some(record) = record.filter(|record| record.state().status == Status::Closed) {
            let Ok(entry) = &record.entry else { return Ok(false) };
            let Ok(more) = self.in_the_index(None, (entry, &record.events), record.clear.ends_at).await else {
                return Ok(false);
            };
            writes.extend(more);
            // Whoever acted since has written what is so now.
            writes.push(items::in_this_version(&self.table, reference, record.state().version)?);
        }
        Ok(in_transaction(&self.table, writes).await.is_ok())
    }

    /// Deletes the keys with which no text is sealed any more.
    pub(super) async fn drop_unused_keys(&self) -> Result<(), QueueError> {
        let texts = query(items::query_text_keys(&self.table)).await?;
        let used: HashSet<&str> = texts.iter().filter_map(items::text_key).collect();
        let unlocked = self.unlocked();
        let own = unlocked.own_key.get().map(|own| own.0.as_str());
        let keys = query(items::query_search_keys(&self.table)).await?;
        let names = keys.iter().filter_map(items::search_key_name);
        let unused = names.filter(|name| !used.contains(name) && Some(*name) != own);
        let writes: Result<Vec<_>, _> = unused.map(|name| items::delete_search_key(&self.table, name)).collect();
        for writes in writes?.chunks(AT_ONCE) {
            in_transaction(&self.table, writes.to_vec()).await.map_err(|error| explain(&error))?;
        }
        Ok(())
    }
}
