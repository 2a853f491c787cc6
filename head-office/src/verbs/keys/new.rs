//! `keys new NAME`: a key for one person, or the recovery sheet.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use queue::NewIdentity;

use super::sheet;
use crate::office::{choose_passphrase, private_file};
use crate::{Environment, Refused};

/// A key to make.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct NewKey {
    /// Who will hold it
    name: String,
    /// staff: locked with a passphrase. recovery: a sheet to print and lock away
    #[arg(long, value_enum, default_value = "staff")]
    role: Role,
    /// The file to write; by default named after the holder, in this folder. Nothing is overwritten
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Role {
    /// Opens referrals every day.
    Staff,
    /// Printed and kept, for the day all the others are gone.
    Recovery,
}

/// Makes the key, writes it for its holder's eyes only, and prints the lines to add to the list of recipients.
pub(crate) fn new(asked: &NewKey, environment: &mut Environment<'_>) -> Result<(), Refused> {
    let name = asked.name.trim();
    if name.is_empty() || name.contains([',', '\n', '\r', '#']) {
        return Err(Refused::new(
            "Say whose key it is: a name without commas, such as `head-office keys new \"Asha Rao\"`.",
        ));
    }
    let path = asked.out.clone().unwrap_or_else(|| file_for(name, asked.role));
    if path.exists() {
        return Err(taken(&path));
    }
    let today = environment.today();
    let key = NewIdentity::generate();
    let (role, bytes) = match asked.role {
        Role::Staff => ("staff", key.locked(&choose_passphrase(environment)?)?),
        Role::Recovery => ("recovery", sheet::page(&key, name, today)?.into_bytes()),
    };
    let private = write(&path, &bytes)?;
    writeln!(environment.out, "# {name}, {role}, {today}\n{}", key.public())?;
    let next = match asked.role {
        Role::Staff => format!(
            "The key is in {}, locked with its passphrase. Name it in IMHA_IDENTITY, add the two lines above to the list \
             of recipients, then run `head-office keys check`.",
            path.display()
        ),
        Role::Recovery => format!(
            "The sheet is in {}, and it is NOT locked. Print it twice, put each copy in an envelope in another place, add \
             the two lines above to the list of recipients, open a test with it (docs/keys.md), then delete the file.",
            path.display()
        ),
    };
    // Beside the lines for the list, not among them: those may go straight into the file.
    writeln!(std::io::stderr(), "{next}")?;
    if !private {
        let open = "The system does not keep that file from others who use this machine. Move it where it does, such as \
                    your own folder on this machine's disk.";
        writeln!(std::io::stderr(), "{open}")?;
    }
    Ok(())
}

/// `asha-rao.age`, `recovery-sheet.html`.
fn file_for(name: &str, role: Role) -> PathBuf {
    if role == Role::Recovery {
        return PathBuf::from("recovery-sheet.html");
    }
    let letters: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    PathBuf::from(format!("{letters}.age"))
}

fn taken(path: &Path) -> Refused {
    Refused::new(format!(
        "{} is there already, and a key is never overwritten. Choose another with --out.",
        path.display()
    ))
}

fn write(path: &Path, bytes: &[u8]) -> Result<bool, Refused> {
    private_file::write_new(path, bytes).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => taken(path),
        _ => Refused::new(format!("{}: {error}. No key was made.", path.display())),
    })
}
