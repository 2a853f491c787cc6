//! Finds referrals by what is in them and in their history. What is open is opened; of what is closed only the texts of
//! the index are looked through, and what fits is opened.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use referral::Reference;
use referral::life::Status;
use tokio::task::JoinSet;

use super::listing::Case;
use super::query_text::{Search, Searchable};
use super::record::Record;
use crate::items::{self, SealedText};
use crate::parallel::in_parallel;
use crate::sealing::SharedKey;
use crate::table::explain;
use crate::{QueueError, Tray};

/// More than this is no answer: another word is asked for.
const MOST: usize = 500;
/// Referrals read side by side.
const AT_ONCE: usize = 64;

/// What was found. No `Debug`: records hold notes.
#[derive(Clone, Default)]
pub struct Found {
    /// What is open and fits.
    pub open: Vec<Case>,
    /// What is closed and fits, with its history, in no order.
    pub closed: Vec<Record>,
    /// Whether there is more than these.
    pub more: bool,
    /// How many entries this identity does not open, so that nobody knows.
    pub unopened: usize,
}

/// What the texts of closed referrals gave.
#[derive(Default)]
struct Texts {
    fits: Vec<Reference>,
    /// Those whose referral is looked at instead, and whose text is written anew.
    damaged: Vec<Reference>,
}

/// Why a text does not open.
enum NotOpened {
    /// Its key opens, and the text does not.
    Damaged,
    /// This identity does not open its key.
    NoKey,
}

fn opened(text: &SealedText, keys: &HashMap<String, Arc<SharedKey>>) -> Result<Searchable, NotOpened> {
    let key = keys.get(&text.key).ok_or(NotOpened::NoKey)?;
    let plain = key.unseal(&text.sealed, text.reference.as_str());
    plain.and_then(|plain| serde_json::from_slice(&plain).ok()).ok_or(NotOpened::Damaged)
}

impl Tray {
    /// What fits. `told` hears how many were looked at so far.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn find(
        &self,
        search: &Search,
        now: DateTime<Utc>,
        told: &mut (dyn FnMut(usize) + Send),
    ) -> Result<Found, QueueError> {
        let unindexed = self.catch_up(told).await?;
        let listing = self.list().await?;
        let mut found = Found { unopened: listing.unopened.len(), ..Found::default() };
        let histories = self.histories(listing.cases.iter().filter(|case| case.state.version > 0)).await?;
        let mut looked_at = listing.cases.len();
        let open: HashSet<Reference> = listing.cases.iter().map(|case| case.entry.reference.clone()).collect();
        for case in listing.cases {
            let events = histories.get(&case.entry.reference).map_or(&[][..], |events| events);
            if search.finds_in(&Searchable::of(&case.entry, events)) {
                found.open.push(case);
            }
        }
        told(looked_at);
        let Texts { mut fits, damaged } =
            self.closed_that_fit(search, (now, &open), &mut looked_at, &mut found, told).await?;
        found.more = fits.len() > MOST;
        fits.truncate(MOST);
        fits.extend(unindexed);
        fits.extend(damaged.iter().cloned());
        self.put_into_the_index(damaged, &mut |_| {}).await?;
        for some in fits.chunks(AT_ONCE) {
            let (records, damaged) = self.records(some).await?;
            found.unopened += damaged;
            for record in records {
                match &record.entry {
                    Ok(_) if record.state().status != Status::Closed => {}
                    // What is not in the index is held against the search only here.
                    Ok(entry) if search.finds_in(&Searchable::of(entry, &record.events)) => found.closed.push(record),
                    Ok(_) => {}
                    Err(_) => found.unopened += 1,
                }
            }
        }
        Ok(found)
    }

    async fn closed_that_fit(
        &self,
        search: &Search,
        (now, open): (DateTime<Utc>, &HashSet<Reference>),
        looked_at: &mut usize,
        found: &mut Found,
        told: &mut (dyn FnMut(usize) + Send),
    ) -> Result<Texts, QueueError> {
        let keys = self.search_keys().await?;
        let mut texts = Texts::default();
        let mut pages = items::query_texts(&self.table).into_paginator().send();
        while let Some(page) = pages.next().await {
            let items = page.map_err(|error| explain(&error))?.items.unwrap_or_default();
            let (search, keys) = (search.clone(), keys.clone());
            let look = move |item| {
                let text = SealedText::from_item(&item).filter(|text| text.expires_at.is_none_or(|end| end > now))?;
                let fits = opened(&text, &keys).map(|searchable| search.finds_in(&searchable));
                Some((text.reference, fits))
            };
            for (reference, fits) in in_parallel(items, look).await?.into_iter().flatten() {
                *looked_at += 1;
                match fits {
                    // The text of one that was reopened is of before.
                    _ if open.contains(&reference) => *looked_at -= 1,
                    Ok(true) => texts.fits.push(reference),
                    Ok(false) => {}
                    Err(NotOpened::Damaged) => texts.damaged.push(reference),
                    Err(NotOpened::NoKey) => found.unopened += 1,
                }
            }
            told(*looked_at);
        }
        Ok(texts)
    }

    /// The referrals whose text for `find` does not open although its key does.
    pub(super) async fn damaged_texts(&self) -> Result<Vec<Reference>, QueueError> {
        let keys = self.search_keys().await?;
        let mut damaged = Vec::new();
        let mut pages = items::query_texts(&self.table).into_paginator().send();
        while let Some(page) = pages.next().await {
            let items = page.map_err(|error| explain(&error))?.items.unwrap_or_default();
            let keys = keys.clone();
            let look = move |item| {
                let text = SealedText::from_item(&item)?;
                matches!(opened(&text, &keys), Err(NotOpened::Damaged)).then_some(text.reference)
            };
            damaged.extend(in_parallel(items, look).await?.into_iter().flatten());
        }
        Ok(damaged)
    }

    /// Entries with their histories, read side by side, and how many cannot be read; those that are gone are left out.
    async fn records(&self, of: &[Reference]) -> Result<(Vec<Record>, usize), QueueError> {
        let mut reads = JoinSet::new();
        for reference in of {
            let (tray, reference) = (self.clone(), reference.clone());
            reads.spawn(async move { tray.record_of(&reference).await });
        }
        let (mut records, mut damaged) = (Vec::new(), 0);
        while let Some(read) = reads.join_next().await {
            match read.map_err(|_| QueueError::NoAnswer)? {
                Err(QueueError::Damaged(_)) => damaged += 1,
                read => records.extend(read?),
            }
        }
        Ok((records, damaged))
    }
}
