//! Single writes of new items: each with the condition that nothing has that key yet.

use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;
use chrono::{DateTime, TimeDelta, Utc};
use referral::Reference;

use super::names::{CANARY, EXPIRES, Item, OPEN, PK, SEALED, SK, bytes, key, number, report_key, s};
use super::stored::Stored;
use crate::Table;

/// How long a canary is kept.
const CANARY_KEPT: TimeDelta = TimeDelta::days(14);

/// Puts an entry that is not there yet; if it is, the error carries it.
pub(crate) fn put_entry(table: &Table, entry: &Stored) -> PutItemFluentBuilder {
    put_new(table, entry.to_item())
}

/// Puts an event that is not there yet.
pub(crate) fn put_event(
    table: &Table,
    reference: &Reference,
    sort_key: &str,
    sealed: Vec<u8>,
    expires_at: Option<DateTime<Utc>>,
) -> PutItemFluentBuilder {
    put_new(table, event_item(reference, sort_key, sealed, expires_at))
}

/// Puts a version of a report that is not there yet.
pub(crate) fn put_report(table: &Table, name: &str, version: u32, sealed: Vec<u8>) -> PutItemFluentBuilder {
    let (partition_key, sort_key) = report_key(name, version);
    let mut item = key(&partition_key, &sort_key);
    item.insert(SEALED.to_owned(), bytes(sealed));
    put_new(table, item)
}

/// Puts a canary that is not there yet. The table's time to live takes it away again.
pub(crate) fn put_canary(table: &Table, canary: &Stored) -> PutItemFluentBuilder {
    let mut item = canary.to_item();
    item.insert(SK.to_owned(), s(CANARY));
    item.insert(OPEN.to_owned(), s(CANARY));
    item.insert(EXPIRES.to_owned(), number(&(canary.received_at + CANARY_KEPT).timestamp()));
    put_new(table, item)
}

pub(super) fn put_new(table: &Table, item: Item) -> PutItemFluentBuilder {
    let put = table.client().put_item().table_name(table.name()).set_item(Some(item));
    put.condition_expression(format!("attribute_not_exists({PK})"))
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
}

/// An event as an item. It expires with its entry.
pub(crate) fn event_item(
    reference: &Reference,
    sort_key: &str,
    sealed: Vec<u8>,
    expires_at: Option<DateTime<Utc>>,
) -> Item {
    let mut item = key(reference.as_str(), sort_key);
    item.insert(SEALED.to_owned(), bytes(sealed));
    item.extend(expires_at.map(|at| (EXPIRES.to_owned(), number(&at.timestamp()))));
    item
}
