//! What can be wrong with a stored referral, and what to do about it.

/// What is wrong with one entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Flaw {
    /// It does not open.
    #[error("{0}")]
    Unopened(String),
    /// Not an item this program writes.
    #[error("the item is not in the form this program writes")]
    Damaged,
    /// What is in clear is not what is sealed.
    #[error("the dates in clear are not those that are sealed: the table was altered")]
    Dates,
    /// A line of the history does not open.
    #[error("event {0} of its history does not open")]
    Event(u64),
    /// A line of the history is missing.
    #[error("event {0} of its history is missing")]
    Gap(u64),
    /// A line of the history the entry does not know of.
    #[error("its history has event {0}, which the entry does not know of")]
    Extra(u64),
    /// The history ends in another state than the entry's.
    #[error("it is {stored}, and its history says {told}")]
    State {
        /// What is stored.
        stored: String,
        /// What its history comes to.
        told: String,
    },
    /// The digest would pass it over as a promise kept.
    #[error("it says in clear that the patient has heard from us, and its history knows of no contact")]
    NotHeard,
    /// A history without an entry.
    #[error("its history is there and the entry is missing")]
    NoEntry,
    /// Open, and not in the list of what is open.
    #[error("it is open and missing from the list of open entries")]
    NotListed,
    /// Two entries of one sending.
    #[error("it is the same sending as {0}")]
    Doubled(String),
    /// The row for counting does not open.
    #[error("its row for counting does not open")]
    Row,
    /// The text by which it is found does not open.
    #[error("the text by which `find` finds it does not open")]
    Text,
    /// A purged entry that reports miss.
    #[error("it was purged, and its row for counting is missing")]
    NoRow,
    /// Seen at the last run, and not there.
    #[error("it was there when this was last run, and is gone: it was not purged or erased")]
    Gone,
    /// Purged at the last run, and there.
    #[error("it was purged or erased when this was last run, and is back: the table was put back to an older state")]
    Back,
    /// In an older version than at the last run.
    #[error("it was in version {seen} when this was last run, and is in version {version}: it was put back")]
    RolledBack {
        /// The version seen at the last run.
        seen: u64,
        /// The version now.
        version: u64,
    },
    /// In the same version as at the last run, and not the same.
    #[error("nobody acted on it since this was last run, and it is not the same: the table was altered")]
    Altered,
    /// The list of what is open says something else than the entry.
    #[error("the list of open entries says something else of it than the entry itself: the index was altered")]
    Index,
    /// A purge that was interrupted.
    #[error("it was purged, and lines of its history are left")]
    Leftover,
}

impl Flaw {
    /// What to do about it.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Unopened(_) | Self::Event(_) | Self::Row => {
                "If a colleague's key opens it, have them run `head-office keys rotate`; otherwise restore it from a copy"
            }
            Self::Text => {
                "Run `head-office find` once with any word: it looks at the referral itself and writes the text anew"
            }
            Self::Leftover => "Run `head-office purge` again: it finishes what it began",
            Self::Damaged
            | Self::Dates
            | Self::Gap(_)
            | Self::Extra(_)
            | Self::State { .. }
            | Self::NotHeard
            | Self::NoEntry
            | Self::Gone
            | Self::Back
            | Self::RolledBack { .. }
            | Self::Altered
            | Self::NoRow => "Restore it from a copy of the table, and tell whoever looks after this service",
            Self::Index => {
                "Claim it by its reference; acting on it writes the list anew. Tell whoever looks after this service"
            }
            Self::NotListed => "Claim it by its reference; acting on it puts it back in the list",
            Self::Doubled(_) => "Close the later one as a duplicate",
        }
    }
}
