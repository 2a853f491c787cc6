//! The export as JSON: each referral as `show --json` gives it, in one array or one a line.

use std::sync::Arc;

use queue::{Case, Record, Shown};

use crate::Office;
use crate::verbs::show;

/// One array.
pub(super) fn array(all: &[Record], office: &Office) -> Vec<u8> {
    let objects: Vec<String> = objects(all, office).collect();
    format!("[\n{}\n]\n", objects.join(",\n")).into_bytes()
}

/// One object a line.
pub(super) fn lines(all: &[Record], office: &Office) -> Vec<u8> {
    objects(all, office).map(|object| object + "\n").collect::<String>().into_bytes()
}

fn objects<'a>(all: &'a [Record], office: &'a Office) -> impl Iterator<Item = String> + 'a {
    all.iter().filter_map(|found| {
        let case = Case { entry: Arc::clone(found.entry.as_ref().ok()?), state: found.state().clone() };
        let shown = Shown { case, events: found.events.clone(), unopened: found.unopened, unrecorded: None };
        Some(show::object(&shown, office).to_string())
    })
}
