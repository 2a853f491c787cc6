//! Head office's side: list, open, move.

use chrono::{DateTime, NaiveDate, Utc};
use referral::life::{Act, Event, State};
use referral::{Calendar, Entry, Reference};

use crate::{ActError, Identity, QueueError, Recipients, Table};

/// The queue as head office sees it.
#[derive(Debug, Clone)]
pub struct Tray {
    table: Table,
    recipients: Recipients,
    identity: Option<Identity>,
}

/// An entry, opened, and where it stands.
#[derive(Debug, Clone)]
pub struct Case {
    /// The entry.
    pub entry: Entry,
    /// Where it stands, as stored: see [`State::at`] for what is true now.
    pub state: State,
}

/// What can be seen of an entry without opening it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clear {
    /// Its reference.
    pub reference: Reference,
    /// When it was received, to the minute.
    pub received_at: DateTime<Utc>,
    /// By the end of which day the patient must have heard from us.
    pub due_on: NaiveDate,
    /// Where it stands, as stored: see [`State::at`] for what is true now.
    pub state: State,
}

/// Everything open.
#[derive(Debug, Clone)]
pub struct Listing {
    /// What this identity opens.
    pub cases: Vec<Case>,
    /// What it does not: sealed to others, or altered.
    pub unopened: Vec<Clear>,
}

/// One entry with its history.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The entry.
    pub case: Case,
    /// What happened, oldest first.
    pub events: Vec<Event>,
}

#[allow(unused_variables, clippy::unused_async)]
impl Tray {
    /// A tray over a table. Without an identity only what is in clear can be read.
    pub fn new(table: Table, recipients: Recipients, identity: Option<Identity>) -> Self {
        Self { table, recipients, identity }
    }

    /// The clear fields of everything open, by due date. Needs no identity.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn waiting(&self) -> Result<Vec<Clear>, QueueError> {
        todo!()
    }

    /// Everything open, by due date.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn list(&self) -> Result<Listing, QueueError> {
        todo!()
    }

    /// Every entry that still holds a person, closed ones too: for export, reports and `verify`.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn everything(&self) -> Result<Listing, QueueError> {
        todo!()
    }

    /// One entry with its history.
    ///
    /// # Errors
    /// When the table fails, or the entry cannot be opened.
    pub async fn show(&self, reference: &Reference) -> Result<Option<Shown>, QueueError> {
        todo!()
    }

    /// Records that somebody read an entry, once per person and version.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn opened(
        &self,
        reference: &Reference,
        version: u64,
        who: &str,
        now: DateTime<Utc>,
    ) -> Result<(), QueueError> {
        todo!()
    }

    /// Moves an entry and records it, in one transaction. With `seen`, only if nobody acted since that version.
    ///
    /// # Errors
    /// See [`ActError`].
    pub async fn act(
        &self,
        reference: &Reference,
        act: &Act,
        who: &str,
        now: DateTime<Utc>,
        calendar: &Calendar,
        seen: Option<u64>,
    ) -> Result<State, ActError> {
        todo!()
    }

    /// The `age` file of an entry, as stored: the ordinary `age` command opens it.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn sealed(&self, reference: &Reference) -> Result<Option<Vec<u8>>, QueueError> {
        todo!()
    }
}
