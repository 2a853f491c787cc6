//! One server without a cloud: the public service, a desk at the other end of a tunnel, copies and their return.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use crate::client::{Client, form_body};
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

/// docs/contract.md, One server: keys that were named elsewhere are in the copy, and never a private one.
#[test]
fn a_copy_holds_the_keys_that_were_named_elsewhere() {
    let places = places();
    let key = places.recipients.with_file_name("token.txt");
    fs::write(&key, "ab".repeat(32)).expect("written");
    let named = |list: &Path| [list, &key].map(|file| file.to_str().expect("UTF-8").to_owned());
    let [list, token] = named(&places.recipients);
    drop(Service::start_public(&places.data, &places.recipients, &["--token-key", &token]).end());

    // The list grew since the start: whoever names it gets it, whoever does not gets what the service seals to.
    let before = fs::read_to_string(&list).expect("read");
    fs::write(&list, format!("{before}\n")).expect("written");
    for (row, flags, recipients) in [
        ("named", vec!["--recipients", &list, "--token-key", &token], format!("{before}\n")),
        ("not named", vec![], before.clone()),
    ] {
        let copy = places.data.with_file_name(row);
        let verb: Vec<_> = flags.into_iter().chain(["backup", copy.to_str().expect("UTF-8")]).collect();
        let backup = imha(&places.data, &verb);
        assert!(backup.status.success(), "{row}: {}", String::from_utf8_lossy(&backup.stderr));
        let read = |name: &str| fs::read_to_string(copy.join(name)).expect("read");
        assert_eq!((read("recipients.txt"), read("token-key.txt")), (recipients, "ab".repeat(32)), "{row}");
    }
    let identity = fs::read_to_string(&places.identity).expect("read");
    let secret = identity.lines().find(|line| line.starts_with("AGE-")).expect("a key");
    for (row, text) in [("a key", format!("{before}{secret}\n")), ("in a comment", format!("{before}# {secret}\n"))] {
        fs::write(&list, text).expect("written");
        let copy = places.data.with_file_name(row);
        let backup = imha(&places.data, &["--recipients", &list, "backup", copy.to_str().expect("UTF-8")]);
        let said = String::from_utf8_lossy(&backup.stderr);
        assert!(!backup.status.success() && said.contains("SECRET") && !said.contains(secret), "{row}: {said}");
        assert!(!copy.exists(), "{row}");
    }
}

/// Each client may send so much and no more; reading goes on, and every answer comes back with the phone number.
#[test]
fn a_client_that_sends_too_much_is_told_so_with_the_phone_number() {
    let places = places();
    let service = Service::start_public(&places.data, &places.recipients, &["--behind-proxy", "127.0.0.1"]);
    let client = Client::new(&service.site);
    let asked = |path: &str, from: &str, form: &str| {
        let headers = [("x-forwarded-for", from), ("content-type", "application/x-www-form-urlencoded")];
        client.send("POST", path, &headers, form)
    };
    let typed =
        "patient.name=Peregrine+Test&patient.hospital=alderbrook&legal.route=section-3&help_wanted=Someone+to+listen";
    let send = |from: &str| asked("/referral/patient", from, typed);
    let first = send("198.51.100.7");
    let checked = form_body(&first.hidden_inputs("/referral/send"));
    drop((0..100).map(|_| send("198.51.100.7")).find(|answer| answer.status == 429).expect("a limit"));
    for (row, path, form) in [
        ("the form", "/referral/patient", typed),
        ("a form with a mistake", "/referral/patient", "help_wanted=Someone+to+listen"),
        ("the check page", "/referral/send", &checked),
    ] {
        let refused = asked(path, "198.51.100.7", form);
        assert_eq!((refused.status, refused.header("retry-after")), (429, "60"), "{row}");
        assert!(refused.body.contains("tel:+448448002776"), "{row}: {}", refused.body);
        assert!(refused.body.contains("Someone to listen"), "{row} keeps the answers: {}", refused.body);
        assert!(!refused.header("content-security-policy").is_empty(), "{row}");
    }
    assert_eq!(asked("/referral/send", "198.51.100.8", &checked).status, 303, "another client");
    let list = reads(&places, &service.table, &["list", "--json"]);
    assert_eq!(list.as_array().map(Vec::len), Some(1), "nothing was stored for who is over the limit");
    assert_eq!(client.get("/").status, 200, "reading goes on");
    let api = client.send("POST", "/api/referrals", &[("x-forwarded-for", "198.51.100.7")], "{}");
    assert_eq!((api.status, api.header("content-type")), (429, "application/problem+json"));
}

/// docs/security.md, Headers: also where no request could be read, at each of the three addresses.
#[test]
fn a_request_that_cannot_be_read_is_answered_in_our_words_with_our_headers() {
    let folder = tempfile::tempdir().expect("a folder");
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let service = Service::start_with(&folder.path().join("data"), &content, &["--table-at", "127.0.0.1:0"]);
    for (row, address, words) in [
        ("site", &service.site, "tel:+448448002776"),
        ("desk", &service.desk, "This request could not be read"),
        ("table", &service.table, "This request could not be read"),
    ] {
        let long = format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "x".repeat(200_000));
        for (sent, status) in [("GET / HTTQ/1.1\r\n\r\n", 400), ("GET / HTTP/1.1\r\n\r\n", 400), (&long, 431)] {
            let answer = Client::new(address).send_raw(sent);
            assert_eq!(answer.status, status, "{row}");
            assert!(answer.body.contains(words), "{row}: {}", answer.body);
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{row}");
            assert!(!answer.header("content-security-policy").is_empty(), "{row}");
        }
    }
    let foreign = Client::new(&service.table).send("POST", "/", &[("origin", "https://example.org")], "{}");
    assert_eq!(foreign.status, 403);
    assert!(foreign.json()["message"].as_str().is_some_and(|words| words.contains("no web page")), "{}", foreign.body);
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
