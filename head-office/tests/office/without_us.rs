//! docs/keys.md, "Without us": its two queries, as they are printed there, read the table without this program.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use rusqlite::{Connection, OpenFlags};
use serde_json::json;

use crate::fixture::Fixture;

/// The page's commands of one program.
fn printed(program: &str) -> Vec<String> {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/keys.md")).expect("the page");
    let (_, page) = page.split_once("## Without us").expect("the heading");
    let commands = page.lines().filter_map(|line| line.strip_prefix("    "));
    commands.filter(|line| line.starts_with(program)).map(str::to_owned).collect()
}

/// What stands between the quotes of a command.
fn query(command: &str) -> &str {
    command.split('"').nth(1).expect("a query")
}

fn asked(table: &Connection, query: &str) -> Vec<String> {
    let mut rows = table.prepare(query).expect("a query");
    let rows = rows.query_map([], |row| row.get(0)).expect("rows");
    rows.collect::<Result<_, _>>().expect("text")
}

#[tokio::test]
async fn a_referral_is_read_by_an_ordinary_program() {
    let office = Fixture::new().await;
    let first = office.referred("Marek Nowicki", &json!({})).await;
    let second = office.referred("Ida Moss", &json!({})).await;
    office.does("OQ", &["note", second.as_str(), "Ring at ten"]).await;
    let table = Connection::open_with_flags(office.data.join("table.db"), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let commands = printed("sqlite3 table.db");
    let [all, one] = &commands[..] else { panic!("{commands:?}") };
    let mut references = asked(&table, query(all));
    references.sort();
    let mut expected = [first.as_str(), second.as_str()];
    expected.sort_unstable();
    assert_eq!(references, expected);
    for reference in expected {
        let mut sealed = Vec::new();
        office.sealed(reference, &mut sealed).await;
        assert!(sealed.starts_with(b"age-encryption.org/v1"), "{reference}");
        assert_eq!(
            asked(&table, &query(one).replace("REF", reference)),
            [BASE64_STANDARD.encode(&sealed)],
            "{reference}"
        );
    }
    let history = "select count(*) from referrals where sk like 'S:event#%' and pk = 'S:";
    let events: i64 = table.query_row(&format!("{history}{second}'"), [], |row| row.get(0)).unwrap();
    assert!(events > 0, "the history has rows of its own");
}

/// The whole of it by the programs that the page names, where this machine has them.
#[tokio::test]
async fn the_printed_commands_open_it() {
    let has = |name: &str| Command::new(name).arg("--version").output().is_ok();
    if !(has("sqlite3") && has("age")) {
        let skipped = "SKIPPED docs/keys.md, Without us, by its own commands: sqlite3 or age is missing";
        writeln!(std::io::stderr(), "{skipped}").unwrap();
        return;
    }
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let [read, open] = ["sqlite3", "age"].map(|program| printed(program).pop().expect("a command"));
    let script = format!("{read} && {open}").replace("REF", reference.as_str());
    let script = script.replace("asha-rao.age", "keys/staff-1.txt");
    let opened = Command::new("sh").args(["-c", &script]).current_dir(&office.data).output().expect("a shell");
    let text = String::from_utf8_lossy(&opened.stdout);
    assert!(text.contains("Marek Nowicki"), "{text} {}", String::from_utf8_lossy(&opened.stderr));
}
