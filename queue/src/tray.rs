//! Head office's side: list, open, move.

use std::collections::HashSet;
use std::sync::Arc;

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use chrono::{DateTime, Utc};
use referral::life::Event;
use referral::{Entry, Reference};

use crate::attributes::{self, Item, Stored};
use crate::events::{self, Sealed};
use crate::listing::{Case, Clear, Listing, Why};
use crate::opening::{self, Opened};
use crate::watch::explain;
use crate::{Identity, Lookout, QueueError, Recipients, Table, walk};

/// Up to so many new entries are read one by one; more come with the whole index.
const FEW: usize = 20;

/// The queue as head office sees it.
#[derive(Debug, Clone)]
pub struct Tray {
    pub(crate) table: Table,
    pub(crate) recipients: Recipients,
    pub(crate) identity: Option<Arc<Identity>>,
    /// Months a closed entry is kept.
    pub(crate) retention: Option<u32>,
    pub(crate) opened: Arc<Opened>,
}

/// One entry with its history. No `Debug`: events hold notes.
#[derive(Clone)]
pub struct Shown {
    /// The entry.
    pub case: Case,
    /// What happened, oldest first.
    pub events: Vec<Event>,
    /// How many events this identity could not open.
    pub unopened: usize,
}

impl Tray {
    /// A tray over a table. Without an identity only what is in clear can be read.
    pub fn new(table: Table, recipients: Recipients, identity: Option<Identity>) -> Self {
        Self { table, recipients, identity: identity.map(Arc::new), retention: None, opened: Arc::default() }
    }

    /// The same tray, which tells the table to drop what is closed, should nobody purge it: some months after these.
    #[must_use]
    pub fn keeping_for(mut self, months: u32) -> Self {
        self.retention = Some(months);
        self
    }

    /// Whom entries are sealed to.
    pub fn recipients(&self) -> &Recipients {
        &self.recipients
    }

    /// Whether there is an identity here to open entries with.
    pub fn has_identity(&self) -> bool {
        self.identity.is_some()
    }

    /// The clear fields of everything open, by due date. Needs no identity. An item not in our form stops no other;
    /// [`Tray::list`] names it.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn waiting(&self) -> Result<Vec<Clear>, QueueError> {
        Lookout::new(self.table.clone()).waiting().await
    }

    /// Everything open, by due date. What was opened before, in the version it has, is not opened again.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn list(&self) -> Result<Listing, QueueError> {
        let (mut listing, missing) = self.opened.known(&query(attributes::query_open_clear(&self.table)).await?);
        let items = match missing.len() {
            0 => Vec::new(),
            1..=FEW => self.items(&missing).await?,
            _ => query(attributes::query_open(&self.table)).await?,
        };
        let is_missing = |item: &Item| Stored::from_item(item).is_ok_and(|stored| missing.contains(&stored.reference));
        let items = items.into_iter().filter(is_missing).collect();
        let new = opening::open_all(items, self.identity.as_ref()).await?;
        listing.cases.extend(new.cases);
        listing.unopened.extend(new.unopened);
        listing.cases.sort_by(|a, b| (a.entry.due_on, order(&a.entry)).cmp(&(b.entry.due_on, order(&b.entry))));
        self.opened.keep(&listing.cases);
        Ok(listing)
    }

    /// The items of a few entries, read side by side.
    pub(crate) async fn items(&self, references: &HashSet<Reference>) -> Result<Vec<Item>, QueueError> {
        let mut reads = tokio::task::JoinSet::new();
        for reference in references {
            reads.spawn(attributes::get_entry(&self.table, reference).send());
        }
        let mut items = Vec::new();
        while let Some(read) = reads.join_next().await {
            let got = read.map_err(|_| QueueError::NoAnswer)?.map_err(|error| explain(&error))?;
            items.extend(got.item);
        }
        Ok(items)
    }

    /// Every entry that still holds a person, closed ones too, by date of receipt. All at once: for a long archive
    /// use [`Tray::each`].
    ///
    /// # Errors
    /// When the table fails.
    pub async fn everything(&self) -> Result<Listing, QueueError> {
        let mut all = Listing::default();
        walk::walk(&self.table, async |families| {
            let entries = families.iter().filter_map(|family| family.entry().cloned()).collect();
            let page = opening::open_all(entries, self.identity.as_ref()).await?;
            all.cases.extend(page.cases);
            all.unopened.extend(page.unopened);
            all.foreign.extend(page.foreign);
            Ok(())
        })
        .await?;
        all.cases.sort_by(|a, b| order(&a.entry).cmp(&order(&b.entry)));
        Ok(all)
    }

    /// One entry with its history.
    ///
    /// # Errors
    /// When the table fails, or the entry cannot be opened.
    pub async fn show(&self, reference: &Reference) -> Result<Option<Shown>, QueueError> {
        Ok(self.look(reference).await?.map(|(shown, _)| shown))
    }

    /// The same, and when the table may drop it by itself.
    async fn look(&self, reference: &Reference) -> Result<Option<(Shown, Option<DateTime<Utc>>)>, QueueError> {
        let items = query(attributes::query_entry(&self.table, reference)).await?;
        let Some(item) = items.iter().find(|item| attributes::is_entry(item)) else { return Ok(None) };
        let stored = Stored::from_item(item)?;
        let identity = self.identity.as_deref().ok_or(QueueError::Unopened(Why::NoKey))?;
        let entry = opening::open(&stored, Some(identity)).map_err(QueueError::Unopened)?;
        let mut shown =
            Shown { case: Case { entry: Arc::new(entry), state: stored.state }, events: Vec::new(), unopened: 0 };
        for event in items.iter().filter_map(|item| events::open(item, reference, identity)) {
            match event {
                Ok(event) => shown.events.push(event),
                Err(_) => shown.unopened += 1,
            }
        }
        Ok(Some((shown, stored.expires_at)))
    }

    /// The same as [`Tray::show`], for somebody who reads it: that is recorded first, once per person and version.
    ///
    /// # Errors
    /// When the table fails, or the entry cannot be opened.
    pub async fn show_to(
        &self,
        reference: &Reference,
        who: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<Shown>, QueueError> {
        let Some((before, ends_at)) = self.look(reference).await? else { return Ok(None) };
        let event = Event::new(now, who, "opened");
        let sealed = Sealed::reading(before.case.state.version, &event, reference, &self.recipients)?;
        self.record(reference, sealed, ends_at).await?;
        self.show(reference).await
    }

    /// Writes a reading that is not recorded yet. It ends when what was read does.
    pub(crate) async fn record(
        &self,
        reference: &Reference,
        sealed: Sealed,
        ends_at: Option<DateTime<Utc>>,
    ) -> Result<(), QueueError> {
        match attributes::put_event(&self.table, reference, &sealed.place, sealed.bytes, ends_at).send().await {
            Err(error)
                if !error.as_service_error().is_some_and(PutItemError::is_conditional_check_failed_exception) =>
            {
                Err(explain(&error))
            }
            _ => Ok(()),
        }
    }

    /// The `age` file of an entry, as stored: the ordinary `age` command opens it.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn sealed(&self, reference: &Reference) -> Result<Option<Vec<u8>>, QueueError> {
        Ok(self.entry(reference).await?.map(|stored| stored.sealed))
    }

    pub(crate) async fn entry(&self, reference: &Reference) -> Result<Option<Stored>, QueueError> {
        let got = attributes::get_entry(&self.table, reference).send().await.map_err(|error| explain(&error))?;
        got.item().map(Stored::from_item).transpose()
    }
}

fn order(entry: &Entry) -> (DateTime<Utc>, &Reference) {
    (entry.received_at, &entry.reference)
}

/// Every item of a query, whatever the number of answers it comes in.
pub(crate) async fn query(query: QueryFluentBuilder) -> Result<Vec<Item>, QueueError> {
    let mut pages = query.into_paginator().items().send();
    let mut items = Vec::new();
    while let Some(item) = pages.next().await {
        items.push(item.map_err(|error| explain(&error))?);
    }
    Ok(items)
}
