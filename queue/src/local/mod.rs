//! One machine: the table, the key set and the token key in one private folder.

use std::fs;
use std::path::{Path, PathBuf};

use self::files::{make_folder, read_text, refuse_open_to_all, tighten, write_new};
use crate::{Engine, NewIdentity, Recipients, RecipientsError, Table, TokenKey};

mod backup;
mod error;
mod files;
mod public;

pub use backup::{backup, restore};
pub use error::LocalError;
pub use public::{Public, open_public, private_key_beside};

const TABLE: &str = "table.db";
const RECIPIENTS: &str = "recipients.txt";
const TOKEN_KEY: &str = "token-key.txt";
const LOCK: &str = "lock";
/// How the text of a private key begins, in a file of `age` without a passphrase.
const PRIVATE: &str = "AGE-SECRET-KEY-";
const KEYS: &str = "keys";
const STAFF_1: &str = "staff-1.txt";
const STAFF_2: &str = "staff-2.txt";
const RECOVERY: &str = "recovery.txt";

/// What the folder holds, opened by the program that takes referrals.
#[derive(Debug, Clone)]
pub struct Local {
    /// The table.
    pub table: Table,
    /// The engine under it, for whoever serves it to desks.
    pub engine: Engine,
    /// The local key set.
    pub recipients: Recipients,
    /// The function's secret.
    pub token_key: TokenKey,
    /// The identity file that opens entries here.
    pub identity_file: PathBuf,
    /// Whether everything was made just now.
    pub first_start: bool,
}

/// What the folder holds, opened by a desk: it needs no token key, and reads where nothing can be written.
#[derive(Debug, Clone)]
pub struct Existing {
    /// The table.
    pub table: Table,
    /// The local key set.
    pub recipients: Recipients,
    /// The identity file that opens entries here.
    pub identity_file: PathBuf,
    /// Whether nothing can be recorded: the folder or the disk cannot be written to.
    pub read_only: bool,
}

/// Whether a folder with keys but without a table gets a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewTable {
    /// The table may be lost: refuse, and say so.
    Refuse,
    /// Somebody asked for it.
    Begin,
}

/// Opens the folder, making it, the table and a key set on the first start.
///
/// # Errors
/// See [`LocalError`].
pub async fn open(data: &Path) -> Result<Local, LocalError> {
    open_with(data, NewTable::Refuse).await
}

/// The same as [`open`], for somebody who may have asked for a new table beside the keys there are.
///
/// # Errors
/// See [`LocalError`].
pub async fn open_with(data: &Path, new_table: NewTable) -> Result<Local, LocalError> {
    make_folder(data)?;
    refuse_open_to_all(data)?;
    // Two first starts at once would make two key sets, and SQLite refuses one of two who create its file.
    let _alone = files::lock(&data.join(LOCK))?;
    let (has_table, has_keys) = (holds_table(data), data.join(RECIPIENTS).exists());
    match (has_table, has_keys) {
        (true, false) => return Err(LocalError::KeysMissing(data.to_owned())),
        (false, true) if new_table == NewTable::Refuse => return Err(LocalError::TableMissing(data.to_owned())),
        (false, false) => make_keys(data)?,
        _ => {}
    }
    for private in [TOKEN_KEY, TABLE].map(|name| data.join(name)).into_iter().chain(identities(data)) {
        tighten(&private)?;
    }
    let engine = Engine::open(&data.join(TABLE))?;
    let local = Local {
        recipients: recipients(&data.join(RECIPIENTS))?,
        token_key: token_key(&data.join(TOKEN_KEY))?,
        table: Table::over(engine.clone()),
        engine,
        identity_file: data.join(KEYS).join(STAFF_1),
        first_start: !has_table && !has_keys,
    };
    refuse_emptied(data, &local.table, has_table && new_table == NewTable::Refuse).await?;
    local.table.create().await?;
    Ok(local)
}

/// Opens a folder that was made before, and makes nothing.
///
/// # Errors
/// See [`LocalError`].
#[expect(clippy::unused_async, reason = "beside `open`, which waits for the table")]
pub async fn existing(data: &Path) -> Result<Existing, LocalError> {
    match (holds_table(data), data.join(RECIPIENTS).exists()) {
        (false, true) => return Err(LocalError::TableMissing(data.to_owned())),
        (false, false) => return Err(LocalError::NoQueue(data.to_owned())),
        (true, false) => return Err(LocalError::KeysMissing(data.to_owned())),
        (true, true) => {}
    }
    let (engine, read_only) = Engine::open_for_reading(&data.join(TABLE))?;
    Ok(Existing {
        recipients: recipients(&data.join(RECIPIENTS))?,
        table: Table::over(engine),
        identity_file: data.join(KEYS).join(STAFF_1),
        read_only,
    })
}

/// Whether a file of a table is there, and not an empty one: the engine would make a new table of that without a word.
fn holds_table(folder: &Path) -> bool {
    fs::metadata(folder.join(TABLE)).is_ok_and(|file| file.len() > 0)
}

/// Refuses a file that was there before and has no table in it any more.
async fn refuse_emptied(data: &Path, table: &Table, was_there: bool) -> Result<(), LocalError> {
    if was_there && !table.is_there().await? { Err(LocalError::TableMissing(data.to_owned())) } else { Ok(()) }
}

/// Reads a file of public keys. One with a private key anywhere in it, also in a comment, is refused.
fn recipients(path: &Path) -> Result<Recipients, LocalError> {
    let text = read_text(path)?;
    let secret = text.lines().position(|line| line.to_ascii_uppercase().contains(PRIVATE));
    let read = secret.map_or_else(|| Recipients::parse(&text), |line| Err(RecipientsError::Secret(line + 1)));
    read.map_err(|error| LocalError::Recipients { path: path.to_owned(), error })
}

fn token_key(path: &Path) -> Result<TokenKey, LocalError> {
    TokenKey::parse(&read_text(path)?).map_err(|error| LocalError::TokenKey { path: path.to_owned(), error })
}

fn identities(data: &Path) -> impl Iterator<Item = PathBuf> {
    let files = fs::read_dir(data.join(KEYS)).into_iter().flatten();
    files.flatten().map(|file| file.path())
}

fn make_token_key(path: &Path) -> Result<(), LocalError> {
    let mut secret = secrecy::zeroize::Zeroizing::new([0_u8; 32]);
    getrandom::fill(secret.as_mut_slice()).map_err(|error| files::at(path, std::io::Error::other(error)))?;
    write_new(path, &secrecy::zeroize::Zeroizing::new(hex::encode(*secret)))
}

/// The list of recipients comes last: where it is, everything before it is too.
fn make_keys(data: &Path) -> Result<(), LocalError> {
    make_token_key(&data.join(TOKEN_KEY))?;
    make_folder(&data.join(KEYS))?;
    let mut list = String::new();
    for (file, comment) in
        [(STAFF_1, "this machine, staff"), (STAFF_2, "spare, staff"), (RECOVERY, "recovery, recovery")]
    {
        let key = NewIdentity::generate();
        write_new(&data.join(KEYS).join(file), &key.plain())?;
        list.push_str(&format!("# {comment}\n{}\n", key.public()));
    }
    write_new(&data.join(RECIPIENTS), &list)
}
