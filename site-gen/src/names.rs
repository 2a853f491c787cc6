//! What the name of a file or folder tells: a page, a file for readers, or what a program or a person left there.

use std::collections::HashSet;

/// Ends of the names of pages, in small letters.
const PAGES: [&str; 2] = [".md", ".markdown"];
/// Settings, which are read and not published.
const SETTINGS: [&str; 6] = ["site.toml", "words.toml", "law.toml", "calendar.toml", "places.toml", "book.toml"];
/// What systems and version control leave in every folder.
const OF_SYSTEMS: [&str; 10] = [
    ".git",
    ".gitignore",
    ".gitattributes",
    ".gitkeep",
    ".ds_store",
    ".editorconfig",
    "thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    ".directory",
];
/// Folders of other programs, in small letters.
const OF_PROGRAMS: [&str; 7] =
    ["__macosx", "node_modules", "__pycache__", "$recycle.bin", "system volume information", "@eadir", "lost+found"];
/// How programs mark what they keep beside a file while it is edited, in small letters: start and end of the name.
const LEFT_OVER: [(&str, &str); 25] = [
    ("#", "#"),
    ("~$", ""),
    ("~wr", ""),
    (".~lock.", ""),
    (".#", ""),
    ("", "~"),
    ("", ".bak"),
    ("", ".bk"),
    ("", ".backup"),
    ("", ".old"),
    ("", ".orig"),
    ("", ".rej"),
    ("", ".save"),
    ("", ".swp"),
    ("", ".swo"),
    ("", ".swn"),
    ("", ".crswap"),
    ("", ".tmp"),
    ("", ".part"),
    ("", ".crdownload"),
    ("", ".download"),
    ("", ".lck"),
    ("", ".asd"),
    ("", ".wbk"),
    ("", ".autosave"),
];
/// What programs that share folders write into the name of a second version, in small letters.
const CONFLICTS: [&str; 2] = [".sync-conflict-", "conflicted copy"];
/// Names of keys and passwords, in small letters: start and end.
const SECRETS: [(&str, &str); 9] = [
    ("id_rsa", ""),
    ("id_ed25519", ""),
    ("", ".pem"),
    ("", ".key"),
    ("", ".p12"),
    ("", ".pfx"),
    ("", ".kdbx"),
    ("", ".age"),
    (".env", ""),
];
/// Ends of texts that other programs make pages of, in small letters.
const OTHER_TEXTS: [&str; 14] = [
    ".mdx",
    ".mdown",
    ".mkd",
    ".mkdn",
    ".rst",
    ".adoc",
    ".asciidoc",
    ".org",
    ".textile",
    ".html",
    ".htm",
    ".njk",
    ".liquid",
    ".erb",
];

/// What becomes of a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is a page, goes out as it is, or is a folder to look into.
    Taken,
    /// It goes out, and somebody should look: what is odd, what to do.
    Odd(&'static str, &'static str),
    /// It stays, as everybody expects.
    Expected,
    /// It stays, and somebody should look: why, what to do.
    Stays(&'static str, &'static str),
}

/// Whether a file of this name is a page.
pub(crate) fn is_page(name: &str) -> bool {
    let name = name.to_lowercase();
    PAGES.iter().any(|end| name.ends_with(end))
}

/// What a name tells, without its folder; `at_top`: whether that is the folder whose settings are read.
pub(crate) fn judge(name: &str, at_top: bool) -> Verdict {
    let small = name.to_lowercase();
    let is_one = |of: &[(&str, &str)]| {
        of.iter().any(|(start, end)| {
            small.starts_with(start)
                && small.ends_with(end)
                && (small.len() > start.len() + end.len() || end.is_empty())
        })
    };
    if OF_SYSTEMS.contains(&small.as_str()) || (at_top && SETTINGS.contains(&name)) {
        return Verdict::Expected;
    }
    if OF_PROGRAMS.contains(&small.as_str()) {
        return Verdict::Stays("it belongs to another program", "take it away, or rename it");
    }
    if is_one(&SECRETS) {
        return Verdict::Stays("it is named like a key", "take it away; if it was ever published, make a new key");
    }
    if is_one(&LEFT_OVER) || CONFLICTS.iter().any(|conflict| small.contains(conflict)) {
        return Verdict::Stays("an editor or another program left it", "take it away, or rename it");
    }
    if name.starts_with('.') {
        return Verdict::Stays("its name begins with a dot", "rename it, or take it away");
    }
    if PAGES.iter().any(|end| small.contains(&format!("{end}."))) {
        return Verdict::Stays("its name goes on after that of a page", "end it with .md, or take it away");
    }
    if small.ends_with(".toml") {
        return Verdict::Stays("settings stay here, and nothing reads these", "is its name misspelt?");
    }
    if OTHER_TEXTS.iter().any(|end| small.ends_with(end)) {
        return Verdict::Odd("published as it is, and no page of this site", "pages are Markdown and end in .md");
    }
    Verdict::Taken
}

/// The name that a page was copied from, if it is named as systems name copies.
pub(crate) fn copied_from(name: &str, pages: &HashSet<&str>) -> Option<String> {
    let (folder, last) = name.rsplit_once('/').map_or(("", name), |(folder, last)| (folder, last));
    let (stem, end) = last.rsplit_once('.')?;
    let counted = stem.strip_suffix(')').and_then(|stem| stem.rsplit_once(" ("));
    let counted = counted.filter(|(_, count)| count.bytes().all(|byte| byte.is_ascii_digit())).map(|(stem, _)| stem);
    let ends = [" - Copy", " copy"].into_iter().find_map(|end| stem.strip_suffix(end));
    let stem = counted.or(ends).or_else(|| stem.strip_prefix("Copy of "))?;
    let first = if folder.is_empty() { format!("{stem}.{end}") } else { format!("{folder}/{stem}.{end}") };
    pages.contains(first.as_str()).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_what_becomes_of_its_file() {
        for name in ["a.md", "B.MD", "c.markdown", "map.svg", "ward guide.pdf", "Plan (draft).md", "v1.2.md", "key.svg"]
        {
            assert_eq!(judge(name, true), Verdict::Taken, "{name}");
        }
        for name in ["Thumbs.db", "desktop.ini", ".DS_Store", ".git", "law.toml"] {
            assert_eq!(judge(name, true), Verdict::Expected, "{name}");
        }
        for name in ["notes.mdx", "spec.rst", "page.HTML"] {
            assert!(matches!(judge(name, true), Verdict::Odd(..)), "{name}");
        }
        for (name, why) in [
            ("#plan.md#", "editor"),
            ("plan.md.bak", "editor"),
            ("plan.md.orig", "editor"),
            ("~$leaflet.docx", "editor"),
            ("~WRL0001.tmp", "editor"),
            ("a.md~", "editor"),
            ("a.md.~1~", "editor"),
            (".a.md.swp", "editor"),
            ("x.sync-conflict-20260101-120000-ABC.md", "editor"),
            ("x (conflicted copy 2026-01-01).md", "editor"),
            ("plan.md.txt", "goes on"),
            ("plan.md.2", "goes on"),
            ("id_rsa", "key"),
            ("server.PEM", "key"),
            (".env", "key"),
            ("__MACOSX", "another program"),
            ("node_modules", "another program"),
            (".hidden.md", "dot"),
            ("lwa.toml", "misspelt"),
            ("Site.toml", "misspelt"),
        ] {
            let Verdict::Stays(told, help) = judge(name, true) else { panic!("{name} is taken") };
            assert!(told.contains(why) || help.contains(why), "{name}: {told}");
        }
        assert!(matches!(judge("law.toml", false), Verdict::Stays(..)), "nobody reads settings of a folder below");
    }

    #[test]
    fn a_copy_is_known_beside_its_first() {
        let pages = HashSet::from(["a/about.md"]);
        for name in ["a/about (1).md", "a/about copy.md", "a/about - Copy.md", "a/Copy of about.md"] {
            assert_eq!(copied_from(name, &pages).as_deref(), Some("a/about.md"), "{name}");
        }
        for name in ["a/about.md", "about (1).md", "a/about (North).md", "a/about us.md"] {
            assert_eq!(copied_from(name, &pages), None, "{name}");
        }
    }
}
