//! The table as `init` makes it; `deploy/aws/` makes the same.

use std::time::Duration;

use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::operation::create_table::CreateTableError;
use aws_sdk_dynamodb::operation::create_table::builders::CreateTableFluentBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection, ProjectionType,
    ScalarAttributeType, TableStatus, TimeToLiveSpecification,
};

use super::names::{DUE_ON, EXPIRES, INDEX, OPEN, PK, SK, incomplete};
use crate::table::explain;
use crate::{QueueError, Table};

/// A new table takes some seconds on AWS.
const READY_TRIES: u32 = 60;
const READY_PAUSE: Duration = Duration::from_millis(500);

impl Table {
    /// Makes the table. Twice is fine.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn create(&self) -> Result<(), QueueError> {
        match create(self)?.send().await {
            Err(error) if !error.as_service_error().is_some_and(CreateTableError::is_resource_in_use_exception) => {
                return Err(explain(&error));
            }
            _ => {}
        }
        for _ in 0..READY_TRIES {
            let described = self.client().describe_table().table_name(self.name()).send().await;
            let described = described.map_err(|error| explain(&error))?;
            if described.table().and_then(|table| table.table_status()) == Some(&TableStatus::Active) {
                return self.let_expire().await;
            }
            tokio::time::sleep(READY_PAUSE).await;
        }
        Err(QueueError::NoAnswer)
    }

    /// Whether there is one.
    #[cfg(feature = "embedded")]
    pub(crate) async fn is_there(&self) -> Result<bool, QueueError> {
        let described = self.client().describe_table().table_name(self.name()).send().await;
        match described.map_err(|error| explain(&error)) {
            Err(QueueError::NoTable) => Ok(false),
            described => described.map(|_| true),
        }
    }

    /// Lets the table drop what has expired. Refused where it does so already, which is fine.
    async fn let_expire(&self) -> Result<(), QueueError> {
        let how = TimeToLiveSpecification::builder().attribute_name(EXPIRES).enabled(true);
        let how = how.build().map_err(incomplete)?;
        let asked = self.client().update_time_to_live().table_name(self.name()).time_to_live_specification(how);
        match asked.send().await {
            Err(error) if error.code() != Some("ValidationException") => Err(explain(&error)),
            _ => Ok(()),
        }
    }
}

fn create(table: &Table) -> Result<CreateTableFluentBuilder, QueueError> {
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
