//! The function's settings: complete, or everything missing named together.

use queue::{AwsSettings, Recipients, TokenKey};

/// What the environment must hold, and does not.
#[derive(Debug, thiserror::Error)]
#[error("referral-fn cannot start. {}", .0.join(". "))]
pub struct SettingsError(Vec<String>);

/// Settings read from the environment.
pub struct Settings {
    /// Region, endpoint, credentials and table.
    pub aws: AwsSettings,
    /// Head office's public keys.
    pub recipients: Recipients,
    /// The function's secret.
    pub token_key: TokenKey,
    /// The public origin, where the Host header is a gateway's.
    pub origin: Option<String>,
}

impl Settings {
    /// Reads them through `get`, so that a test needs no environment.
    ///
    /// # Errors
    /// Every setting that is missing or malformed, in one message.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let mut wrong = Vec::new();
        let aws = AwsSettings::from_env(&get).map_err(|missing| wrong.push(format!("Set {}", missing.join(", ")))).ok();
        let recipients = required(&get, "IMHA_RECIPIENTS", &mut wrong).and_then(|value| {
            Recipients::of_setting(&value).map_err(|error| wrong.push(format!("IMHA_RECIPIENTS: {error}"))).ok()
        });
        let token_key = required(&get, "IMHA_TOKEN_KEY", &mut wrong).and_then(|value| {
            TokenKey::parse(&value).map_err(|error| wrong.push(format!("IMHA_TOKEN_KEY: {error}"))).ok()
        });
        let origin = get("IMHA_ORIGIN").filter(|origin| !origin.is_empty());
        if origin.as_deref().is_some_and(|origin| !is_origin(origin)) {
            wrong.push("IMHA_ORIGIN: write scheme and host alone, such as https://example.org".to_owned());
        }
        match (aws, recipients, token_key) {
            (Some(aws), Some(recipients), Some(token_key)) if wrong.is_empty() => {
                Ok(Self { aws, recipients, token_key, origin })
            }
            _ => Err(SettingsError(wrong)),
        }
    }
}

/// As a browser writes it in `Origin`, so that the two can be compared.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let uri = text.parse::<axum::http::Uri>();
    let has_host = uri.is_ok_and(|uri| uri.authority().is_some_and(|authority| Some(authority.as_str()) == host));
    has_host && !text.contains('@') && text == text.to_lowercase()
}

fn required(get: impl Fn(&str) -> Option<String>, name: &str, wrong: &mut Vec<String>) -> Option<String> {
    let value = get(name).filter(|value| !value.trim().is_empty());
    if value.is_none() {
        wrong.push(format!("Set {name}"));
    }
    value
}
