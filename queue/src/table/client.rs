//! The SDK's client and the table's name.

use std::fmt;
use std::time::Duration;

use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{
    BehaviorVersion, Builder, Credentials, Region, SharedHttpClient, StalledStreamProtectionConfig,
};
use aws_sdk_dynamodb::{Client, Config};
use aws_smithy_runtime_api::client::http::{HttpConnector, SharedHttpConnector, http_client_fn};

use super::settings::{AwsSettings, NAME};
use crate::QueueError;

/// A hung server took 19 s with the SDK's defaults and 5 s with these (docs/security.md, Accept protocol).
const ATTEMPT: Duration = Duration::from_millis(1500);
const OPERATION: Duration = Duration::from_secs(5);
const BACKOFF: Duration = Duration::from_millis(100);
const ATTEMPTS: u32 = 3;

/// A table, and the client that reaches it.
#[derive(Clone)]
pub struct Table {
    client: Client,
    name: String,
    /// The engine under it, where that is in this process.
    #[cfg(feature = "embedded")]
    engine: Option<super::engine::Engine>,
}

impl Table {
    /// The table on AWS, or at `AWS_ENDPOINT_URL_DYNAMODB`.
    ///
    /// # Errors
    /// When no client for it can be made.
    pub fn aws(settings: &AwsSettings) -> Result<Self, QueueError> {
        let http = super::https::https(settings.endpoint.as_deref())?;
        let mut config =
            tuned(http).region(Region::new(settings.region.clone())).credentials_provider(settings.credentials.clone());
        if let Some(endpoint) = &settings.endpoint {
            config = config.endpoint_url(endpoint);
        }
        Ok(Self::of(config, settings.table.clone()))
    }

    /// The table in a file of this machine, made if it is not there.
    ///
    /// # Errors
    /// When the file cannot be made or is not a table's.
    #[cfg(feature = "embedded")]
    pub fn embedded(file: &std::path::Path) -> Result<Self, QueueError> {
        Ok(Self::over(super::engine::Engine::open(file)?))
    }

    /// The table of an engine in this process.
    #[cfg(feature = "embedded")]
    pub fn over(engine: super::engine::Engine) -> Self {
        Self { engine: Some(engine.clone()), ..Self::with_connector(engine) }
    }

    /// The table behind any connector: the seam at which tests inject faults.
    pub fn with_connector(connector: impl HttpConnector + 'static) -> Self {
        Self::of(local(connector), NAME.to_owned())
    }

    /// The same without time limits, since where a test decides whose call goes on next, waiting for it is no slowness; and
    /// with a count of its own of how often may be tried again, which the SDK shares in a process.
    #[cfg(feature = "fuzzing")]
    pub fn with_patient_connector(connector: impl HttpConnector + 'static) -> Self {
        use aws_sdk_dynamodb::config::retry::{RetryPartition, TokenBucket};
        let alone = RetryPartition::custom("alone").token_bucket(TokenBucket::default()).build();
        let config = local(connector).timeout_config(TimeoutConfig::disabled()).retry_partition(alone);
        Self::of(config, NAME.to_owned())
    }

    fn of(config: Builder, name: String) -> Self {
        Self {
            client: Client::from_conf(config.build()),
            name,
            #[cfg(feature = "embedded")]
            engine: None,
        }
    }

    /// Writes the engine's file anew, without what was deleted from it; a table elsewhere sees to that itself.
    pub(crate) async fn compact(&self) -> Result<(), QueueError> {
        #[cfg(feature = "embedded")]
        if let Some(engine) = self.engine.clone() {
            let compacted = tokio::task::spawn_blocking(move || engine.compact()).await;
            return compacted.map_err(|_| QueueError::NoAnswer)?;
        }
        Ok(())
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

fn local(connector: impl HttpConnector + 'static) -> Builder {
    let connector = SharedHttpConnector::new(connector);
    tuned(http_client_fn(move |_, _| connector.clone()))
        .region(Region::new("local"))
        .credentials_provider(Credentials::new("local", "local", None, None, "local"))
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
        // Redundant beside the timeouts above, and known for false alarms (docs/security.md, Least privilege on AWS).
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
}
