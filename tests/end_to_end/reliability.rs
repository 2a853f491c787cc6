//! docs/reliability.md is about tests that exist: each row names at least one, and each is in the file it is said to be in.

use std::path::Path;

/// The end of a row without a test: what heads a table, and the line below it.
const HEADS: [&str; 2] = ["| tests |", "|---|"];

#[test]
fn every_row_names_tests_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/reliability.md")).expect("the page");
    let mut rows = 0;
    for row in page.lines().filter(|line| line.starts_with('|')) {
        if HEADS.iter().any(|end| row.ends_with(end)) {
            continue;
        }
        rows += 1;
        let tests = row.trim_end_matches(" |").rsplit(" | ").next().unwrap_or_default();
        let mut file = (String::new(), String::new());
        for name in tests.split('`').skip(1).step_by(2) {
            if name.contains('/') {
                let path = root.join(name);
                file = (name.to_owned(), std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("no {name}: {row}")));
                continue;
            }
            let (file, text) = &file;
            let is_there = file.starts_with("tests/fuzz")
                || [format!("fn {name}("), format!("def {name}(")].iter().any(|test| text.contains(test));
            assert!(is_there, "{name} is no test in {file}: {row}");
        }
        assert!(!file.0.is_empty(), "no test: {row}");
    }
    assert!(rows > 60, "{rows} rows");
}
