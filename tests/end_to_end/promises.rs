//! Each promise of `docs/contract.md` names the tests that hold it, and they are there.

use std::path::Path;

const LAST: &str = "Which test holds what";

#[test]
fn each_promise_names_a_test_that_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let contract = std::fs::read_to_string(root.join("docs/contract.md")).unwrap();
    let (promises, table) = contract.split_once(&format!("## {LAST}")).expect("the table");
    let row = |heading: &str| table.lines().find(|line| line.starts_with(&format!("| {heading} |")));
    for heading in promises.lines().filter_map(|line| line.strip_prefix("## ")) {
        let row = row(heading).unwrap_or_else(|| panic!("no row for {heading}"));
        let files: Vec<&str> = row.split('`').skip(1).step_by(2).collect();
        assert!(!files.is_empty(), "{heading}");
        for file in files {
            assert!(root.join(file).exists(), "{heading}: {file}");
        }
    }
}
