//! Why the folder cannot be used.

use std::path::PathBuf;

use crate::{QueueError, RecipientsError, TokenKeyError};

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
    /// There are keys but no table: an empty one would look as if all were well.
    #[error(
        "{0} holds keys but no table: every referral in it may be lost. Put table.db back from your copy \
         (`imha restore`), or begin with an empty one: `imha --new-table`"
    )]
    TableMissing(PathBuf),
    /// Anybody on this machine can put files there.
    #[error("{0} can be written to by everybody on this machine. Close it (chmod o-w), or use another folder")]
    OpenToAll(PathBuf),
    /// A copy is never written over what is there.
    #[error("{0} is not empty. Give a folder that is empty or not there yet")]
    NotEmpty(PathBuf),
    /// There is no copy to restore from.
    #[error("{0} holds no copy: table.db, recipients.txt and token-key.txt are wanted")]
    NoCopy(PathBuf),
    /// The list of recipients cannot be used.
    #[error("{path}: {error}")]
    Recipients {
        /// The file.
        path: PathBuf,
        /// Why.
        error: RecipientsError,
    },
    /// The token key cannot be used.
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
