//! The build: content and theme read, pages drawn in parallel, each given away as soon as it is drawn.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use content_reader::{Content, ContentError, Texts, read_file};
use rayon::prelude::*;
use serde_json::json;
use templates::{Shared, Theme};

use crate::anchors::missing_anchors;
use crate::calendar_end::calendar_end;
use crate::draw::{Anchor, Draw};
use crate::finding::Severity;
use crate::languages::{self, Edition};
use crate::output::Stage;
use crate::search::{self, Entry};
use crate::{Finding, Findings, Inputs, publish, sitemap};

/// Pages for faults that happen before anything of ours is asked: an address that has none, too many at once, and a
/// server that does not answer.
const ERROR_PAGES: [(&str, &str); 3] =
    [("404.html", "not-found"), ("429.html", "too-many"), ("500.html", "cannot-reach")];

/// What was made.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// How many pages.
    pub pages: usize,
    /// How many files in all.
    pub files: usize,
    /// What a person should look at; nothing here stops a build.
    pub findings: Findings,
}

/// Why there is no new site.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// Something in the content.
    #[error("{0}")]
    Findings(#[from] Findings),
    /// The folder the site goes to.
    #[error("cannot write {path}: {source}")]
    Output {
        /// Which folder.
        path: String,
        /// Why.
        source: io::Error,
    },
}

/// Reads content and theme; a file of settings that is not there is replaced by the compiled-in one.
///
/// # Errors
/// A file that is there and cannot be used.
pub fn load(inputs: &Inputs) -> Result<(Content, Theme), Findings> {
    let (theme, content) = rayon::join(|| load_theme(inputs), || load_content(inputs));
    let theme = theme?;
    Ok((content?, theme))
}

fn load_theme(inputs: &Inputs) -> Result<Theme, Findings> {
    inputs.templates.as_deref().map_or_else(Theme::compiled, Theme::load).map_err(|error| {
        let dir = inputs.templates.clone().unwrap_or_else(|| "templates".into());
        Findings::new(vec![Finding::error(&dir, error.to_string(), "")])
    })
}

fn load_content(inputs: &Inputs) -> Result<Content, Findings> {
    let compiled = Texts::compiled();
    let words = format!("{}/words.toml", inputs.lang);
    let read = |name: &str, instead: &str| read_or(&inputs.content.join(name), instead);
    let site = read("site.toml", compiled.site)?;
    let said = read(&words, compiled.words)?;
    let law = read("law.toml", compiled.law)?;
    let calendar = read("calendar.toml", compiled.calendar)?;
    let places = read("places.toml", compiled.places)?;
    let texts = Texts { site: &site, words: &said, law: &law, calendar: &calendar, places: &places };
    Content::parse(&texts).map_err(|error| {
        let finding = match &error {
            ContentError::Toml { file, source } => {
                let (name, text) = if *file == "words.toml" { (words.as_str(), &said) } else { (*file, &site) };
                let at = source.span().map_or(0, |span| span.start);
                let path = inputs.content.join(name);
                Finding::error(&path, source.message(), "").at(crate::position::position(text, at))
            }
            other => Finding::error(&inputs.content, other.to_string(), ""),
        };
        Findings::new(vec![finding])
    })
}

fn read_or(path: &Path, instead: &str) -> Result<String, Findings> {
    match read_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(instead.to_owned()),
        read => read.map_err(|error| Findings::new(vec![Finding::error(path, format!("cannot be read: {error}"), "")])),
    }
}

/// Draws every page and gives it to `emit`, several at a time and in no order, with its path in the site.
///
/// # Errors
/// Every finding that stops a build. What was emitted until then is no whole site.
pub fn render(
    inputs: &Inputs,
    theme: &Theme,
    content: &Content,
    emit: impl Fn(&str, &[u8]) -> io::Result<()> + Sync,
) -> Result<Summary, Findings> {
    let (editions, mut found) = languages::read(inputs, content, Severity::of_build(inputs.has_settings()));
    if inputs.has_settings() {
        found.extend(calendar_end(inputs, content).map(Finding::warning));
    }
    judged(draw(inputs, theme, &editions, Severity::of_build(inputs.has_settings()), emit), found)
}

fn judged(summary: Summary, found: Vec<Finding>) -> Result<Summary, Findings> {
    let findings = summary.findings.with(found);
    if findings.errors() > 0 { Err(findings) } else { Ok(Summary { findings, ..summary }) }
}

/// Draws what can be drawn; a page with errors is not emitted.
pub(crate) fn draw(
    inputs: &Inputs,
    theme: &Theme,
    editions: &[Edition<'_>],
    severity: Severity,
    emit: impl Fn(&str, &[u8]) -> io::Result<()> + Sync,
) -> Summary {
    let main = &editions[0].content;
    let origin = inputs.base_url.as_deref().unwrap_or(&main.site.origin).trim_end_matches('/');
    let found = Mutex::new((Vec::new(), Vec::new()));
    let files = AtomicUsize::new(0);
    let give = |path: &str, bytes: &[u8]| {
        files.fetch_add(1, Ordering::Relaxed);
        if let Err(error) = emit(path, bytes) {
            note(&found, &[Finding::error(Path::new(path), format!("cannot be written: {error}"), "")], &[]);
        }
    };
    let mut missing = Vec::new();
    for edition in editions {
        let (content, tree) = (edition.content.as_ref(), &edition.tree);
        let (on, facts, shared) = (inputs.on, OnceLock::new(), Shared::of(content));
        let (indexed, index, has_settings) = (inputs.index, None, inputs.has_settings());
        let mut draw =
            Draw { theme, content, tree, editions, origin, on, indexed, index, severity, has_settings, facts, shared };
        let entries = draw_pages(&draw, false, &found, &give);
        if inputs.index {
            let index = search::index(content, entries);
            give(&index.name, index.text().as_bytes());
            draw.index = Some(format!("/{}", index.name));
        }
        draw_pages(&draw, true, &found, &give);
        draw_others(&draw, &found, &give);
        let anchors = std::mem::take(&mut lock(&found).1);
        missing.extend(missing_anchors(&draw, &anchors));
    }
    give("sitemap.xml", sitemap::sitemap(editions, origin).as_bytes());
    give("content.json", json!(main.digests()).to_string().as_bytes());
    give("robots.txt", sitemap::robots(origin).as_bytes());
    let own = editions[0].tree.has_file("/.well-known/security.txt");
    if let Some(text) = sitemap::security(&main.site, origin).filter(|_| !own) {
        give(".well-known/security.txt", text.as_bytes());
    }
    let styles = theme.stylesheets();
    let assets = [&styles.site, &styles.form, &styles.easy, &styles.sheet, theme.comfort()];
    for asset in assets.into_iter().chain(inputs.index.then(|| theme.search())) {
        // What people are served is smaller; a plain build is for reading.
        let text = asset.text();
        let text = if inputs.index { publish::smaller(&asset.name, text.as_bytes()) } else { text.as_bytes().into() };
        give(&asset.name, &text);
    }
    let findings = Findings::new(found.into_inner().unwrap_or_else(PoisonError::into_inner).0).with(missing);
    let pages = editions.iter().map(|edition| edition.tree.nodes.len() + 1).sum();
    Summary { pages, files: files.into_inner(), findings }
}

type Found = Mutex<(Vec<Finding>, Vec<Anchor>)>;

/// Pages in one language: those of the search, or all others. Gives what the search index says of them.
fn draw_pages(draw: &Draw<'_>, of_search: bool, found: &Found, give: &(impl Fn(&str, &[u8]) + Sync)) -> Vec<Entry> {
    let nodes = &draw.tree.nodes;
    let wanted = (0..nodes.len()).into_par_iter().filter(|index| draw.is_search(&nodes[*index]) == of_search);
    let entries = wanted.filter_map(|index| {
        let drawn = draw.page(index);
        if !drawn.html.is_empty() {
            give(&nodes[index].output(), drawn.html.as_bytes());
        }
        note(found, &drawn.findings, &drawn.anchors);
        drawn.entry
    });
    entries.collect()
}

/// Files, and the page for a wrong address, in one language.
fn draw_others(draw: &Draw<'_>, found: &Found, give: &(impl Fn(&str, &[u8]) + Sync)) {
    let tree = draw.tree;
    tree.files.par_iter().for_each(|(path, file)| match fs::read(file) {
        Ok(bytes) => give(path, &bytes),
        Err(error) => note(found, &[Finding::error(file, format!("cannot be read: {error}"), "")], &[]),
    });
    for (name, kind) in ERROR_PAGES {
        match draw.refusal(kind) {
            Some(Ok(html)) => give(format!("{}/{name}", tree.base()).trim_start_matches('/'), html.as_bytes()),
            Some(Err(finding)) => note(found, &[finding], &[]),
            None => {}
        }
    }
}

fn lock<T>(found: &Mutex<T>) -> MutexGuard<'_, T> {
    found.lock().unwrap_or_else(PoisonError::into_inner)
}

fn note(found: &Found, findings: &[Finding], anchors: &[Anchor]) {
    if !findings.is_empty() || !anchors.is_empty() {
        let mut found = lock(found);
        found.0.extend_from_slice(findings);
        found.1.extend_from_slice(anchors);
    }
}

/// Builds the site beside `out` and swaps the two: a build that fails leaves the last good site.
///
/// # Errors
/// What is wrong with the content, or why the folder cannot be written.
pub fn build_to(inputs: &Inputs, out: &Path) -> Result<Summary, BuildError> {
    write_to(inputs, out, Stage::write)
}

/// The same for the public: smaller stylesheets, `.br` and `.gz` beside each text, and the search index.
///
/// # Errors
/// As [`build_to`].
pub fn publish_to(inputs: &Inputs, out: &Path) -> Result<Summary, BuildError> {
    let write =
        |stage: &Stage, path: &str, bytes: &[u8]| publish::write(path, bytes, |path, bytes| stage.write(path, bytes));
    write_to(&Inputs { index: true, ..inputs.clone() }, out, write)
}

fn write_to(
    inputs: &Inputs,
    out: &Path,
    write: impl Fn(&Stage, &str, &[u8]) -> io::Result<()> + Sync,
) -> Result<Summary, BuildError> {
    let wrong = |source| BuildError::Output { path: out.display().to_string(), source };
    let (content, theme) = load(inputs)?;
    let stage = Stage::beside(out, &[Some(inputs.content.as_path()), inputs.templates.as_deref()]).map_err(wrong)?;
    let summary = render(inputs, &theme, &content, |path, bytes| write(&stage, path, bytes))?;
    let summary = Summary { files: stage.files(), ..summary };
    stage.swap().map_err(wrong)?;
    Ok(summary)
}
