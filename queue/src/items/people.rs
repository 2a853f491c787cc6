//! Which referrals are the same person's, by keyed hashes; and the secret that keys them.

use aws_sdk_dynamodb::operation::get_item::builders::GetItemFluentBuilder;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::TransactWriteItem;
use referral::Reference;

use super::names::{Item, PK, SEALED, SK, bytes, key, text};
use super::puts::put_new;
use super::reads::query_partition;
use super::writes::{delete, put};
use crate::{QueueError, Table};

/// The partition key of what desks share about no single referral.
pub(super) const DESK: &str = "desk";
/// The sort key of the desk secret.
const SECRET: &str = "secret";
/// The partition key of a person begins with this, before the keyed hash.
const PERSON: &str = "person#";

/// The desk secret, as of now.
pub(crate) fn get_secret(table: &Table) -> GetItemFluentBuilder {
    table.client().get_item().table_name(table.name()).consistent_read(true).set_key(Some(key(DESK, SECRET)))
}

/// Puts the desk secret, if there is none yet.
pub(crate) fn put_secret(table: &Table, sealed: Vec<u8>) -> PutItemFluentBuilder {
    let mut item = key(DESK, SECRET);
    item.insert(SEALED.to_owned(), bytes(sealed));
    put_new(table, item)
}

/// Partition key and sort key of the desk secret.
pub(crate) fn secret_key() -> (&'static str, &'static str) {
    (DESK, SECRET)
}

/// The references kept under the hash of a person.
pub(crate) fn query_person(table: &Table, hash: &str) -> QueryFluentBuilder {
    query_partition(table, &format!("{PERSON}{hash}"))
}

/// The reference that an item of the index of people names.
pub(crate) fn person_reference(item: &Item) -> Option<Reference> {
    text(item, PK)?.starts_with(PERSON).then(|| Reference::parse(text(item, SK)?)).flatten()
}

/// Keeps a reference under the hash of a person.
pub(crate) fn put_person(table: &Table, hash: &str, reference: &Reference) -> Result<TransactWriteItem, QueueError> {
    put(table, key(&format!("{PERSON}{hash}"), reference.as_str()))
}

/// Deletes a reference from under the hash of a person.
pub(crate) fn delete_person(table: &Table, hash: &str, reference: &Reference) -> Result<TransactWriteItem, QueueError> {
    delete(table, key(&format!("{PERSON}{hash}"), reference.as_str()))
}
