//! One entry with its history, and the record of who read it.

use std::sync::Arc;

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use chrono::{DateTime, Utc};
use referral::Reference;
use referral::life::{Event, Reading, What};

use super::listing::Case;
use crate::items::{self, Stored, query};
use crate::sealing::{SealedEvent, Why, open_event, open_stored};
use crate::table::explain;
use crate::{QueueError, Tray};

/// One entry with its history. No `Debug`: events hold notes.
#[derive(Clone)]
pub struct Shown {
    /// The entry.
    pub case: Case,
    /// What happened, oldest first.
    pub events: Vec<Event>,
    /// How many events this identity could not open.
    pub unopened: usize,
    /// Why this reading is not in the history, where it could not be recorded; the next one tries again.
    pub unrecorded: Option<QueueError>,
}

impl Tray {
    /// One entry with its history.
    ///
    /// # Errors
    /// When the table fails, or the entry cannot be opened.
    pub async fn show(&self, reference: &Reference) -> Result<Option<Shown>, QueueError> {
        Ok(self.look(reference).await?.map(|(shown, _)| shown))
    }

    /// The same, and when the table may drop it by itself.
    async fn look(&self, reference: &Reference) -> Result<Option<(Shown, Option<DateTime<Utc>>)>, QueueError> {
        let items = query(items::query_collection(&self.table, reference)).await?;
        let Some(item) = items.iter().find(|item| items::is_entry(item)) else { return Ok(None) };
        let stored = Stored::from_item(item)?;
        let identity = self.identity().ok_or(QueueError::Unopened(Why::NoKey))?;
        let entry = open_stored(&stored, Some(&identity)).map_err(QueueError::Unopened)?;
        let mut shown = Shown {
            case: Case { entry: Arc::new(entry), state: stored.state },
            events: Vec::new(),
            unopened: 0,
            unrecorded: None,
        };
        for event in items.iter().filter_map(|item| open_event(item, reference, &identity)) {
            match event {
                Ok(event) => shown.events.push(event),
                Err(_) => shown.unopened += 1,
            }
        }
        Ok(Some((shown, stored.expires_at)))
    }

    /// The same as [`Tray::show`], for somebody who reads it: that is recorded, once for each person and version. Where
    /// it cannot be, the entry is shown all the same, and says so: [`Shown::unrecorded`].
    ///
    /// # Errors
    /// When the table fails, or the entry cannot be opened.
    pub async fn show_to(
        &self,
        reference: &Reference,
        who: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<Shown>, QueueError> {
        self.look_as(reference, Event::new(now, who, What::Opened { mark: None })).await
    }

    /// The same for a sheet that is drawn to be printed: recorded as drawn, and unread until somebody says that it came
    /// out.
    ///
    /// # Errors
    /// When the table fails, or the entry cannot be opened.
    pub async fn show_to_print(
        &self,
        reference: &Reference,
        who: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<Shown>, QueueError> {
        self.look_as(reference, Event::new(now, who, What::Opened { mark: Some(Reading::Print) })).await
    }

    async fn look_as(&self, reference: &Reference, event: Event) -> Result<Option<Shown>, QueueError> {
        let Some((mut shown, ends_at)) = self.look(reference).await? else { return Ok(None) };
        let event = self.signed(event);
        let sealed = SealedEvent::reading(shown.case.state.version, &event, reference, &self.recipients)?;
        match self.record(reference, sealed, ends_at).await {
            Ok(true) => shown.events.push(event),
            Ok(false) => {}
            // Reading does not depend on writing: a full disk must not keep a patient's referral from staff.
            Err(error) => shown.unrecorded = Some(error),
        }
        Ok(Some(shown))
    }

    /// Writes a reading that is not recorded yet; false where it is. It expires with what was read.
    pub(crate) async fn record(
        &self,
        reference: &Reference,
        sealed: SealedEvent,
        ends_at: Option<DateTime<Utc>>,
    ) -> Result<bool, QueueError> {
        match items::put_event(&self.table, reference, &sealed.sort_key, sealed.bytes, ends_at).send().await {
            Ok(_) => Ok(true),
            Err(error) if error.as_service_error().is_some_and(PutItemError::is_conditional_check_failed_exception) => {
                Ok(false)
            }
            Err(error) => Err(explain(&error)),
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
        let got = items::get_entry(&self.table, reference).send().await.map_err(|error| explain(&error))?;
        got.item().filter(|item| items::is_entry(item)).map(Stored::from_item).transpose()
    }
}
