//! Rotation: the same contents sealed again, to the keys of today.

use referral::Reference;

use crate::acting::{failure, in_transaction};
use crate::attributes::{self, Stored};
use crate::listing::Why;
use crate::tray::query;
use crate::walk::{self, Family};
use crate::{ActError, Identity, QueueError, Tray, events, opening, seal};

/// A transaction holds a hundred writes of four megabytes in all.
const AT_ONCE: usize = 90;

/// A line of a history or a row for counting: its place, and what stands there now.
type Part = (String, Vec<u8>);

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
            walk::walk(&self.table, async |families| {
                let old = families.iter().filter_map(Family::stored).filter(|stored| stored.key_set != today);
                found.extend(old.map(|stored| stored.reference));
                Ok(())
            })
            .await?;
        } else {
            let open = self.waiting().await?.into_iter().filter(|clear| clear.key_set != today);
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
        let family = Family {
            home: reference.to_string(),
            items: query(attributes::query_entry(&self.table, reference)).await?,
        };
        let stored = Stored::from_item(family.entry().ok_or(ActError::NotFound)?)?;
        if stored.key_set == self.recipients.fingerprint() {
            return Ok(Rotated::Already);
        }
        let identity = self.identity.as_deref().ok_or(QueueError::Unopened(Why::NoKey))?;
        let entry = match opening::open(&stored, Some(identity)) {
            Ok(entry) => entry,
            Err(why) => return Ok(Rotated::Stays(why)),
        };
        let (history, unopened) = self.resealed_history(&family, reference, identity)?;
        // The entry says which keys it is sealed to, so it comes last.
        self.put_parts(reference, &history).await?;
        let sealed = seal::seal_entry(&entry, &self.recipients)?;
        let version = stored.state.version;
        let key_set = self.recipients.fingerprint();
        let write = attributes::resealed(&self.table, reference, version, key_set, sealed)?;
        in_transaction(&self.table, vec![write]).await.map_err(|error| failure(&error))?;
        Ok(Rotated::Done { unopened })
    }

    fn resealed_history(
        &self,
        family: &Family,
        reference: &Reference,
        identity: &Identity,
    ) -> Result<(Vec<Part>, usize), QueueError> {
        let (mut sealed, mut unopened) = (Vec::new(), 0);
        for item in &family.items {
            let to = &self.recipients;
            let (place, again) = if let Some(place) = attributes::place(item) {
                let event = events::open(item, reference, identity).and_then(Result::ok);
                (place, event.map(|event| seal::seal_event(&event, reference, place, to)))
            } else if let (Some(place), Some(row)) = (attributes::place_of_row(item), attributes::sealed(item)) {
                let row = seal::open_activity(&row, reference, identity).ok();
                (place, row.map(|row| seal::seal_activity(&row, reference, to)))
            } else {
                continue;
            };
            match again {
                Some(again) => sealed.push((place.to_owned(), again?)),
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
        let identity = self.identity.clone().ok_or(QueueError::Unopened(Why::NoKey))?;
        let mut purged = Vec::new();
        walk::walk(&self.table, async |families| {
            purged.extend(families.into_iter().filter(|family| family.entry().is_none()));
            Ok(())
        })
        .await?;
        let (mut done, mut unopened) = (0, 0);
        for family in purged {
            let Some(reference) = family.reference() else { continue };
            let (parts, unread) = self.resealed_history(&family, &reference, &identity)?;
            unopened += unread;
            done += usize::from(!parts.is_empty());
            self.put_parts(&reference, &parts).await?;
        }
        Ok((done, unopened))
    }

    async fn put_parts(&self, reference: &Reference, parts: &[Part]) -> Result<(), ActError> {
        for parts in parts.chunks(AT_ONCE) {
            let mut writes = Vec::new();
            for (place, sealed) in parts {
                writes.push(attributes::resealed_part(&self.table, reference.as_str(), place, sealed.clone())?);
            }
            in_transaction(&self.table, writes).await.map_err(|error| failure(&error))?;
        }
        Ok(())
    }
}
