//! The table's items: this file and its folder are the only place that knows attribute names.
//!
//! In clear stand only what the clock, the queue and rotation need (see `ARCHITECTURE.md`); everything about a
//! person is in `ct`. One entry and its history share the hash key, so both change in one transaction and are read
//! in one query.

use std::collections::HashMap;
use std::str::FromStr;

use aws_sdk_dynamodb::operation::create_table::builders::CreateTableFluentBuilder;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ReturnValuesOnConditionCheckFailure, ScalarAttributeType, TimeToLiveSpecification,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use referral::life::{State, Status};
use referral::{Reference, london};

use crate::{QueueError, Table};

mod changes;
mod keys;
mod reads;

pub(crate) use changes::{Change, counted, expire, moved, purged, recorded, resealed, resealed_part, row_of, stray};
pub(crate) use keys::{Test, get_test, new_test, prove, query_tests};
pub(crate) use reads::{
    get_entry, get_event, query_canaries_clear, query_closed, query_entry, query_newest_canaries, query_open,
    query_open_clear, query_places, scan_all,
};

/// An item as the SDK gives it.
pub(crate) type Item = HashMap<String, AttributeValue>;

const PK: &str = "pk";
const SK: &str = "sk";
const KEY: &str = "key";
const RECEIVED_AT: &str = "received_at";
const DUE_ON: &str = "due_on";
const STATUS: &str = "status";
const OWNER: &str = "owner";
const LEASE_UNTIL: &str = "lease_until";
const VERSION: &str = "version";
const KEY_SET: &str = "key_set";
const DIGEST: &str = "digest";
const OPEN: &str = "open";
const SEALED: &str = "ct";
const EXPIRES: &str = "expires_at";

const INDEX: &str = "open-by-due";
const ENTRY: &str = "entry";
/// Sort key and index marker of the daily canary.
const CANARY: &str = "canary";
/// How long a canary is kept.
const CANARY_KEPT: TimeDelta = TimeDelta::days(14);
const EVENT: &str = "event#";
const ACTIVITY: &str = "activity";
const REPORT: &str = "report#";
const VERSION_OF: &str = "version#";
/// The marker of an open entry in the index; a closed one is marked with the month it was closed in.
const IS_OPEN: &str = "1";
const MINUTE: &str = "%Y-%m-%dT%H:%MZ";

/// An entry as stored.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) reference: Reference,
    /// The whole keyed hash, of which the reference is the beginning.
    pub(crate) key: String,
    pub(crate) received_at: DateTime<Utc>,
    pub(crate) due_on: NaiveDate,
    pub(crate) state: State,
    /// Which set of keys it is sealed to.
    pub(crate) key_set: String,
    /// Keyed digest of the answers.
    pub(crate) digest: String,
    /// Its place in the index.
    pub(crate) marker: String,
    pub(crate) sealed: Vec<u8>,
    /// When the table may drop it by itself, should no purge have come first.
    pub(crate) expires_at: Option<DateTime<Utc>>,
}

impl Stored {
    /// The item to put.
    pub(crate) fn to_item(&self) -> Item {
        let mut item = item_key(&self.reference, ENTRY);
        let mut text = |name: &str, value: String| drop(item.insert(name.to_owned(), AttributeValue::S(value)));
        text(KEY, self.key.clone());
        text(RECEIVED_AT, self.received_at.format(MINUTE).to_string());
        text(DUE_ON, self.due_on.to_string());
        text(STATUS, self.state.status.code().to_owned());
        text(KEY_SET, self.key_set.clone());
        text(DIGEST, self.digest.clone());
        text(OPEN, self.marker.clone());
        if let Some(owner) = &self.state.owner {
            text(OWNER, owner.clone());
        }
        item.insert(VERSION.to_owned(), AttributeValue::N(self.state.version.to_string()));
        item.insert(SEALED.to_owned(), AttributeValue::B(Blob::new(self.sealed.clone())));
        item
    }

    /// Reads an entry's item. What a narrower read left out is empty.
    pub(crate) fn from_item(item: &Item) -> Result<Self, QueueError> {
        let name = text(item, PK).unwrap_or_default();
        let read = || {
            Some(Self {
                reference: Reference::parse(name)?,
                key: text(item, KEY).unwrap_or_default().to_owned(),
                received_at: minute(text(item, RECEIVED_AT)?)?,
                due_on: parsed(item, DUE_ON)?,
                state: State {
                    status: Status::from_code(text(item, STATUS)?)?,
                    owner: text(item, OWNER).map(str::to_owned),
                    lease_until: text(item, LEASE_UNTIL).and_then(|until| until.parse().ok()),
                    version: item.get(VERSION)?.as_n().ok()?.parse().ok()?,
                },
                key_set: text(item, KEY_SET).unwrap_or_default().to_owned(),
                digest: text(item, DIGEST).unwrap_or_default().to_owned(),
                marker: text(item, OPEN).unwrap_or_default().to_owned(),
                sealed: sealed(item).unwrap_or_default(),
                expires_at: expires_at(item),
            })
        };
        // Only a reference is named: anything else in that place could be anything.
        let foreign = || Reference::parse(name).map_or_else(|| "?".to_owned(), |known| known.to_string());
        read().ok_or_else(|| QueueError::Foreign(foreign()))
    }
}

fn text<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.get(name)?.as_s().ok().map(String::as_str)
}

fn parsed<T: FromStr>(item: &Item, name: &str) -> Option<T> {
    text(item, name)?.parse().ok()
}

fn minute(text: &str) -> Option<DateTime<Utc>> {
    chrono::NaiveDateTime::parse_from_str(text, MINUTE).ok().map(|at| at.and_utc())
}

/// When the table may drop an item by itself, if it may.
pub(crate) fn expires_at(item: &Item) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(item.get(EXPIRES)?.as_n().ok()?.parse().ok()?, 0)
}

fn s(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

fn item_key(reference: &Reference, sort: &str) -> Item {
    key(reference.as_str(), sort)
}

fn key(home: &str, sort: &str) -> Item {
    HashMap::from([(PK.to_owned(), s(home)), (SK.to_owned(), s(sort))])
}

/// The ciphertext of an item.
pub(crate) fn sealed(item: &Item) -> Option<Vec<u8>> {
    item.get(SEALED)?.as_b().ok().map(|blob| blob.as_ref().to_vec())
}

/// The place of the row left for counting; none for any other item.
pub(crate) fn place_of_row(item: &Item) -> Option<&str> {
    text(item, SK).filter(|sort| *sort == ACTIVITY)
}

/// The place of an event in its entry's history: its item's range key; none for the entry itself.
pub(crate) fn place(item: &Item) -> Option<&str> {
    text(item, SK).filter(|sort| sort.starts_with(EVENT))
}

/// Whether it is an entry, and neither its history nor the row that is left for counting.
pub(crate) fn is_entry(item: &Item) -> bool {
    text(item, SK) == Some(ENTRY)
}

/// The reference under which the row left for counting is kept, and the row, sealed; none for any other item.
pub(crate) fn activity(item: &Item) -> Option<(Reference, Vec<u8>)> {
    (text(item, SK) == Some(ACTIVITY)).then(|| Some((Reference::parse(text(item, PK)?)?, sealed(item)?))).flatten()
}

/// What marks an entry in the index: open, or the month in which it was closed.
pub(crate) fn marker(status: Status, changed_at: DateTime<Utc>) -> String {
    if status == Status::Closed { closed_in(london(changed_at).date_naive()) } else { IS_OPEN.to_owned() }
}

fn closed_in(month: NaiveDate) -> String {
    month.format("closed %Y-%m").to_string()
}

/// The place of the event that made this version.
pub(crate) fn place_of(version: u64) -> String {
    format!("{EVENT}{version:06}")
}

/// The place of somebody's reading of this version. It sorts after the event that made the version.
pub(crate) fn place_of_reading(version: u64, who: &str) -> String {
    format!("{}#opened#{who}", place_of(version))
}

/// The place of the mark that this version was exported. It sorts after the event that made the version.
pub(crate) fn place_of_export(version: u64) -> String {
    format!("{}#opened-export", place_of(version))
}

/// Where a version of the report of this name stands.
pub(crate) fn of_issue(name: &str, version: u32) -> (String, String) {
    (format!("{REPORT}{name}"), format!("{VERSION_OF}{version:06}"))
}

/// Whether the item stands there.
pub(crate) fn stands_at(item: &Item, home: &str, place: &str) -> bool {
    text(item, PK) == Some(home) && text(item, SK) == Some(place)
}

/// Puts an entry that is not there yet; if it is, the error carries it.
pub(crate) fn put_entry(table: &Table, entry: &Stored) -> PutItemFluentBuilder {
    put_new(table, entry.to_item())
}

/// Puts an event that is not there yet.
pub(crate) fn put_event(
    table: &Table,
    reference: &Reference,
    place: &str,
    sealed: Vec<u8>,
    expires_at: Option<DateTime<Utc>>,
) -> PutItemFluentBuilder {
    put_new(table, event_item(reference, place, sealed, expires_at))
}

/// Puts a version of a report that is not there yet.
pub(crate) fn put_report(table: &Table, name: &str, version: u32, sealed: Vec<u8>) -> PutItemFluentBuilder {
    let (home, place) = of_issue(name, version);
    let mut item = key(&home, &place);
    item.insert(SEALED.to_owned(), AttributeValue::B(Blob::new(sealed)));
    put_new(table, item)
}

/// Every version of a report, oldest first.
pub(crate) fn query_reports(table: &Table, name: &str) -> QueryFluentBuilder {
    let query = table.client().query().table_name(table.name()).consistent_read(true);
    query
        .key_condition_expression("#pk = :pk")
        .expression_attribute_names("#pk", PK)
        .expression_attribute_values(":pk", s(&format!("{REPORT}{name}")))
}

fn put_new(table: &Table, item: Item) -> PutItemFluentBuilder {
    let put = table.client().put_item().table_name(table.name()).set_item(Some(item));
    put.condition_expression(format!("attribute_not_exists({PK})"))
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
}

/// A line of the history as an item. It ends with its entry.
pub(crate) fn event_item(
    reference: &Reference,
    place: &str,
    sealed: Vec<u8>,
    expires_at: Option<DateTime<Utc>>,
) -> Item {
    let mut item = item_key(reference, place);
    item.insert(SEALED.to_owned(), AttributeValue::B(Blob::new(sealed)));
    item.extend(expires_at.map(|at| (EXPIRES.to_owned(), AttributeValue::N(at.timestamp().to_string()))));
    item
}

/// Puts a canary that is not there yet. The table's time to live takes it away again.
pub(crate) fn put_canary(table: &Table, canary: &Stored) -> PutItemFluentBuilder {
    let mut item = canary.to_item();
    item.insert(SK.to_owned(), s(CANARY));
    item.insert(OPEN.to_owned(), s(CANARY));
    let expires_at = (canary.received_at + CANARY_KEPT).timestamp();
    item.insert(EXPIRES.to_owned(), AttributeValue::N(expires_at.to_string()));
    put_new(table, item)
}

/// Whose item it is: a reference, or the name of another part of the table.
pub(crate) fn home(item: &Item) -> &str {
    text(item, PK).unwrap_or_default()
}

/// Whether it is an issued report, which is about no single referral.
pub(crate) fn is_report(item: &Item) -> bool {
    home(item).starts_with(REPORT)
}

/// Whether it is the daily canary, which is no entry.
pub(crate) fn is_canary(item: &Item) -> bool {
    text(item, SK) == Some(CANARY)
}

/// The version an event made; none for a reading, or an export, of one.
pub(crate) fn version_at(place: &str) -> Option<u64> {
    place.strip_prefix(EVENT)?.parse().ok()
}

/// The table as it is made by `init`; `deploy/` makes the same.
pub(crate) fn create(table: &Table) -> Result<CreateTableFluentBuilder, QueueError> {
    let element = |name: &str, kind| KeySchemaElement::builder().attribute_name(name).key_type(kind).build();
    let index = GlobalSecondaryIndex::builder()
        .index_name(INDEX)
        .key_schema(element(OPEN, KeyType::Hash).map_err(incomplete)?)
        .key_schema(element(DUE_ON, KeyType::Range).map_err(incomplete)?)
        .projection(Projection::builder().projection_type(ProjectionType::All).build());
    let mut create = table
        .client()
        .create_table()
        .table_name(table.name())
        .billing_mode(BillingMode::PayPerRequest)
        .key_schema(element(PK, KeyType::Hash).map_err(incomplete)?)
        .key_schema(element(SK, KeyType::Range).map_err(incomplete)?)
        .global_secondary_indexes(index.build().map_err(incomplete)?);
    for name in [PK, SK, OPEN, DUE_ON] {
        let definition = AttributeDefinition::builder().attribute_name(name).attribute_type(ScalarAttributeType::S);
        create = create.attribute_definitions(definition.build().map_err(incomplete)?);
    }
    Ok(create)
}

/// Lets the table drop what has expired.
pub(crate) fn let_expire(
    table: &Table,
) -> Result<aws_sdk_dynamodb::operation::update_time_to_live::builders::UpdateTimeToLiveFluentBuilder, QueueError> {
    let how = TimeToLiveSpecification::builder().attribute_name(EXPIRES).enabled(true).build().map_err(incomplete)?;
    Ok(table.client().update_time_to_live().table_name(table.name()).time_to_live_specification(how))
}

fn incomplete(_: aws_sdk_dynamodb::error::BuildError) -> QueueError {
    QueueError::Refused("the request could not be made".to_owned())
}
