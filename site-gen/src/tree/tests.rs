//! How pages hang together: sections, order, addresses.

use std::fs;

use super::*;

fn tree(files: &[(&str, &str)]) -> (Tree, Vec<Finding>) {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let file = dir.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    Tree::read(dir.path(), ("", &[]), Level::Warning, |_| true)
}

#[test]
fn any_folder_is_a_section() {
    let (tree, found) = tree(&[("wards/night shift/Who calls.md", "+++\ntitle='Who'\n+++\n"), ("wards/map.svg", "")]);
    assert!(found.is_empty(), "{found:?}");
    let mut urls: Vec<_> = tree.nodes.iter().map(|node| (node.url.as_str(), node.matter.title.as_str())).collect();
    urls.sort_unstable();
    let expected = [
        ("/", ""),
        ("/wards/", "Wards"),
        ("/wards/night-shift/", "Night shift"),
        ("/wards/night-shift/who-calls/", "Who"),
    ];
    assert_eq!(urls, expected);
    assert!(tree.has_file("/wards/map.svg"));
    assert_eq!(tree.named("wards"), tree.at("/wards/"));
}

#[test]
fn pages_are_ordered_by_weight_then_title_or_by_date() {
    let page = |title: &str, more: &str| format!("+++\ntitle='{title}'\n{more}\n+++\n");
    let names = |tree: &Tree, url: &str| -> Vec<String> {
        let section = &tree.nodes[tree.at(url).unwrap()];
        section.children.iter().map(|child| tree.nodes[*child].matter.title.clone()).collect()
    };
    let (tree, _) = tree(&[
        ("a/one.md", &page("Z", "")),
        ("a/two.md", &page("B", "weight=2")),
        ("a/three.md", &page("A", "")),
        ("b/_index.md", &page("News", "sort_by='date'")),
        ("b/old.md", &page("Old", "date=2025-01-01")),
        ("b/new.md", &page("New", "date=2026-01-01")),
    ]);
    assert_eq!(names(&tree, "/a/"), ["B", "A", "Z"]);
    assert_eq!(names(&tree, "/b/"), ["New", "Old"]);
}

#[test]
fn two_pages_at_one_address_are_found() {
    let (_, found) = tree(&[("a.md", "+++\ntitle='A'\n+++\n"), ("a/_index.md", "+++\ntitle='A'\n+++\n")]);
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("two pages at /a/"), "{}", found[0]);
}
