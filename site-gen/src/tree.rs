//! The pages and how they hang together: any folder is a section, with or without an `_index.md`.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use ahash::AHashMap;
use rayon::prelude::*;
use referral::Hospital;

use crate::Finding;
use crate::address::{INDEXES, file_address, url_of};
use crate::finding::Level;
use crate::front_matter::{self, FrontMatter, SortBy};
use crate::in_force::InForce;
use crate::node::{self, Node, parts};
use crate::order;
use crate::walk::{Walked, walk};

const INDEX: &str = "_index.md";
/// Ends that a link to a page may have, where the page's own file has another.
const OTHER_ENDS: [&str; 4] = [".markdown", ".html", ".htm", ".md"];

/// All pages, and the other files that go out as they are.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    /// Address without its first slash, and file.
    pub(crate) files: Vec<(String, PathBuf)>,
    /// What comes before every address: nothing, or `/cy`.
    base: String,
    by_name: AHashMap<String, usize>,
    by_url: AHashMap<String, usize>,
    /// Names by their last part, in small letters: made for the first link that leads nowhere.
    by_last: OnceLock<HashMap<String, String>>,
}

impl Tree {
    /// Keeps the lines that are in force while these switches of the law are on. A mark that names no switch is found:
    /// the line would stay as it is on the day the law changes.
    pub(crate) fn keep_in_force(&mut self, level: Level, is_on: &(impl Fn(&str) -> InForce + Sync)) -> Vec<Finding> {
        let found = self.nodes.par_iter_mut().flat_map_iter(|node| {
            let unknown = node.keep_in_force(is_on);
            unknown.into_iter().map(|(written, place)| {
                let message = format!("{written} names no switch of the law");
                let finding = Finding::error(&node.file, message, "name one of law.toml; until then it counts as off");
                finding.at_level(level).at(place)
            })
        });
        found.collect()
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
        let names = sources.iter().map(|source| parts(&source.name));
        let indexed: HashSet<String> =
            names.filter(|(_, stem)| INDEXES.contains(stem)).map(|(folder, _)| folder.to_owned()).collect();
        let read: Vec<_> = sources.into_par_iter().map(|source| node::read(source, base, &indexed, unknown)).collect();
        for result in read {
            match result {
                Ok((node, more)) => {
                    found.extend(more);
                    if node.matter.draft {
                        let help = "take the line out to publish the page";
                        let draft = Finding::error(&node.file, "a draft: it is not published", help);
                        found.push(draft.at(node.place_of("draft")).warning());
                    } else if node.matter.is_unread() {
                        let help = "write reviewer = \"…\": the person who read this page as a speaker of its language";
                        let finding = Finding::error(&node.file, "no `reviewer`: the page is not published", help);
                        found.push(finding.at(node.place_of("lang")).at_level(unknown));
                    } else if wanted(&node.matter) {
                        tree.nodes.extend(node::copies(node, base, places));
                    }
                }
                Err(more) => found.extend(more),
            }
        }
        tree.nodes.sort_by(|a, b| a.url.cmp(&b.url).then_with(|| a.name.cmp(&b.name)));
        tree.link(root, &mut found);
        (tree, found)
    }

    /// The page of a name, as in `@/questions/who.md`; a folder's name means its `_index.md`.
    pub(crate) fn named(&self, name: &str) -> Option<usize> {
        let folder = || self.by_name.get(&format!("{}/{INDEX}", name.trim_end_matches('/')));
        let start = || if name.is_empty() { self.start() } else { None };
        self.by_name.get(name).or_else(folder).copied().or_else(start)
    }

    /// The start page.
    pub(crate) fn start(&self) -> Option<usize> {
        self.by_url.get(&format!("{}/", self.base)).copied()
    }

    /// What comes before every address.
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

    /// Where a file is served that has this name in the folder of pages, if there is one.
    pub(crate) fn address_of(&self, name: &str) -> Option<String> {
        Some(format!("/{}", file_address(&self.base, name))).filter(|address| self.has_file(address))
    }

    /// The page that other programs mean by this name: with another end or none, or with the signs that addresses drop.
    pub(crate) fn like(&self, name: &str) -> Option<usize> {
        let (folder, last) = name.rsplit_once('/').unwrap_or(("", name));
        let end = OTHER_ENDS.iter().find(|end| last.to_lowercase().ends_with(*end)).map_or(0, |end| end.len());
        let stem = &last[..last.len() - end];
        self.at(&url_of(&self.base, folder, if stem.is_empty() { "index" } else { stem }))
    }

    /// The file that is served under an address.
    pub(crate) fn file(&self, url: &str) -> Option<&Path> {
        let path = url.strip_prefix('/')?;
        let at = self.files.binary_search_by(|(name, _)| name.as_str().cmp(path)).ok()?;
        Some(&self.files[at].1)
    }

    /// A page or file of the same name, in another folder or with other capitals.
    pub(crate) fn nearest(&self, name: &str) -> Option<&str> {
        let last_of = |name: &str| name.rsplit('/').next().unwrap_or_default().to_lowercase();
        let by_last = self.by_last.get_or_init(|| {
            let names = self.nodes.iter().map(|node| &node.name).chain(self.files.iter().map(|(address, _)| address));
            names.rev().map(|name| (last_of(name), name.clone())).collect()
        });
        by_last
            .get(&last_of(name))
            .filter(|known| *known != INDEX && !known.ends_with("/_index.md"))
            .map(String::as_str)
    }

    /// Takes files out of what is published, by their addresses without the first slash.
    pub(crate) fn take_out(&mut self, unwanted: impl Fn(&str) -> bool) -> Vec<(String, PathBuf)> {
        let (out, files) = std::mem::take(&mut self.files).into_iter().partition(|(address, _)| unwanted(address));
        self.files = files;
        out
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
        let title = front_matter::named(folder.trim_end_matches('/').rsplit('/').next().unwrap_or_default());
        let index = self.nodes.len();
        let (name, url) = (format!("{folder}{INDEX}"), url.to_owned());
        self.by_name.insert(name.clone(), index);
        self.by_url.insert(url.clone(), index);
        self.nodes.push(Node::section(root.join(&name), name, url, title));
        index
    }

    fn order(&mut self) {
        let ordered: Vec<Vec<usize>> = self.nodes.par_iter().map(|node| self.in_order(node)).collect();
        self.nodes.iter_mut().zip(ordered).for_each(|(node, children)| node.children = children);
    }

    /// The pages below, as their section sorts them; pages that it finds equal by their titles, then by their names.
    fn in_order(&self, section: &Node) -> Vec<usize> {
        let mut children = section.children.clone();
        children.sort_by_cached_key(|child| {
            let Node { matter, name, .. } = &self.nodes[*child];
            let (weight, date) = match section.matter.sort_by {
                SortBy::Weight => (matter.weight.unwrap_or(i64::MAX), None),
                SortBy::Date => (0, matter.date),
                SortBy::Title => (0, None),
            };
            (weight, Reverse(date), order::key(&matter.title), name)
        });
        children
    }
}

fn parent_url(url: &str) -> &str {
    let inner = url.trim_end_matches('/');
    &url[..inner.rfind('/').map_or(0, |at| at + 1)]
}

#[cfg(test)]
mod tests;
