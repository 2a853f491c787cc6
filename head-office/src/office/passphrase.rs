//! A person's own key and its passphrase.

use std::fs;
use std::path::PathBuf;

use queue::Identity;

use super::environment::Environment;
use super::refused::Refused;

/// Fewer characters than this are guessed by a machine in no time.
const SHORTEST: usize = 12;

/// A person's own key.
#[derive(Default)]
pub(super) struct OwnKey {
    /// The identity, if there is one and it is open.
    pub(super) identity: Option<Identity>,
    /// The identity file, where a passphrase opens it.
    pub(super) locked: Option<Vec<u8>>,
}

/// This person's key: in the file `IMHA_IDENTITY` names, or the one of the local key set. Unless `ask`, a passphrase that
/// no file names is left for later.
pub(super) fn own_key(own: Option<PathBuf>, ask: bool, environment: &Environment<'_>) -> Result<OwnKey, Refused> {
    let named = (environment.env)("IMHA_IDENTITY").map(PathBuf::from).or(own);
    let path = named.ok_or_else(|| {
        Refused::new("IMHA_IDENTITY is not set. Name the file that holds your own key; referrals are sealed to it.")
    })?;
    let wrong = |why: String| Refused::new(format!("Your key {}: {why}.", path.display()));
    let bytes = fs::read(&path).map_err(|error| wrong(format!("{error}; check IMHA_IDENTITY")))?;
    let is_locked = Identity::needs_passphrase(&bytes);
    let nobody = || nobody_to_ask("Your key has a passphrase and there is no terminal to ask for it on");
    let passphrase = match is_locked {
        false => None,
        true if ask => Some(ask_passphrase(environment)?.ok_or_else(nobody)?),
        true => match from_file(environment)? {
            None => return Ok(OwnKey { identity: None, locked: Some(bytes) }),
            known => known,
        },
    };
    let identity = Identity::parse(&bytes, passphrase.as_deref()).map_err(|error| wrong(error.to_string()))?;
    Ok(OwnKey { identity: Some(identity), locked: is_locked.then_some(bytes) })
}

/// The passphrase of a key, from its file or the terminal; none where there is neither.
pub(crate) fn ask_passphrase(environment: &Environment<'_>) -> Result<Option<String>, Refused> {
    Ok(from_file(environment)?.or_else(|| prompt("Passphrase of your key: ")))
}

fn nobody_to_ask(why: &str) -> Refused {
    Refused::new(format!("{why}. Write it to a file that only you can read and name that in IMHA_PASSPHRASE_FILE."))
}

/// The passphrase for a new key, asked twice.
pub(crate) fn choose_passphrase(environment: &Environment<'_>) -> Result<String, Refused> {
    let chosen = match from_file(environment)? {
        Some(known) => known,
        None => {
            let nobody = || nobody_to_ask("There is no terminal to ask for a passphrase on");
            let first = prompt("Choose a passphrase for the new key: ").ok_or_else(nobody)?;
            let second = prompt("The same once more: ").ok_or_else(nobody)?;
            if first != second {
                return Err(Refused::new("The two were not the same, so no key was made. Try again."));
            }
            first
        }
    };
    if chosen.chars().count() < SHORTEST {
        return Err(Refused::new(format!(
            "A passphrase needs at least {SHORTEST} characters; four or five words are good. No key was made."
        )));
    }
    Ok(chosen)
}

fn from_file(environment: &Environment<'_>) -> Result<Option<String>, Refused> {
    let Some(file) = (environment.env)("IMHA_PASSPHRASE_FILE") else { return Ok(None) };
    let text = queue::read_text_file(file.as_ref())
        .map_err(|error| Refused::new(format!("IMHA_PASSPHRASE_FILE {file}: {error}. Check the path.")))?;
    Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
}

/// What is typed after a question, unseen; none without a terminal.
pub(super) fn prompt(question: &str) -> Option<String> {
    rpassword::prompt_password(question).ok()
}
