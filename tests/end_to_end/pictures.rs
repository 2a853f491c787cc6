//! The pictures in `docs/` show what is drawn today.

use std::fs;
use std::path::Path;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

#[test]
fn no_picture_is_older_than_what_it_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let pictures: Value = serde_json::from_slice(&read("docs/pictures.json")).unwrap();
    let mut old = Vec::new();
    for (name, picture) in pictures.as_object().unwrap() {
        assert!(root.join("docs").join(name).exists(), "{name}");
        let mut hash = Sha256::new();
        for path in picture["shows"].as_array().unwrap() {
            let path = path.as_str().unwrap();
            hash.update(format!("{path}\n"));
            hash.update(read(path));
        }
        let now: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        if picture["sha256"] != now {
            old.push(name);
        }
    }
    assert!(old.is_empty(), "{old:?} show something else now. Draw them again: node tests/browser/pictures.mjs");
    // Every picture that a document shows is one of these.
    for document in ["README.md", "docs/staff.md"] {
        let text = String::from_utf8(read(document)).unwrap();
        for shown in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let name = shown.trim_start_matches("docs/");
            assert!(!name.ends_with(".png") || pictures.get(name).is_some(), "{document}: {shown}");
        }
    }
}
