//! What is to come: the pages that each switch of the law will change.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use content_reader::Content;
use templates::Theme;

use crate::finding::Severity;
use crate::{Inputs, build, languages};

/// For each switch of the law that is off, the addresses that come, go or change with it: the site is drawn with it on
/// and compared.
pub(crate) fn switches(inputs: &Inputs, theme: &Theme, content: &Content) -> Vec<(String, Vec<String>)> {
    let law = &content.rules.law;
    let now = drawn(inputs, theme, content);
    let off = law.switches().map(|(name, _)| name).filter(|name| !law.is_on(name, inputs.on));
    let touched = off.map(|name| {
        let mut later = content.clone();
        later.rules.law = law.with_switch_on(name);
        let later = drawn(inputs, theme, &later);
        let pages = now.keys().chain(later.keys().filter(|path| !now.contains_key(*path)));
        let changed = pages.filter(|path| now.get(*path) != later.get(*path));
        (name.to_owned(), changed.map(|path| format!("/{}", path.trim_end_matches("index.html"))).collect())
    });
    touched.collect()
}

/// Every page by its path.
fn drawn(inputs: &Inputs, theme: &Theme, content: &Content) -> BTreeMap<String, Vec<u8>> {
    let (editions, _) = languages::read(inputs, content, Severity::of_build(inputs.has_settings()));
    let pages = Mutex::new(BTreeMap::new());
    build::draw(inputs, theme, &editions, Severity::of_build(inputs.has_settings()), |path, bytes| {
        if path.ends_with(".html") {
            pages.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), bytes.to_owned());
        }
        Ok(())
    });
    pages.into_inner().unwrap_or_else(PoisonError::into_inner)
}
