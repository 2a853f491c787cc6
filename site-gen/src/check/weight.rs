//! Whether each page is light, and each of its ids is one.

use std::collections::BTreeSet;

use crate::Finding;
use crate::check::drawn::{Drawn, source};
use crate::finding::Level;
use crate::languages::Edition;

/// A page with its stylesheet, compressed (docs/contract.md, Site).
pub const PAGE_BUDGET: usize = 9_000;
/// How many files a first view may take: the page and its stylesheet.
const REQUESTS: usize = 2;

/// `heavy`: how bad a heavy page is.
pub(super) fn weights(editions: &[Edition<'_>], drawn: &Drawn, heavy: Level, found: &mut Vec<Finding>) {
    for (path, look) in &drawn.pages {
        let own = drawn.weights.get(path).copied().unwrap_or_default();
        let needs: BTreeSet<&str> = look.seen.needs.iter().map(|needed| needed.trim_start_matches('/')).collect();
        let others: usize = needs.iter().filter_map(|needed| drawn.weights.get(*needed)).sum();
        if own + others > PAGE_BUDGET {
            let whole = own + others;
            let message =
                format!("{whole} bytes compressed ({own} page, {others} style and pictures), over {PAGE_BUDGET}");
            let help = "say less on this page, or make two of it";
            found.push(Finding::error(&source(editions, path), message, help).at_level(heavy));
        }
        if needs.len() >= REQUESTS {
            let all: Vec<&str> = needs.into_iter().collect();
            let message = format!("needs {} requests before it can be read, over {REQUESTS}", all.len() + 1);
            let help = format!("a page needs its stylesheet alone; this one also fetches some of {}", all.join(", "));
            found.push(Finding::error(&source(editions, path), message, help).at_level(heavy));
        }
    }
}

pub(super) fn ids(editions: &[Edition<'_>], drawn: &Drawn, found: &mut Vec<Finding>) {
    for (path, look) in &drawn.pages {
        let mut once = BTreeSet::new();
        for id in look.seen.ids.iter().filter(|id| !once.insert(id.as_str())) {
            let message = format!("two things with the id `{id}` on the drawn page");
            found.push(Finding::error(
                &source(editions, path),
                message,
                "give the heading an id of its own: ## Words {#other}",
            ));
        }
    }
}
