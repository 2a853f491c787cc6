//! Finds referrals by what is in them and in their history, open and closed. No index has their names, so the whole
//! table is read, a page at a time, and each opened: only for somebody who asks.

use chrono::{DateTime, Utc};

use super::collection::ItemCollection;
use super::listing::Clear;
use super::record::Record;
use super::scan::Scan;
use super::search::Search;
use crate::items;
use crate::parallel::in_parallel;
use crate::sealing::{open_event, open_stored};
use crate::{Identity, QueueError, Tray};

/// More than this is no answer: another word is asked for.
const MOST: usize = 500;

/// What was found. No `Debug`: records hold notes.
#[derive(Clone, Default)]
pub struct Found {
    /// What fits, in no order.
    pub records: Vec<Record>,
    /// Whether there is more than these: the search stopped.
    pub more: bool,
    /// How many entries this identity does not open, so that nobody knows.
    pub unopened: usize,
}

/// What one collection came to.
enum Looked {
    Fits(Box<Record>),
    FitsNot,
    Sealed,
}

impl Tray {
    /// What fits of those that `wanted` asks for by what is in clear. `told` hears how many were looked at so far.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn find(
        &self,
        search: &Search,
        wanted: impl Fn(&Clear) -> bool,
        now: DateTime<Utc>,
        told: &mut (dyn FnMut(usize) + Send),
    ) -> Result<Found, QueueError> {
        let (mut scan, mut found, mut looked_at) = (Scan::of(&self.table), Found::default(), 0);
        while let Some(mut collections) = scan.next().await? {
            collections.retain(|collection| {
                collection
                    .stored()
                    .is_some_and(|stored| stored.expires_at.is_none_or(|end| end > now) && wanted(&Clear::of(&stored)))
            });
            looked_at += collections.len();
            let (identity, search) = (self.identity(), search.clone());
            let looked =
                in_parallel(collections, move |collection| look(&collection, identity.as_deref(), &search)).await?;
            for one in looked {
                match one {
                    Looked::Fits(record) => found.records.push(*record),
                    Looked::Sealed => found.unopened += 1,
                    Looked::FitsNot => {}
                }
            }
            told(looked_at);
            if found.records.len() > MOST {
                found.records.truncate(MOST);
                found.more = true;
                break;
            }
        }
        Ok(found)
    }
}

/// Opens the entry, and its history only where the entry alone does not fit.
fn look(collection: &ItemCollection, identity: Option<&Identity>, search: &Search) -> Looked {
    let (Some(stored), Some(identity)) = (collection.stored(), identity) else { return Looked::Sealed };
    let Ok(entry) = open_stored(&stored, Some(identity)) else { return Looked::Sealed };
    let acts = || {
        // Readings and exports hold no text.
        let acts = collection
            .items
            .iter()
            .filter(|item| items::sort_key_in_history(item).and_then(items::event_version).is_some());
        acts.filter_map(|item| open_event(item, &stored.reference, identity)).flatten().collect()
    };
    if !search.finds(&entry) && !search.finds_with(&entry, acts) {
        return Looked::FitsNot;
    }
    Record::of(collection, Some(identity)).map_or(Looked::Sealed, |record| Looked::Fits(Box::new(record)))
}
