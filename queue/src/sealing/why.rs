//! Why an entry stays sealed, and what to do about it.

/// Why an entry does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// No identity was given.
    #[error("no key was given to open it with")]
    NoKey,
    /// Sealed before this person had a key, or after they had one.
    #[error("it is sealed to other keys than yours")]
    OtherKeys,
    /// Written by a later or an older version of this program.
    #[error("it is in form {0}, which this version of the program does not read")]
    OtherForm(u64),
    /// It opens, but belongs to another reference.
    #[error("what is in it belongs to another reference: the table was altered")]
    Moved,
    /// Not the bytes that were written.
    #[error("its bytes are damaged: the table was altered")]
    Damaged,
}

impl Why {
    /// Whether somebody, or a disk, changed what was stored: no key opens it.
    pub fn is_altered(self) -> bool {
        matches!(self, Self::Moved | Self::Damaged)
    }

    /// What to do about it.
    pub fn advice(self) -> &'static str {
        match self {
            Self::NoKey => "Name your key in IMHA_IDENTITY",
            Self::OtherKeys => {
                "Ask a colleague whose key opens it to run `head-office keys rotate`, or use the recovery key"
            }
            Self::OtherForm(_) => "Use the newest version of head-office",
            Self::Moved | Self::Damaged => {
                "Restore it from a copy of the table, and tell whoever looks after this service"
            }
        }
    }
}
