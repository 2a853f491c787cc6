//! Which crate may depend on which (ARCHITECTURE.md), read from `cargo tree`.

use std::collections::BTreeSet;
use std::process::Command;

/// A package, the crates of ours it may link, and what it must never link.
struct Rule {
    name: &'static str,
    may_link: &'static [&'static str],
    never: &'static [&'static str],
}

const CRATES: [&str; 11] = [
    "referral",
    "content-reader",
    "templates",
    "queue",
    "web",
    "site-gen",
    "referral-fn",
    "spreadsheet",
    "report",
    "head-office",
    "imha",
];
/// What reaches a network, a disk or a clock by itself: nothing pure links it.
const OUTSIDE: &[&str] = &["aws-sdk-dynamodb", "aws-smithy-http-client", "axum", "hyper", "lambda_http", "tokio"];
/// The engine for one machine, and profiles of staff: the functions never link them.
const ENGINE: &[&str] = &["dynoxide-rs", "libsqlite3-sys", "rusqlite", "aws-config"];

const RULES: [Rule; 12] = [
    Rule { name: "referral", may_link: &[], never: OUTSIDE },
    Rule { name: "content-reader", may_link: &["referral"], never: OUTSIDE },
    Rule { name: "templates", may_link: &["referral", "content-reader"], never: OUTSIDE },
    Rule { name: "queue", may_link: &["referral"], never: &["axum", "lambda_http", "tera"] },
    Rule { name: "web", may_link: &[], never: &["aws-sdk-dynamodb", "lambda_http", "tera"] },
    Rule { name: "site-gen", may_link: &["referral", "content-reader", "templates"], never: OUTSIDE },
    Rule { name: "referral-fn", may_link: &["referral", "content-reader", "templates", "queue", "web"], never: ENGINE },
    Rule { name: "digest-fn", may_link: &["referral", "queue"], never: ENGINE },
    Rule { name: "spreadsheet", may_link: &[], never: OUTSIDE },
    Rule { name: "report", may_link: &["referral", "content-reader", "templates", "spreadsheet"], never: OUTSIDE },
    Rule {
        name: "head-office",
        may_link: &["referral", "content-reader", "templates", "queue", "web", "spreadsheet", "report"],
        never: &["lambda_http"],
    },
    Rule { name: "imha", may_link: &CRATES, never: &["lambda_http", "aws-config"] },
];

/// Every package the one named links, itself left out.
fn linked(package: &str) -> BTreeSet<String> {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}", "--package", package])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo starts");
    assert!(tree.status.success(), "cargo tree {package}: {}", String::from_utf8_lossy(&tree.stderr));
    let text = String::from_utf8(tree.stdout).expect("cargo writes UTF-8");
    let names = text.lines().filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != package).map(str::to_owned).collect()
}

#[test]
fn no_crate_links_what_it_must_not() {
    let mut wrong = Vec::new();
    for rule in &RULES {
        let linked = linked(rule.name);
        for other in CRATES.iter().filter(|other| linked.contains(**other) && !rule.may_link.contains(other)) {
            wrong.push(format!("{} must not link {other}", rule.name));
        }
        for package in rule.never.iter().filter(|package| linked.contains(**package)) {
            wrong.push(format!("{} must never link {package}", rule.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Guards the test above: were the names it forbids misspelt, or the tree read wrongly, it could not fail.
#[test]
fn the_programs_together_link_every_crate_and_the_engine() {
    let linked = &(&linked("imha") | &linked("referral-fn")) | &linked("head-office");
    let expected = CRATES.iter().filter(|name| **name != "imha").chain(OUTSIDE).chain(ENGINE);
    let missing: Vec<_> = expected.filter(|name| !linked.contains(**name)).collect();
    assert!(missing.is_empty(), "in no tree of a program: {missing:?}");
}
