//! One server without a cloud: the public service, a desk at the other end of a tunnel, copies and their return.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use crate::client::Client;
use crate::service::{Service, head_office, imha, public_command};

/// A folder with the public keys, one with the private ones, and one for the public service.
struct Places {
    _folder: tempfile::TempDir,
    recipients: PathBuf,
    identity: PathBuf,
    data: PathBuf,
}

/// The local key set of a first start, taken apart: public keys for the server, a private one for the laptop.
fn places() -> Places {
    let folder = tempfile::tempdir().expect("a folder");
    let made = folder.path().join("made");
    drop(Service::start(&made).end());
    let (etc, laptop) = (folder.path().join("etc"), folder.path().join("laptop"));
    for new in [&etc, &laptop] {
        fs::create_dir(new).expect("a folder");
    }
    let (recipients, identity) = (etc.join("recipients.txt"), laptop.join("staff-1.txt"));
    fs::copy(made.join("recipients.txt"), &recipients).expect("copied");
    fs::copy(made.join("keys/staff-1.txt"), &identity).expect("copied");
    Places { recipients, identity, data: folder.path().join("public"), _folder: folder }
}

/// The desk's command line on a laptop: a key, the recipients, and the far end of a tunnel.
fn laptop(places: &Places, table: &str, verb: &[&str]) -> Output {
    Command::new(head_office())
        .args(verb)
        .env_remove("IMHA_DATA")
        .env("AWS_ENDPOINT_URL_DYNAMODB", table)
        .env("AWS_REGION", "eu-west-2")
        .env("AWS_ACCESS_KEY_ID", "any")
        .env("AWS_SECRET_ACCESS_KEY", "any")
        .env("IMHA_RECIPIENTS", &places.recipients)
        .env("IMHA_IDENTITY", &places.identity)
        .env("IMHA_STAFF", "AB")
        .stdin(Stdio::null())
        .output()
        .expect("head-office starts")
}

fn reads(places: &Places, table: &str, verb: &[&str]) -> Value {
    let output = laptop(places, table, verb);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "head-office {verb:?}: {errors}");
    serde_json::from_slice(&output.stdout).unwrap_or(Value::Null)
}

fn referral(nth: usize) -> Value {
    json!({
        "referrer": {"type": "patient"},
        "patient": {"name": format!("Peregrine Test {nth}"), "hospital": "alderbrook"},
        "legal": {"route": "section-3"},
    })
}

/// docs/contract.md, One server: public keys alone, no desk, a table for desks, a whole copy while it runs.
#[test]
fn a_referral_reaches_a_laptop_through_the_table_and_comes_back_from_a_copy() {
    let places = places();
    let service = Service::start_public(&places.data, &places.recipients, &[]);
    assert!(service.desk.is_empty(), "a public service has no desk");
    assert!(!places.data.join("keys").exists(), "no private key is made");
    let client = Client::new(&service.site);
    let sent = client.post_json("/api/referrals", "0123456789abcdef", &referral(1));
    assert_eq!(sent.status, 201, "{}", sent.body);
    let reference = sent.json()["reference"].as_str().expect("a reference").to_owned();

    let listed = reads(&places, &service.table, &["list", "--json"]);
    assert_eq!(listed[0]["reference"], reference.as_str());
    reads(&places, &service.table, &["claim", &reference]);
    assert_eq!(reads(&places, &service.table, &["show", &reference, "--json"])["status"], "claimed");

    let (copy, restored) = (places.data.with_file_name("copy"), places.data.with_file_name("restored"));
    let backup = imha(&places.data, &["backup", copy.to_str().expect("UTF-8")]);
    assert!(backup.status.success(), "{}", String::from_utf8_lossy(&backup.stderr));
    let again = imha(&places.data, &["backup", copy.to_str().expect("UTF-8")]);
    assert!(!again.status.success(), "a copy is never written over another");
    let put_back = imha(&restored, &["restore", copy.to_str().expect("UTF-8")]);
    assert!(put_back.status.success(), "{}", String::from_utf8_lossy(&put_back.stderr));
    assert!(!imha(&restored, &["restore", copy.to_str().expect("UTF-8")]).status.success(), "nor over a table");
    drop(service);
    let elsewhere = Service::start_public(&restored, &places.recipients, &[]);
    assert_eq!(reads(&places, &elsewhere.table, &["show", &reference, "--json"])["owner"], "AB");
    let repeated = Client::new(&elsewhere.site).post_json("/api/referrals", "0123456789abcdef", &referral(1));
    assert_eq!(repeated.status, 200, "the token key came along, so a repeat is known: {}", repeated.body);
}

/// Each client may send so much and no more; reading goes on, and the answer is our page.
#[test]
fn a_client_that_sends_too_much_is_told_so_with_the_phone_number() {
    let places = places();
    let service = Service::start_public(&places.data, &places.recipients, &["--behind-proxy", "127.0.0.1"]);
    let client = Client::new(&service.site);
    let send = |from: &str| client.send("POST", "/referral/patient", &[("x-forwarded-for", from)], "a=b");
    let refused = (0..100).map(|_| send("198.51.100.7")).find(|answer| answer.status == 429).expect("a limit");
    assert!(refused.body.contains("tel:+448448002776"), "{}", refused.body);
    assert!(!refused.header("content-security-policy").is_empty() && !refused.header("retry-after").is_empty());
    assert_ne!(send("198.51.100.8").status, 429, "another client");
    assert_eq!(client.get("/").status, 200, "reading goes on");
    let api = client.send("POST", "/api/referrals", &[("x-forwarded-for", "198.51.100.7")], "{}");
    assert_eq!((api.status, api.header("content-type")), (429, "application/problem+json"));
}

/// A table another machine could reach, a private key, a lost table: each is a sentence, and nothing starts.
#[test]
fn a_public_service_refuses_what_would_expose_or_lose_referrals() {
    let places = places();
    let refused = |command: &mut Command, word: &str| {
        let output = command.output().expect("imha starts");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains(word), "{word}: {said}");
    };
    let started = || public_command(&places.data, &places.recipients);
    refused(started().args(["--table-at", "0.0.0.0:0"]), "127.0.0.1");
    let beside: &Path = &places.identity.with_file_name("recipients.txt");
    fs::copy(&places.recipients, beside).expect("copied");
    refused(&mut public_command(&places.data, beside), "private key");
    drop(Service::start_public(&places.data, &places.recipients, &[]).end());
    for file in ["table.db", "table.db-wal", "table.db-shm"] {
        fs::remove_file(places.data.join(file)).unwrap_or_default();
    }
    refused(&mut started(), "--new-table");
    drop(Service::start_public(&places.data, &places.recipients, &["--new-table"]).end());
}
