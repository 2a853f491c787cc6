//! One walk over the whole table, a page at a time: memory does not grow with the archive.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use referral::life::{Event, State};
use referral::{Entry, Reference};

use crate::attributes::{self, Item, Stored};
use crate::listing::{Clear, Why};
use crate::watch::explain;
use crate::{Identity, QueueError, Table, events, opening};

/// What stands under one reference: the entry and its history, or what is left of them.
#[derive(Debug, Clone)]
pub(crate) struct Family {
    pub(crate) home: String,
    pub(crate) items: Vec<Item>,
}

impl Family {
    /// Its reference, if it stands under one.
    pub(crate) fn reference(&self) -> Option<Reference> {
        Reference::parse(&self.home).filter(|reference| reference.as_str() == self.home)
    }

    /// The entry's own item.
    pub(crate) fn entry(&self) -> Option<&Item> {
        self.items.iter().find(|item| attributes::is_entry(item))
    }

    /// The entry in clear; none where there is none, or it is not in our form.
    pub(crate) fn stored(&self) -> Option<Stored> {
        self.entry().and_then(|item| Stored::from_item(item).ok())
    }

    /// The places of the history's lines.
    pub(crate) fn history_places(&self) -> impl Iterator<Item = &str> {
        self.items.iter().filter_map(attributes::place)
    }

    /// Whether all that is left of it, but for the row for counting, is past its end: the table drops the items of a
    /// family one by one.
    pub(crate) fn has_ended(&self, now: DateTime<Utc>) -> bool {
        let mut lines = self.items.iter().filter(|item| attributes::place_of_row(item).is_none());
        lines.all(|item| attributes::expires_at(item).is_some_and(|end| end <= now))
    }

    /// The history, as far as this identity opens it, and how many lines it does not.
    pub(crate) fn history(&self, identity: &Identity) -> (Vec<Event>, usize) {
        let Some(reference) = self.reference() else { return (Vec::new(), self.items.len()) };
        let opened = self.items.iter().filter_map(|item| events::open(item, &reference, identity));
        let (read, unread): (Vec<_>, Vec<_>) = opened.partition(Result::is_ok);
        (read.into_iter().flatten().collect(), unread.len())
    }
}

/// Splits pages of items into families. Items of one family follow each other; its end is seen when the next begins.
#[derive(Debug, Default)]
pub(crate) struct Families(Option<Family>);

impl Families {
    fn take(&mut self, items: Vec<Item>) -> Vec<Family> {
        let mut whole = Vec::new();
        for item in items.into_iter().filter(|item| !attributes::is_report(item)) {
            let home = attributes::home(&item).to_owned();
            match &mut self.0 {
                Some(family) if family.home == home => family.items.push(item),
                _ => whole.extend(self.0.replace(Family { home, items: vec![item] })),
            }
        }
        whole
    }
}

/// Gives every family to `each`, page by page.
pub(crate) async fn walk(
    table: &Table,
    mut each: impl AsyncFnMut(Vec<Family>) -> Result<(), QueueError>,
) -> Result<(), QueueError> {
    let mut walk = Walk::over(table);
    while let Some(families) = walk.next().await? {
        each(families).await?;
    }
    Ok(())
}

/// A walk that is asked for its next page.
pub(crate) struct Walk {
    table: Table,
    from: Option<Item>,
    families: Families,
    ended: bool,
}

impl Walk {
    pub(crate) fn over(table: &Table) -> Self {
        Self { table: table.clone(), from: None, families: Families::default(), ended: false }
    }

    /// The families whose end was seen; none once the whole table was.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<Family>>, QueueError> {
        if self.ended {
            return Ok(None);
        }
        let asked = attributes::scan_all(&self.table).set_exclusive_start_key(self.from.take());
        let page = asked.send().await.map_err(|error| explain(&error))?;
        let mut whole = self.families.take(page.items.unwrap_or_default());
        self.from = page.last_evaluated_key.filter(|key| !key.is_empty());
        if self.from.is_none() {
            self.ended = true;
            whole.extend(self.families.0.take());
        }
        Ok(Some(whole))
    }
}

/// Does the same to many in parallel, on threads that may work, in their order.
pub(crate) async fn in_parallel<T, R>(
    all: Vec<T>,
    work: impl Fn(T) -> R + Clone + Send + 'static,
) -> Result<Vec<R>, QueueError>
where
    T: Send + 'static,
    R: Send + 'static,
{
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = all.len().div_ceil(threads).max(1);
    let mut all = all.into_iter();
    let mut parts = Vec::new();
    loop {
        let part: Vec<T> = all.by_ref().take(share).collect();
        if part.is_empty() {
            break;
        }
        let work = work.clone();
        parts.push(tokio::task::spawn_blocking(move || part.into_iter().map(work).collect::<Vec<R>>()));
    }
    let mut done = Vec::new();
    for part in parts {
        done.extend(part.await.map_err(|_| QueueError::CannotOpen)?);
    }
    Ok(done)
}

/// An entry with its history, as a walk finds it. No `Debug`: events hold notes.
#[derive(Clone)]
pub struct Found {
    /// What can be seen of it without opening it.
    pub clear: Clear,
    /// The entry, or why it stays sealed.
    pub entry: Result<Arc<Entry>, Why>,
    /// What happened, oldest first, as far as this identity opens it.
    pub events: Vec<Event>,
    /// How many lines of the history it does not open.
    pub unopened: usize,
    /// Whether somebody exported it since it last changed.
    pub exported: bool,
}

impl Found {
    pub(crate) fn of(family: &Family, identity: Option<&Identity>) -> Option<Self> {
        let stored = family.stored()?;
        let entry = opening::open(&stored, identity).map(Arc::new);
        let (events, unopened) =
            identity.map_or((Vec::new(), family.history_places().count()), |own| family.history(own));
        let mark = attributes::place_of_export(stored.state.version);
        let exported = family.history_places().any(|place| place == mark);
        Some(Self { clear: Clear::of(&stored), entry, events, unopened, exported })
    }

    /// Where it stands, as stored.
    pub fn state(&self) -> &State {
        &self.clear.state
    }
}
