//! What can be wrong with the files that hold the rules.

/// A rule file that cannot be used. The message names the file and says what to mend.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {what}")]
pub struct SettingsError {
    file: &'static str,
    what: String,
}

impl SettingsError {
    pub(crate) fn new(file: &'static str, what: impl std::fmt::Display) -> Self {
        Self { file, what: what.to_string() }
    }
}

/// Reads the text of one file; unknown keys are refused by the types. It is TOML, or the JSON that was made of it when the
/// program was built, which begins as no TOML can.
pub(crate) fn read<T: serde::de::DeserializeOwned>(file: &'static str, text: &str) -> Result<T, SettingsError> {
    if text.starts_with('{') {
        return serde_json::from_str(text).map_err(|error| SettingsError::new(file, error));
    }
    toml::from_str(text).map_err(|error| SettingsError::new(file, error))
}
