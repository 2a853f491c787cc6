//! The digest's side: what can be seen of the queue without any key.

use crate::items::{self, Stored, query};
use crate::{Clear, QueueError, Table};

/// Sees the clear fields of the queue, and nothing else. It holds neither keys nor a way to write.
#[derive(Debug, Clone)]
pub struct Lookout {
    pub(crate) table: Table,
}

impl Lookout {
    /// A lookout over a table.
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// The clear fields of everything open, by due date.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn waiting(&self) -> Result<Vec<Clear>, QueueError> {
        let items = query(items::query_open_clear(&self.table)).await?;
        Ok(items.iter().filter_map(|item| Stored::from_item(item).ok()).map(|stored| Clear::of(&stored)).collect())
    }
}
