//! Ids of headings: those written by hand first, then names made of the words.

use std::ops::Range;

use ahash::{AHashMap, AHashSet};
use pulldown_cmark::{Event, Tag};

/// Ids that our templates use.
const TAKEN: [&str; 4] = ["main", "urgent", "problems", "contents"];

/// Whether a link to this id works on any page: our templates have it, or browsers know it (`#top`, and words to look for).
pub(crate) fn is_on_every_page(id: &str) -> bool {
    TAKEN.contains(&id) || id == "top" || id.starts_with(":~:")
}

/// The ids written by hand, with where each heading is, in their order.
pub(super) fn written<'a>(events: impl Iterator<Item = (Event<'a>, Range<usize>)>) -> Vec<(String, usize)> {
    let id = |(event, range): (Event<'a>, Range<usize>)| match event {
        Event::Start(Tag::Heading { id: Some(id), .. }) => Some((id.to_string(), range.start)),
        _ => None,
    };
    events.filter_map(id).collect()
}

/// Gives every heading of a body an id of its own.
#[derive(Debug, Default)]
pub(super) struct Ids {
    given: AHashSet<String>,
    /// The next number to try after a name.
    next: AHashMap<String, usize>,
}

impl Ids {
    /// Keeps the ids written by hand for their headings. Gives what is wrong with them: message and place.
    pub(super) fn keeping(written: &[(String, usize)]) -> (Self, Vec<(String, usize)>) {
        let mut ids = Self::default();
        let mut wrong = Vec::new();
        for (id, at) in written {
            if TAKEN.contains(&id.as_str()) {
                wrong.push((format!("`{id}` is an id of every page already"), *at));
            } else if !ids.given.insert(id.clone()) {
                wrong.push((format!("two headings with the id `{id}`"), *at));
            }
        }
        (ids, wrong)
    }

    /// The first free id that begins with these words.
    pub(super) fn for_words(&mut self, base: &str) -> String {
        let count = self.next.entry(base.to_owned()).or_insert(0);
        loop {
            let name = if *count == 0 { base.to_owned() } else { format!("{base}-{count}") };
            *count += 1;
            if !TAKEN.contains(&name.as_str()) && self.given.insert(name.clone()) {
                return name;
            }
        }
    }
}
