//! One machine: the table, the key set and the secret in one private folder.

use std::path::{Path, PathBuf};

use crate::{QueueError, Recipients, RecipientsError, Table, TokenKey, TokenKeyError};

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
#[allow(unused_variables, clippy::unused_async)]
pub async fn open(data: &Path) -> Result<Local, LocalError> {
    todo!()
}

/// Opens a folder that was made before, and makes nothing.
///
/// # Errors
/// See [`LocalError`].
#[allow(unused_variables, clippy::unused_async)]
pub async fn existing(data: &Path) -> Result<Local, LocalError> {
    todo!()
}
