//! What is known of the drawn pages.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::html::{self, Seen};
use crate::languages::Edition;
use crate::{publish, reading};

/// What is known of a drawn page.
pub(super) struct Looked {
    pub(super) seen: Seen,
    pub(super) level: Option<reading::Level>,
}

/// Pages, and the weight of every file on its way to a reader, by path.
#[derive(Default)]
pub(super) struct Drawn {
    pub(super) pages: BTreeMap<String, Looked>,
    pub(super) weights: BTreeMap<String, usize>,
}

/// What is to be known of a file as it is published.
pub(super) fn look(path: &str, bytes: &[u8]) -> std::io::Result<(usize, Option<Looked>)> {
    let page = path.ends_with(".html").then(|| String::from_utf8_lossy(bytes));
    let looked = page.map(|html| Looked { seen: html::scan(&html), level: reading::level(&html) });
    Ok((publish::weight(path, bytes)?, looked))
}

/// The file a drawn page comes from.
pub(super) fn source(editions: &[Edition<'_>], path: &str) -> PathBuf {
    let url = path.strip_suffix("index.html").map(|url| format!("/{url}"));
    let find =
        |edition: &Edition<'_>| edition.tree.at(url.as_deref()?).map(|page| edition.tree.nodes[page].file.clone());
    editions.iter().find_map(find).unwrap_or_else(|| PathBuf::from("templates/refusal.html"))
}
