//! Building again after an edit, which draws little, must give what building anew gives.

use std::fs;
use std::sync::Mutex;

use site_gen::{Findings, Inputs, Memory, load, render, render_again};

use crate::world::{Site, World};

fn built(inputs: &Inputs, memory: Option<&Memory>) -> Result<Site, Findings> {
    let (content, theme) = load(inputs)?;
    let site = Mutex::new(Site::new());
    let emit = |path: &str, bytes: &[u8]| {
        site.lock().unwrap().insert(path.to_owned(), bytes.to_vec());
        Ok(())
    };
    match memory {
        Some(memory) => render_again(inputs, &theme, &content, memory, emit)?,
        None => render(inputs, &theme, &content, emit)?,
    };
    Ok(site.into_inner().unwrap())
}

/// (what is edited, file, its new text); each edit stays for the next.
#[test]
fn after_every_kind_of_edit_all_pages_are_fresh() {
    let world = World::new(&[
        ("_index.md", "+++\ntitle = \"Start\"\n+++\n[two](@/a/two.md#part)"),
        ("search.md", "+++\ntitle = \"Search\"\ntemplate = \"search.html\"\n+++\n"),
        ("a/_index.md", "+++\ntitle = \"A\"\ntemplate = \"questions.html\"\n+++\n"),
        ("a/one.md", "+++\ntitle = \"One\"\n+++\nText ![p](p.svg)"),
        ("a/two.md", "+++\ntitle = \"Two\"\n+++\n## Part"),
        ("a/p.svg", "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>"),
    ]);
    let inputs = Inputs { index: true, ..world.inputs() };
    let memory = Memory::default();
    let mut last = built(&inputs, Some(&memory)).unwrap();
    let edits = [
        ("a text", "a/one.md", "+++\ntitle = \"One\"\n+++\nOther text ![p](p.svg)"),
        ("a heading", "a/one.md", "+++\ntitle = \"One\"\n+++\n## Head\n\n![p](p.svg)"),
        ("a title", "a/two.md", "+++\ntitle = \"Second\"\n+++\n## Part"),
        ("an order", "a/two.md", "+++\ntitle = \"Second\"\nweight = 1\n+++\n## Part"),
        ("a new page", "a/three.md", "+++\ntitle = \"Three\"\n+++\n"),
        ("a picture", "a/p.svg", "<svg viewBox=\"0 0 1 1\"><path d=\"M1 1h9\"/></svg>"),
        ("the settings", "site.toml", &include_str!("../../../content/site.toml").replace("Advocacy", "Other")),
    ];
    for (what, file, text) in edits {
        world.put(file, text);
        let again = built(&inputs, Some(&memory)).unwrap();
        assert!(again != last, "{what}: nothing changed");
        let anew = built(&inputs, None).unwrap();
        let stale: Vec<&String> =
            anew.iter().filter(|(path, bytes)| again.get(*path) != Some(bytes)).map(|(path, _)| path).collect();
        assert!(stale.is_empty() && again.len() == anew.len(), "{what}: {stale:?} stale");
        last = again;
    }
    fs::remove_file(world.content().join("a/three.md")).unwrap();
    assert!(built(&inputs, Some(&memory)).unwrap() == built(&inputs, None).unwrap(), "a page that is gone");
    assert!(built(&inputs, Some(&memory)).unwrap() == built(&inputs, Some(&memory)).unwrap(), "no edit at all");
}

/// A finding belongs to a page that need not be drawn again: it is said again all the same.
#[test]
fn a_heading_that_goes_breaks_the_link_on_a_page_that_did_not_change() {
    let world = World::new(&[
        ("one.md", "+++\ntitle = \"One\"\n+++\n[b](@/two.md#part)"),
        ("two.md", "+++\ntitle = \"Two\"\n+++\n## Part"),
    ]);
    let memory = Memory::default();
    built(&world.inputs(), Some(&memory)).unwrap();
    world.put("two.md", "+++\ntitle = \"Two\"\n+++\n## Other");
    for _ in 0..2 {
        let said = built(&world.inputs(), Some(&memory)).unwrap_err().to_string();
        assert!(said.contains("one.md:4:1: error: `#part` leads nowhere"), "{said}");
    }
}
