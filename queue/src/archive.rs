//! The whole archive: export, purge and what remains.

use chrono::{DateTime, Utc};
use referral::life::{Event, Outcome, Status};
use referral::{Activity, Calendar, Reference};

use crate::acting::{failure, in_transaction};
use crate::attributes::{self, Item};
use crate::events::Sealed;
use crate::listing::{Clear, Why};
use crate::tray::query;
use crate::walk::{self, Family, Found};
use crate::{ActError, QueueError, Tray, events, seal};

/// A transaction holds a hundred writes; the entry, what remains of it and the purge itself are three.
const HISTORY_AT_ONCE: usize = 90;

impl Tray {
    /// Every entry that still holds a person, with its history, a page at a time: those that `wanted` asks for by
    /// what is in clear. Entries past their end that the table has not dropped yet are left out.
    ///
    /// # Errors
    /// When the table fails, or `each` does.
    pub async fn each(
        &self,
        now: DateTime<Utc>,
        wanted: impl Fn(&Clear) -> bool,
        mut each: impl AsyncFnMut(Vec<Found>) -> Result<(), QueueError>,
    ) -> Result<(), QueueError> {
        walk::walk(&self.table, async |families: Vec<Family>| {
            let wanted = |family: &Family| {
                family
                    .stored()
                    .is_some_and(|stored| stored.expires_at.is_none_or(|end| end > now) && wanted(&Clear::of(&stored)))
            };
            let families = families.into_iter().filter(wanted).collect();
            let identity = self.identity.clone();
            let found = walk::in_parallel(families, move |family| Found::of(&family, identity.as_deref())).await?;
            each(found.into_iter().flatten().collect()).await
        })
        .await
    }

    /// Marks an entry as exported in the version it was read in; once, whoever exports it again.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn exported(&self, found: &Clear, who: &str, now: DateTime<Utc>) -> Result<(), QueueError> {
        let Clear { reference, state, ends_at, .. } = found;
        let sealed = Sealed::export(state.version, &events::export(now, who), reference, &self.recipients)?;
        self.record(reference, sealed, *ends_at).await
    }

    /// Closed entries whose last closing was before `before`, oldest first; and how many closed ones cannot be opened,
    /// so that nobody knows.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn closed_before(&self, before: DateTime<Utc>) -> Result<(Vec<Found>, usize), QueueError> {
        let (mut due, mut unknown) = (Vec::new(), 0);
        // Whatever was closed before then was received before then.
        let closed = |clear: &Clear| clear.state.status == Status::Closed && clear.received_at < before;
        self.each(DateTime::<Utc>::MIN_UTC, closed, async |found| {
            for found in found {
                match found.entry.is_ok().then(|| closed_at(&found.events)).flatten() {
                    Some(at) if at < before => due.push(found),
                    Some(_) => {}
                    None => unknown += 1,
                }
            }
            Ok(())
        })
        .await?;
        due.sort_by_key(|found| (found.clear.received_at, found.clear.reference.clone()));
        Ok((due, unknown))
    }

    /// Takes the person out of a closed entry: what remains is the sealed row for counting, and a line that says
    /// who purged it and when.
    ///
    /// # Errors
    /// [`ActError::Changed`] when somebody acted on it since it was found.
    pub async fn purge(
        &self,
        found: &Found,
        who: &str,
        now: DateTime<Utc>,
        calendar: &Calendar,
    ) -> Result<(), ActError> {
        let (reference, version) = (&found.clear.reference, found.clear.state.version);
        let entry = found.entry.as_ref().map_err(|why| QueueError::Unopened(*why))?;
        let stored = self.entry(reference).await?.ok_or(ActError::Changed)?;
        let closed_at = closed_at(&found.events).ok_or(ActError::Changed)?;
        let row = Activity::of(entry, &found.events, calendar);
        let row = seal::seal_activity(&row, reference, &self.recipients)?;
        let marker = attributes::marker(Status::Closed, closed_at);
        let event = Sealed::making(version + 1, &Event::new(now, who, "purge"), reference, &self.recipients)?;
        let places = self.places(reference).await?;
        if places.contains(&event.place) {
            return Err(ActError::Changed);
        }
        let (first, rest) = places.split_at(places.len().min(HISTORY_AT_ONCE));
        let mut writes = vec![
            attributes::purged(&self.table, reference, version)?,
            attributes::row_of(&self.table, &stored, version, &marker, row)?,
            event.write(&self.table, reference, None)?,
        ];
        for place in first {
            writes.push(attributes::stray(&self.table, reference, place)?);
        }
        in_transaction(&self.table, writes).await.map_err(|error| failure(&error))?;
        self.drop_history(reference, rest).await
    }

    async fn drop_history(&self, reference: &Reference, places: &[String]) -> Result<(), ActError> {
        for places in places.chunks(HISTORY_AT_ONCE) {
            let writes: Result<Vec<_>, _> =
                places.iter().map(|place| attributes::stray(&self.table, reference, place)).collect();
            in_transaction(&self.table, writes?).await.map_err(|error| failure(&error))?;
        }
        Ok(())
    }

    /// Finishes purges that were interrupted: a long history goes in several steps. Gives how many there were.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn finish_purges(&self) -> Result<usize, ActError> {
        let identity = self.identity.clone().ok_or(QueueError::Unopened(Why::NoKey))?;
        let mut unfinished = Vec::new();
        walk::walk(&self.table, async |families| {
            let headless =
                families.into_iter().filter(|family| family.entry().is_none() && family.history_places().count() > 1);
            unfinished.extend(headless.filter(|family| {
                family.reference().is_some() && family.history(&identity).0.iter().any(|event| event.what == "purge")
            }));
            Ok(())
        })
        .await?;
        for family in &unfinished {
            let Some(reference) = family.reference() else { continue };
            let is_purge = |item: &Item| {
                let event = events::open(item, &reference, &identity);
                event.is_some_and(|event| event.is_ok_and(|event| event.what == "purge"))
            };
            let left = family.items.iter().filter(|item| !is_purge(item)).filter_map(attributes::place);
            let left: Vec<String> = left.map(str::to_owned).collect();
            self.drop_history(&reference, &left).await?;
        }
        Ok(unfinished.len())
    }

    /// Who purged an entry and when, if that is what became of it.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn purge_of(&self, reference: &Reference) -> Result<Option<Event>, QueueError> {
        let items = query(attributes::query_entry(&self.table, reference)).await?;
        let family = Family { home: reference.to_string(), items };
        let events = self.identity.as_deref().map(|identity| family.history(identity).0).unwrap_or_default();
        Ok(events.into_iter().find(|event| event.what == "purge"))
    }

    /// The places of an entry's history.
    pub(crate) async fn places(&self, reference: &Reference) -> Result<Vec<String>, QueueError> {
        let items = query(attributes::query_entry(&self.table, reference)).await?;
        Ok(items.iter().filter_map(|item| attributes::place(item).map(str::to_owned)).collect())
    }
}

/// When an entry was last closed, by its history.
fn closed_at(events: &[Event]) -> Option<DateTime<Utc>> {
    let last = events.iter().rfind(|event| matches!(event.what.as_str(), "close" | "reopen"))?;
    last.outcome.map(|_: Outcome| last.at)
}
