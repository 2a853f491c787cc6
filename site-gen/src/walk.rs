//! Which files of a content folder are pages, which go out as they are, and which stay: each of the last is told.

use std::fs::{self, FileType};
use std::path::{Path, PathBuf};

use crate::Finding;
use crate::address::{WELL_KNOWN, composed};

/// Ends of the names of pages, in small letters.
const PAGES: [&str; 2] = [".md", ".markdown"];
/// Settings, which are read and not published.
const SETTINGS: [&str; 6] = ["site.toml", "words.toml", "law.toml", "calendar.toml", "places.toml", "book.toml"];
/// What systems and version control leave in every folder.
const OF_SYSTEMS: [&str; 9] = [
    ".git",
    ".gitignore",
    ".gitattributes",
    ".gitkeep",
    ".ds_store",
    ".editorconfig",
    "thumbs.db",
    "desktop.ini",
    ".directory",
];
/// How programs mark what they keep beside a file while it is edited, in small letters: start and end of the name.
const LEFT_OVER: [(&str, &str); 15] = [
    ("#", "#"),
    ("~$", ""),
    (".~lock.", ""),
    (".#", ""),
    ("", "~"),
    ("", ".bak"),
    ("", ".backup"),
    ("", ".old"),
    ("", ".orig"),
    ("", ".rej"),
    ("", ".swp"),
    ("", ".swo"),
    ("", ".tmp"),
    ("", ".part"),
    ("", ".crdownload"),
];

/// A file, and its name from the folder of pages, with `/` between and accents composed.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) file: PathBuf,
    pub(crate) name: String,
}

/// What a folder holds.
#[derive(Debug, Default)]
pub(crate) struct Walked {
    pub(crate) sources: Vec<Source>,
    pub(crate) files: Vec<Source>,
    pub(crate) found: Vec<Finding>,
}

/// Whether a file of this name is a page.
pub(crate) fn is_page(name: &str) -> bool {
    let name = name.to_lowercase();
    PAGES.iter().any(|end| name.ends_with(end))
}

/// Reads the whole folder.
pub(crate) fn walk(root: &Path) -> Walked {
    let mut walked = Walked::default();
    let mut folders = vec![(root.to_owned(), String::new())];
    while let Some((dir, at)) = folders.pop() {
        match fs::read_dir(&dir).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
            Ok(entries) => entries.iter().for_each(|entry| walked.take(entry, &at, &mut folders)),
            Err(error) => walked.found.push(unreadable(&dir, &error)),
        }
    }
    // Folders are read in no order of their own; the same folder gives the same site.
    walked.files.sort_by(|a, b| a.name.cmp(&b.name));
    walked.sources.sort_by(|a, b| a.name.cmp(&b.name));
    walked
}

impl Walked {
    fn take(&mut self, entry: &fs::DirEntry, at: &str, folders: &mut Vec<(PathBuf, String)>) {
        let file = entry.path();
        let Some(written) = entry.file_name().to_str().map(str::to_owned) else {
            return self.stays(&file, "its name is no text", "rename it");
        };
        let name = format!("{at}{}", composed(&written));
        let well_known = name == WELL_KNOWN || name.starts_with(".well-known/");
        if let Some(why) = stays(&written).filter(|_| !well_known) {
            if let Why::Tell(message, help) = why {
                self.stays(&file, message, help);
            }
            return;
        }
        let kind = entry.file_type();
        if kind.as_ref().is_ok_and(FileType::is_dir) {
            folders.push((file, format!("{name}/")));
        } else if kind.as_ref().is_ok_and(FileType::is_file) || file.is_file() {
            let list = if is_page(&name) { &mut self.sources } else { &mut self.files };
            list.push(Source { file, name });
        } else if file.is_dir() {
            self.stays(&file, "a link to a folder: it could lead round in a circle", "put the folder itself here");
        } else {
            self.stays(&file, "a link to nowhere", "mend the link, or take it away");
        }
    }

    fn stays(&mut self, file: &Path, why: &str, help: &str) {
        self.found.push(Finding::error(file, format!("not published: {why}"), help).warning());
    }
}

enum Why {
    Expected,
    Tell(&'static str, &'static str),
}

fn stays(name: &str) -> Option<Why> {
    let small = name.to_lowercase();
    if OF_SYSTEMS.contains(&small.as_str()) || SETTINGS.contains(&small.as_str()) {
        return Some(Why::Expected);
    }
    let left_over = |(start, end): &(&str, &str)| {
        small.starts_with(start) && small.ends_with(end) && small.len() > start.len() + end.len()
    };
    if LEFT_OVER.iter().any(left_over) {
        return Some(Why::Tell("an editor or another program left it", "take it away, or rename it"));
    }
    if name.starts_with('.') {
        return Some(Why::Tell("its name begins with a dot", "rename it, or take it away"));
    }
    small
        .ends_with(".toml")
        .then_some(Why::Tell("settings stay here, and nothing reads these", "is its name misspelt?"))
}

pub(crate) fn unreadable(file: &Path, error: &std::io::Error) -> Finding {
    Finding::error(file, format!("cannot be read: {error}"), "pages are text in UTF-8 that this program may open")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walked(files: &[&str]) -> (Vec<String>, Vec<String>, Vec<String>) {
        let dir = tempfile::tempdir().unwrap();
        for name in files {
            let file = dir.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "").unwrap();
        }
        let Walked { sources, files, found } = walk(dir.path());
        let names = |list: Vec<Source>| list.into_iter().map(|source| source.name).collect();
        let told = found.iter().map(|finding| finding.file.strip_prefix(dir.path()).unwrap().display().to_string());
        let mut told: Vec<String> = told.collect();
        told.sort();
        (names(sources), names(files), told)
    }

    #[test]
    fn a_file_is_a_page_goes_out_or_is_told() {
        let (pages, files, told) = walked(&[
            "a.md",
            "B.MD",
            "c.markdown",
            "map.svg",
            "ward guide.pdf",
            ".well-known/security.txt",
            "law.toml",
            "#plan.md#",
            "plan.md.bak",
            "plan.md.orig",
            "~$leaflet.docx",
            "a.md~",
            ".a.md.swp",
            ".hidden.md",
            "Thumbs.db",
            "desktop.ini",
            ".DS_Store",
            ".git/config",
            "lwa.toml",
            "x/.#a.md",
            "cafe\u{301}.pdf",
        ]);
        assert_eq!(pages, ["B.MD", "a.md", "c.markdown"]);
        assert_eq!(files, [".well-known/security.txt", "café.pdf", "map.svg", "ward guide.pdf"]);
        let expected = [
            "#plan.md#",
            ".a.md.swp",
            ".hidden.md",
            "a.md~",
            "lwa.toml",
            "plan.md.bak",
            "plan.md.orig",
            "x/.#a.md",
            "~$leaflet.docx",
        ];
        assert_eq!(told, expected);
    }
}
