//! Reports as they were issued: sealed, each version once, never changed.

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::tray::query;
use crate::watch::explain;
use crate::{QueueError, Tray, attributes, seal};

/// What is sealed. Name and version are inside, so that one report cannot stand in another's place.
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
        match attributes::put_report(&self.table, name, version, sealed).send().await {
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
        let identity = self.identity.as_deref().ok_or(QueueError::CannotOpen)?;
        let items = query(attributes::query_reports(&self.table, name)).await?;
        let open = |(at, item): (u32, &attributes::Item)| {
            let sealed = attributes::sealed(item).unwrap_or_default();
            let inside: Inside<T> = seal::open(&sealed, identity)?;
            let in_place = inside.name == name && inside.version == at;
            in_place.then_some(inside.report).ok_or(QueueError::CannotOpen)
        };
        (1..).zip(&items).map(open).collect()
    }
}
