//! `docs/before-going-live.md`: what a person must confirm, each item with its file and its sentence.

use std::fs;
use std::path::Path;

/// Text as a reader sees it: no stars, no addresses of links, one space between words.
fn read_aloud(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        out.push_str(&rest[..at]);
        rest = rest[at..].split_once(')').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let plain: String = out.chars().filter(|letter| !matches!(letter, '*' | '[')).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The pieces between pairs of a mark, and what is left of the line.
fn between(line: &str, mark: char) -> (Vec<&str>, String) {
    let parts: Vec<&str> = line.split(mark).collect();
    let (inside, outside): (Vec<_>, Vec<_>) = parts.into_iter().enumerate().partition(|(at, _)| at % 2 == 1);
    (inside.into_iter().map(|(_, text)| text).collect(), outside.into_iter().map(|(_, text)| text).collect())
}

#[test]
fn each_sentence_to_confirm_stands_in_its_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let list = fs::read_to_string(root.join("docs/before-going-live.md")).unwrap();
    let items: Vec<&str> =
        list.lines().filter(|line| line.starts_with("- [ ] ") || line.starts_with("- [x] ")).collect();
    assert!(items.len() > 40, "{} items", items.len());
    for item in items {
        let (named, rest) = between(item, '`');
        let files: Vec<&str> = named.into_iter().filter(|name| name.starts_with("content/")).collect();
        let texts: Vec<String> = files
            .iter()
            .map(|file| {
                read_aloud(&fs::read_to_string(root.join(file)).unwrap_or_else(|_| panic!("no {file}: {item}")))
            })
            .collect();
        let (quoted, _) = between(&rest, '"');
        for sentence in quoted.into_iter().filter(|_| !files.is_empty()).flat_map(|quoted| quoted.split(" … ")) {
            let said = read_aloud(sentence);
            assert!(texts.iter().any(|text| text.contains(&said)), "{said:?} is not in {files:?}");
        }
    }
}
