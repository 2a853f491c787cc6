//! The daily canary: a test referral that goes the way of every other, to be missed when it does not arrive.
//!
//! It is sealed like an entry but kept under a sort key and an index marker of its own. So nothing that lists,
//! counts, exports or reports entries ever meets it: there is no filter to forget.

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use chrono::{DateTime, Utc};
use referral::life::{Event, State, What};
use referral::{Channel, Entry, Reference, Referral, Rules, london};

use crate::accept::sealed;
use crate::items::{self, Stored, query};
use crate::sealing::{SealedEvent, seal};
use crate::table::explain;
use crate::{Inbox, Lookout, QueueError, Tray};

/// A canary as seen from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canary {
    /// Its reference.
    pub reference: Reference,
    /// When it was received, to the minute.
    pub received_at: DateTime<Utc>,
    /// Whether a desk has opened it.
    pub opened: bool,
}

impl Inbox {
    /// Stores today's canary; a second one on the same London day changes nothing.
    ///
    /// # Errors
    /// When it is not certain that it is stored.
    pub async fn canary(&self, referral: Referral, rules: &Rules, now: DateTime<Utc>) -> Result<Reference, QueueError> {
        let day = london(now).date_naive().to_string();
        let key = self.key().mac("canary", &[day.as_bytes()]);
        let reference = Reference::from_key(&key);
        let entry = Entry::receive(reference.clone(), referral, Channel::Canary, Vec::new(), now, rules);
        let stored = sealed(&entry, hex::encode(key), String::new(), &self.recipients)?;
        match items::put_canary(&self.table, &stored).send().await {
            Err(error)
                if !error.as_service_error().is_some_and(PutItemError::is_conditional_check_failed_exception) =>
            {
                Err(explain(&error))
            }
            _ => Ok(reference),
        }
    }
}

impl Tray {
    /// Opens the newest canaries with this person's key and records it, as reading any referral does: the sign that
    /// a desk still reads what the function writes. Gives how many were opened.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn answer_canaries(&self, who: &str, now: DateTime<Utc>) -> Result<usize, QueueError> {
        let Some(identity) = self.identity() else { return Ok(0) };
        let newest = items::query_newest_canaries(&self.table).send().await.map_err(|error| explain(&error))?;
        let mut opened = 0;
        // What cannot be read or opened is not answered for, and so is missed.
        for stored in newest.items().iter().filter_map(|item| Stored::from_item(item).ok()) {
            if seal::open_entry(&stored.sealed, &stored.reference, &identity).is_err() {
                continue;
            }
            let event = Event::new(now, who, What::Opened { mark: None });
            let version = State::waiting().version;
            let sealed = SealedEvent::reading(version, &event, &stored.reference, &self.recipients)?;
            self.record(&stored.reference, sealed, stored.expires_at).await?;
            opened += 1;
        }
        Ok(opened)
    }
}

impl Lookout {
    /// The canaries that are kept, newest first, and whether a desk has opened them.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn canaries(&self) -> Result<Vec<Canary>, QueueError> {
        let mut canaries = Vec::new();
        let items = query(items::query_canaries_clear(&self.table)).await?;
        for Stored { reference, received_at, .. } in items.iter().filter_map(|item| Stored::from_item(item).ok()) {
            let history = query(items::query_keys(&self.table, &reference)).await?;
            let opened = history.iter().any(|item| items::sort_key_in_history(item).is_some());
            canaries.push(Canary { reference, received_at, opened });
        }
        canaries.sort_by_key(|canary| std::cmp::Reverse(canary.received_at));
        Ok(canaries)
    }
}
