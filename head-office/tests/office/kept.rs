//! What is kept as a file beside the tests, so that a change is seen and read: transcripts and reports.

use std::path::{Path, PathBuf};

/// Holds a text to the file of that name. Run with `UPDATE=1` to write it anew, then read the difference.
pub(crate) fn compare(name: &str, told: &str) {
    let path = folder().join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, told).expect("a file of the tests");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(told == kept, "{name}: run with UPDATE=1 and read the difference. Now:\n{told}");
}

/// Every file in a folder is one that a test holds to: what no test reads any more says nothing.
pub(crate) fn nothing_else(under: &str, names: &[&str]) {
    let mut found: Vec<String> = std::fs::read_dir(folder().join(under))
        .expect("a folder of the tests")
        .map(|entry| entry.expect("a file").file_name().into_string().expect("a name"))
        .collect();
    found.sort_unstable();
    assert_eq!(found, names, "{under}");
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/office")
}
