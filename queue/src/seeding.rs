//! Fills a table for benches: entries sealed as the function seals them, with histories written all at once.

use aws_sdk_dynamodb::types::{PutRequest, TransactWriteItem, WriteRequest};
use chrono::{DateTime, Utc};
use referral::life::{Event, State, Status};
use referral::{Activity, Entry};

use crate::items::{self, Item, Stored};
use crate::parallel::in_parallel;
use crate::sealing::{SealedEvent, seal};
use crate::table::explain;
use crate::{QueueError, Recipients, Table, Tray};

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
    /// The row for counting, as whoever closes an entry leaves it.
    pub row: Option<Activity>,
}

/// Seals these in parallel and writes them.
///
/// # Errors
/// When sealing or the table fails.
pub async fn plant(table: &Table, recipients: &Recipients, seeds: Vec<Seed>) -> Result<(), QueueError> {
    let to = recipients.clone();
    let sealed = in_parallel(seeds, move |seed| items(&seed, &to)).await?;
    let items: Vec<Item> = sealed.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
    put_all(table, &items).await
}

/// Puts the closed ones into the index, as one program would that closed them: with one key for their texts.
///
/// # Errors
/// When sealing or the table fails.
pub async fn plant_index(tray: &Tray, seeds: &[Seed]) -> Result<(), QueueError> {
    let mut writes = vec![items::put_indexed(&tray.table)?];
    for seed in seeds.iter().filter(|seed| seed.state.status == Status::Closed) {
        writes.extend(tray.indexed(None, (&seed.entry, &seed.history), None).await?);
    }
    let put = |write: TransactWriteItem| write.put.map(|put| put.item);
    put_all(&tray.table, &writes.into_iter().filter_map(put).collect::<Vec<_>>()).await
}

async fn put_all(table: &Table, items: &[Item]) -> Result<(), QueueError> {
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

fn items(seed: &Seed, to: &Recipients) -> Result<Vec<Item>, QueueError> {
    let (entry, reference) = (&seed.entry, &seed.entry.reference);
    let stored = Stored {
        reference: reference.clone(),
        key: hex::encode(seed.key),
        received_at: entry.received_at,
        due_on: entry.due_on,
        state: seed.state.clone(),
        key_set: to.fingerprint().to_owned(),
        digest: hex::encode(seed.key),
        marker: match seed.state.status {
            Status::Closed => items::closed_marker(seed.moved_at),
            _ => items::open_marker(),
        },
        sealed: seal::seal_entry(entry, to)?,
        expires_at: None,
    };
    let mut items = match &seed.row {
        None => vec![stored.to_item()],
        Some(row) => {
            let row = seal::seal_activity(row, reference, to)?;
            vec![items::unlisted(&stored), items::row_item(&stored, stored.state.version, &stored.marker, row)]
        }
    };
    for (version, event) in (1..).zip(&seed.history) {
        let sealed = SealedEvent::making(version, event, reference, to)?;
        items.push(items::event_item(reference, &sealed.sort_key, sealed.bytes, None));
    }
    Ok(items)
}
