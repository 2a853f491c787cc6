//! The writes that change an entry: each a part of one transaction, with its condition.

use aws_sdk_dynamodb::types::{AttributeValue, Delete, Put, TransactWriteItem, Update};
use chrono::{DateTime, SecondsFormat, Utc};
use referral::Reference;
use referral::life::State;

use super::names::{
    ACTIVITY, DUE_ON, EXPIRES, HEARD, Item, KEY_SET, LEASE_UNTIL, OPEN, OWNER, PK, REMOVED, SEALED, STATUS, VERSION,
    bytes, entry_key, incomplete, key, number, s,
};
use super::puts::event_item;
use super::stored::Stored;
use crate::{QueueError, Table};

/// From which version to what.
#[derive(Debug, Clone)]
pub(crate) struct Change<'a> {
    pub(crate) reference: &'a Reference,
    pub(crate) from: u64,
    pub(crate) next: &'a State,
    /// Its marker in the index; none where the row for counting is listed instead.
    pub(crate) marker: Option<String>,
    /// When the table may drop it by itself; none takes away what was said before.
    pub(crate) expires_at: Option<DateTime<Utc>>,
    /// The set of keys and the ciphertext, where the entry itself changes.
    pub(crate) resealed: Option<(&'a str, Vec<u8>)>,
}

/// Moves an entry from one version to the next.
pub(crate) fn update_entry(table: &Table, change: &Change<'_>) -> Result<TransactWriteItem, QueueError> {
    let (next, mut set, mut gone) =
        (change.next, vec!["#status = :status", "#version = :next", "#heard = :heard"], Vec::new());
    let mut update = Update::builder()
        .table_name(table.name())
        .set_key(Some(entry_key(change.reference)))
        .condition_expression("#version = :from")
        .expression_attribute_values(":from", number(&change.from))
        .expression_attribute_values(":next", number(&next.version))
        .expression_attribute_values(":status", s(next.status.code()))
        .expression_attribute_values(":heard", AttributeValue::Bool(next.heard));
    let names =
        [("#version", VERSION), ("#status", STATUS), ("#owner", OWNER), ("#lease", LEASE_UNTIL), ("#heard", HEARD)];
    for (short, name) in names.into_iter().chain([("#open", OPEN), ("#expires", EXPIRES)]) {
        update = update.expression_attribute_names(short, name);
    }
    let lease = next.lease_until.map(|until| s(&until.to_rfc3339_opts(SecondsFormat::AutoSi, true)));
    let changing = [
        ("#owner = :owner", "#owner", ":owner", next.owner.as_deref().map(s)),
        ("#lease = :lease", "#lease", ":lease", lease),
        ("#open = :open", "#open", ":open", change.marker.as_deref().map(s)),
        ("#expires = :expires", "#expires", ":expires", change.expires_at.map(|at| number(&at.timestamp()))),
    ];
    if let Some((key_set, sealed)) = &change.resealed {
        set.extend(["#ct = :ct", "#key_set = :key_set"]);
        update = update
            .expression_attribute_names("#ct", SEALED)
            .expression_attribute_names("#key_set", KEY_SET)
            .expression_attribute_values(":ct", bytes(sealed.clone()))
            .expression_attribute_values(":key_set", s(key_set));
    }
    for (assignment, name, value_name, value) in changing {
        match value {
            Some(value) => {
                set.push(assignment);
                update = update.expression_attribute_values(value_name, value);
            }
            None => gone.push(name),
        }
    }
    let remove = if gone.is_empty() { String::new() } else { format!(" REMOVE {}", gone.join(", ")) };
    let update = update.update_expression(format!("SET {}{remove}", set.join(", "))).build().map_err(incomplete)?;
    Ok(TransactWriteItem::builder().update(update).build())
}

/// Puts an event in the same transaction.
pub(crate) fn add_event(
    table: &Table,
    reference: &Reference,
    sort_key: &str,
    sealed: Vec<u8>,
    expires_at: Option<DateTime<Utc>>,
) -> Result<TransactWriteItem, QueueError> {
    put_new(table, event_item(reference, sort_key, sealed, expires_at))
}

fn put_new(table: &Table, item: Item) -> Result<TransactWriteItem, QueueError> {
    let put = Put::builder().table_name(table.name()).set_item(Some(item));
    let put = put.condition_expression(format!("attribute_not_exists({PK})")).build().map_err(incomplete)?;
    Ok(TransactWriteItem::builder().put(put).build())
}

/// Puts an item in the place of the one before.
pub(super) fn put(table: &Table, item: Item) -> Result<TransactWriteItem, QueueError> {
    let put = Put::builder().table_name(table.name()).set_item(Some(item)).build().map_err(incomplete)?;
    Ok(TransactWriteItem::builder().put(put).build())
}

/// Deletes an item, if it is there.
pub(super) fn delete(table: &Table, key: Item) -> Result<TransactWriteItem, QueueError> {
    let delete = Delete::builder().table_name(table.name()).set_key(Some(key)).build().map_err(incomplete)?;
    Ok(TransactWriteItem::builder().delete(delete).build())
}

/// Gives an event the same end as its entry.
pub(crate) fn set_expiry(
    table: &Table,
    reference: &Reference,
    sort_key: &str,
    at: Option<DateTime<Utc>>,
) -> Result<TransactWriteItem, QueueError> {
    let update = Update::builder()
        .table_name(table.name())
        .set_key(Some(key(reference.as_str(), sort_key)))
        .condition_expression(format!("attribute_exists({PK})"))
        .expression_attribute_names("#expires", EXPIRES);
    let update = match at {
        Some(at) => update
            .update_expression("SET #expires = :expires")
            .expression_attribute_values(":expires", number(&at.timestamp())),
        None => update.update_expression("REMOVE #expires"),
    };
    Ok(TransactWriteItem::builder().update(update.build().map_err(incomplete)?).build())
}

/// Takes an entry out, if it is still in this version; what stays in its place keeps the reference, so that no other
/// referral is ever given it.
pub(crate) fn remove_entry(
    table: &Table,
    reference: &Reference,
    version: u64,
) -> Result<TransactWriteItem, QueueError> {
    let mut item = entry_key(reference);
    item.insert(STATUS.to_owned(), s(REMOVED));
    let put = Put::builder()
        .table_name(table.name())
        .set_item(Some(item))
        .condition_expression("#version = :version")
        .expression_attribute_names("#version", VERSION)
        .expression_attribute_values(":version", number(&version));
    Ok(TransactWriteItem::builder().put(put.build().map_err(incomplete)?).build())
}

/// Nothing but the condition that an entry is still in this version.
pub(crate) fn in_this_version(
    table: &Table,
    reference: &Reference,
    version: u64,
) -> Result<TransactWriteItem, QueueError> {
    let update = Update::builder()
        .table_name(table.name())
        .set_key(Some(entry_key(reference)))
        .update_expression("SET #version = :version")
        .condition_expression("#version = :version")
        .expression_attribute_names("#version", VERSION)
        .expression_attribute_values(":version", number(&version));
    Ok(TransactWriteItem::builder().update(update.build().map_err(incomplete)?).build())
}

/// Deletes one event of a history.
pub(crate) fn delete_event(
    table: &Table,
    reference: &Reference,
    sort_key: &str,
) -> Result<TransactWriteItem, QueueError> {
    delete(table, key(reference.as_str(), sort_key))
}

/// Lists the row for counting in the index instead of the closed entry, unless somebody acted since.
pub(crate) fn row_for_entry(table: &Table, entry: &Stored, row: Vec<u8>) -> Result<Vec<TransactWriteItem>, QueueError> {
    let update = Update::builder()
        .table_name(table.name())
        .set_key(Some(entry_key(&entry.reference)))
        .condition_expression("#version = :version")
        .update_expression("REMOVE #open")
        .expression_attribute_names("#version", VERSION)
        .expression_attribute_names("#open", OPEN)
        .expression_attribute_values(":version", number(&entry.state.version));
    let update = update.build().map_err(incomplete)?;
    Ok(vec![
        TransactWriteItem::builder().update(update).build(),
        put_row(table, entry, entry.state.version, &entry.marker, row)?,
    ])
}

/// Puts the row for counting of this version of an entry, with this marker in the index.
pub(crate) fn put_row(
    table: &Table,
    entry: &Stored,
    version: u64,
    marker: &str,
    row: Vec<u8>,
) -> Result<TransactWriteItem, QueueError> {
    put(table, row_item(entry, version, marker, row))
}

/// The row for counting as an item.
pub(crate) fn row_item(entry: &Stored, version: u64, marker: &str, row: Vec<u8>) -> Item {
    let mut item = key(entry.reference.as_str(), ACTIVITY);
    item.insert(DUE_ON.to_owned(), s(&entry.due_on.to_string()));
    item.insert(OPEN.to_owned(), s(marker));
    item.insert(VERSION.to_owned(), number(&version));
    item.insert(SEALED.to_owned(), bytes(row));
    item
}

/// Replaces the ciphertext of an entry of this version: the same entry, sealed to another set of keys.
pub(crate) fn reseal_entry(
    table: &Table,
    reference: &Reference,
    version: u64,
    key_set: &str,
    sealed: Vec<u8>,
) -> Result<TransactWriteItem, QueueError> {
    let update = Update::builder()
        .table_name(table.name())
        .set_key(Some(entry_key(reference)))
        .update_expression("SET #ct = :ct, #key_set = :key_set")
        .condition_expression("#version = :version")
        .expression_attribute_names("#version", VERSION)
        .expression_attribute_names("#ct", SEALED)
        .expression_attribute_names("#key_set", KEY_SET)
        .expression_attribute_values(":version", number(&version))
        .expression_attribute_values(":key_set", s(key_set))
        .expression_attribute_values(":ct", bytes(sealed));
    Ok(TransactWriteItem::builder().update(update.build().map_err(incomplete)?).build())
}

/// Replaces the ciphertext of an event, row or report: the same, sealed to another set of keys.
pub(crate) fn reseal_item(
    table: &Table,
    partition_key: &str,
    sort_key: &str,
    sealed: Vec<u8>,
) -> Result<TransactWriteItem, QueueError> {
    let update = Update::builder()
        .table_name(table.name())
        .set_key(Some(key(partition_key, sort_key)))
        .update_expression("SET #ct = :ct")
        .condition_expression(format!("attribute_exists({PK})"))
        .expression_attribute_names("#ct", SEALED)
        .expression_attribute_values(":ct", bytes(sealed));
    Ok(TransactWriteItem::builder().update(update.build().map_err(incomplete)?).build())
}
