//! Each verb, and the desk, with an entry that cannot be read: one sentence with what to do, nothing half done, and every
//! other referral as before (docs/contract.md, Damaged rows).

use axum::http::StatusCode;
use referral::Reference;
use rusqlite::{Connection, params};
use serde_json::{Value, json};

use crate::bad_input::VERBS;
use crate::browser::Browser;
use crate::fixture::Fixture;

/// How one entry was damaged, and what is said of it.
struct Damage {
    row: &'static str,
    /// What becomes of the stored text.
    of: fn(&str) -> String,
    says: &'static str,
    what_to_do: &'static str,
    /// Whether what is in clear can be read still, so that moves which open nothing are done.
    in_clear: bool,
}

const TABLE: [Damage; 4] = [
    Damage {
        row: "a bad disk",
        of: |stored| format!("{{\u{fffd}{stored}"),
        says: "is not in the form this program writes",
        what_to_do: "Tell whoever looks after this service",
        in_clear: false,
    },
    Damage {
        row: "no status",
        of: |stored| without(stored, "status"),
        says: "is not in the form this program writes",
        what_to_do: "Tell whoever looks after this service",
        in_clear: false,
    },
    Damage {
        row: "a byte of what is sealed",
        of: |stored| {
            let mut item: Value = serde_json::from_str(stored).unwrap();
            let sealed = item["ct"]["B"].as_str().unwrap();
            item["ct"]["B"] = json!(format!("{}AAAA", &sealed[..sealed.len() - 8]));
            item.to_string()
        },
        says: "its bytes are damaged: the table was altered",
        what_to_do: "Restore it from a copy of the table",
        in_clear: true,
    },
    Damage {
        row: "nothing sealed",
        of: |stored| without(stored, "ct"),
        says: "cannot be opened",
        what_to_do: "",
        in_clear: true,
    },
];

fn without(stored: &str, name: &str) -> String {
    let mut item: Value = serde_json::from_str(stored).unwrap();
    item.as_object_mut().unwrap().remove(name).unwrap();
    item.to_string()
}

fn file(office: &Fixture) -> Connection {
    Connection::open(office.data.join("table.db")).unwrap()
}

/// Damages the entry in the table and in the index.
fn damage(office: &Fixture, lost: &Reference, of: fn(&str) -> String) {
    let file = file(office);
    for (table, key) in [("referrals", "pk"), ("referrals::gsi::open-by-due", "table_pk")] {
        let key = format!("{key} = 'S:{lost}' AND {} = 'S:entry'", key.replace("pk", "sk"));
        let read = format!("SELECT item_json FROM \"{table}\" WHERE {key}");
        let stored: String = file.query_row(&read, [], |row| row.get(0)).unwrap();
        let write = format!("UPDATE \"{table}\" SET item_json = ?1 WHERE {key}");
        assert_eq!(file.execute(&write, params![of(&stored)]).unwrap(), 1);
    }
}

/// Every stored row of one referral, byte for byte.
fn rows(office: &Fixture, of: &Reference) -> Vec<(String, String)> {
    let file = file(office);
    let mut read = file.prepare("SELECT sk, item_json FROM referrals WHERE pk = ?1 ORDER BY sk").unwrap();
    let rows = read.query_map([format!("S:{of}")], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

/// Whether a verb opens what is sealed, so that it is refused where that is damaged.
fn opens(verb: &str) -> bool {
    let by_reading = ["show", "amend", "decide", "person", "print", "erase"];
    by_reading.contains(&verb)
}

#[tokio::test]
async fn each_verb_about_a_damaged_entry_says_what_to_do_and_does_nothing_by_halves() {
    for Damage { row, of, says, what_to_do, in_clear } in TABLE {
        let office = Fixture::new().await;
        let lost = office.referred("Ida Moss", &json!({})).await;
        office.does("OQ", &["claim", lost.as_str()]).await;
        damage(&office, &lost, of);
        for verb in VERBS.iter().filter(|verb| !in_clear || opens(verb[0])) {
            let before = rows(&office, &lost);
            let named: Vec<&str> = verb.iter().map(|word| if *word == "REF" { lost.as_str() } else { word }).collect();
            let said = office.runs("OQ", &named).await;
            let what = format!("{row}: {verb:?}: {}{}", said.out, said.errors);
            assert_eq!((said.code, said.out.as_str()), (1, ""), "{what}");
            assert!(said.errors.ends_with('.') && !said.errors.contains("Ida"), "{what}");
            assert!(said.errors.contains(says) && said.errors.contains(what_to_do), "{what}");
            assert!(rows(&office, &lost) == before, "{what}: something was written");
        }
    }
}

/// What a form of the page sends, for each act of the desk.
const FORMS: [(&str, &str); 17] = [
    ("claim", ""),
    ("release", ""),
    ("take-over", ""),
    ("assign", "to=DL&sure=yes"),
    ("contacted", "on=2026-11-23&note=Met+on+the+ward"),
    ("attempt", "on=2026-11-23&note=Met+on+the+ward"),
    ("correct", "on=2026-11-23&why=Met+on+the+ward"),
    ("note", "note=Met+on+the+ward"),
    ("log", "kind=visit&on=2026-11-23&note=Met+on+the+ward"),
    ("close", "outcome=declined&note=Met+on+the+ward"),
    ("reopen", ""),
    ("undo", "why=Met+on+the+ward"),
    ("amend", "part=place&patient.ward=Ash&why=Met+on+the+ward"),
    ("decide", "eligibility=not-covered&why=Met+on+the+ward"),
    ("hold", "why=Met+on+the+ward"),
    ("release-hold", ""),
    ("erase", "sure=yes&why=Met+on+the+ward"),
];

#[tokio::test]
async fn the_desk_says_the_same_keeps_what_was_typed_and_shows_all_others() {
    for Damage { row, of, says, what_to_do, in_clear } in TABLE {
        let office = Fixture::new().await;
        let (lost, other) =
            (office.referred("Ida Moss", &json!({})).await, office.referred("Tom Reed", &json!({})).await);
        office.does("OQ", &["claim", lost.as_str()]).await;
        damage(&office, &lost, of);
        let desk = Browser::open(&office, "OQ").await;
        let before = rows(&office, &lost);
        for page in ["referral", "print", "person"] {
            let rest = if page == "person" { "/patient" } else { "" };
            let page = desk.get(&format!("/{page}/{lost}{rest}")).await;
            let what = format!("{row}: {}", page.body);
            assert!(page.status.is_client_error() || page.status.is_server_error(), "{what}");
            assert!(page.body.contains(says) && page.body.contains(what_to_do), "{what}");
        }
        for (verb, form) in FORMS.iter().filter(|(verb, _)| !in_clear || opens(verb)) {
            let page = desk.post(&format!("/referral/{lost}/{verb}"), &format!("version=1&{form}")).await;
            let what = format!("{row}: {verb}: {}: {}", page.status, page.body);
            assert!(page.body.contains(says) && page.body.contains(what_to_do), "{what}");
            assert_eq!(page.body.contains("Met on the ward"), form.contains("Met"), "{what}");
        }
        assert!(rows(&office, &lost) == before, "{row}: something was written");
        let today = desk.get("/").await.body;
        assert!(
            today.contains(&format!("/referral/{other}")) && today.contains("Cannot be opened (1)"),
            "{row}: {today}"
        );
        for page in ["/print/unread", "/purge", "/hand-over", "/activity", "/new"] {
            assert_eq!(desk.get(page).await.status, StatusCode::OK, "{row}: {page}");
        }
        assert!(desk.search("find=reed").await.body.contains(&format!("/referral/{other}")), "{row}");
        let listed = office.runs("OQ", &["list"]).await;
        assert!(listed.code == 1 && listed.out.contains(other.as_str()), "{row}: {}{}", listed.out, listed.errors);
        assert!((listed.out + &listed.errors).contains(lost.as_str()), "{row}: it is named");
        let array = office.runs("OQ", &["list", "--json"]).await;
        let statuses: Value = serde_json::from_str(&array.out).unwrap();
        let unreadable = statuses.as_array().unwrap().iter().filter(|one| one["status"] == "unreadable").count();
        assert_eq!((array.code, unreadable), (1, 1), "{row}: {}", array.out);
    }
}

/// A damaged line of a history: what is exported is not whole, and says whose.
#[tokio::test]
async fn an_export_names_the_history_that_it_could_not_read() {
    let office = Fixture::new().await;
    let (lost, _) = (office.referred("Ida Moss", &json!({})).await, office.referred("Tom Reed", &json!({})).await);
    office.does("OQ", &["claim", lost.as_str()]).await;
    let sql =
        "UPDATE referrals SET item_json = json_set(item_json, '$.ct.B', 'AAAA') WHERE pk = ?1 AND sk LIKE 'S:event#%'";
    assert_eq!(file(&office).execute(sql, [format!("S:{lost}")]).unwrap(), 1);
    let said = office.runs("OQ", &["export", "--format", "csv"]).await;
    assert!(said.code == 1 && said.out.contains("Ida Moss") && said.out.contains("Tom Reed"), "{}", said.out);
    assert!(said.errors.contains(&format!("part of the history of {lost}")), "{}", said.errors);
}
