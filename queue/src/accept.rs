//! The accept protocol, for the intake and for head office: one conditional put, retried when its outcome is unknown.
//! Which second sending is the same referral is decided in `inbox.rs`; the condition of the put is in `items/puts.rs`.

use std::time::Duration;

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use chrono::{DateTime, NaiveDate, Utc};
use referral::life::State;
use referral::{Decision, Entry, Reference, Referral, london};

use crate::items::{self, Stored};
use crate::sealing::seal;
use crate::table::{Attempts, explain};
use crate::{QueueError, Recipients, SubmitError, Table};

/// Time for the second put of an outcome in doubt: the page must be there within nine seconds in all.
const AGAIN: Duration = Duration::from_secs(3);
/// How often the same answers may be sent, dealt with and sent again in one day.
pub(crate) const SERIES: u64 = 64;

/// What the person is told. There is one only when an entry is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The reference of the stored entry.
    pub reference: Reference,
    /// When it was first received, to the minute.
    pub received_at: DateTime<Utc>,
    /// By the end of which day the patient must have heard from us.
    pub due_on: NaiveDate,
    /// Covered or not, and by which rule.
    pub decision: Decision,
    /// It was stored by an earlier sending.
    pub repeat: bool,
}

/// An entry as it is to be stored.
pub(crate) fn sealed(
    entry: &Entry,
    key: String,
    digest: String,
    recipients: &Recipients,
) -> Result<Stored, QueueError> {
    Ok(Stored {
        reference: entry.reference.clone(),
        key,
        received_at: entry.received_at,
        due_on: entry.due_on,
        state: State::waiting(),
        key_set: recipients.fingerprint().to_owned(),
        digest,
        marker: items::open_marker(),
        sealed: seal::seal_entry(entry, recipients)?,
        expires_at: None,
    })
}

/// What came of putting an entry.
pub(crate) enum Put {
    /// It is stored.
    Stored,
    /// This one was there already.
    There(Box<Stored>),
    /// Its reference was that of an entry which was purged or erased: no other is given it.
    Removed,
}

/// Puts an entry, once more if the first outcome is in doubt.
pub(crate) async fn put(table: &Table, new: &Stored) -> Result<Put, SubmitError> {
    let (first, in_doubt) = put_once(table, new).await;
    match first {
        Err(error) if !in_doubt => return Err(SubmitError::NotStored(error)),
        Ok(put) => return Ok(put),
        Err(_) => {}
    }
    let again = tokio::time::timeout(AGAIN, put_once(table, new)).await;
    again.map_or(Err(QueueError::NoAnswer), |(again, _)| again).map_err(SubmitError::Unknown)
}

async fn put_once(table: &Table, new: &Stored) -> (Result<Put, QueueError>, bool) {
    let watch = Attempts::default();
    let put = items::put_entry(table, new);
    let error = match put.customize().interceptor(watch.clone()).send().await {
        Ok(_) => return (Ok(Put::Stored), false),
        Err(error) => error,
    };
    match error.as_service_error() {
        Some(PutItemError::ConditionalCheckFailedException(failed)) => {
            // An item is there; without seeing it one cannot tell which, so the outcome is in doubt.
            let old = match failed.item() {
                None => Err(QueueError::Unreadable),
                Some(item) if items::is_removed(item) => Ok(Put::Removed),
                Some(item) => Stored::from_item(item).map(|old| Put::There(Box::new(old))),
            };
            (old, true)
        }
        _ => (Err(explain(&error)), watch.in_doubt()),
    }
}

/// The decision as it was made on the day the entry was received: it is sealed, so it is made again.
pub(crate) fn decided_then(referral: &Referral, old: &Stored, rules: &referral::Rules) -> Decision {
    let received_on = london(old.received_at).date_naive();
    rules.law.decide(referral.route(), received_on, referral.date("patient.date_of_birth"))
}

/// What is told of a stored entry.
pub(crate) fn receipt(stored: &Stored, decision: Decision, repeat: bool) -> Receipt {
    Receipt {
        reference: stored.reference.clone(),
        received_at: stored.received_at,
        due_on: stored.due_on,
        decision,
        repeat,
    }
}
