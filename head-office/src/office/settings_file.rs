//! The small file that `head-office setup` writes: where the table is, which key is whose. Nothing in it is secret.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::refused::Refused;

/// Its name, beside the program.
const NAME: &str = "head-office.toml";

/// All that it may say: the table and the key in it, and the environment variable that says the same.
pub(crate) const SETTINGS: [(&str, &str, &str); 11] = [
    ("", "staff", "IMHA_STAFF"),
    ("", "recipients", "IMHA_RECIPIENTS"),
    ("", "identity", "IMHA_IDENTITY"),
    ("", "content", super::opened::CONTENT),
    ("tunnel", "server", "IMHA_TUNNEL"),
    ("tunnel", "table", "IMHA_TUNNEL_TABLE"),
    ("tunnel", "key", "IMHA_TUNNEL_KEY"),
    ("tunnel", "config", "IMHA_TUNNEL_CONFIG"),
    ("aws", "profile", "AWS_PROFILE"),
    ("aws", "region", "AWS_REGION"),
    ("aws", "table", "IMHA_TABLE"),
];
/// Those that are paths, meant from where the file lies.
const PATHS: [&str; 5] = ["recipients", "identity", "content", "key", "config"];

/// What a settings file says, by the names of environment variables. What the environment says goes before it.
#[derive(Debug, Default)]
pub struct SettingsFile(BTreeMap<&'static str, String>);

impl SettingsFile {
    /// Where it lies unless somebody names another: beside the program.
    pub fn beside_the_program() -> Option<PathBuf> {
        std::env::current_exe().ok().map(|program| program.with_file_name(NAME))
    }

    /// Reads the one that is named; without a name the one beside the program, if there is one.
    ///
    /// # Errors
    /// One that is named and not there, or one that cannot be used.
    pub fn read(named: Option<&Path>) -> Result<Self, Refused> {
        let beside = Self::beside_the_program().filter(|path| path.exists());
        let Some(path) = named.map(Path::to_owned).or(beside) else { return Ok(Self::default()) };
        let wrong = |why: &str| Refused::new(format!("{}: {}.", path.display(), why.trim_end_matches('.')));
        let text = queue::read_text_file(&path).map_err(|error| wrong(&error.to_string()))?;
        let read: Table = toml::from_str(&text).map_err(|error| wrong(error.to_string().trim()))?;
        let mut settings = Self::default();
        settings.take("", read, path.parent().unwrap_or(Path::new(""))).map_err(|why| wrong(&why))?;
        Ok(settings)
    }

    /// Takes what one table of it says; `folder` is where the file lies.
    fn take(&mut self, table: &str, read: Table, folder: &Path) -> Result<(), String> {
        for (key, value) in read {
            let known = SETTINGS.iter().find(|(of, name, _)| (*of, *name) == (table, key.as_str()));
            let said = match (value, known) {
                (Value::Table(inner), None) if table.is_empty() => {
                    self.take(&key, inner, folder)?;
                    continue;
                }
                (Value::String(path), Some(_)) if PATHS.contains(&key.as_str()) => {
                    folder.join(path).display().to_string()
                }
                (Value::String(text), Some(_)) => text,
                (Value::Integer(number), Some(_)) => number.to_string(),
                _ => return Err(format!("{key} is no setting, or not in this form")),
            };
            self.0.extend(known.map(|(.., variable)| (*variable, said)));
        }
        Ok(())
    }

    /// What it says under the name of an environment variable.
    pub fn get(&self, name: &str) -> Option<String> {
        self.0.get(name).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_meant_from_where_the_file_lies() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("mine.toml");
        let text = "\u{feff}staff = \"AR\"\r\nidentity = \"asha.age\"\r\n[tunnel]\r\nserver = \"asha@example.org\"\r\n";
        std::fs::write(&path, text).unwrap();
        let file = SettingsFile::read(Some(&path)).unwrap();
        assert_eq!(file.get("IMHA_STAFF").as_deref(), Some("AR"));
        assert_eq!(file.get("IMHA_IDENTITY"), Some(home.path().join("asha.age").display().to_string()));
        assert_eq!(file.get("IMHA_TUNNEL").as_deref(), Some("asha@example.org"));
        assert_eq!(file.get("IMHA_TUNNEL_KEY"), None);
        std::fs::write(&path, "stuff = 1").unwrap();
        let wrong = SettingsFile::read(Some(&path)).unwrap_err().to_string();
        assert!(wrong.contains("mine.toml") && wrong.contains("stuff"), "{wrong}");
        assert!(SettingsFile::read(Some(&home.path().join("none.toml"))).is_err());
    }
}
