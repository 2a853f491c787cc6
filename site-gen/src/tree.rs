//! The pages and how they hang together: any folder is a section, with or without an `_index.md`.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use referral::Hospital;

use crate::Finding;
use crate::address::{composed, slug};
use crate::finding::Level;
use crate::front_matter::{self, FrontMatter, Read, SortBy};
use crate::hospitals;
use crate::in_force::{self, Body as InForceBody, InForce};
use crate::order;
use crate::walk::{Source, WELL_KNOWN, Walked, unreadable, walk};

const INDEX: &str = "_index.md";

/// A page, or a section with its own page.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// The file, to open and to name in findings. A section without an `_index.md` names where one would be.
    pub(crate) file: PathBuf,
    /// The name in `@/` links: `questions/who.md`.
    pub(crate) name: String,
    /// The address: `/questions/who/`.
    pub(crate) url: String,
    pub(crate) matter: FrontMatter,
    /// The whole file: it is read once, so that a page cannot change between two looks.
    text: String,
    body: usize,
    pub(crate) parent: Option<usize>,
    /// The code of the hospital whose copy of the page this is.
    pub(crate) place: Option<String>,
    /// Pages below, in the order of lists.
    pub(crate) children: Vec<usize>,
}

impl Node {
    /// The Markdown.
    pub(crate) fn body(&self) -> &str {
        &self.text[self.body..]
    }

    /// Leaves out the lines that are not in force. Gives the marks that name no switch: what is written, and where.
    fn keep_in_force(&mut self, is_on: &impl Fn(&str) -> InForce) -> Vec<(String, (usize, usize))> {
        let Some(InForceBody { text, unknown }) = in_force::body(self.body(), is_on) else { return Vec::new() };
        let unknown = unknown.into_iter().map(|(written, at)| (written, self.place(at))).collect();
        self.text.replace_range(self.body.., &text);
        unknown
    }

    /// Line and column of a place in the body.
    pub(crate) fn place(&self, offset: usize) -> (usize, usize) {
        front_matter::position(&self.text, self.body + offset)
    }

    /// Whether somebody wrote it: a section without an `_index.md` has no file.
    pub(crate) fn is_written(&self) -> bool {
        !self.text.is_empty()
    }

    /// Where a key of the front matter stands.
    pub(crate) fn place_of(&self, key: &str) -> (usize, usize) {
        front_matter::place_of(&self.text, key)
    }

    /// The path of the drawn page: `questions/who/index.html`.
    pub(crate) fn output(&self) -> String {
        format!("{}index.html", &self.url[1..])
    }

    /// The folder of the file, as in `@/` links, with a slash at the end unless it is the root.
    pub(crate) fn folder(&self) -> &str {
        &self.name[..self.name.rfind('/').map_or(0, |at| at + 1)]
    }
}

/// All pages, and the other files that go out as they are.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    /// Address without its first slash, and file.
    pub(crate) files: Vec<(String, PathBuf)>,
    /// What stands before every address: nothing, or `/cy`.
    base: String,
    by_name: HashMap<String, usize>,
    by_url: HashMap<String, usize>,
}

impl Tree {
    /// Keeps the lines that are in force while these switches of the law are on. A mark that names no switch is found:
    /// the line would stay as it is on the day the law changes.
    pub(crate) fn keep_in_force(&mut self, level: Level, is_on: &impl Fn(&str) -> InForce) -> Vec<Finding> {
        let mut found = Vec::new();
        for node in &mut self.nodes {
            for (written, place) in node.keep_in_force(is_on) {
                let message = format!("{written} names no switch of the law");
                let finding = Finding::error(&node.file, message, "name one of law.toml; until then it counts as off");
                found.push(finding.at_level(level).at(place));
            }
        }
        found
    }

    /// Reads every page under `root`, for addresses under `base`, those of a hospital once for each of `places`. Pages that `wanted` refuses are as if they were not there.
    /// How bad a key of the front matter is that we do not know, is `unknown`.
    pub(crate) fn read(
        root: &Path,
        (base, places): (&str, &[Hospital]),
        unknown: Level,
        wanted: impl Fn(&FrontMatter) -> bool + Sync,
    ) -> (Self, Vec<Finding>) {
        let Walked { sources, files, mut found } = walk(root);
        let mut tree = Self { base: base.to_owned(), ..Self::default() };
        tree.files = files.into_iter().map(|file| (file_address(base, &file.name), file.file)).collect();
        let read: Vec<_> = sources.into_par_iter().map(|source| node(source, base, unknown)).collect();
        for result in read {
            match result {
                Ok((node, more)) => {
                    found.extend(more);
                    if node.matter.draft {
                        let help = "take the line out to publish the page";
                        let draft = Finding::error(&node.file, "a draft: it is not published", help);
                        found.push(draft.at(node.place_of("draft")).warning());
                    } else if wanted(&node.matter) {
                        tree.nodes.extend(copies(node, base, places));
                    }
                }
                Err(more) => found.extend(more),
            }
        }
        tree.nodes.sort_by(|a, b| a.url.cmp(&b.url).then_with(|| a.name.cmp(&b.name)));
        tree.link(root, &mut found);
        (tree, found)
    }

    /// The page of a name, as in `@/questions/who.md`; a folder's name stands for its `_index.md`.
    pub(crate) fn named(&self, name: &str) -> Option<usize> {
        let folder = || self.by_name.get(&format!("{}/{INDEX}", name.trim_end_matches('/')));
        let start = || if name.is_empty() { self.start() } else { None };
        self.by_name.get(name).or_else(folder).copied().or_else(start)
    }

    /// The start page.
    pub(crate) fn start(&self) -> Option<usize> {
        self.by_url.get(&format!("{}/", self.base)).copied()
    }

    /// What stands before every address.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// The page of an address.
    pub(crate) fn at(&self, url: &str) -> Option<usize> {
        self.by_url.get(url).copied()
    }

    /// Whether a file is served under this address.
    pub(crate) fn has_file(&self, url: &str) -> bool {
        self.file(url).is_some()
    }

    /// The file that is served under an address.
    pub(crate) fn file(&self, url: &str) -> Option<&Path> {
        let path = url.strip_prefix('/')?;
        let at = self.files.binary_search_by(|(name, _)| name.as_str().cmp(path)).ok()?;
        Some(&self.files[at].1)
    }

    fn link(&mut self, root: &Path, found: &mut Vec<Finding>) {
        self.files.sort();
        for (index, node) in self.nodes.iter().enumerate() {
            self.by_name.insert(node.name.clone(), index);
            if let Some(first) = self.by_url.insert(node.url.clone(), index) {
                let help = format!("{} has that address already; rename one", self.nodes[first].file.display());
                found.push(Finding::error(&node.file, format!("two pages at {}", node.url), help));
            }
        }
        let start = format!("{}/", self.base);
        let mut index = 0;
        while index < self.nodes.len() {
            if self.nodes[index].url != start {
                let above = parent_url(&self.nodes[index].url).to_owned();
                let parent = self.by_url.get(&above).copied();
                let parent = parent.unwrap_or_else(|| self.add_section(root, &above, index));
                self.nodes[index].parent = Some(parent);
                self.nodes[parent].children.push(index);
            }
            index += 1;
        }
        if !self.by_url.contains_key(&start) {
            self.add_section(root, &start, 0);
        }
        self.order();
    }

    /// A section that has no page of its own, named after its folder.
    fn add_section(&mut self, root: &Path, url: &str, below: usize) -> usize {
        let depth = url[self.base.len()..].matches('/').count() - 1;
        let below = self.nodes.get(below).map_or("", |node| node.name.as_str());
        let folder: String = below.split_inclusive('/').take(depth).collect();
        let last = folder.trim_end_matches('/').rsplit('/').next().unwrap_or_default().replace(['-', '_'], " ");
        let mut letters = last.chars();
        let title = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
        let index = self.nodes.len();
        let (name, url) = (format!("{folder}{INDEX}"), url.to_owned());
        self.by_name.insert(name.clone(), index);
        self.by_url.insert(url.clone(), index);
        let matter = FrontMatter { title, ..FrontMatter::default() };
        let (text, file) = (String::new(), root.join(&name));
        self.nodes.push(Node {
            file,
            name,
            url,
            matter,
            text,
            body: 0,
            parent: None,
            place: None,
            children: Vec::new(),
        });
        index
    }

    fn order(&mut self) {
        for index in 0..self.nodes.len() {
            let mut children = std::mem::take(&mut self.nodes[index].children);
            let by = self.nodes[index].matter.sort_by;
            let title = |child: &usize| (&self.nodes[*child].name, order::key(&self.nodes[*child].matter.title));
            let titles: HashMap<&String, Vec<order::Piece>> = children.iter().map(title).collect();
            children.sort_by(|a, b| {
                let (a, b) = (&self.nodes[*a], &self.nodes[*b]);
                let first = match by {
                    SortBy::Weight => a.matter.weight.unwrap_or(i64::MAX).cmp(&b.matter.weight.unwrap_or(i64::MAX)),
                    SortBy::Date => b.matter.date.cmp(&a.matter.date),
                    SortBy::Title => std::cmp::Ordering::Equal,
                };
                first.then_with(|| titles[&a.name].cmp(&titles[&b.name])).then_with(|| a.name.cmp(&b.name))
            });
            self.nodes[index].children = children;
        }
    }
}

/// Reads the page of a file.
fn node(source: Source, base: &str, unknown: Level) -> Result<(Node, Vec<Finding>), Vec<Finding>> {
    let Source { file, name } = source;
    let text = fs::read_to_string(&file).map_err(|error| vec![unreadable(&file, &error)])?;
    let (folder, stem) = folder_and_stem(&name);
    let url = url_of(base, folder, stem);
    let Read { matter, body, findings } = front_matter::read(&file, stem, &text, unknown)?;
    Ok((Node { file, name, url, matter, text, body, parent: None, place: None, children: Vec::new() }, findings))
}

/// The page itself, if it is not for hospitals alone, and its copy for each of them where it has one.
fn copies(node: Node, base: &str, places: &[Hospital]) -> Vec<Node> {
    if node.matter.each.is_none() {
        return vec![node];
    }
    let copy = |hospital: &Hospital| {
        let (name, matter) = (hospitals::name(&node.name, &hospital.slug), hospitals::matter(&node.matter, hospital));
        let (folder, stem) = folder_and_stem(&name);
        let url = url_of(base, folder, stem);
        Node { name, url, matter, place: Some(hospital.slug.clone()), ..node.clone() }
    };
    let copies: Vec<Node> = places.iter().map(copy).collect();
    Some(node).filter(|node| !hospitals::only_theirs(&node.name)).into_iter().chain(copies).collect()
}

fn folder_and_stem(name: &str) -> (&str, &str) {
    let (folder, last) = name.rsplit_once('/').unwrap_or(("", name));
    (folder, last.rsplit_once('.').map_or(last, |(stem, _)| stem))
}

/// The address of a file that goes out as it is, without its first slash: folders are named as those of pages are.
fn file_address(base: &str, name: &str) -> String {
    let (folder, last) = name.rsplit_once('/').unwrap_or(("", name));
    let folder = if folder.split('/').next() == Some(WELL_KNOWN) {
        format!("{base}/{folder}/")
    } else {
        url_of(base, folder, "index")
    };
    format!("{}{}", &folder[1..], composed(last))
}

fn url_of(base: &str, folder: &str, stem: &str) -> String {
    let index = matches!(stem, "_index" | "index");
    let parts = folder.split('/').chain((!index).then_some(stem)).filter(|part| !part.is_empty());
    parts.fold(format!("{base}/"), |url, part| url + &slug(part) + "/")
}

fn parent_url(url: &str) -> &str {
    let inner = url.trim_end_matches('/');
    &url[..inner.rfind('/').map_or(0, |at| at + 1)]
}

#[cfg(test)]
mod tests;
