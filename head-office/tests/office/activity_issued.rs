//! Reports that were handed over: they stay, go over to new keys, and a later version says what changed.

use std::path::PathBuf;

use serde_json::json;

use crate::fixture::Fixture;

/// A report is sealed again with the rest, and says the same to whoever has the new keys.
#[tokio::test]
async fn an_issued_report_goes_over_to_new_keys() {
    let office = Fixture::new().await;
    for at in 0..7 {
        office.referred(&format!("Person {at}"), &json!({})).await;
    }
    office.set("2026-12-02T09:00:00Z");
    let month = ["report", "--month", "2026-11", "--format", "json"];
    let issued = office.does("OQ", &[&month[..], &["--issue"]].concat()).await;
    let old = ["staff-1", "staff-2", "recovery"].map(|name| office.data.join(format!("keys/{name}.txt")));
    let new = Fixture::new().await;
    let list = std::fs::read_to_string(new.data.join("recipients.txt")).expect("a list");
    std::fs::write(office.data.join("recipients.txt"), list).expect("the new list");
    let with = |key: PathBuf| move |name: &str| (name == "IMHA_IDENTITY").then(|| key.display().to_string());
    let own = new.data.join("keys/staff-1.txt");
    let refused = office.runs_in(&with(own.clone()), &month).await;
    assert!(refused.code == 1 && refused.errors.contains("sealed to other keys"), "{}", refused.errors);
    let stranger = office.runs_in(&with(own.clone()), &["keys", "rotate", "--closed"]).await;
    assert!(stranger.code == 1 && stranger.errors.contains("1 issued reports"), "{}", stranger.errors);

    let rotated = office.runs_in(&with(old[0].clone()), &["keys", "rotate", "--closed"]).await;
    assert_eq!(rotated.code, 0, "{}", rotated.errors);
    assert!(rotated.out.contains("1 issued reports too."), "{}", rotated.out);
    assert_eq!(office.runs_in(&with(own), &month).await.out, issued, "to the letter");
    for key in old {
        assert_eq!(office.runs_in(&with(key), &month).await.code, 1, "the keys that left open nothing");
    }
}

/// What was issued stays; a further version says which service figures changed; tables about people are counted once.
#[tokio::test]
async fn what_was_issued_stays_as_it_is() {
    let office = Fixture::new().await;
    let mut all = Vec::new();
    for at in 0..26 {
        let gender = json!({"patient": {"name": "Wren", "date_of_birth": "1984-04-03", "hospital": "alderbrook", "gender": if at % 2 == 0 { "female" } else { "male" }}});
        all.push(office.referred(&format!("Person {at}"), &gender).await);
    }
    let quarter = ["report", "--quarter", "2026-Q3", "--format", "json"];
    let nowhere = office.data.join("no-folder").join("november.json");
    let nowhere = nowhere.to_str().expect("a path");
    let unsaved = office.runs("OQ", &[&quarter[..], &["--issue", "--out", nowhere]].concat()).await;
    assert_eq!((unsaved.code, unsaved.errors.contains("Choose another file")), (1, true), "{}", unsaved.errors);
    let early = office.runs("OQ", &[&quarter[..], &["--issue"]].concat()).await;
    assert_eq!((early.code, early.errors.contains("is not over")), (1, true), "{}", early.errors);
    office.set("2027-01-04T09:00:00Z");
    let inside = office.runs("OQ", &[&quarter[..], &["--issue", "--internal"]].concat()).await;
    assert!(inside.code != 0 && inside.out.is_empty(), "{}", inside.errors);
    let first = office.reads(&[&quarter[..], &["--issue"]].concat()).await;
    assert_eq!(first["version"], 1, "what could not be saved was not issued");
    assert_eq!((&first["service"]["by_outcome"]["open"], &first["changes"]), (&json!(26), &json!([])));
    assert_eq!(first["counts"]["patient.gender"]["female"], 15);
    let again = office.runs("OQ", &[&quarter[..], &["--issue"]].concat()).await;
    assert!(again.code == 1 && again.errors.contains("says the same"), "{}", again.errors);

    office.does("OQ", &["close", all[0].as_str(), "--outcome", "duplicate"]).await;
    office.set("2026-12-30T09:00:00Z");
    office
        .referred(
            "Somebody found later",
            &json!({"patient": {"name": "Finch", "date_of_birth": "1984-04-03", "hospital": "alderbrook", "gender": "female"}}),
        )
        .await;
    office.set("2027-01-05T09:00:00Z");
    assert_eq!(office.reads(&quarter).await, first, "the one that was issued, to the letter");
    let second = office.reads(&[&quarter[..], &["--issue"]].concat()).await;
    assert_eq!((&second["version"], &second["service"]["received"]), (&json!(2), &json!(27)));
    let changes = second["changes"].as_array().expect("sentences");
    for sentence in ["Referrals received: 27, was 26.", "How it ended: Duplicate of another request: 1, was 0."] {
        assert!(changes.contains(&json!(sentence)), "{changes:?}");
    }
    assert_eq!(second["counts"], first["counts"], "a version with one more would tell who that is");
    assert_eq!(office.reads(&[&quarter[..], &["--version", "1"]].concat()).await, first, "the first is still there");
    assert_eq!(office.reads(&quarter).await["version"], 2);
    assert!(office.does("OQ", &["verify"]).await.contains("27"), "issued reports do not disturb the check");
}
