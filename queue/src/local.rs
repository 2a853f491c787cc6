//! One machine: the table, the key set and the secret in one private folder.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::{Engine, NewIdentity, QueueError, Recipients, RecipientsError, Table, TokenKey, TokenKeyError};

const TABLE: &str = "table.db";
const RECIPIENTS: &str = "recipients.txt";
const TOKEN_KEY: &str = "token-key.txt";
const LOCK: &str = "lock";
const KEYS: &str = "keys";
const STAFF_1: &str = "staff-1.txt";
const STAFF_2: &str = "staff-2.txt";
const RECOVERY: &str = "recovery.txt";

/// What the folder holds, opened.
#[derive(Debug, Clone)]
pub struct Local {
    /// The table.
    pub table: Table,
    /// The local key set.
    pub recipients: Recipients,
    /// The function's secret.
    pub token_key: TokenKey,
    /// The identity file that opens entries here.
    pub identity_file: PathBuf,
    /// Whether everything was made just now.
    pub first_start: bool,
}

/// Why the folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LocalError {
    /// A file or folder cannot be read or made.
    #[error("{path}: {error}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// `imha` has not been started there yet.
    #[error("{0} holds no queue. Start `imha` there once, or give another folder with --data")]
    NoQueue(PathBuf),
    /// There is a table but no keys: making new ones would look as if all were well.
    #[error("{0} holds a table but not its keys. Put the keys back from your copy, or use another folder")]
    KeysMissing(PathBuf),
    /// The list of recipients cannot be used.
    #[error("{path}: {error}")]
    Recipients {
        /// The file.
        path: PathBuf,
        /// Why.
        error: RecipientsError,
    },
    /// The secret cannot be used.
    #[error("{path}: {error}")]
    TokenKey {
        /// The file.
        path: PathBuf,
        /// Why.
        error: TokenKeyError,
    },
    /// The table failed.
    #[error(transparent)]
    Queue(#[from] QueueError),
}

/// Opens the folder, making it, the table and a key set on the first start.
///
/// # Errors
/// See [`LocalError`].
pub async fn open(data: &Path) -> Result<Local, LocalError> {
    make_folder(data)?;
    // Two first starts at once would make two key sets, and SQLite refuses one of two who create its file.
    let _alone = alone(data)?;
    let first_start = !data.join(TABLE).exists();
    if !data.join(RECIPIENTS).exists() {
        if !first_start {
            return Err(LocalError::KeysMissing(data.to_owned()));
        }
        make_keys(data)?;
    }
    let local = read(data, first_start)?;
    local.table.create().await?;
    Ok(local)
}

/// Waits until nobody else is making this folder, and keeps others waiting until it is dropped.
fn alone(data: &Path) -> Result<fs::File, LocalError> {
    let path = data.join(LOCK);
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let file = options.open(&path).map_err(|error| at(&path, error))?;
    file.lock().map_err(|error| at(&path, error))?;
    Ok(file)
}

/// Opens a folder that was made before, and makes nothing.
///
/// # Errors
/// See [`LocalError`].
#[expect(clippy::unused_async, reason = "beside `open`, which waits for the table")]
pub async fn existing(data: &Path) -> Result<Local, LocalError> {
    match (data.join(TABLE).exists(), data.join(RECIPIENTS).exists()) {
        (false, _) => Err(LocalError::NoQueue(data.to_owned())),
        (true, false) => Err(LocalError::KeysMissing(data.to_owned())),
        (true, true) => read(data, false),
    }
}

/// Writes the table's file anew: SQLite leaves deleted bytes where they were.
///
/// # Errors
/// When the file cannot be used, or there is no room for a second one beside it.
pub fn compact(data: &Path) -> Result<(), LocalError> {
    Ok(Engine::open(&data.join(TABLE))?.compact()?)
}

fn read(data: &Path, first_start: bool) -> Result<Local, LocalError> {
    let (recipients, token_key) = (data.join(RECIPIENTS), data.join(TOKEN_KEY));
    let text = |path: &Path| fs::read_to_string(path).map_err(|error| at(path, error));
    Ok(Local {
        recipients: Recipients::parse(&text(&recipients)?)
            .map_err(|error| LocalError::Recipients { path: recipients.clone(), error })?,
        token_key: TokenKey::parse(&text(&token_key)?)
            .map_err(|error| LocalError::TokenKey { path: token_key.clone(), error })?,
        table: Table::embedded(&data.join(TABLE))?,
        identity_file: data.join(KEYS).join(STAFF_1),
        first_start,
    })
}

/// The list of recipients comes last: where it stands, everything before it does too.
fn make_keys(data: &Path) -> Result<(), LocalError> {
    let mut secret = [0_u8; 32];
    getrandom::fill(&mut secret).map_err(|error| at(&data.join(TOKEN_KEY), std::io::Error::other(error)))?;
    write(&data.join(TOKEN_KEY), &hex::encode(&secret))?;
    make_folder(&data.join(KEYS))?;
    let mut list = String::new();
    for (file, comment) in
        [(STAFF_1, "this machine, staff"), (STAFF_2, "spare, staff"), (RECOVERY, "recovery, recovery")]
    {
        let key = NewIdentity::generate();
        write(&data.join(KEYS).join(file), &key.plain())?;
        list.push_str(&format!("# {comment}\n{}\n", key.public()));
    }
    write(&data.join(RECIPIENTS), &list)
}

/// A folder with other things in it keeps its mode: `--data` may name anything. The files are 0600 in any case.
fn make_folder(folder: &Path) -> Result<(), LocalError> {
    if folder.is_dir() {
        return close_if_empty(folder).map_err(|error| at(folder, error));
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder).map_err(|error| at(folder, error))
}

fn close_if_empty(folder: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    if fs::read_dir(folder)?.next().is_none() {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Whole or not at all, on the disk before it has its name, and for nobody else's eyes.
fn write(path: &Path, text: &str) -> Result<(), LocalError> {
    let beside = path.with_extension("new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let written = options.open(&beside).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.and_then(|()| fs::rename(&beside, path)).map_err(|error| at(path, error))
}

fn at(path: &Path, error: std::io::Error) -> LocalError {
    LocalError::Io { path: path.to_owned(), error }
}
