//! The digest's side: what can be seen of the queue without any key.

use crate::items::{self, Stored, query};
use crate::{Clear, QueueError, Table};

/// Sees the clear fields of the queue, and nothing else. It holds neither keys nor a way to write.
#[derive(Debug, Clone)]
pub struct Lookout {
    pub(crate) table: Table,
}

/// Everything open, as far as it can be seen without a key.
#[derive(Debug, Clone, Default)]
pub struct OpenEntries {
    /// The clear fields of each, by due date.
    pub entries: Vec<Clear>,
    /// Those that cannot be read: their reference, or `?`. Somebody may be waiting behind each.
    pub damaged: Vec<String>,
}

impl Lookout {
    /// A lookout over a table.
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// The clear fields of everything open. An item that cannot be read stops no other; it is named.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn open_entries(&self) -> Result<OpenEntries, QueueError> {
        let mut open = OpenEntries::default();
        for item in query(items::query_open_clear(&self.table)).await? {
            match Stored::from_item(&item) {
                Ok(stored) => open.entries.push(Clear::of(&stored)),
                Err(error) => open.damaged.push(error.name_of_item()),
            }
        }
        Ok(open)
    }
}
