//! What was drawn last time, so that after an edit only the pages it changes are drawn again.
//!
//! A page is drawn from its own text and from what all pages share: settings, words, and of every page its address, front
//! matter and place. While the shared part stays as it was, a page whose text did not change is the page it was. A
//! section that shows its pages whole also depends on their texts, and the search page on the index.

use std::collections::HashMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use templates::Theme;

use crate::Inputs;
use crate::languages::Edition;
use crate::pages::Drawn;

type Kept<T> = Mutex<HashMap<PathBuf, (u64, T)>>;

/// Drawn pages of the last build, for the next.
#[derive(Debug, Default)]
pub struct Memory {
    pages: Kept<Arc<Drawn>>,
    entries: Kept<Value>,
}

/// A memory during one build.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recall<'a> {
    memory: &'a Memory,
    shared: u64,
}

impl Memory {
    /// Opens the memory for a build of these editions.
    pub(crate) fn recall<'a>(&'a self, inputs: &Inputs, theme: &Theme, editions: &[Edition<'_>]) -> Recall<'a> {
        Recall { memory: self, shared: shared(inputs, theme, editions) }
    }
}

impl Recall<'_> {
    /// The page as it was, or as it is drawn now; `texts` is all it depends on beside the shared part.
    pub(crate) fn page(&self, file: &Path, texts: &[&str], draw: impl FnOnce() -> Drawn) -> Arc<Drawn> {
        self.kept(&self.memory.pages, file, texts, || Arc::new(draw()))
    }

    /// The page's entry in the search index.
    pub(crate) fn entry(&self, file: &Path, text: &str, make: impl FnOnce() -> Value) -> Value {
        self.kept(&self.memory.entries, file, &[text], make)
    }

    fn kept<T: Clone>(&self, all: &Kept<T>, file: &Path, texts: &[&str], make: impl FnOnce() -> T) -> T {
        let mut hasher = DefaultHasher::new();
        (self.shared, texts).hash(&mut hasher);
        let hash = hasher.finish();
        if let Some((_, known)) = lock(all).get(file).filter(|(known, _)| *known == hash) {
            return known.clone();
        }
        let made = make();
        lock(all).insert(file.to_owned(), (hash, made.clone()));
        made
    }
}

fn lock<T>(all: &Mutex<T>) -> MutexGuard<'_, T> {
    all.lock().unwrap_or_else(PoisonError::into_inner)
}

/// All that every page may depend on.
fn shared(inputs: &Inputs, theme: &Theme, editions: &[Edition<'_>]) -> u64 {
    let mut hasher = DefaultHasher::new();
    (inputs.on, inputs.index, &inputs.base_url).hash(&mut hasher);
    [theme.stylesheet(), theme.search(), theme.comfort()].map(|asset| &asset.name).hash(&mut hasher);
    for folder in std::iter::once(inputs.content.clone()).chain(inputs.templates.clone()) {
        settings(&folder, &mut hasher);
    }
    for Edition { content, tree } in editions {
        content.base.hash(&mut hasher);
        settings(&inputs.content.join(&content.lang), &mut hasher);
        for node in &tree.nodes {
            (&node.name, &node.url, node.head(), &node.children, node.parent).hash(&mut hasher);
        }
        for (path, file) in &tree.files {
            // A picture may be set into a page, so its change is everybody's.
            let stamp = fs::metadata(file).and_then(|about| Ok((about.modified()?, about.len()))).ok();
            (path, stamp).hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// Settings, words and templates of a folder.
fn settings(folder: &Path, hasher: &mut DefaultHasher) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.is_file() && !path.to_string_lossy().ends_with(".md")).collect();
    files.sort();
    for file in files {
        (&file, fs::read(&file).ok()).hash(hasher);
    }
}
