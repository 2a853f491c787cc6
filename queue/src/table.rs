//! The SDK's client and the table's name.

use std::fmt;
use std::time::Duration;

use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{
    BehaviorVersion, Builder, Credentials, Region, SharedHttpClient, StalledStreamProtectionConfig,
};
use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::operation::create_table::CreateTableError;
use aws_sdk_dynamodb::types::TableStatus;
use aws_sdk_dynamodb::{Client, Config};
use aws_smithy_runtime_api::client::http::{HttpConnector, SharedHttpConnector, http_client_fn};

use crate::watch::explain;
use crate::{QueueError, attributes};

/// A hung server took 19 s with the SDK's defaults and 5 s with these (security.md 0.4).
const ATTEMPT: Duration = Duration::from_millis(1500);
const OPERATION: Duration = Duration::from_secs(5);
const BACKOFF: Duration = Duration::from_millis(100);
const ATTEMPTS: u32 = 3;
/// A new table takes some seconds on AWS.
const READY_TRIES: u32 = 60;
const READY_PAUSE: Duration = Duration::from_millis(500);
/// The table's name unless `IMHA_TABLE` says otherwise.
const NAME: &str = "referrals";

/// A table and the way to it.
#[derive(Clone)]
pub struct Table {
    client: Client,
    name: String,
}

/// Where the table is on AWS, and as whom to ask for it.
#[derive(Clone)]
pub struct AwsSettings {
    region: String,
    endpoint: Option<String>,
    table: String,
    credentials: Credentials,
}

impl AwsSettings {
    /// Reads the AWS SDK's own names, and `IMHA_TABLE`. An empty value counts as missing.
    ///
    /// # Errors
    /// The name of everything missing.
    pub fn from_env(get: impl Fn(&str) -> Option<String>) -> Result<Self, Vec<String>> {
        let get = |name: &str| get(name).filter(|value| !value.trim().is_empty());
        let mut missing = Vec::new();
        let mut need = |name: &str| {
            get(name).unwrap_or_else(|| {
                missing.push(name.to_owned());
                String::new()
            })
        };
        let (region, id, secret) = (need("AWS_REGION"), need("AWS_ACCESS_KEY_ID"), need("AWS_SECRET_ACCESS_KEY"));
        if !missing.is_empty() {
            return Err(missing);
        }
        Ok(Self {
            region,
            endpoint: get("AWS_ENDPOINT_URL_DYNAMODB").or_else(|| get("AWS_ENDPOINT_URL")),
            table: get("IMHA_TABLE").unwrap_or_else(|| NAME.to_owned()),
            credentials: Credentials::new(id, secret, get("AWS_SESSION_TOKEN"), None, "environment"),
        })
    }
}

impl AwsSettings {
    /// The region.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// As whom to ask.
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }
}

impl Table {
    /// The table on AWS, or at `AWS_ENDPOINT_URL_DYNAMODB`.
    ///
    /// # Errors
    /// When no client for it can be made.
    pub fn aws(settings: &AwsSettings) -> Result<Self, QueueError> {
        let http = crate::https(settings.endpoint.as_deref())?;
        let mut config =
            tuned(http).region(Region::new(settings.region.clone())).credentials_provider(settings.credentials.clone());
        if let Some(endpoint) = &settings.endpoint {
            config = config.endpoint_url(endpoint);
        }
        Ok(Self { client: Client::from_conf(config.build()), name: settings.table.clone() })
    }

    /// The table in a file of this machine, made if it is not there.
    ///
    /// # Errors
    /// When the file cannot be made or is not a table's.
    #[cfg(feature = "embedded")]
    pub fn embedded(file: &std::path::Path) -> Result<Self, QueueError> {
        Ok(Self::with_connector(crate::Engine::open(file)?))
    }

    /// The table behind any connector: the seam at which tests inject faults.
    pub fn with_connector(connector: impl HttpConnector + 'static) -> Self {
        let connector = SharedHttpConnector::new(connector);
        let config = tuned(http_client_fn(move |_, _| connector.clone()))
            .region(Region::new("local"))
            .credentials_provider(Credentials::new("local", "local", None, None, "local"));
        Self { client: Client::from_conf(config.build()), name: NAME.to_owned() }
    }

    /// Makes the table. Twice is fine.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn create(&self) -> Result<(), QueueError> {
        match attributes::create(self)?.send().await {
            Err(error) if !error.as_service_error().is_some_and(CreateTableError::is_resource_in_use_exception) => {
                return Err(explain(&error));
            }
            _ => {}
        }
        for _ in 0..READY_TRIES {
            let seen = self.client.describe_table().table_name(&self.name).send().await.map_err(|e| explain(&e))?;
            if seen.table().and_then(|table| table.table_status()) == Some(&TableStatus::Active) {
                return self.let_expire().await;
            }
            tokio::time::sleep(READY_PAUSE).await;
        }
        Err(QueueError::NoAnswer)
    }

    /// Refused where it is so already, which is fine.
    async fn let_expire(&self) -> Result<(), QueueError> {
        match attributes::let_expire(self)?.send().await {
            Err(error) if error.code() != Some("ValidationException") => Err(explain(&error)),
            _ => Ok(()),
        }
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Table({})", self.name)
    }
}

impl fmt::Debug for AwsSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AwsSettings({} {})", self.region, self.table)
    }
}

fn tuned(http: SharedHttpClient) -> Builder {
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(ATTEMPT)
        .operation_attempt_timeout(ATTEMPT)
        .operation_timeout(OPERATION)
        .build();
    Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(http)
        .timeout_config(timeouts)
        .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS).with_initial_backoff(BACKOFF))
        // Redundant beside the timeouts above, and known for false alarms (security.md 2).
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
}
