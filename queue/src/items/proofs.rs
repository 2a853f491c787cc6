//! The items by which holders of keys prove that they can open what is sealed to them.

use aws_sdk_dynamodb::operation::get_item::builders::GetItemFluentBuilder;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use chrono::{DateTime, Utc};

use super::names::{DIGEST, Item, KEY, MINUTE, PK, RECEIVED_AT, SEALED, SK, bytes, ciphertext, key, minute, s, text};
use super::reads::query_partition;
use crate::Table;

/// The partition key of the tests.
const KEYS: &str = "keys";

/// A secret sealed to one key alone, and what its holder answered.
#[derive(Debug, Clone)]
pub(crate) struct Test {
    /// Which set and which key of it.
    pub(crate) sort_key: String,
    pub(crate) sealed: Vec<u8>,
    /// SHA-256 of the secret.
    pub(crate) digest: String,
    /// The secret, once the holder opened it, and when that was.
    pub(crate) answer: Option<(String, DateTime<Utc>)>,
}

impl Test {
    pub(crate) fn from_item(item: &Item) -> Option<Self> {
        let answer = text(item, KEY).map(str::to_owned).zip(text(item, RECEIVED_AT).and_then(minute));
        let (sort_key, digest) = (text(item, SK)?.to_owned(), text(item, DIGEST)?.to_owned());
        Some(Self { sort_key, sealed: ciphertext(item)?, digest, answer })
    }
}

fn test_key(sort_key: &str) -> Item {
    key(KEYS, sort_key)
}

/// Puts a test that is not there yet.
pub(crate) fn new_test(table: &Table, test: &Test) -> PutItemFluentBuilder {
    let mut item = test_key(&test.sort_key);
    item.insert(DIGEST.to_owned(), s(&test.digest));
    item.insert(SEALED.to_owned(), bytes(test.sealed.clone()));
    let put = table.client().put_item().table_name(table.name()).set_item(Some(item));
    put.condition_expression(format!("attribute_not_exists({PK})"))
}

/// One test, as of now.
pub(crate) fn get_test(table: &Table, sort_key: &str) -> GetItemFluentBuilder {
    let get = table.client().get_item().table_name(table.name()).consistent_read(true);
    get.set_key(Some(test_key(sort_key)))
}

/// Every test of every set.
pub(crate) fn query_tests(table: &Table) -> QueryFluentBuilder {
    query_partition(table, KEYS)
}

/// Records the answer.
pub(crate) fn prove(table: &Table, sort_key: &str, secret: &str, now: DateTime<Utc>) -> UpdateItemFluentBuilder {
    let update = table.client().update_item().table_name(table.name()).set_key(Some(test_key(sort_key)));
    update
        .update_expression("SET #answer = :answer, #at = :at")
        .condition_expression(format!("attribute_exists({PK})"))
        .expression_attribute_names("#answer", KEY)
        .expression_attribute_names("#at", RECEIVED_AT)
        .expression_attribute_values(":answer", s(secret))
        .expression_attribute_values(":at", s(&now.format(MINUTE).to_string()))
}
