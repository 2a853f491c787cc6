//! Where the table is on AWS, by the environment.

use std::fmt;

use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider};

/// The table's name unless `IMHA_TABLE` says otherwise.
pub(super) const NAME: &str = "referrals";

/// Where the table is on AWS, and as whom to ask for it.
#[derive(Clone)]
pub struct AwsSettings {
    pub(super) region: String,
    pub(super) endpoint: Option<String>,
    pub(super) table: String,
    pub(super) credentials: SharedCredentialsProvider,
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
        let credentials = Credentials::new(id, secret, get("AWS_SESSION_TOKEN"), None, "environment");
        Ok(Self::of(region, SharedCredentialsProvider::new(credentials), get))
    }

    /// The same with a region and credentials from elsewhere.
    pub fn of(region: String, credentials: SharedCredentialsProvider, get: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            region,
            endpoint: get("AWS_ENDPOINT_URL_DYNAMODB").or_else(|| get("AWS_ENDPOINT_URL")),
            table: get("IMHA_TABLE").unwrap_or_else(|| NAME.to_owned()),
            credentials,
        }
    }

    /// The region.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// As whom to ask.
    pub fn credentials(&self) -> &SharedCredentialsProvider {
        &self.credentials
    }
}

impl fmt::Debug for AwsSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AwsSettings({} {})", self.region, self.table)
    }
}
