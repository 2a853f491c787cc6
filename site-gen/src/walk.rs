//! Which files of a content folder are pages, which go out as they are, and which stay: each of the last is told.

use std::collections::HashSet;
use std::fs::{self, FileType};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::Finding;
use crate::address::{WELL_KNOWN, composed};
use crate::names::{Verdict, copied_from, is_page, judge};

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

/// Reads the whole folder.
pub(crate) fn walk(root: &Path) -> Walked {
    let mut walked = Walked::folder(root, "");
    // Folders are read in no order of their own; the same folder gives the same site.
    walked.files.sort_by(|a, b| a.name.cmp(&b.name));
    walked.sources.sort_by(|a, b| a.name.cmp(&b.name));
    walked.copies();
    walked
}

impl Walked {
    /// What a folder holds whose name from the first one is `at`, with those in it.
    fn folder(dir: &Path, at: &str) -> Self {
        let (mut walked, mut folders) = (Self::default(), Vec::new());
        match fs::read_dir(dir).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
            Ok(entries) => entries.iter().for_each(|entry| walked.take(entry, at, &mut folders)),
            Err(error) => walked.found.push(unreadable(dir, &error)),
        }
        let below: Vec<Self> = folders.par_iter().map(|(dir, at)| Self::folder(dir, at)).collect();
        for Self { sources, files, found } in below {
            walked.sources.extend(sources);
            walked.files.extend(files);
            walked.found.extend(found);
        }
        walked
    }

    fn take(&mut self, entry: &fs::DirEntry, at: &str, folders: &mut Vec<(PathBuf, String)>) {
        let file = entry.path();
        let Some(written) = entry.file_name().to_str().map(str::to_owned) else {
            return self.stays(&file, "its name is no text", "rename it");
        };
        let name = format!("{at}{}", composed(&written));
        let well_known = name == WELL_KNOWN || name.starts_with(".well-known/");
        match judge(&written, at.is_empty()) {
            _ if well_known => {}
            Verdict::Expected => return,
            Verdict::Stays(why, help) => return self.stays(&file, why, help),
            Verdict::Odd(why, help) => self.found.push(Finding::error(&file, why, help).warning()),
            Verdict::Taken => {}
        }
        let kind = entry.file_type();
        if kind.as_ref().is_ok_and(FileType::is_dir) {
            folders.push((file, format!("{name}/")));
        } else if kind.as_ref().is_ok_and(FileType::is_file) || file.is_file() {
            if !written.contains('.') && !well_known {
                let help = "give it an ending, as in LICENSE.txt";
                let message = "its name has no ending, so browsers that ask for it are led to a page";
                self.found.push(Finding::error(&file, message, help).warning());
            }
            let list = if is_page(&name) { &mut self.sources } else { &mut self.files };
            list.push(Source { file, name });
        } else if file.is_dir() {
            self.stays(&file, "a link to a folder: it could lead round in a circle", "put the folder itself here");
        } else {
            self.stays(&file, "a link to nowhere", "mend the link, or take it away");
        }
    }

    /// Pages named as systems name copies are published like any other, and told.
    fn copies(&mut self) {
        let pages: HashSet<&str> = self.sources.iter().map(|source| source.name.as_str()).collect();
        let copies = self.sources.iter().filter_map(|source| Some((&source.file, copied_from(&source.name, &pages)?)));
        let told = copies.map(|(file, first)| {
            let help = "take it away, or give it a name of its own";
            Finding::error(file, format!("it looks like a copy of {first}, and both are published"), help).warning()
        });
        self.found.extend(told);
    }

    fn stays(&mut self, file: &Path, why: &str, help: &str) {
        self.found.push(Finding::error(file, format!("not published: {why}"), help).warning());
    }
}

pub(crate) fn unreadable(file: &Path, error: &std::io::Error) -> Finding {
    Finding::error(
        file,
        format!("cannot be read: {error}"),
        "save it as UTF-8 (in Notepad: Save as, Encoding), where this program may open it",
    )
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
            "a (1).md",
            "B.MD",
            "map.svg",
            ".well-known/change-password",
            "law.toml",
            "x/law.toml",
            "plan.md.bak",
            ".git/config",
            "x/.#a.md",
            "LICENSE",
            "page.html",
            "cafe\u{301}.pdf",
        ]);
        assert_eq!(pages, ["B.MD", "a (1).md", "a.md"]);
        assert_eq!(files, [".well-known/change-password", "LICENSE", "café.pdf", "map.svg", "page.html"]);
        assert_eq!(told, ["LICENSE", "a (1).md", "page.html", "plan.md.bak", "x/.#a.md", "x/law.toml"]);
    }
}
