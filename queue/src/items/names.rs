//! Names of attributes, sort keys and index markers, and how they are read from an item.

use std::collections::HashMap;
use std::str::FromStr;

use aws_sdk_dynamodb::types::AttributeValue;
use chrono::{DateTime, NaiveDate, Utc};
use referral::{Reference, london};

use crate::QueueError;

/// An item as the SDK gives it.
pub(crate) type Item = HashMap<String, AttributeValue>;

pub(super) const PK: &str = "pk";
pub(super) const SK: &str = "sk";
pub(super) const KEY: &str = "key";
pub(super) const RECEIVED_AT: &str = "received_at";
pub(super) const DUE_ON: &str = "due_on";
pub(super) const STATUS: &str = "status";
pub(super) const OWNER: &str = "owner";
pub(super) const LEASE_UNTIL: &str = "lease_until";
pub(super) const HEARD: &str = "heard";
pub(super) const VERSION: &str = "version";
pub(super) const KEY_SET: &str = "key_set";
pub(super) const DIGEST: &str = "digest";
pub(super) const OPEN: &str = "open";
pub(super) const SEALED: &str = "ct";
pub(super) const EXPIRES: &str = "expires_at";

/// The index over open entries, and over closed ones by the month of their closing.
pub(super) const INDEX: &str = "open-by-due";
/// The sort key of an entry.
pub(super) const ENTRY: &str = "entry";
/// Sort key and index marker of the daily canary.
pub(super) const CANARY: &str = "canary";
/// The sort key of the row for counting.
pub(super) const ACTIVITY: &str = "activity";
/// The status of what keeps the reference of an entry that was purged or erased.
pub(super) const REMOVED: &str = "removed";
/// The marker of an open entry in the index; a closed one is marked with the month it was closed in.
pub(super) const IS_OPEN: &str = "1";
/// Times in clear are kept to the minute, in UTC.
pub(super) const MINUTE: &str = "%Y-%m-%dT%H:%MZ";
/// The partition key of issued reports begins with this.
const REPORT: &str = "report#";
/// The sort key of an event begins with this.
const EVENT: &str = "event#";
/// The sort key of an issued report begins with this.
const REPORT_VERSION: &str = "version#";

pub(super) fn text<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.get(name)?.as_s().ok().map(String::as_str)
}

pub(super) fn parsed<T: FromStr>(item: &Item, name: &str) -> Option<T> {
    text(item, name)?.parse().ok()
}

pub(super) fn minute(text: &str) -> Option<DateTime<Utc>> {
    chrono::NaiveDateTime::parse_from_str(text, MINUTE).ok().map(|at| at.and_utc())
}

pub(super) fn s(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

pub(super) fn number<T: ToString>(value: &T) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

pub(super) fn bytes(sealed: Vec<u8>) -> AttributeValue {
    AttributeValue::B(sealed.into())
}

pub(super) fn entry_key(reference: &Reference) -> Item {
    key(reference.as_str(), ENTRY)
}

/// A primary key: partition key and sort key.
pub(super) fn key(partition_key: &str, sort_key: &str) -> Item {
    HashMap::from([(PK.to_owned(), s(partition_key)), (SK.to_owned(), s(sort_key))])
}

pub(super) fn incomplete(_: aws_sdk_dynamodb::error::BuildError) -> QueueError {
    QueueError::Refused("the request could not be made".to_owned())
}

/// When the table may drop an item by itself, if it may.
pub(crate) fn expires_at(item: &Item) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(item.get(EXPIRES)?.as_n().ok()?.parse().ok()?, 0)
}

/// The ciphertext of an item.
pub(crate) fn ciphertext(item: &Item) -> Option<Vec<u8>> {
    item.get(SEALED)?.as_b().ok().map(|blob| blob.as_ref().to_vec())
}

/// The partition key of an item: a reference, or the name of another part of the table.
pub(crate) fn partition_key(item: &Item) -> &str {
    text(item, PK).unwrap_or_default()
}

/// The sort key of an event; none for any other item.
pub(crate) fn sort_key_in_history(item: &Item) -> Option<&str> {
    text(item, SK).filter(|sort_key| sort_key.starts_with(EVENT))
}

/// The sort key of the row for counting; none for any other item.
pub(crate) fn row_sort_key(item: &Item) -> Option<&str> {
    text(item, SK).filter(|sort_key| *sort_key == ACTIVITY)
}

/// The reference of a row for counting, and the row, sealed; none for any other item.
pub(crate) fn activity_row(item: &Item) -> Option<(Reference, Vec<u8>)> {
    row_sort_key(item).and_then(|_| Some((Reference::parse(text(item, PK)?)?, ciphertext(item)?)))
}

/// Whether it is an entry, and neither its history, nor the row that is left for counting, nor what keeps the reference
/// of one that was purged or erased.
pub(crate) fn is_entry(item: &Item) -> bool {
    text(item, SK) == Some(ENTRY) && !is_removed(item)
}

/// Whether it keeps the reference of an entry that was purged or erased, so that no other is given it.
pub(crate) fn is_removed(item: &Item) -> bool {
    text(item, STATUS) == Some(REMOVED)
}

/// Whether it is an issued report, which is about no single referral.
pub(crate) fn is_report(item: &Item) -> bool {
    partition_key(item).starts_with(REPORT)
}

/// Whether it belongs to another part of the table, which is about no single referral.
pub(crate) fn is_elsewhere(item: &Item) -> bool {
    Reference::parse(partition_key(item)).is_none() && !is_entry(item)
}

/// Whether it is the daily canary, which is no entry.
pub(crate) fn is_canary(item: &Item) -> bool {
    text(item, SK) == Some(CANARY)
}

/// Whether the item has this primary key.
pub(crate) fn has_key(item: &Item, partition_key: &str, sort_key: &str) -> bool {
    text(item, PK) == Some(partition_key) && text(item, SK) == Some(sort_key)
}

/// What marks an open entry in the index.
pub(crate) fn open_marker() -> String {
    IS_OPEN.to_owned()
}

/// What marks in the index what was closed then: the month, in Europe/London.
pub(crate) fn closed_marker(closed_at: DateTime<Utc>) -> String {
    closed_in(london(closed_at).date_naive())
}

pub(super) fn closed_in(month: NaiveDate) -> String {
    month.format("closed %Y-%m").to_string()
}

/// The sort key of the event that made this version.
pub(crate) fn event_sort_key(version: u64) -> String {
    format!("{EVENT}{version:06}")
}

/// The version an event made; none for a reading, or an export, of one.
pub(crate) fn event_version(sort_key: &str) -> Option<u64> {
    sort_key.strip_prefix(EVENT)?.parse().ok()
}

/// The sort key of somebody's reading of this version: after the event that made the version.
pub(crate) fn reading_sort_key(version: u64, who: &str) -> String {
    format!("{}#opened#{who}", event_sort_key(version))
}

/// The sort key of the mark that this version was exported: after the event that made the version.
pub(crate) fn export_sort_key(version: u64) -> String {
    format!("{}#opened-export", event_sort_key(version))
}

/// The partition key of all versions of the report of this name.
pub(super) fn reports_partition_key(name: &str) -> String {
    format!("{REPORT}{name}")
}

/// Partition key and sort key of one version of the report of this name.
pub(crate) fn report_key(name: &str, version: u32) -> (String, String) {
    (reports_partition_key(name), format!("{REPORT_VERSION}{version:06}"))
}
