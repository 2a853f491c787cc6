//! The items by which holders of keys prove that they can open what is sealed to them.

use aws_sdk_dynamodb::operation::get_item::builders::GetItemFluentBuilder;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use chrono::{DateTime, Utc};

use super::{DIGEST, Item, KEY, MINUTE, PK, RECEIVED_AT, SEALED, SK, minute, reads::query_home, s, sealed, text};
use crate::Table;

/// The part of the table that holds the tests.
const KEYS: &str = "keys";

/// A secret sealed to one key alone, and what its holder answered.
#[derive(Debug, Clone)]
pub(crate) struct Test {
    /// Which set and which key of it.
    pub(crate) place: String,
    pub(crate) sealed: Vec<u8>,
    /// SHA-256 of the secret.
    pub(crate) digest: String,
    /// The secret, once the holder opened it, and when that was.
    pub(crate) answer: Option<(String, DateTime<Utc>)>,
}

impl Test {
    pub(crate) fn from_item(item: &Item) -> Option<Self> {
        let answer = text(item, KEY).map(str::to_owned).zip(text(item, RECEIVED_AT).and_then(minute));
        let (place, digest) = (text(item, SK)?.to_owned(), text(item, DIGEST)?.to_owned());
        Some(Self { place, sealed: sealed(item)?, digest, answer })
    }
}

fn test_key(place: &str) -> Item {
    Item::from([(PK.to_owned(), s(KEYS)), (SK.to_owned(), s(place))])
}

/// Puts a test that is not there yet.
pub(crate) fn new_test(table: &Table, test: &Test) -> PutItemFluentBuilder {
    let mut item = test_key(&test.place);
    item.insert(DIGEST.to_owned(), s(&test.digest));
    item.insert(SEALED.to_owned(), AttributeValue::B(Blob::new(test.sealed.clone())));
    let put = table.client().put_item().table_name(table.name()).set_item(Some(item));
    put.condition_expression(format!("attribute_not_exists({PK})"))
}

/// One test, as of now.
pub(crate) fn get_test(table: &Table, place: &str) -> GetItemFluentBuilder {
    let get = table.client().get_item().table_name(table.name()).consistent_read(true);
    get.set_key(Some(test_key(place)))
}

/// Every test of every set.
pub(crate) fn query_tests(table: &Table) -> QueryFluentBuilder {
    query_home(table, KEYS)
}

/// Records the answer.
pub(crate) fn prove(table: &Table, place: &str, secret: &str, now: DateTime<Utc>) -> UpdateItemFluentBuilder {
    let update = table.client().update_item().table_name(table.name()).set_key(Some(test_key(place)));
    update
        .update_expression("SET #answer = :answer, #at = :at")
        .condition_expression(format!("attribute_exists({PK})"))
        .expression_attribute_names("#answer", KEY)
        .expression_attribute_names("#at", RECEIVED_AT)
        .expression_attribute_values(":answer", s(secret))
        .expression_attribute_values(":at", s(&now.format(MINUTE).to_string()))
}
