//! Where the table is and whom entries are sealed to, from the environment.

use std::path::Path;

use queue::{AwsSettings, Recipients, Table};

use super::environment::Environment;
use super::refused::Refused;

/// The table on AWS.
pub(crate) fn aws(environment: &Environment<'_>) -> Result<Table, Refused> {
    let settings = AwsSettings::from_env(environment.env).map_err(|missing| {
        Refused::new(format!(
            "Not set: {}. Set them for the table on AWS, or name the folder of the one on this machine with --data \
             (or IMHA_DATA).",
            missing.join(", ")
        ))
    })?;
    Table::aws(&settings).map_err(|error| Refused::new(format!("{error}.")))
}

/// `IMHA_RECIPIENTS` is a file, or the keys themselves.
pub(crate) fn recipients(environment: &Environment<'_>) -> Result<Recipients, Refused> {
    let wrong = |why: String| Refused::new(format!("IMHA_RECIPIENTS: {why}."));
    let named = (environment.env)("IMHA_RECIPIENTS").ok_or_else(|| {
        wrong("not set; name the file with the public keys of head office, or list the keys themselves".to_owned())
    })?;
    let path = Path::new(&named);
    let from_file = || queue::read_text_file(path).map_err(|error| wrong(error.to_string()));
    let text = if path.exists() { from_file()?.to_string() } else { named };
    Recipients::parse(&text).map_err(|error| wrong(error.to_string()))
}
