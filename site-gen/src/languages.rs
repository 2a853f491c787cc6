//! A site in one language or in several: each has a folder of pages and words, and nothing falls back silently.
//!
//! The main language is at the root, every other under its own name (`/cy/…`). Another language has every page and
//! every word of the main one, and the name of the person who read them as a speaker of it.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use content_reader::{Content, Site, Texts, Words, read_file, tables};
use serde::Deserialize;
use templates::Translation;
use toml::Table;

use crate::clashes::clashes;
use crate::finding::{Level, Severity};
use crate::front_matter::{FrontMatter, SEARCH};
use crate::in_force::InForce;
use crate::names::{Verdict, judge};
use crate::position::position;
use crate::tree::Tree;
use crate::{Finding, Inputs};

/// Settings that are words, so every language says them in its own `site.toml`.
const SAID: [&str; 7] = ["name", "phone.charge", "hours.text", "hours.short", "urgent", "nav", "footer"];

/// The site in one language.
pub(crate) struct Edition<'a> {
    pub(crate) content: Cow<'a, Content>,
    pub(crate) tree: Tree,
}

/// Every edition, the main one first, and what is missing in the others.
///
pub(crate) fn read<'a>(inputs: &Inputs, content: &'a Content, severity: Severity) -> (Vec<Edition<'a>>, Vec<Finding>) {
    let content = content.on(inputs.on).map_or(Cow::Borrowed(content), Cow::Owned);
    let (tree, mut found) = read_tree(inputs, &content, &inputs.pages(), severity);
    let generic = (!inputs.has_settings()).then(|| with_sections(&content, &tree)).flatten();
    let content = generic.map_or(content, Cow::Owned);
    let mut editions = vec![Edition { content, tree }];
    for lang in others(inputs, severity.service, &mut found) {
        let root = inputs.content.join(&lang);
        match content_in(inputs, &editions[0].content, &lang) {
            Ok(content) => {
                let (tree, more) = read_tree(inputs, &content, &root, severity);
                found.extend(more);
                missing_pages(&editions[0].tree, &tree, (&root, &lang), &mut found);
                editions.push(Edition { content: Cow::Owned(content), tree });
            }
            Err(more) => found.extend(more.into_iter().map(|finding| finding.at_level(severity.service))),
        }
    }
    (editions, found)
}

/// The pages in force on the day: a form nobody may use yet is left out.
fn read_tree(inputs: &Inputs, content: &Content, root: &Path, severity: Severity) -> (Tree, Vec<Finding>) {
    if !root.is_dir() {
        let help = "give the folder of pages with --content";
        return (Tree::default(), vec![Finding::error(root, "there is no such folder", help)]);
    }
    let law = &content.rules.law;
    let may_refer = law.referrers(inputs.on);
    let wanted = |matter: &FrontMatter| {
        let whose = matter.referrer().or_else(|| matter.paper_for());
        whose.is_none_or(|referrer| may_refer.contains(&referrer))
    };
    let (mut tree, mut found) =
        Tree::read(root, (&content.base, content.rules.places.hospitals()), severity.unknown, wanted);
    let known = |switch: &str| law.switches().any(|(name, _)| name == switch);
    // A folder of pages without settings may mean something else by such braces.
    let otherwise = if inputs.has_settings() { InForce::Unknown } else { InForce::NoMark };
    let state = |switch: &str| if known(switch) { InForce::Known(law.is_on(switch, inputs.on)) } else { otherwise };
    clashes(&mut tree, severity, &mut found);
    found.extend(tree.keep_in_force(severity.unknown, &state));
    (tree, found)
}

/// The folders beside the main language's. Their names are the `lang` of their pages. Whatever else is there is told.
fn others(inputs: &Inputs, service: Level, found: &mut Vec<Finding>) -> Vec<String> {
    if !inputs.content.join(inputs.lang).is_dir() {
        return Vec::new();
    }
    let entries = fs::read_dir(&inputs.content).into_iter().flatten().flatten();
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    for entry in entries {
        let list = if entry.path().is_dir() { &mut folders } else { &mut files };
        list.push(entry.file_name().to_string_lossy().into_owned());
    }
    folders.sort();
    folders.retain(|name| name != inputs.lang && !name.starts_with('.'));
    let help = format!("pages go into {}/, or into a folder named like a language: cy, pt-BR", inputs.lang);
    let unread = |name: &String, message: &str| Finding::error(&inputs.content.join(name), message, help.as_str());
    let unknown = folders.iter().filter(|name| !is_language(name));
    found.extend(unknown.map(|name| unread(name, "this folder is no language").at_level(service)));
    let strays = files.iter().filter(|name| judge(name, true) != Verdict::Expected);
    found.extend(strays.map(|name| unread(name, "not published: nothing reads this file").warning()));
    folders.retain(|name| is_language(name));
    folders
}

/// A tag as BCP 47 writes it: two or three letters, then parts of up to eight letters or digits.
fn is_language(name: &str) -> bool {
    let mut parts = name.split('-');
    let first = parts.next().unwrap_or_default();
    let part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_lowercase()) && parts.all(part)
}

/// The words and settings of another language.
fn content_in(inputs: &Inputs, main: &Content, lang: &str) -> Result<Content, Vec<Finding>> {
    let compiled = Texts::compiled();
    let table = |path: PathBuf, instead: Option<&str>| match (read_file(&path), instead) {
        (Ok(text), _) => parsed::<Table>(&path, &text).map(|table| (text, table)),
        (Err(_), Some(text)) => parsed::<Table>(&path, text).map(|table| (text.to_owned(), table)),
        (Err(error), None) => {
            let help = format!("a language has its own {}", path.file_name().unwrap_or_default().to_string_lossy());
            Err(vec![Finding::error(&path, format!("cannot be read: {error}"), help)])
        }
    };
    let [words_file, site_file] = ["words.toml", "site.toml"].map(|name| inputs.content.join(lang).join(name));
    let (_, main_words) = table(inputs.content.join(inputs.lang).join("words.toml"), Some(compiled.words))?;
    let (_, main_site) = table(inputs.content.join("site.toml"), Some(compiled.site))?;
    let (words, site) = (table(words_file.clone(), None), table(site_file.clone(), None));
    let ((words_text, words), (_, site)) = match (words, site) {
        (Ok(words), Ok(site)) => (words, site),
        (words, site) => return Err(words.err().into_iter().chain(site.err()).flatten().collect()),
    };
    let mut found = Vec::new();
    for gap in tables::missing(&main_words, &words) {
        found.push(missing(&words_file, &tables::dotted(&gap)));
    }
    for said in SAID.into_iter().filter(|said| at(&main_site, said).is_some() && at(&site, said).is_none()) {
        found.push(missing(&site_file, said));
    }
    for key in ["language.name", "language.dir", "language.reviewer"] {
        if at(&words, key).and_then(toml::Value::as_str).is_none_or(|text| text.trim().is_empty()) {
            found.push(missing(&words_file, key));
        }
    }
    if !found.is_empty() {
        found.dedup();
        return Err(found);
    }
    parsed::<Words>(&words_file, &words_text)?;
    let words_text = content_reader::with_days(&words_text, main.rules.calendar.days_to_contact());
    let words = Words::read(&words_text).map_err(|error| vec![Finding::error(&words_file, error.message(), "")])?;
    let mut merged = main_site;
    tables::lay_over(&mut merged, &site);
    let site = Site::deserialize(toml::Value::Table(merged))
        .map_err(|error| vec![Finding::error(&site_file, error.message(), "")])?;
    let content = main.in_language(lang, site, words);
    Ok(content.on(inputs.on).unwrap_or(content))
}

fn parsed<T: for<'de> Deserialize<'de>>(path: &Path, text: &str) -> Result<T, Vec<Finding>> {
    toml::from_str(text).map_err(|error| {
        let place = position(text, error.span().map_or(0, |span| span.start));
        vec![Finding::error(path, error.message(), "").at(place)]
    })
}

fn missing(file: &Path, key: &str) -> Finding {
    let help = match key {
        "language.reviewer" => "name the person who read these words as a speaker of the language",
        "language.dir" => "write dir = \"ltr\" or \"rtl\" under [language]",
        _ => "say it in this language; English is never shown instead",
    };
    Finding::error(file, format!("no `{key}`"), help)
}

/// A value by its dotted name.
fn at<'t>(table: &'t Table, name: &str) -> Option<&'t toml::Value> {
    tables::at(table, &name.split('.').collect::<Vec<_>>())
}

/// Pages that only the main language has, and pages that nobody has vouched for.
fn missing_pages(main: &Tree, other: &Tree, (root, lang): (&Path, &str), found: &mut Vec<Finding>) {
    for node in main.nodes.iter().filter(|node| node.is_written) {
        if other.named(&node.name).is_none_or(|page| !other.nodes[page].is_written) {
            let message = format!("this page is missing in {lang}");
            let help = format!("translate {}, and name its reviewer", node.file.display());
            found.push(Finding::error(&root.join(&node.name), message, help));
        }
    }
    for node in other.nodes.iter().filter(|node| node.is_written) {
        if node.matter.reviewer.as_deref().is_none_or(|name| name.trim().is_empty()) {
            let help = "write reviewer = \"…\": the person who read this page as a speaker of the language";
            found.push(Finding::error(&node.file, "no `reviewer`", help));
        }
    }
}

/// A page in every language that has it, the main one first; nothing where there is one language only.
pub(crate) fn translations(editions: &[Edition<'_>], name: &str, origin: &str) -> Vec<Translation> {
    if editions.len() < 2 {
        return Vec::new();
    }
    let pages = editions.iter().filter_map(|edition| {
        let url = &edition.tree.nodes[edition.tree.named(name)?].url;
        Some(Translation {
            lang: edition.content.lang.clone(),
            name: edition.content.words.language().name.clone(),
            url: url.clone(),
            href: format!("{origin}{url}"),
        })
    });
    pages.collect()
}

/// A folder of pages without settings leads to its own first sections, not to ours.
fn with_sections(content: &Content, tree: &Tree) -> Option<Content> {
    let start = &tree.nodes[tree.start()?];
    let sections = start.children.iter().map(|child| &tree.nodes[*child]).filter(|node| !node.children.is_empty());
    let text = |text: &str| toml::Value::String(text.to_owned());
    let link = |title: &str, url: &str| {
        toml::Value::Table([("title".to_owned(), text(title)), ("url".to_owned(), text(url))].into_iter().collect())
    };
    let nav = sections.take(7).map(|node| link(&node.matter.title, &node.url)).collect();
    let mut site: toml::Table = Texts::compiled().site.parse().ok()?;
    site.insert("nav".to_owned(), toml::Value::Array(nav));
    site.remove("footer");
    let search = tree.nodes.iter().find(|node| node.matter.template.as_deref() == Some(SEARCH));
    site.insert("search".to_owned(), text(search.map_or("", |node| &node.url)));
    let site = Site::deserialize(toml::Value::Table(site)).ok()?;
    Some(Content { site, ..content.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_a_language_by_its_name() {
        for name in ["cy", "ar", "pt-BR", "zh-Hans", "gsw"] {
            assert!(is_language(name), "{name}");
        }
        for name in ["questions", "EN", "e", "en_GB", "pictures", "en-", "en-toolongpart"] {
            assert!(!is_language(name), "{name}");
        }
    }
}
