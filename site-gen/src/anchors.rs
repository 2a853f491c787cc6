//! Links to a heading of a page, `@/questions/who.md#when`: is it there, and which was meant?

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use crate::draw::{Anchor, Draw};
use crate::{Finding, markdown};

/// How many headings of a page are named to somebody who missed one.
const NAMED: usize = 12;

/// Links to headings that are not there. Only the pages somebody points into are read for their headings.
pub(crate) fn missing_anchors(draw: &Draw<'_>, anchors: &[Anchor]) -> Vec<Finding> {
    let pages: HashSet<usize> = anchors.iter().map(|anchor| anchor.to).collect();
    let ids: HashMap<usize, Ids> = pages.into_par_iter().map(|page| (page, Ids::new(draw.ids(page)))).collect();
    let is_there =
        |anchor: &&Anchor| ids[&anchor.to].known.contains(&anchor.id) || markdown::is_on_every_page(&anchor.id);
    let mut missing: Vec<&Anchor> = anchors.iter().filter(|anchor| !is_there(anchor)).collect();
    missing.sort_by_key(|anchor| (anchor.from, anchor.offset));
    let of_page = |anchors: &[&Anchor]| {
        let from = &draw.tree.nodes[anchors[0].from];
        let mut places = from.places();
        let finding = |anchor: &&Anchor| {
            let to = draw.tree.nodes[anchor.to].file.display();
            let message = format!("`#{}` leads nowhere: {to} has no such heading", anchor.id);
            let finding = Finding::error(&from.file, message, ids[&anchor.to].near(&anchor.id));
            finding.at(places(anchor.offset)).at_level(draw.severity.broken)
        };
        anchors.iter().map(finding).collect::<Vec<_>>()
    };
    missing.chunk_by(|a, b| a.from == b.from).flat_map(of_page).collect()
}

/// The ids of a page's headings, and what somebody may have meant who wrote the id of none: other programs set other signs
/// between its words.
struct Ids {
    known: HashSet<String>,
    by_letters: HashMap<String, String>,
}

impl Ids {
    fn new(known: Vec<String>) -> Self {
        let by_letters = known.iter().rev().map(|id| (letters(id), id.clone())).collect();
        Self { known: known.into_iter().collect(), by_letters }
    }

    fn near(&self, id: &str) -> String {
        if let Some(near) = self.by_letters.get(&letters(id)) {
            return format!("did you mean #{near}?");
        }
        if self.known.is_empty() || self.known.len() > NAMED {
            return format!("that page has {} headings, none of them like it", self.known.len());
        }
        let mut known: Vec<&str> = self.known.iter().map(String::as_str).collect();
        known.sort_unstable();
        format!("it has {}", known.join(", "))
    }
}

fn letters(id: &str) -> String {
    id.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
