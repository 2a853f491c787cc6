//! Opens what a query gave, on as many threads as there are.

use std::sync::Arc;

use super::listing::{Case, Clear, Listing, Unopened};
use crate::items::{Item, Stored};
use crate::parallel::in_parallel;
use crate::sealing::open_stored;
use crate::{Identity, QueueError};

/// What became of one item.
enum Outcome {
    Opened(Case),
    Sealed(Unopened),
    Damaged(String),
}

/// Opens items in parallel, in their order.
pub(crate) async fn open_all(items: Vec<Item>, identity: Option<&Arc<Identity>>) -> Result<Listing, QueueError> {
    let identity = identity.cloned();
    let outcomes = in_parallel(items, move |item| open_one(&item, identity.as_deref())).await?;
    let mut listing = Listing::default();
    for outcome in outcomes {
        match outcome {
            Outcome::Opened(case) => listing.cases.push(case),
            Outcome::Sealed(unopened) => listing.unopened.push(unopened),
            Outcome::Damaged(name) => listing.damaged.push(name),
        }
    }
    Ok(listing)
}

fn open_one(item: &Item, identity: Option<&Identity>) -> Outcome {
    match Stored::from_item(item) {
        Ok(stored) => match open_stored(&stored, identity) {
            Ok(entry) => Outcome::Opened(Case { entry: Arc::new(entry), state: stored.state }),
            Err(why) => Outcome::Sealed(Unopened { clear: Clear::of(&stored), why }),
        },
        Err(error) => Outcome::Damaged(error.name_of_item()),
    }
}
