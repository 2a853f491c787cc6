//! What reports count: one row for each referral, whether it is open, closed, or purged.
//!
//! Cost follows the period, not the archive: the index marks a closed entry with the month of its closing, so what was
//! open at any time since a day is what is open now and what was closed in the months since. Whoever closes an entry
//! lists the sealed row in the index instead, in the same transaction; a reading, also after purge, opens that
//! row alone. Where it could not be left (no key, or a line of the history that does not open) the first reading that
//! can opens the entry with its history and leaves it.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use referral::life::{Event, Status};
use referral::{Activity, Calendar, Reference, london};
use tokio::task::JoinSet;

use crate::items::{self, Item, Stored, query};
use crate::parallel::in_parallel;
use crate::sealing::{open_event, seal};
use crate::table::explain;
use crate::{Identity, QueueError, Tray};

/// Entries whose history is read side by side.
const AT_ONCE: usize = 64;

/// What was counted, and what was not.
#[derive(Debug, Clone, Default)]
pub struct Counted {
    /// One for each referral, in no order.
    pub rows: Vec<Activity>,
    /// Those this identity does not open.
    pub uncounted: Vec<Uncounted>,
}

/// A referral that cannot be counted, because it or its history cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncounted {
    /// Its reference; `?` where even that cannot be read.
    pub reference: String,
    /// The day it received in; not known of a row whose entry was purged.
    pub received_on: Option<NaiveDate>,
}

impl Tray {
    /// A row for everything that was open on `since` or later: what is open now, and what was closed since the
    /// beginning of that month. `told` hears of months read, of how many, and the rows so far.
    ///
    /// # Errors
    /// When the table fails, or there is no identity.
    pub async fn activity(
        &self,
        since: NaiveDate,
        today: NaiveDate,
        calendar: &Calendar,
        told: &mut (dyn FnMut(usize, usize, usize) + Send),
    ) -> Result<Counted, QueueError> {
        let identity = self.identity().ok_or(QueueError::CannotOpen)?;
        let reading = ActivityReader { tray: self, identity, calendar: Arc::new(calendar.clone()) };
        let months = months(since, today);
        let mut found = RowsByReference::default();
        told(0, months.len(), 0);
        for (at, month) in months.iter().enumerate() {
            let mut pages = items::query_closed(&self.table, *month).into_paginator().send();
            let mut page = pages.next().await;
            while let Some(read) = page {
                let items = read.map_err(|error| explain(&error))?.items.unwrap_or_default();
                // One page is opened while the next is read: the one needs keys, the other the disk.
                let (opened, next) = tokio::join!(reading.page(items, &mut found), pages.next());
                opened?;
                told(at, months.len(), found.len());
                page = next;
            }
        }
        // Last, and over the rest: an entry that was reopened has left its old row behind.
        reading.page(query(items::query_open(&self.table)).await?, &mut found).await?;
        told(months.len(), months.len(), found.len());
        let mut counted = Counted::default();
        for (reference, row) in found {
            match row {
                Ok(row) => counted.rows.push(row),
                Err(received_on) => counted.uncounted.push(Uncounted { reference, received_on }),
            }
        }
        counted.uncounted.sort_by(|a, b| a.reference.cmp(&b.reference));
        Ok(counted)
    }
}

/// A row, or the day on which came in what cannot be opened.
type RowOrDay = Result<Activity, Option<NaiveDate>>;
type RowsByReference = HashMap<String, RowOrDay>;

struct ActivityReader<'a> {
    tray: &'a Tray,
    identity: Arc<Identity>,
    calendar: Arc<Calendar>,
}

impl ActivityReader<'_> {
    /// Takes one page of the index: rows are opened as they are, entries with their history.
    async fn page(&self, items: Vec<Item>, found: &mut RowsByReference) -> Result<(), QueueError> {
        let (entries, rows): (Vec<Item>, Vec<Item>) = items.into_iter().partition(items::is_entry);
        let rows = self.rows(&rows).await?;
        let received = self.received(&rows).await?;
        for (reference, row) in rows {
            let row = row.map_err(|_| received.get(&reference).copied());
            found.entry(reference.to_string()).or_insert(row);
        }
        let mut entries = entries.into_iter();
        loop {
            let some: Vec<Item> = entries.by_ref().take(AT_ONCE).collect();
            if some.is_empty() {
                return Ok(());
            }
            found.extend(self.entries(some).await?);
        }
    }

    async fn rows(&self, items: &[Item]) -> Result<Vec<(Reference, RowOrDay)>, QueueError> {
        let identity = self.identity.clone();
        let sealed = items.iter().filter_map(items::activity_row).collect();
        in_parallel(sealed, move |(reference, sealed): (Reference, Vec<u8>)| {
            let row = seal::open_activity(&sealed, &reference, &identity).map_err(|_| None);
            (reference, row)
        })
        .await
    }

    /// When those came in whose row does not open: that is in clear in the entry, as long as it is there.
    async fn received(&self, rows: &[(Reference, RowOrDay)]) -> Result<HashMap<Reference, NaiveDate>, QueueError> {
        let unopened = rows.iter().filter(|(_, row)| row.is_err()).map(|(reference, _)| reference.clone());
        let items = self.tray.items(&unopened.collect()).await?;
        let stored = items.iter().filter_map(|item| Stored::from_item(item).ok());
        Ok(stored.map(|stored| (stored.reference.clone(), received_on(&stored))).collect())
    }

    async fn entries(&self, items: Vec<Item>) -> Result<Vec<(String, RowOrDay)>, QueueError> {
        let mut opening = JoinSet::new();
        for item in items {
            let (tray, identity, calendar) = (self.tray.clone(), self.identity.clone(), self.calendar.clone());
            opening.spawn(async move { entry(&tray, &item, identity, calendar).await });
        }
        let mut rows = Vec::new();
        while let Some(row) = opening.join_next().await {
            rows.push(row.map_err(|_| QueueError::CannotOpen)??);
        }
        Ok(rows)
    }
}

fn received_on(stored: &Stored) -> NaiveDate {
    london(stored.received_at).date_naive()
}

/// Opens an entry and its history; a closed one leaves its row in the index.
async fn entry(
    tray: &Tray,
    item: &Item,
    identity: Arc<Identity>,
    calendar: Arc<Calendar>,
) -> Result<(String, RowOrDay), QueueError> {
    let stored = match Stored::from_item(item) {
        Ok(stored) => stored,
        // Not ours to read: it is named, and stops no other.
        Err(QueueError::Damaged(name)) => return Ok((name, Err(None))),
        Err(other) => return Err(other),
    };
    // A new entry has no history to read.
    let history = if stored.state.version == 0 {
        Vec::new()
    } else {
        query(items::query_collection(&tray.table, &stored.reference)).await?
    };
    // What the query gives is of one moment; the index may be a little behind.
    let stored = history.iter().find(|item| items::is_entry(item)).map_or(Ok(stored), Stored::from_item)?;
    let (reference, received_on) = (stored.reference.to_string(), received_on(&stored));
    let closed = stored.state.status == Status::Closed;
    let kept = stored.clone();
    let opened = tokio::task::spawn_blocking(move || open(&stored, &history, &identity, &calendar)).await;
    let row = opened.map_err(|_| QueueError::CannotOpen)?;
    if let (Ok(row), true) = (&row, closed) {
        leave(tray, &kept, row).await;
    }
    Ok((reference, row.map_err(|_| Some(received_on))))
}

/// Opens an entry and its history.
fn open(stored: &Stored, history: &[Item], identity: &Identity, calendar: &Calendar) -> Result<Activity, QueueError> {
    let entry = seal::open_entry(&stored.sealed, &stored.reference, identity)?;
    let history = history.iter().filter_map(|item| open_event(item, &stored.reference, identity));
    let events: Vec<Event> = history.collect::<Result<_, _>>()?;
    Ok(Activity::of(&entry, &events, calendar))
}

/// Lists the row in the index instead of the entry. If that fails, or somebody acted in between, the next reading does
/// it: the figures do not depend on it.
async fn leave(tray: &Tray, entry: &Stored, row: &Activity) {
    let Ok(sealed) = seal::seal_activity(row, &entry.reference, &tray.recipients) else { return };
    let Ok(items) = items::row_for_entry(&tray.table, entry, sealed) else { return };
    tray.table.client().transact_write_items().set_transact_items(Some(items)).send().await.ok();
}

/// The first day of each month from `since` to `today`.
fn months(since: NaiveDate, today: NaiveDate) -> Vec<NaiveDate> {
    let first = |date: NaiveDate| date.with_day(1).unwrap_or(date);
    let next = |month: &NaiveDate| month.checked_add_months(chrono::Months::new(1));
    std::iter::successors(Some(first(since)), next).take_while(|month| *month <= today).collect()
}
