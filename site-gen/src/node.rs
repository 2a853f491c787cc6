//! One page: read from its file, with what it says about itself.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use referral::{Hospital, text_of};

use crate::Finding;
use crate::address::{INDEXES, url_of};
use crate::finding::Level;
use crate::front_matter::{self, FrontMatter, Read};
use crate::hospitals;
use crate::in_force::{self, InForce};
use crate::position::Places;
use crate::walk::{Source, unreadable};

/// A file that is its folder's own page where there is no other, in small letters.
const README: &str = "readme";

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
    /// Whether somebody wrote it: a section without an `_index.md` has no file.
    pub(crate) is_written: bool,
    /// Lines of the file that are not in force, from 1: they are in `text` no longer.
    left_out: Vec<usize>,
    pub(crate) parent: Option<usize>,
    /// The code of the hospital whose copy of the page this is.
    pub(crate) place: Option<String>,
    /// Pages below, in the order of lists.
    pub(crate) children: Vec<usize>,
}

impl Node {
    /// A page that nobody wrote: a section without an `_index.md`.
    pub(crate) fn section(file: PathBuf, name: String, url: String, title: String) -> Self {
        let matter = FrontMatter { title, ..FrontMatter::default() };
        let (text, left_out, children) = (String::new(), Vec::new(), Vec::new());
        Self {
            file,
            name,
            url,
            matter,
            text,
            body: 0,
            is_written: false,
            left_out,
            parent: None,
            place: None,
            children,
        }
    }

    /// The Markdown.
    pub(crate) fn body(&self) -> &str {
        &self.text[self.body..]
    }

    /// Leaves out the lines that are not in force. Gives the marks that name no switch: what is written, and where.
    pub(crate) fn keep_in_force(&mut self, is_on: &impl Fn(&str) -> InForce) -> Vec<(String, (usize, usize))> {
        let Some(kept) = in_force::body(self.body(), is_on) else { return Vec::new() };
        let mut places = Places::new(&self.text);
        let (head, _) = places.of(self.body);
        let unknown = kept.unknown.into_iter().map(|(written, at)| (written, places.of(self.body + at))).collect();
        self.text.replace_range(self.body.., &kept.text);
        self.left_out = kept.left_out.into_iter().map(|line| line + head).collect();
        unknown
    }

    /// Gives line and column of places in the body, quickest in their order.
    pub(crate) fn places(&self) -> impl FnMut(usize) -> (usize, usize) {
        let mut places = Places::new(&self.text);
        move |offset| {
            let (kept, column) = places.of(self.body + offset);
            let line = self.left_out.iter().fold(kept, |line, left_out| line + usize::from(*left_out <= line));
            (line, column)
        }
    }

    /// Where a key of the front matter is.
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

/// Reads the page of a file; `indexed` are the folders that have a page of their own.
pub(crate) fn read(
    source: Source,
    base: &str,
    indexed: &HashSet<String>,
    unknown: Level,
) -> Result<(Node, Vec<Finding>), Vec<Finding>> {
    let Source { file, name } = source;
    let text = read_text(&file)?;
    let (folder, stem) = parts(&name);
    let stem = if stem.eq_ignore_ascii_case(README) && !indexed.contains(folder) { "index" } else { stem };
    let url = url_of(base, folder, stem);
    let folder_name = folder.rsplit('/').next().unwrap_or_default();
    let otherwise = front_matter::named(if INDEXES.contains(&stem) { folder_name } else { stem });
    let Read { matter, body, findings } = front_matter::read(&file, &otherwise, &text, unknown)?;
    let head = Node::section(file, name, url, String::new());
    Ok((Node { matter, text, body, is_written: true, ..head }, findings))
}

/// The page itself, if it is not for hospitals alone, and its copy for each of them where it has one.
pub(crate) fn copies(node: Node, base: &str, places: &[Hospital]) -> Vec<Node> {
    if node.matter.each.is_none() {
        return vec![node];
    }
    let copy = |hospital: &Hospital| {
        let (name, matter) = (hospitals::name(&node.name, &hospital.slug), hospitals::matter(&node.matter, hospital));
        let (folder, stem) = parts(&name);
        let url = url_of(base, folder, stem);
        Node { name, url, matter, place: Some(hospital.slug.clone()), ..node.clone() }
    };
    let copies: Vec<Node> = places.iter().map(copy).collect();
    Some(node).filter(|node| !hospitals::only_theirs(&node.name)).into_iter().chain(copies).collect()
}

/// The folder of a name, and the last part without its end.
pub(crate) fn parts(name: &str) -> (&str, &str) {
    let (folder, last) = name.rsplit_once('/').unwrap_or(("", name));
    (folder, last.rsplit_once('.').map_or(last, |(stem, _)| stem))
}

/// The text of a page; its line ends stay as they are.
fn read_text(file: &Path) -> Result<String, Vec<Finding>> {
    let read = fs::read(file).and_then(|bytes| text_of(&bytes).ok_or_else(|| std::io::Error::other("it is no text")));
    read.map_err(|error| vec![unreadable(file, &error)])
}
