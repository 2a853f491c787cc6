//! One damaged row never hides the others (docs/contract.md, Damaged rows).

use queue::{Flaw, LastRun};
use referral::Reference;
use referral::life::Act;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::given::{Fixture, form, now, rules};
use crate::raw::{delete, key, raw};

/// Turns over the high bit of a byte of the stored text, as a bad disk does: it is no UTF-8 any more.
fn damage(fixture: &Fixture, sql_of_rows: &str) {
    let file = Connection::open(fixture.folder.path().join("table.db")).unwrap();
    let sql = format!("UPDATE {sql_of_rows}");
    let changed = file.execute(&sql.replace("DAMAGED", "CAST(x'7bff' || item_json AS TEXT)"), []).unwrap();
    assert_eq!(changed, 1, "{sql}");
}

async fn five(fixture: &Fixture) -> Vec<Reference> {
    let mut references = Vec::new();
    for nth in 0..5 {
        references
            .push(fixture.inbox().submit(&form(&format!("Ida Moss {nth}")), rules(), now()).await.unwrap().reference);
    }
    references
}

#[tokio::test]
async fn a_damaged_entry_is_named_and_the_others_are_listed_and_checked() {
    let fixture = Fixture::new().await;
    let references = five(&fixture).await;
    let lost = &references[2];
    damage(&fixture, &format!("\"referrals\" SET item_json = DAMAGED WHERE pk = 'S:{lost}'"));
    damage(&fixture, &format!("\"referrals::gsi::open-by-due\" SET item_json = DAMAGED WHERE table_pk = 'S:{lost}'"));
    let listing = fixture.tray().list().await.unwrap();
    assert_eq!((listing.cases.len(), listing.damaged), (4, vec![lost.to_string()]));
    let tray = fixture.tray();
    let left_out = tray.each(
        now(),
        |_| true,
        async |page| {
            assert_eq!(page.len(), 4);
            Ok(())
        },
    );
    assert_eq!(left_out.await.unwrap(), [lost.to_string()], "the export names it");
    let verified = fixture.tray().verify(now(), |_| {}).await.unwrap();
    assert_eq!(verified.flaws, [(lost.to_string(), Flaw::Damaged)]);
    let shown = fixture.tray().show(lost).await.err().unwrap();
    assert_eq!(shown.to_string(), format!("the stored item {lost} is not in the form this program writes"));
}

/// What the engine reads and this program does not: a status of nobody's. The digest's list names it too.
#[tokio::test]
async fn an_unreadable_entry_is_named_by_list_digest_export_and_check() {
    let fixture = Fixture::new().await;
    let references = five(&fixture).await;
    let lost = &references[2];
    let mut item = stored(&fixture, lost).await;
    item["status"]["S"] = json!("zzz");
    raw(&fixture.engine, "PutItem", &json!({"TableName": "referrals", "Item": item})).await;
    let named = vec![lost.to_string()];
    let listing = fixture.tray().list().await.unwrap();
    assert_eq!((listing.cases.len(), listing.damaged), (4, named.clone()), "list");
    let open = fixture.tray().open_entries().await.unwrap();
    assert_eq!((open.entries.len(), open.damaged), (4, named.clone()), "digest");
    let mut exported = 0;
    let take = async |page: Vec<_>| {
        exported += page.len();
        Ok(())
    };
    assert_eq!(fixture.tray().each(now(), |_| true, take).await.unwrap(), named, "export");
    assert_eq!(exported, 4);
    let verified = fixture.tray().verify(now(), |_| {}).await.unwrap();
    assert_eq!(verified.flaws, [(lost.to_string(), Flaw::Damaged)], "check");
}

/// The index keeps a copy of its own: where that alone is damaged, the entry itself is read.
#[tokio::test]
async fn a_damaged_copy_in_the_index_hides_nothing() {
    let fixture = Fixture::new().await;
    let references = five(&fixture).await;
    let lost = &references[2];
    damage(&fixture, &format!("\"referrals::gsi::open-by-due\" SET item_json = DAMAGED WHERE table_pk = 'S:{lost}'"));
    let listing = fixture.tray().list().await.unwrap();
    assert_eq!((listing.cases.len(), listing.damaged.len()), (5, 0));
    let shown = fixture.tray().show(lost).await.unwrap().unwrap();
    assert_eq!(shown.case.entry.reference, *lost);
}

/// docs/contract.md, Damaged rows: what it saw at the last run is compared with what is there.
#[tokio::test]
async fn verify_names_what_is_gone_rolled_back_or_altered_since_the_last_run() {
    let fixture = Fixture::new().await;
    let tray = fixture.tray();
    let references = five(&fixture).await;
    let claim = async |of: &Reference| {
        tray.act(of, &Act::Claim, "AR", now(), &rules().calendar, None).await.unwrap();
    };
    let before = stored(&fixture, &references[1]).await;
    claim(&references[1]).await;
    let seen = tray.verify(now(), |_| {}).await.unwrap().seen;
    assert_eq!(LastRun::parse(&seen.to_text()), Some(seen.clone()));
    assert_eq!(LastRun::parse("something else"), None);

    delete(&fixture, "entry", &references[0]).await;
    put(&fixture, &before).await;
    delete(&fixture, "event#000001", &references[1]).await;
    let mut forged = stored(&fixture, &references[2]).await;
    forged["ct"] = stored(&fixture, &references[3]).await["ct"].take();
    put(&fixture, &forged).await;
    claim(&references[4]).await;
    let mut verified = tray.verify(now(), |_| {}).await.unwrap();
    verified.flaws.clear();
    verified.compare(&seen, now(), fixture.recipients.fingerprint());
    let mut expected = [
        (references[0].to_string(), Flaw::Gone),
        (references[1].to_string(), Flaw::RolledBack { seen: 1, version: 0 }),
        (references[2].to_string(), Flaw::Altered),
    ];
    expected.sort();
    assert_eq!(verified.flaws, expected, "and what was claimed since is as it should be");
    assert!(!verified.seen.to_text().contains("Ida"));
}

/// The digest reads the index alone: a due date changed there and nowhere else is found.
#[tokio::test]
async fn verify_compares_the_index_with_the_entry() {
    let fixture = Fixture::new().await;
    let references = five(&fixture).await;
    let file = Connection::open(fixture.folder.path().join("table.db")).unwrap();
    let sql = "UPDATE \"referrals::gsi::open-by-due\" SET item_json = replace(item_json, '2026-11-30', '2027-11-30')
               WHERE table_pk = ?1";
    assert_eq!(file.execute(sql, [format!("S:{}", references[2])]).unwrap(), 1);
    let flaws = fixture.tray().verify(now(), |_| {}).await.unwrap().flaws;
    assert_eq!(flaws, [(references[2].to_string(), Flaw::Index)]);
}

async fn stored(fixture: &Fixture, reference: &Reference) -> Value {
    raw(&fixture.engine, "GetItem", &json!({"TableName": "referrals", "Key": key(reference)})).await["Item"].take()
}

async fn put(fixture: &Fixture, item: &Value) {
    raw(&fixture.engine, "PutItem", &json!({"TableName": "referrals", "Item": item})).await;
}
