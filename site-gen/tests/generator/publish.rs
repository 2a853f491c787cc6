//! What `build --publish` adds to a build, and what it must not change.

use std::io::Read as _;

use site_gen::{build_to, publish_to};

use crate::fixture::{Site, files, ours};

fn published() -> Site {
    let dir = tempfile::tempdir().unwrap();
    publish_to(&ours(), &dir.path().join("site")).unwrap();
    files(&dir.path().join("site"))
}

/// docs/contract.md, Commands: `--publish` makes stylesheets smaller and writes `.br` and `.gz` beside each file; plain `build` does not.
#[test]
fn each_text_stands_beside_itself_compressed() {
    let site = published();
    let texts = ["html", "css", "js", "json", "xml", "txt", "svg"];
    let mut seen = 0;
    for (name, bytes) in site.iter().filter(|(name, _)| texts.iter().any(|end| name.ends_with(&format!(".{end}")))) {
        let gz = &site[&format!("{name}.gz")];
        let mut opened = Vec::new();
        flate2::read::GzDecoder::new(&gz[..]).read_to_end(&mut opened).unwrap();
        assert!(opened == *bytes, "{name}.gz");
        assert_eq!(gz[3..8], [0; 5], "{name}.gz carries a name or a time");
        opened.clear();
        brotli::Decompressor::new(&site[&format!("{name}.br")][..], 4096).read_to_end(&mut opened).unwrap();
        assert!(opened == *bytes, "{name}.br");
        seen += 1;
    }
    assert!(seen > 30, "only {seen} texts");
}

#[test]
fn a_plain_build_is_neither_minified_nor_compressed() {
    let dir = tempfile::tempdir().unwrap();
    build_to(&ours(), &dir.path().join("site")).unwrap();
    let (plain, published) = (files(&dir.path().join("site")), published());
    assert!(!plain.keys().any(|name| name.ends_with(".br") || name.ends_with(".gz")));
    for name in plain.keys() {
        assert!(published.contains_key(name), "{name} has another name when published");
    }
    let pages = plain.iter().filter(|(name, _)| name.ends_with(".html") && *name != "search/index.html");
    for (name, bytes) in pages {
        assert!(published[name] == *bytes, "{name}: pages go out as they are built");
    }
    let sheet = plain.keys().find(|name| name.ends_with(".css")).expect("a stylesheet");
    assert!(published[sheet].len() < plain[sheet].len(), "{sheet}");
}

/// docs/contract.md, Commands: site-gen's output is a function of its inputs, byte for byte.
#[test]
fn publishing_twice_gives_the_same_bytes() {
    assert!(published() == published());
}
