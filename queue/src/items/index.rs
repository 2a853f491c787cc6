//! The index of closed referrals: the texts that `find` looks through, the keys they are sealed with, and what is still
//! to be put into it.

use aws_sdk_dynamodb::operation::get_item::builders::GetItemFluentBuilder;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::TransactWriteItem;
use chrono::{DateTime, Utc};
use referral::Reference;

use super::names::{EXPIRES, Item, KEY, PK, SEALED, SK, bytes, ciphertext, expires_at, key, number, s, text};
use super::people::DESK;
use super::reads::{projected, query_partition};
use super::writes::{delete, put};
use crate::{QueueError, Table};

/// The partition key of the texts.
const TEXTS: &str = "search";
/// The partition key of the keys they are sealed with.
const KEYS: &str = "search-keys";
/// The partition key of the references of what was closed without being put into the index.
const UNINDEXED: &str = "unindexed";
/// The sort key of the mark that everything closed before is in the index, or named as not being in it.
const INDEXED: &str = "indexed";
/// Texts are short: so many are a megabyte.
const A_PAGE: i32 = 1000;

/// A text of the index as it is stored.
pub(crate) struct SealedText {
    pub(crate) reference: Reference,
    /// The name of the key it is sealed with.
    pub(crate) key: String,
    pub(crate) sealed: Vec<u8>,
    /// When the table may drop it by itself.
    pub(crate) expires_at: Option<DateTime<Utc>>,
}

impl SealedText {
    pub(crate) fn from_item(item: &Item) -> Option<Self> {
        let reference = Reference::parse(text(item, SK)?)?;
        let key = text(item, KEY)?.to_owned();
        Some(Self { reference, key, sealed: ciphertext(item).unwrap_or_default(), expires_at: expires_at(item) })
    }
}

/// A part of the table, a page at a time: the embedded engine otherwise reads all that is left for each page.
fn paged(table: &Table, partition_key: &str) -> QueryFluentBuilder {
    query_partition(table, partition_key).limit(A_PAGE)
}

/// Every text.
pub(crate) fn query_texts(table: &Table) -> QueryFluentBuilder {
    paged(table, TEXTS).consistent_read(false)
}

/// Whose texts there are, and the names of their keys.
pub(crate) fn query_text_keys(table: &Table) -> QueryFluentBuilder {
    projected(paged(table, TEXTS), &[SK, KEY])
}

/// The name of the key a text is sealed with.
pub(crate) fn text_key(item: &Item) -> Option<&str> {
    text(item, KEY)
}

/// Puts a text in the place of the one before.
pub(crate) fn put_text(table: &Table, sealed: &SealedText) -> Result<TransactWriteItem, QueueError> {
    let mut item = key(TEXTS, sealed.reference.as_str());
    item.insert(KEY.to_owned(), s(&sealed.key));
    item.insert(SEALED.to_owned(), bytes(sealed.sealed.clone()));
    item.extend(sealed.expires_at.map(|at| (EXPIRES.to_owned(), number(&at.timestamp()))));
    put(table, item)
}

/// Deletes a text.
pub(crate) fn delete_text(table: &Table, reference: &Reference) -> Result<TransactWriteItem, QueueError> {
    delete(table, key(TEXTS, reference.as_str()))
}

/// Every key.
pub(crate) fn query_search_keys(table: &Table) -> QueryFluentBuilder {
    paged(table, KEYS)
}

/// The name of a key.
pub(crate) fn search_key_name(item: &Item) -> Option<&str> {
    text(item, SK).filter(|_| text(item, PK) == Some(KEYS))
}

/// Puts a key: its name is random, so nothing is there yet.
pub(crate) fn put_search_key(table: &Table, name: &str, sealed: Vec<u8>) -> Result<TransactWriteItem, QueueError> {
    let mut item = key(KEYS, name);
    item.insert(SEALED.to_owned(), bytes(sealed));
    put(table, item)
}

/// Deletes a key.
pub(crate) fn delete_search_key(table: &Table, name: &str) -> Result<TransactWriteItem, QueueError> {
    delete(table, key(KEYS, name))
}

/// The references of what is to be put into the index.
pub(crate) fn query_unindexed(table: &Table) -> QueryFluentBuilder {
    paged(table, UNINDEXED)
}

/// The reference that a text, or such a note, is about.
pub(crate) fn indexed_reference(item: &Item) -> Option<Reference> {
    Reference::parse(text(item, SK)?)
}

/// Notes that it is to be put into the index.
pub(crate) fn put_unindexed(table: &Table, reference: &Reference) -> Result<TransactWriteItem, QueueError> {
    put(table, key(UNINDEXED, reference.as_str()))
}

/// Takes that note away.
pub(crate) fn delete_unindexed(table: &Table, reference: &Reference) -> Result<TransactWriteItem, QueueError> {
    delete(table, key(UNINDEXED, reference.as_str()))
}

/// The mark that everything is in the index or noted as not being in it.
pub(crate) fn get_indexed(table: &Table) -> GetItemFluentBuilder {
    table.client().get_item().table_name(table.name()).set_key(Some(key(DESK, INDEXED)))
}

/// Puts that mark.
pub(crate) fn put_indexed(table: &Table) -> Result<TransactWriteItem, QueueError> {
    put(table, key(DESK, INDEXED))
}
