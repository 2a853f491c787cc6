//! One damaged row never hides the others (docs/contract.md, one damaged row).

use referral::Reference;
use rusqlite::Connection;

use crate::given::{House, form, now, rules};

/// Turns over the high bit of a byte of the stored text, as a bad disk does: it is no UTF-8 any more.
fn damage(house: &House, sql_of_rows: &str) {
    let file = Connection::open(house.folder.path().join("table.db")).unwrap();
    let sql = format!("UPDATE {sql_of_rows}");
    let changed = file.execute(&sql.replace("DAMAGED", "CAST(x'7bff' || item_json AS TEXT)"), []).unwrap();
    assert_eq!(changed, 1, "{sql}");
}

async fn five(house: &House) -> Vec<Reference> {
    let mut references = Vec::new();
    for nth in 0..5 {
        references
            .push(house.inbox().submit(&form(&format!("Ida Moss {nth}")), rules(), now()).await.unwrap().reference);
    }
    references
}

#[tokio::test]
async fn a_damaged_entry_is_named_and_the_others_are_listed_and_checked() {
    let house = House::new().await;
    let references = five(&house).await;
    let lost = &references[2];
    damage(&house, &format!("\"referrals\" SET item_json = DAMAGED WHERE pk = 'S:{lost}'"));
    damage(&house, &format!("\"referrals::gsi::open-by-due\" SET item_json = DAMAGED WHERE table_pk = 'S:{lost}'"));
    let listing = house.tray().list().await.unwrap();
    assert_eq!((listing.cases.len(), listing.foreign), (4, vec![lost.to_string()]));
    let verified = house.tray().verify(now(), |_| {}).await.unwrap();
    assert_eq!(verified.flaws, [(lost.to_string(), queue::Flaw::Foreign)]);
    let shown = house.tray().show(lost).await.err().unwrap();
    assert_eq!(shown.to_string(), format!("the stored item {lost} is not in the form this program writes"));
}

/// The index keeps a copy of its own: where that alone is damaged, the entry itself is read.
#[tokio::test]
async fn a_damaged_copy_in_the_index_hides_nothing() {
    let house = House::new().await;
    let references = five(&house).await;
    let lost = &references[2];
    damage(&house, &format!("\"referrals::gsi::open-by-due\" SET item_json = DAMAGED WHERE table_pk = 'S:{lost}'"));
    let listing = house.tray().list().await.unwrap();
    assert_eq!((listing.cases.len(), listing.foreign.len()), (5, 0));
    let shown = house.tray().show(lost).await.unwrap().unwrap();
    assert_eq!(shown.case.entry.reference, *lost);
}
