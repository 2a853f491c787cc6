//! The arrows of the house (ARCHITECTURE.md): who may depend on whom, read from `cargo tree`.

use std::collections::BTreeSet;
use std::process::Command;

/// A package, the rooms it may know, and what it must never link.
struct Room {
    name: &'static str,
    knows: &'static [&'static str],
    never: &'static [&'static str],
}

const ROOMS: [&str; 10] = [
    "referral",
    "content-reader",
    "templates",
    "queue",
    "web",
    "site-gen",
    "referral-fn",
    "report",
    "head-office",
    "imha",
];
/// What reaches a network, a disk or a clock by itself: nothing pure links it.
const OUTSIDE: &[&str] = &["aws-sdk-dynamodb", "aws-smithy-http-client", "axum", "hyper", "lambda_http", "tokio"];
/// The engine for one machine, and profiles of staff: they have no place in the functions.
const ENGINE: &[&str] = &["dynoxide-rs", "libsqlite3-sys", "rusqlite", "aws-config"];

const HOUSE: [Room; 11] = [
    Room { name: "referral", knows: &[], never: OUTSIDE },
    Room { name: "content-reader", knows: &["referral"], never: OUTSIDE },
    Room { name: "templates", knows: &["referral", "content-reader"], never: OUTSIDE },
    Room { name: "queue", knows: &["referral"], never: &["axum", "lambda_http", "tera"] },
    Room { name: "web", knows: &[], never: &["aws-sdk-dynamodb", "lambda_http", "tera"] },
    Room { name: "site-gen", knows: &["referral", "content-reader", "templates"], never: OUTSIDE },
    Room { name: "referral-fn", knows: &["referral", "content-reader", "templates", "queue", "web"], never: ENGINE },
    Room { name: "digest-fn", knows: &["referral", "queue"], never: ENGINE },
    Room { name: "report", knows: &["referral", "content-reader", "templates"], never: OUTSIDE },
    Room {
        name: "head-office",
        knows: &["referral", "content-reader", "templates", "queue", "web", "report"],
        never: &["lambda_http"],
    },
    Room { name: "imha", knows: &ROOMS, never: &["lambda_http"] },
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
fn arrows_point_one_way() {
    let mut wrong = Vec::new();
    for room in &HOUSE {
        let linked = linked(room.name);
        for other in ROOMS.iter().filter(|other| linked.contains(**other) && !room.knows.contains(other)) {
            wrong.push(format!("{} must not know {other}", room.name));
        }
        for package in room.never.iter().filter(|package| linked.contains(**package)) {
            wrong.push(format!("{} must never link {package}", room.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Guards the test above: were the names it forbids misspelt, or the tree read wrongly, it could not fail.
#[test]
fn the_whole_service_links_every_room_and_the_engine() {
    let linked = &linked("imha") | &linked("referral-fn");
    let expected = ROOMS.iter().filter(|room| **room != "imha").chain(OUTSIDE).chain(ENGINE);
    let missing: Vec<_> = expected.filter(|name| !linked.contains(**name)).collect();
    assert!(missing.is_empty(), "not in the tree of imha: {missing:?}");
}
