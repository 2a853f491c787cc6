//! Reports as they were issued: sealed, each version once, never changed.

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::transaction::{failure, in_transaction};
use crate::items::{self, Item, query};
use crate::sealing::seal;
use crate::table::explain;
use crate::{ActError, Identity, QueueError, Recipients, Tray};

/// What is sealed. Name and version are inside, so that one report cannot be put under the name of another.
#[derive(Serialize, Deserialize)]
struct Inside<T> {
    name: String,
    version: u32,
    report: T,
}

impl Tray {
    /// Keeps a version of the report of this name. False when that version is there already: it stays as it is.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn issue<T: Serialize>(&self, name: &str, version: u32, report: &T) -> Result<bool, QueueError> {
        let inside = Inside { name: name.to_owned(), version, report };
        let sealed = seal::seal(&inside, &self.recipients)?;
        match items::put_report(&self.table, name, version, sealed).send().await {
            Ok(_) => Ok(true),
            Err(error) if error.as_service_error().is_some_and(PutItemError::is_conditional_check_failed_exception) => {
                Ok(false)
            }
            Err(error) => Err(explain(&error)),
        }
    }

    /// Every version of the report of this name, oldest first.
    ///
    /// # Errors
    /// When the table fails, there is no identity, or a version does not open.
    pub async fn issued<T: DeserializeOwned>(&self, name: &str) -> Result<Vec<T>, QueueError> {
        let identity = self.identity().ok_or(QueueError::CannotOpen)?;
        let items = query(items::query_reports(&self.table, name)).await?;
        let open = |(at, item): (u32, &Item)| {
            let inside: Inside<T> = open(item, &identity)?;
            let in_place = inside.name == name && inside.version == at;
            in_place.then_some(inside.report).ok_or(QueueError::CannotOpen)
        };
        (1..).zip(&items).map(open).collect()
    }

    /// Seals every issued report to the keys of today, unchanged. Says how many there are, and how many of them this
    /// identity does not open; those stay as they were.
    ///
    /// # Errors
    /// When the table fails, or there is no identity.
    pub async fn rotate_reports(&self) -> Result<(usize, usize), ActError> {
        let identity = self.identity().ok_or(QueueError::CannotOpen)?;
        let (mut found, mut unopened) = (0, 0);
        let mut pages = items::scan_all(&self.table).into_paginator().send();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| explain(&error))?;
            for item in page.items().iter().filter(|item| items::is_report(item)) {
                found += 1;
                let Ok((sort_key, sealed)) = again(item, &identity, &self.recipients) else {
                    unopened += 1;
                    continue;
                };
                let write = items::reseal_item(&self.table, items::partition_key(item), &sort_key, sealed)?;
                in_transaction(&self.table, vec![write]).await.map_err(|error| failure(&error))?;
            }
        }
        Ok((found, unopened))
    }
}

fn open<T: DeserializeOwned>(item: &Item, identity: &Identity) -> Result<Inside<T>, QueueError> {
    seal::open(&items::ciphertext(item).unwrap_or_default(), identity)
}

/// The sort key of a report, and the same report sealed to these keys. One under another's key does not open.
fn again(item: &Item, identity: &Identity, to: &Recipients) -> Result<(String, Vec<u8>), QueueError> {
    let inside: Inside<Json> = open(item, identity)?;
    let (partition_key, sort_key) = items::report_key(&inside.name, inside.version);
    if !items::has_key(item, &partition_key, &sort_key) {
        return Err(QueueError::CannotOpen);
    }
    Ok((sort_key, seal::seal(&inside, to)?))
}
