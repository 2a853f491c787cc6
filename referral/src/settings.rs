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

/// Reads one TOML file's text; unknown keys are refused by the types.
pub(crate) fn read<T: serde::de::DeserializeOwned>(file: &'static str, text: &str) -> Result<T, SettingsError> {
    toml::from_str(text).map_err(|error| SettingsError::new(file, error))
}
