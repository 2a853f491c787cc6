//! What comments and documents point to exists: each cited page of `docs/`, its heading, and each file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The pages that are cited by heading.
const PAGES: [&str; 4] = ["docs/contract.md", "docs/domain.md", "docs/security.md", "docs/reliability.md"];
/// What looks like a path and is made by running something, or is no file at all.
const MADE: [&str; 10] = [
    "data/",
    "target/",
    "corpus/",
    "artifacts/",
    "en/",
    "@/",
    "role/",
    "application/",
    "deploy/aws/terraform.tfvars",
    "deploy/aws/.terraform",
];
/// What a newcomer reads first.
const DOCUMENTS: [&str; 9] = [
    "README.md",
    "ARCHITECTURE.md",
    "SECURITY.md",
    "CONTRIBUTING.md",
    "docs/assurance.md",
    "docs/writing.md",
    "deploy/README.md",
    "deploy/aws/README.md",
    "fuzz/README.md",
];
/// Names of papers that were never in this repository.
const STRANGERS: [&str; 4] = ["design.md", "reviews/", "walks.md", "features.md"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file under version control that is text, by its path.
fn sources() -> Vec<(String, String)> {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output().expect("git starts");
    let names = String::from_utf8(listed.stdout).expect("UTF-8");
    let names = names.split('\0').filter(|name| !name.is_empty() && *name != "tests/end_to_end/citations.rs");
    names.filter_map(|name| Some((name.to_owned(), std::fs::read_to_string(root().join(name)).ok()?))).collect()
}

/// The text with the marks at the start of comment lines taken out, so that a citation may run over the end of a line.
fn unwrapped(text: &str) -> String {
    let lines = text.lines().map(|line| line.trim().trim_start_matches(['/', '!', '#', '*', ' ']));
    lines.collect::<Vec<_>>().join(" ")
}

fn headings(page: &str) -> Vec<String> {
    let text = read(page);
    text.lines().filter_map(|line| line.strip_prefix("## ")).map(str::to_owned).collect()
}

#[test]
fn every_citation_names_a_heading_that_exists() {
    let headings: BTreeMap<&str, Vec<String>> = PAGES.iter().map(|page| (*page, headings(page))).collect();
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, text) in sources() {
        let text = unwrapped(&text);
        wrong.extend(STRANGERS.iter().filter(|stranger| text.contains(*stranger)).map(|it| format!("{name}: {it}")));
        for (page, headings) in &headings {
            for rest in text.split(&format!("{page}, ")).skip(1) {
                count += 1;
                let cited = |heading: &String| {
                    let after = rest.strip_prefix(heading.as_str()).map(|after| after.chars().next());
                    after.is_some_and(|next| next.is_none_or(|next| !next.is_alphanumeric()))
                };
                if !headings.iter().any(cited) {
                    let end = rest.char_indices().nth(40).map_or(rest.len(), |(at, _)| at);
                    wrong.push(format!("{name}: {page}, {}…", &rest[..end]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 50, "only {count} citations were found: the search is broken");
}

/// A page of `docs/` cited without its folder would be looked for in the wrong place.
#[test]
fn pages_are_cited_with_their_folder() {
    let bare = |text: &str, name: &str| {
        let found = text.match_indices(name).filter(|(at, _)| !text[..*at].ends_with(['/', '(', '[', '-']));
        found.count() > 0
    };
    let sources = sources();
    let named = ["domain.md", "security.md", "contract.md", "reliability.md"];
    let wrong: Vec<_> = sources
        .iter()
        .filter(|(file, _)| !file.starts_with("docs/"))
        .flat_map(|(file, text)| {
            named.iter().filter(|name| bare(text, name)).map(move |name| format!("{file}: {name}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A name in backquotes that looks like a path, in the documents a newcomer reads first.
#[test]
fn every_path_named_in_the_documents_exists() {
    let mut wrong = Vec::new();
    for document in DOCUMENTS {
        let text = read(document);
        let folder = Path::new(document).parent().unwrap_or(Path::new(""));
        let quoted = text.split('`').skip(1).step_by(2);
        let paths = quoted.filter(|name| {
            name.contains('/')
                && name.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c))
                && !name.starts_with('/')
        });
        let linked = text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
        let linked = linked.filter(|target| !target.is_empty() && !target.contains("://"));
        for path in paths.chain(linked) {
            let here = [root().join(path), root().join(folder).join(path)];
            let made_when_run = MADE.iter().any(|made| path.starts_with(made));
            if !made_when_run && !here.iter().any(|place| place.exists()) {
                wrong.push(format!("{document}: {path}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
