//! The mail, and the topic it goes to.

use std::time::Duration;

use aws_sdk_sns::config::retry::RetryConfig;
use aws_sdk_sns::config::timeout::TimeoutConfig;
use aws_sdk_sns::config::{BehaviorVersion, Region};
use aws_sdk_sns::{Client, Config};

use crate::settings::Settings;

const ATTEMPT: Duration = Duration::from_secs(5);
const OPERATION: Duration = Duration::from_secs(20);

/// What is mailed: references, dates and counts, nothing about a person.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mail {
    pub(crate) subject: String,
    pub(crate) text: String,
}

/// The way to the topic.
pub(crate) struct Post {
    client: Client,
    topic: String,
}

/// The topic did not take the mail. The SDK's own text is left out: it may quote what was sent.
#[derive(Debug, thiserror::Error)]
#[error("the digest's topic did not take the mail: check IMHA_DIGEST_TOPIC and the role's right to publish")]
pub(crate) struct NotSent;

impl Post {
    /// # Errors
    /// When no client can be made.
    pub(crate) fn new(settings: &Settings) -> Result<Self, queue::QueueError> {
        let endpoint = settings.sns_endpoint.as_deref();
        let mut config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .http_client(queue::https(endpoint)?)
            .timeout_config(
                TimeoutConfig::builder().operation_attempt_timeout(ATTEMPT).operation_timeout(OPERATION).build(),
            )
            .retry_config(RetryConfig::standard())
            .region(Region::new(settings.aws.region().to_owned()))
            .credentials_provider(settings.aws.credentials().clone());
        if let Some(endpoint) = endpoint {
            config = config.endpoint_url(endpoint);
        }
        Ok(Self { client: Client::from_conf(config.build()), topic: settings.topic.clone() })
    }

    /// # Errors
    /// When the topic did not take it.
    pub(crate) async fn send(&self, mail: &Mail) -> Result<(), NotSent> {
        let publish = self.client.publish().topic_arn(&self.topic).subject(&mail.subject).message(&mail.text);
        publish.send().await.map(drop).map_err(|_| NotSent)
    }
}
