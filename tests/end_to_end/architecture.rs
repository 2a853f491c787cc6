//! ARCHITECTURE.md is true: what it names exists, and attribute names are in one folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The only folder that knows the attributes of the table.
const ITEMS: &str = "queue/src/items/";
/// Attributes, and the index, whose names are words for nothing else.
const ATTRIBUTES: [&str; 6] = ["pk", "sk", "ct", "lease_until", "expires_at", "open-by-due"];
/// What the page names that is no file and no word of the code: flags, headers, addresses, programs and hosts.
const OUTSIDE: [char; 6] = ['<', ' ', '*', '{', '=', '('];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_default()
}

fn tracked() -> Vec<String> {
    let listed = Command::new("git").args(["ls-files"]).current_dir(root()).output().expect("git starts");
    String::from_utf8(listed.stdout).expect("UTF-8").lines().map(str::to_owned).collect()
}

/// The code of a file that is no test.
fn production(path: &str) -> String {
    let text = read(path);
    text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
}

#[test]
fn attribute_names_are_in_the_items_of_the_queue_alone() {
    let mut wrong = Vec::new();
    let files = tracked();
    let code =
        files.iter().filter(|path| path.ends_with(".rs") && path.contains("src/") && !path.ends_with("tests.rs"));
    for path in code.filter(|path| !path.starts_with(ITEMS)) {
        let text = production(path);
        let literals = ATTRIBUTES.iter().filter(|name| text.contains(&format!("\"{name}\"")));
        wrong.extend(literals.map(|name| format!("{path}: {name:?}")));
        if text.contains("aws_sdk_dynamodb") && text.contains("AttributeValue") {
            wrong.push(format!("{path}: AttributeValue"));
        }
    }
    assert!(wrong.is_empty(), "only {ITEMS} knows the attributes:\n{}", wrong.join("\n"));
}

/// The table that Terraform makes has the keys, the index and the expiry that the code asks for.
#[test]
fn the_table_on_aws_has_the_names_of_the_code() {
    let (names, table) = (read("queue/src/items/names.rs"), read("deploy/aws/table.tf"));
    for constant in ["PK", "SK", "OPEN", "DUE_ON", "EXPIRES", "INDEX"] {
        let start = format!("const {constant}: &str = ");
        let value = names.split_once(&start).and_then(|(_, rest)| rest.split_once(';')).map(|(value, _)| value);
        let value = value.unwrap_or_else(|| panic!("names.rs has no {constant}"));
        assert!(table.contains(value), "table.tf does not name {value}");
    }
}

#[test]
fn no_source_file_is_over_320_lines() {
    const LONGEST: usize = 320;
    let sources = tracked().into_iter().filter(|name| name.ends_with(".rs") && root().join(name).exists());
    let long: Vec<String> = sources.filter(|name| read(name).lines().count() > LONGEST).collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn every_name_in_architecture_exists() {
    let page = read("ARCHITECTURE.md");
    let files = tracked();
    let mut missing = BTreeSet::new();
    for link in page.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        if !root().join(link.split('#').next().unwrap_or_default()).exists() {
            missing.insert(link.to_owned());
        }
    }
    let code: String = files.iter().filter(|path| path.ends_with(".rs")).map(|path| read(path)).collect();
    for name in page.split('`').skip(1).step_by(2).filter(|name| !name.contains(OUTSIDE)) {
        let plain = name.trim_end_matches('/');
        let file = files.iter().any(|path| path == plain || path.ends_with(&format!("/{plain}")));
        let folder = || files.iter().any(|path| format!("/{path}").contains(&format!("/{plain}/")));
        let words = || name.split("::").all(|part| code.contains(part));
        if !(file || folder() || words() || elsewhere(name, &files)) {
            missing.insert(name.to_owned());
        }
    }
    assert!(missing.is_empty(), "ARCHITECTURE.md names what is not there: {missing:?}");
}

/// Whether a name is in a document, a script or a setting instead.
fn elsewhere(name: &str, files: &[String]) -> bool {
    let texts = [".md", ".toml", ".tf", ".sh", ".html", ".json", ".mjs", ".py"];
    let others = files.iter().filter(|path| Path::new(path.as_str()) != Path::new("ARCHITECTURE.md"));
    let mut others = others.filter(|path| texts.iter().any(|end| path.ends_with(end)) || !path.contains('.'));
    others.any(|path| read(path).contains(name))
}
