//! The digest's settings: complete, or everything missing named together.

use queue::AwsSettings;

/// What the environment must hold, and does not.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("digest-fn cannot start. Set {}", .0.join(", "))]
pub(crate) struct SettingsError(Vec<String>);

/// Settings read from the environment.
pub(crate) struct Settings {
    /// Region, credentials and table.
    pub(crate) aws: AwsSettings,
    /// The ARN of the topic the mail goes to.
    pub(crate) topic: String,
    /// Another address of SNS, where there is one.
    pub(crate) sns_endpoint: Option<String>,
}

impl Settings {
    /// Reads them through `get`, so that a test needs no environment.
    ///
    /// # Errors
    /// The name of everything missing.
    pub(crate) fn read(get: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let get = |name: &str| get(name).filter(|value| !value.trim().is_empty());
        let topic = get("IMHA_DIGEST_TOPIC");
        let sns_endpoint = get("AWS_ENDPOINT_URL_SNS").or_else(|| get("AWS_ENDPOINT_URL"));
        match (AwsSettings::from_env(get), topic) {
            (Ok(aws), Some(topic)) => Ok(Self { aws, topic, sns_endpoint }),
            (aws, topic) => {
                let mut missing = aws.err().unwrap_or_default();
                missing.extend(topic.is_none().then(|| "IMHA_DIGEST_TOPIC".to_owned()));
                Err(SettingsError(missing))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_missing_is_named_at_once() {
        let error = Settings::read(|name| (name == "AWS_ACCESS_KEY_ID").then(|| "x".to_owned())).err().unwrap();
        let said = error.to_string();
        for name in ["AWS_REGION", "AWS_SECRET_ACCESS_KEY", "IMHA_DIGEST_TOPIC"] {
            assert!(said.contains(name), "{name}: {said}");
        }
        assert!(!said.contains("AWS_ACCESS_KEY_ID"), "{said}");
        assert!(Settings::read(|_| Some(" ".to_owned())).is_err(), "white space is nothing");
        assert!(Settings::read(|name| Some(format!("a value of {name}"))).is_ok());
    }
}
