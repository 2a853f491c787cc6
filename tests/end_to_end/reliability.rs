//! docs/reliability.md is about tests that exist: each row names at least one, by its name.

use std::path::Path;
use std::process::Command;

#[test]
fn every_row_names_tests_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/reliability.md")).expect("the page");
    let listed = Command::new("git").args(["ls-files", "*.rs", "*.py"]).current_dir(root).output().expect("git");
    let listed = String::from_utf8(listed.stdout).expect("names");
    let sources: String = listed.lines().filter_map(|path| std::fs::read_to_string(root.join(path)).ok()).collect();
    let mut rows = 0;
    for row in page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| fault ")) {
        let Some(tests) = row.trim_end_matches(" |").rsplit(" | ").next().filter(|cell| cell.contains('`')) else {
            assert!(row.ends_with(" | by hand |") || row.ends_with(" | tests |"), "no test: {row}");
            continue;
        };
        rows += 1;
        let names = tests.split('`').skip(1).step_by(2).filter(|name| name.contains('_') && !name.contains('/'));
        for name in names.filter(|name| *name != "seal_open") {
            let is_there = [format!("fn {name}("), format!("def {name}(")].iter().any(|test| sources.contains(test));
            assert!(is_there, "{name} is no test: {row}");
        }
    }
    assert!(rows > 25, "{rows} rows");
}
