//! Rotation: the same contents sealed again, to the keys of today.

use referral::Reference;
use referral::life::Status;

use super::collection::ItemCollection;
use super::scan::Scan;
use super::transaction::{failure, in_transaction};
use crate::items::{self, Stored, query};
use crate::sealing::{Why, open_event, open_stored, seal};
use crate::{ActError, Identity, QueueError, Tray};

/// A transaction holds a hundred writes of four megabytes in all.
const AT_ONCE: usize = 90;

/// A line of a history or a row for counting: its sort key, and its new ciphertext.
type ResealedItem = (String, Vec<u8>);

/// What one rotation of an entry came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotated {
    /// The entry and so many lines of its history are sealed to the keys of today.
    Done {
        /// Lines of the history that this identity does not open; they stay as they were.
        unopened: usize,
    },
    /// It was sealed to them already.
    Already,
    /// It stays sealed as it was.
    Stays(Why),
}

impl Tray {
    /// The references of the entries that are sealed to other keys than those of today: the open ones, or all.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn to_rotate(&self, closed_too: bool) -> Result<Vec<Reference>, QueueError> {
        let today = self.recipients.fingerprint();
        let mut found = Vec::new();
        if closed_too {
            let mut scan = Scan::of(&self.table);
            while let Some(collections) = scan.next().await? {
                let old =
                    collections.iter().filter_map(ItemCollection::stored).filter(|stored| stored.key_set != today);
                found.extend(old.map(|stored| stored.reference));
            }
        } else {
            let open = self.open_entries().await?.entries.into_iter().filter(|clear| clear.key_set != today);
            found.extend(open.map(|clear| clear.reference));
        }
        Ok(found)
    }

    /// Seals an entry and its history to the keys of today. Moves nothing; done again after an interruption, it goes
    /// on where it stopped.
    ///
    /// # Errors
    /// [`ActError::Changed`] when somebody acts at the same moment.
    pub async fn rotate(&self, reference: &Reference) -> Result<Rotated, ActError> {
        let collection = ItemCollection {
            partition_key: reference.to_string(),
            items: query(items::query_collection(&self.table, reference)).await?,
        };
        let stored = Stored::from_item(collection.entry().ok_or(ActError::NotFound)?)?;
        if stored.key_set == self.recipients.fingerprint() {
            return Ok(Rotated::Already);
        }
        let identity = self.identity().ok_or(QueueError::Unopened(Why::NoKey))?;
        let entry = match open_stored(&stored, Some(&identity)) {
            Ok(entry) => entry,
            Err(why) => return Ok(Rotated::Stays(why)),
        };
        let (history, unopened) = self.resealed_history(&collection, reference, &identity)?;
        // The entry says which keys it is sealed to, so it comes last.
        self.put_parts(reference, &history).await?;
        let sealed = seal::seal_entry(&entry, &self.recipients)?;
        let version = stored.state.version;
        let key_set = self.recipients.fingerprint();
        let write = items::reseal_entry(&self.table, reference, version, key_set, sealed)?;
        let mut writes = vec![write];
        if stored.state.status == Status::Closed {
            let history = collection.history(&identity).0;
            writes.extend(self.indexed(None, (&entry, &history), stored.expires_at).await?);
        }
        in_transaction(&self.table, writes).await.map_err(|error| failure(&error))?;
        Ok(Rotated::Done { unopened })
    }

    fn resealed_history(
        &self,
        collection: &ItemCollection,
        reference: &Reference,
        identity: &Identity,
    ) -> Result<(Vec<ResealedItem>, usize), QueueError> {
        let (mut sealed, mut unopened) = (Vec::new(), 0);
        for item in &collection.items {
            let to = &self.recipients;
            let (sort_key, again) = if let Some(sort_key) = items::sort_key_in_history(item) {
                let event = open_event(item, reference, identity).and_then(Result::ok);
                (sort_key, event.map(|event| seal::seal_event(&event, reference, sort_key, to)))
            } else if let (Some(sort_key), Some(row)) = (items::row_sort_key(item), items::ciphertext(item)) {
                let row = seal::open_activity(&row, reference, identity).ok();
                (sort_key, row.map(|row| seal::seal_activity(&row, reference, to)))
            } else {
                continue;
            };
            match again {
                Some(again) => sealed.push((sort_key.to_owned(), again?)),
                None => unopened += 1,
            }
        }
        Ok((sealed, unopened))
    }

    /// Seals the rows that remain of purged entries to the keys of today; says how many, and how many this identity
    /// does not open.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn rotate_remains(&self) -> Result<(usize, usize), ActError> {
        let identity = self.identity().ok_or(QueueError::Unopened(Why::NoKey))?;
        let (mut scan, mut purged) = (Scan::of(&self.table), Vec::new());
        while let Some(collections) = scan.next().await? {
            purged.extend(collections.into_iter().filter(|collection| collection.entry().is_none()));
        }
        self.drop_unused_keys().await?;
        // The secret that desks share goes the same way.
        if let Some(write) = self.reseal_secret().await? {
            in_transaction(&self.table, vec![write]).await.map_err(|error| failure(&error))?;
        }
        let (mut done, mut unopened) = (0, 0);
        for collection in purged {
            let Some(reference) = collection.reference() else { continue };
            let (parts, unread) = self.resealed_history(&collection, &reference, &identity)?;
            unopened += unread;
            done += usize::from(!parts.is_empty());
            self.put_parts(&reference, &parts).await?;
        }
        Ok((done, unopened))
    }

    async fn put_parts(&self, reference: &Reference, parts: &[ResealedItem]) -> Result<(), ActError> {
        for parts in parts.chunks(AT_ONCE) {
            let mut writes = Vec::new();
            for (sort_key, sealed) in parts {
                writes.push(items::reseal_item(&self.table, reference.as_str(), sort_key, sealed.clone())?);
            }
            in_transaction(&self.table, writes).await.map_err(|error| failure(&error))?;
        }
        Ok(())
    }
}
