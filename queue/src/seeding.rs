//! Fills a table for benches: entries sealed as the function seals them, with histories written all at once.

use aws_sdk_dynamodb::types::{PutRequest, TransactWriteItem, WriteRequest};
use chrono::{DateTime, Utc};
use referral::life::{Event, State, Status};
use referral::{Activity, Calendar, Entry};

use crate::items::{self, Item, Stored};
use crate::parallel::in_parallel;
use crate::sealing::{SealedEvent, seal};
use crate::table::explain;
use crate::{QueueError, Recipients, Tray};

/// The most that one request writes.
const AT_ONCE: usize = 25;

/// An entry as it is to be stored.
pub struct Seed {
    /// The entry.
    pub entry: Entry,
    /// The keyed hash it is stored under; its reference is made from it.
    pub key: [u8; 32],
    /// Its state.
    pub state: State,
    /// What happened, oldest first: as many as the state's version says.
    pub history: Vec<Event>,
    /// When it last moved.
    pub moved_at: DateTime<Utc>,
}

/// Seals these in parallel and writes them, as one program would have closed them: with one key for their texts.
///
/// # Errors
/// When sealing or the table fails.
pub async fn plant(tray: &Tray, calendar: &Calendar, seeds: Vec<Seed>) -> Result<(), QueueError> {
    let mut items: Vec<Item> = put_items(vec![items::put_indexed(&tray.table)?]);
    for seed in seeds.iter().filter(|seed| seed.state.status == Status::Closed) {
        items.extend(put_items(tray.indexed(None, (&seed.entry, &seed.history), None).await?));
    }
    let (to, calendar) = (tray.recipients.clone(), calendar.clone());
    let sealed = in_parallel(seeds, move |seed| sealed(&seed, &to, &calendar)).await?;
    items.extend(sealed.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten());
    let table = &tray.table;
    for part in items.chunks(AT_ONCE) {
        let put = |item: &Item| {
            let put = PutRequest::builder().set_item(Some(item.clone())).build().map_err(|_| QueueError::Sealing)?;
            Ok(WriteRequest::builder().put_request(put).build())
        };
        let writes: Result<Vec<_>, QueueError> = part.iter().map(put).collect();
        let batch = table.client().batch_write_item().request_items(table.name(), writes?);
        batch.send().await.map_err(|error| explain(&error))?;
    }
    Ok(())
}

/// What a transaction would put.
fn put_items(writes: Vec<TransactWriteItem>) -> Vec<Item> {
    writes.into_iter().filter_map(|write| write.put.map(|put| put.item)).collect()
}

fn sealed(seed: &Seed, to: &Recipients, calendar: &Calendar) -> Result<Vec<Item>, QueueError> {
    let (entry, reference) = (&seed.entry, &seed.entry.reference);
    let closed = seed.state.status == Status::Closed;
    let stored = Stored {
        reference: reference.clone(),
        key: hex::encode(seed.key),
        received_at: entry.received_at,
        due_on: entry.due_on,
        state: seed.state.clone(),
        key_set: to.fingerprint().to_owned(),
        digest: hex::encode(seed.key),
        marker: if closed { String::new() } else { items::open_marker() },
        sealed: seal::seal_entry(entry, to)?,
        expires_at: None,
    };
    let mut items = vec![stored.to_item()];
    if closed {
        let row = seal::seal_activity(&Activity::of(entry, &seed.history, calendar), reference, to)?;
        items.push(items::row_item(&stored, seed.state.version, &items::closed_marker(seed.moved_at), row));
        items[0].retain(|_, value| value.as_s().map_or(true, |text| !text.is_empty()));
    }
    for (version, event) in (1..).zip(&seed.history) {
        let sealed = SealedEvent::making(version, event, reference, to)?;
        items.push(items::event_item(reference, &sealed.sort_key, sealed.bytes, None));
    }
    Ok(items)
}
