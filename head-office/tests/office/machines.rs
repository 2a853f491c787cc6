//! What machines read: each reading verb speaks JSON, and leaves nothing out silently.

use head_office::{Environment, Terminal, cli};
use serde_json::{Value, json};

use crate::fixture::Fixture;

/// docs/contract.md, Commands: every reading verb takes `--json`.
#[tokio::test]
async fn printing_exporting_and_checking_keys_speak_json_too() {
    let office = Fixture::new().await;
    assert_eq!(office.reads(&["export", "--json"]).await, json!([]));
    let first = office.referred("Marek Nowicki", &json!({})).await;
    let second = office.referred("Ines Vale", &json!({})).await;

    let printed = office.reads(&["print", first.as_str(), "--json"]).await;
    assert_eq!((&printed["reference"], &printed["patient"]["name"]), (&json!(first.as_str()), &json!("Marek Nowicki")));
    assert_eq!(printed["events"][0]["what"], "opened", "what is printed has been read");

    for verb in [["export", "--json"].as_slice(), &["export", "--format", "json"]] {
        let all = office.reads(verb).await;
        let mut references: Vec<&Value> = all.as_array().unwrap().iter().map(|one| &one["reference"]).collect();
        references.sort_by_key(ToString::to_string);
        let mut expected = [first.as_str(), second.as_str()];
        expected.sort_unstable();
        assert_eq!(references, expected, "{verb:?}");
    }

    let unproved = office.runs("OQ", &["keys", "check", "--all", "--json"]).await;
    let holders: Value = serde_json::from_str(&unproved.out).unwrap();
    assert_eq!(
        (unproved.code, holders.as_array().unwrap().len()),
        (1, 3),
        "still no for a machine: {}",
        unproved.errors
    );
    let proved = office.reads(&["keys", "check", "--json"]).await;
    assert_eq!(proved[0]["proved_at"], "2026-11-23T10:15:00Z");
}

/// docs/contract.md, Output: a closed case says how it ended; one that was reopened has not ended.
#[tokio::test]
async fn show_says_how_a_closed_case_ended() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let show = ["show", reference.as_str(), "--json"];
    assert_eq!(office.reads(&show).await["outcome"], Value::Null);
    office.does("OQ", &["claim", reference.as_str()]).await;
    office.does("OQ", &["close", reference.as_str(), "--outcome", "declined"]).await;
    assert_eq!(office.reads(&show).await["outcome"], "declined");
    office.does("OQ", &["reopen", reference.as_str()]).await;
    assert_eq!(office.reads(&show).await["outcome"], Value::Null);
}

/// docs/domain.md, Bank holidays: a date beyond the known bank holidays is flagged.
#[tokio::test]
async fn a_due_date_beyond_the_known_bank_holidays_is_flagged() {
    let office = Fixture::new().await;
    office.set("2030-12-30T10:00:00Z");
    office.referred("Marek Nowicki", &json!({})).await;
    let list = office.does("OQ", &["list"]).await;
    assert!(list.contains("bank holidays not known"), "{list}");
    office.set("2026-11-23T10:15:00Z");
    let known = Fixture::new().await;
    known.referred("Marek Nowicki", &json!({})).await;
    assert!(!known.does("OQ", &["list"]).await.contains("bank holidays"));
}

/// docs/contract.md, Output: the digest needs no identity, and nobody's key to seal to either.
#[tokio::test]
async fn the_digest_on_aws_asks_for_no_recipients() {
    let office = Fixture::new().await;
    let env = |name: &str| match name {
        "AWS_REGION" => Some("eu-west-2".to_owned()),
        "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some("nobody".to_owned()),
        "AWS_ENDPOINT_URL_DYNAMODB" => Some("http://127.0.0.1:1".to_owned()),
        _ => None,
    };
    for verb in ["digest", "list"] {
        let cli = cli::parse(["head-office", verb]).unwrap();
        let mut out = Vec::new();
        let mut environment =
            Environment { out: &mut out, clock: office.clock(), env: &env, terminal: Terminal::default() };
        let refused = cli::run(cli, &mut environment).await.unwrap_err().to_string();
        assert_eq!(refused.contains("IMHA_RECIPIENTS"), verb == "list", "{verb}: {refused}");
    }
}
