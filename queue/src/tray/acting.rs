//! Acts: every one is one transaction, the entry on its version together with its events.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::{TransactWriteItemsError, TransactWriteItemsOutput};
use aws_sdk_dynamodb::types::TransactWriteItem;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use chrono::{DateTime, Months, Utc};
use referral::life::{Act, Acting, Event, State, Status};
use referral::{Calendar, Reference};

use crate::items::{self, Change, Stored, query};
use crate::sealing::{SealedEvent, open_event};
use crate::table::{Attempts, ServerDate, explain};
use crate::{ActError, QueueError, Table, Tray};

/// The table drops a closed entry by itself this long after `purge` should have: a backstop, not the way it is done.
const GRACE: Months = Months::new(3);
/// How much of a history shares its entry's transaction, which holds a hundred writes.
const HISTORY_AT_ONCE: usize = 90;

type Outcome = Result<TransactWriteItemsOutput, SdkError<TransactWriteItemsError, HttpResponse>>;

impl Tray {
    /// Moves an entry and records it, in one transaction. With `seen`, only if nobody acted since that version.
    ///
    /// # Errors
    /// See [`ActError`].
    pub async fn act(
        &self,
        reference: &Reference,
        act: &Act,
        who: &str,
        now: DateTime<Utc>,
        calendar: &Calendar,
        seen: Option<u64>,
    ) -> Result<State, ActError> {
        let date = ServerDate::default();
        let get = items::get_entry(&self.table, reference).customize().interceptor(date.clone());
        let got = get.send().await.map_err(|error| explain(&error))?;
        let stored = got.item().map(Stored::from_item).transpose()?.ok_or(ActError::NotFound)?;
        date.agrees(now, stored.received_at)?;
        let from = stored.state.version;
        if seen.is_some_and(|seen| seen != from) {
            return Err(ActError::Changed);
        }
        let history = if act.needs_history() { self.events_of(reference).await? } else { None };
        let acting = Acting { who, received_at: stored.received_at, now, calendar, history: history.as_deref() };
        let (next, events) = stored.state.act(act, &acting)?;
        let made: Result<Vec<SealedEvent>, QueueError> = (from + 1..)
            .zip(&events)
            .map(|(version, event)| SealedEvent::making(version, event, reference, &self.recipients))
            .collect();
        let made = made?;
        let writes = self.writes(&stored, &next, (&events, &made), now, calendar).await?;
        self.write(reference, writes, made.last()).await?;
        Ok(next)
    }

    /// All that happened to an entry; none where this identity does not open every line of it.
    async fn events_of(&self, reference: &Reference) -> Result<Option<Vec<Event>>, QueueError> {
        let Some(identity) = self.identity.as_deref() else { return Ok(None) };
        let items = query(items::query_collection(&self.table, reference)).await?;
        let opened = items.iter().filter_map(|item| open_event(item, reference, identity));
        Ok(opened.collect::<Result<_, _>>().ok())
    }

    /// The entry moved, what happened recorded, and the row for counting left where it closes.
    async fn writes(
        &self,
        stored: &Stored,
        next: &State,
        (events, made): (&[Event], &[SealedEvent]),
        now: DateTime<Utc>,
        calendar: &Calendar,
    ) -> Result<Vec<TransactWriteItem>, QueueError> {
        let (table, reference, expires_at) = (&self.table, &stored.reference, self.end_of(next, now));
        let closes = next.status == Status::Closed && stored.state.status != Status::Closed;
        let ends = stored.expires_at != expires_at;
        let collection =
            if closes || ends { query(items::query_collection(table, reference)).await? } else { Vec::new() };
        let marker = if next.status == Status::Closed && !closes {
            Some(stored.marker.clone()).filter(|marker| !marker.is_empty())
        } else {
            Some(items::index_marker(next.status, now))
        };
        let row = if closes { self.row(stored, &collection, events, calendar).await } else { None };
        // The row stands in the index instead of the entry.
        let (marker, row) = match (marker, row) {
            (Some(marker), Some(row)) => (None, Some(items::put_row(table, stored, next.version, &marker, row)?)),
            (marker, _) => (marker, None),
        };
        let change = Change { reference, from: stored.state.version, next, marker, expires_at };
        let mut writes = vec![items::update_entry(table, &change)?];
        writes.extend(row);
        for event in made {
            writes.push(event.write(table, reference, expires_at)?);
        }
        for sort_key in collection.iter().filter(|_| ends).filter_map(items::sort_key_in_history).take(HISTORY_AT_ONCE)
        {
            writes.push(items::set_expiry(table, reference, sort_key, expires_at)?);
        }
        Ok(writes)
    }

    /// When the table may drop an entry that was closed now.
    fn end_of(&self, next: &State, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let months = self.retention.filter(|_| next.status == Status::Closed)?;
        now.checked_add_months(Months::new(months))?.checked_add_months(GRACE)
    }

    async fn write(
        &self,
        reference: &Reference,
        writes: Vec<TransactWriteItem>,
        last: Option<&SealedEvent>,
    ) -> Result<(), ActError> {
        let watch = Attempts::default();
        let write = self.table.client().transact_write_items().set_transact_items(Some(writes));
        let Err(error) = write.customize().interceptor(watch.clone()).send().await else { return Ok(()) };
        let failure = failure(&error);
        if failure != ActError::Changed && !watch.in_doubt() {
            return Err(failure);
        }
        // The answer may have been lost and the SDK's second try refused: then our own event is there.
        match last {
            Some(ours) if self.stands(reference, ours).await? => Ok(()),
            _ => Err(failure),
        }
    }

    async fn stands(&self, reference: &Reference, event: &SealedEvent) -> Result<bool, QueueError> {
        let got = items::get_event(&self.table, reference, &event.sort_key).send().await;
        let got = got.map_err(|error| explain(&error))?;
        Ok(got.item().and_then(items::ciphertext).is_some_and(|bytes| bytes == event.bytes))
    }
}

/// All of these or none.
pub(crate) async fn in_transaction(table: &Table, writes: Vec<TransactWriteItem>) -> Outcome {
    table.client().transact_write_items().set_transact_items(Some(writes)).send().await
}

/// What a failed transaction means for the one who acted.
pub(crate) fn failure(error: &SdkError<TransactWriteItemsError, HttpResponse>) -> ActError {
    let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) = error.as_service_error() else {
        return ActError::Queue(explain(error));
    };
    let codes: Vec<&str> = cancelled.cancellation_reasons().iter().filter_map(|reason| reason.code()).collect();
    if codes.iter().any(|code| matches!(*code, "ConditionalCheckFailed" | "TransactionConflict")) {
        return ActError::Changed;
    }
    match codes.iter().find(|code| **code != "None") {
        Some(&("ThrottlingError" | "ProvisionedThroughputExceeded")) => QueueError::Throttled.into(),
        code => QueueError::Refused((*code.unwrap_or(&"cancelled")).to_owned()).into(),
    }
}
