//! What is asked of the table: one entry, a history, what is open or was closed, everything.

use aws_sdk_dynamodb::operation::get_item::builders::GetItemFluentBuilder;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::operation::scan::builders::ScanFluentBuilder;
use aws_sdk_dynamodb::types::Select;
use chrono::NaiveDate;
use referral::Reference;

use super::names::{
    CANARY, DUE_ON, ENTRY, HEARD, INDEX, IS_OPEN, Item, KEY_SET, LEASE_UNTIL, OPEN, OWNER, PK, RECEIVED_AT, SK, STATUS,
    VERSION, closed_in, key, reports_partition_key, s,
};
use crate::table::explain;
use crate::{QueueError, Table};

/// About the megabyte DynamoDB gives at a time. Said aloud because the embedded engine otherwise reads all that is
/// left before it cuts the page, and memory grows with the archive.
const A_PAGE: i32 = 200;
/// How many of the newest canaries a desk looks at.
const CANARIES_OPENED: i32 = 2;

/// The entry, as of now.
pub(crate) fn get_entry(table: &Table, reference: &Reference) -> GetItemFluentBuilder {
    get(table, reference, ENTRY)
}

/// One event, as of now.
pub(crate) fn get_event(table: &Table, reference: &Reference, sort_key: &str) -> GetItemFluentBuilder {
    get(table, reference, sort_key)
}

fn get(table: &Table, reference: &Reference, sort_key: &str) -> GetItemFluentBuilder {
    let get = table.client().get_item().table_name(table.name()).consistent_read(true);
    get.set_key(Some(key(reference.as_str(), sort_key)))
}

/// The entry and its whole history, in order.
pub(crate) fn query_collection(table: &Table, reference: &Reference) -> QueryFluentBuilder {
    query_partition(table, reference.as_str())
}

/// Every version of a report, oldest first.
pub(crate) fn query_reports(table: &Table, name: &str) -> QueryFluentBuilder {
    query_partition(table, &reports_partition_key(name))
}

pub(super) fn query_partition(table: &Table, partition_key: &str) -> QueryFluentBuilder {
    let query = table.client().query().table_name(table.name()).consistent_read(true);
    query
        .key_condition_expression("#pk = :pk")
        .expression_attribute_names("#pk", PK)
        .expression_attribute_values(":pk", s(partition_key))
}

/// Everything open, by due date.
pub(crate) fn query_open(table: &Table) -> QueryFluentBuilder {
    query_marked(table, IS_OPEN)
}

fn query_marked(table: &Table, marker: &str) -> QueryFluentBuilder {
    let query = table.client().query().table_name(table.name()).index_name(INDEX);
    query
        .key_condition_expression("#open = :open")
        .expression_attribute_names("#open", OPEN)
        .expression_attribute_values(":open", s(marker))
        .limit(A_PAGE)
}

/// Everything closed in the month of this day, and what is left of it after purge.
pub(crate) fn query_closed(table: &Table, month: NaiveDate) -> QueryFluentBuilder {
    query_marked(table, &closed_in(month))
}

/// The same without the ciphertext, for those who do not open it.
pub(crate) fn query_open_clear(table: &Table) -> QueryFluentBuilder {
    only_clear(query_open(table))
}

/// The newest canaries, to be opened.
pub(crate) fn query_newest_canaries(table: &Table) -> QueryFluentBuilder {
    query_marked(table, CANARY).scan_index_forward(false).limit(CANARIES_OPENED)
}

/// Every canary without its ciphertext.
pub(crate) fn query_canaries_clear(table: &Table) -> QueryFluentBuilder {
    only_clear(query_marked(table, CANARY))
}

/// Keys alone of an entry and its history: what happened how often, but not what.
pub(crate) fn query_keys(table: &Table, reference: &Reference) -> QueryFluentBuilder {
    projected(query_collection(table, reference), &[PK, SK])
}

fn only_clear(query: QueryFluentBuilder) -> QueryFluentBuilder {
    projected(query, &[PK, RECEIVED_AT, DUE_ON, STATUS, OWNER, LEASE_UNTIL, HEARD, VERSION, KEY_SET])
}

/// Asks for these attributes only. `Select` is said aloud because the digest's policy demands it: without it the
/// policy could not tell this from a request for everything.
pub(super) fn projected(query: QueryFluentBuilder, names: &[&str]) -> QueryFluentBuilder {
    let list: Vec<String> = names.iter().map(|name| format!("#{name}")).collect();
    let query = query.select(Select::SpecificAttributes).projection_expression(list.join(", "));
    names.iter().fold(query, |query, name| query.expression_attribute_names(format!("#{name}"), *name))
}

/// Everything there is: entries, their histories, and what remains of those purged.
pub(crate) fn scan_all(table: &Table) -> ScanFluentBuilder {
    table.client().scan().table_name(table.name()).consistent_read(true).limit(A_PAGE)
}

/// Every item of a query, whatever the number of answers it comes in.
pub(crate) async fn query(query: QueryFluentBuilder) -> Result<Vec<Item>, QueueError> {
    let mut pages = query.into_paginator().items().send();
    let mut items = Vec::new();
    while let Some(item) = pages.next().await {
        items.push(item.map_err(|error| explain(&error))?);
    }
    Ok(items)
}
