//! The small file that `head-office setup` writes: where the table is, which key is whose. Nothing in it is secret.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::refused::Refused;

/// Its name, beside the program.
const NAME: &str = "head-office.toml";

/// What a settings file says. What the environment says goes before it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingsFile {
    staff: Option<String>,
    identity: Option<PathBuf>,
    recipients: Option<PathBuf>,
    content: Option<PathBuf>,
    tunnel: Option<TunnelTable>,
    aws: Option<AwsTable>,
    /// Where the file lies: paths in it are meant from there.
    #[serde(skip)]
    folder: PathBuf,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TunnelTable {
    server: String,
    table: Option<u16>,
    key: Option<PathBuf>,
    config: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AwsTable {
    profile: String,
    region: Option<String>,
    table: Option<String>,
}

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
        let read: Self = toml::from_str(&text).map_err(|error| wrong(error.to_string().trim()))?;
        Ok(Self { folder: path.parent().unwrap_or(Path::new("")).to_owned(), ..read })
    }

    /// What it says under the name of an environment variable.
    pub fn get(&self, name: &str) -> Option<String> {
        let here = |path: &Option<PathBuf>| Some(self.folder.join(path.as_ref()?).display().to_string());
        match name {
            "IMHA_STAFF" => self.staff.clone(),
            "IMHA_IDENTITY" => here(&self.identity),
            "IMHA_RECIPIENTS" => here(&self.recipients),
            super::opened::CONTENT => here(&self.content),
            "IMHA_TUNNEL" => self.tunnel.as_ref().map(|tunnel| tunnel.server.clone()),
            "IMHA_TUNNEL_TABLE" => self.tunnel.as_ref()?.table.map(|port| port.to_string()),
            "IMHA_TUNNEL_KEY" => here(&self.tunnel.as_ref()?.key),
            "IMHA_TUNNEL_CONFIG" => here(&self.tunnel.as_ref()?.config),
            "AWS_PROFILE" => self.aws.as_ref().map(|aws| aws.profile.clone()),
            "AWS_REGION" => self.aws.as_ref()?.region.clone(),
            "IMHA_TABLE" => self.aws.as_ref()?.table.clone(),
            _ => None,
        }
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
