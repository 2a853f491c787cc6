//! docs/contract.md, Stored referrals: what an earlier version stored is read by this one.
//!
//! `stored/` has a folder for each release: its table with invented people, and the keys that open it. A new one is made
//! once, at the release, by `cargo test -p head-office --all-features -- --ignored stored_by_this_version`; older ones are never
//! made again.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::fixture::Fixture;

/// The releases whose tables are kept.
const RELEASES: [&str; 1] = ["0.2.0"];

fn kept(release: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/office/stored").join(release)
}

/// Lays the kept folder under a office that has no queue of its own.
async fn house_of(release: &str) -> Fixture {
    let office = Fixture::new().await;
    fs::remove_dir_all(&office.data).expect("an empty queue");
    fs::create_dir_all(office.data.join("keys")).expect("a folder");
    for name in ["table.db", "recipients.txt", "keys/staff-1.txt"] {
        fs::copy(kept(release).join(name), office.data.join(name)).expect("a kept file");
    }
    office
}

#[tokio::test]
async fn what_earlier_versions_stored_is_read() {
    for release in RELEASES {
        let office = house_of(release).await;
        let open = office.reads(&["list", "--json"]).await;
        let open = open.as_array().expect("a list");
        assert_eq!(open.len(), 1, "{release}: {open:?}");
        assert_eq!(open[0]["status"], "claimed", "{release}");
        let shown = office.reads(&["show", open[0]["reference"].as_str().expect("text"), "--json"]).await;
        assert_eq!(shown["patient"]["name"], "Zoë Nowicka", "{release}: {shown}");
        assert_eq!(shown["as_received"]["patient.name"], "Zoe Nowicka", "{release}: {shown}");
        assert_eq!(shown["due_on"], "2026-11-30", "{release}");
        let events: Vec<&str> =
            shown["events"].as_array().expect("events").iter().filter_map(|event| event["what"].as_str()).collect();
        for what in ["claim", "note", "amended"] {
            assert!(events.contains(&what), "{release}: {what} in {events:?}");
        }
        let found = office.reads(&["find", "Ida Moss", "--json"]).await;
        assert_eq!(found[0]["status"], "closed", "{release}: {found}");
        let report: Value = office.reads(&["report", "--month", "2026-11", "--format", "json"]).await;
        assert_eq!(
            (&report["service"]["received"], &report["service"]["in_time"]),
            (&json!(2), &json!(1)),
            "{release}"
        );
        assert_eq!(office.runs("OQ", &["verify"]).await.code, 0, "{release}");
    }
}

/// Makes the folder of this version.
#[tokio::test]
#[ignore = "makes a file that is kept: run by hand, once for each release"]
async fn stored_by_this_version() {
    let office = Fixture::new().await;
    let open = office.referred("Zoe Nowicka", &json!({})).await;
    let closed = office.referred("Ida Moss", &json!({})).await;
    for (verb, reference, more) in [
        ("claim", &open, &[][..]),
        ("note", &open, &["Ask for the charge nurse"]),
        ("amend", &open, &["--set", "patient.name=Zoë Nowicka", "--why", "misspelt"]),
        ("claim", &closed, &[]),
        ("contacted", &closed, &["--how", "visit"]),
        ("close", &closed, &["--outcome", "supported"]),
    ] {
        office.does("OQ", &[&[verb, reference.as_str()], more].concat()).await;
    }
    let to = kept(RELEASES[RELEASES.len() - 1]);
    fs::create_dir_all(to.join("keys")).expect("a folder");
    drop(fs::remove_file(to.join("table.db")));
    let table = rusqlite::Connection::open(office.data.join("table.db")).expect("the table");
    table.execute("vacuum into ?1", [to.join("table.db").to_str().expect("UTF-8")]).expect("a whole copy");
    for name in ["recipients.txt", "keys/staff-1.txt"] {
        fs::copy(office.data.join(name), to.join(name)).expect("a file");
    }
}
