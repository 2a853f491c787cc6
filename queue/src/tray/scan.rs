//! One scan over the whole table, a page at a time.

use super::collection::ItemCollection;
use crate::items::{self, Item};
use crate::table::explain;
use crate::{QueueError, Table};

/// A scan of the whole table, a page at a time: memory does not grow with the archive.
pub(crate) struct Scan {
    table: Table,
    from: Option<Item>,
    collections: Collections,
    ended: bool,
}

impl Scan {
    pub(crate) fn of(table: &Table) -> Self {
        Self { table: table.clone(), from: None, collections: Collections::default(), ended: false }
    }

    /// The collections whose end was seen; none once the whole table was.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<ItemCollection>>, QueueError> {
        if self.ended {
            return Ok(None);
        }
        let asked = items::scan_all(&self.table).set_exclusive_start_key(self.from.take());
        let page = asked.send().await.map_err(|error| explain(&error))?;
        let mut whole = self.collections.take(page.items.unwrap_or_default());
        self.from = page.last_evaluated_key.filter(|key| !key.is_empty());
        if self.from.is_none() {
            self.ended = true;
            whole.extend(self.collections.0.take());
        }
        Ok(Some(whole))
    }
}

/// Splits pages into item collections. The items of one follow each other; its end is seen when the next begins.
#[derive(Debug, Default)]
pub(crate) struct Collections(Option<ItemCollection>);

impl Collections {
    fn take(&mut self, items: Vec<Item>) -> Vec<ItemCollection> {
        let mut whole = Vec::new();
        for item in items.into_iter().filter(|item| !items::is_elsewhere(item)) {
            let partition_key = items::partition_key(&item).to_owned();
            match &mut self.0 {
                Some(collection) if collection.partition_key == partition_key => collection.items.push(item),
                _ => whole.extend(self.0.replace(ItemCollection { partition_key, items: vec![item] })),
            }
        }
        whole
    }
}
