//! One referral from a blank page to a closed case, over plain HTTP and the command line.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::{Value, json};

use crate::client::{Answer, Client};
use crate::service::{Service, Staff};

/// Invented, and unlike anything a program would write by itself.
const NAME: &str = "Orsolya Quillfeather";

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// What a patient types: name, ward, how they are held, and a story with every awkward character.
fn answers() -> Vec<(String, String)> {
    pairs(&[
        ("patient.name", NAME),
        ("patient.hospital", "alderbrook"),
        ("patient.ward", "Wren & Robin"),
        ("legal.route", "section-3"),
        ("help_wanted", "I said \"no\" & <nobody> listened.\nIt's 100% ŵyn."),
        ("patient.needs", "bsl"),
        ("patient.needs", "large-print"),
    ])
}

/// The reference in the address of a confirmation.
fn sent_reference(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.body);
    let path = answer.header("location").split_once("/referral/sent/").map(|(_, rest)| rest);
    let path = path.unwrap_or_else(|| panic!("sent to {:?}", answer.header("location")));
    path.split('?').next().unwrap_or_default().to_owned()
}

fn refused_form_keeps_the_answers(client: &Client) {
    let mut typed = answers();
    typed.retain(|(name, _)| !["patient.hospital", "legal.route"].contains(&name.as_str()));
    let refused = client.post_form("/referral/patient", &typed);
    assert_eq!(refused.status, 422);
    assert_eq!(refused.header("cache-control"), "no-store");
    for kept in [NAME, "Wren &amp; Robin", "ŵyn", "tel:"] {
        assert!(refused.body.contains(kept), "the refused form lost {kept}");
    }
    for named in ["patient.hospital", "legal.route"] {
        assert!(refused.body.contains(&format!("name=\"{named}\"")), "no box for {named}");
    }
}

/// Through the check page to the confirmation; gives the reference.
fn patient_asks(client: &Client) -> String {
    let checked = client.post_form("/referral/patient", &answers());
    assert_eq!(checked.status, 200, "{}", checked.body);
    assert_eq!(checked.header("cache-control"), "no-store");
    let hidden = checked.hidden_inputs("/referral/send");
    for pair in answers() {
        assert!(hidden.contains(&pair), "the check page does not carry {} on", pair.0);
    }
    let sent = client.post_form("/referral/send", &hidden);
    let reference = sent_reference(&sent);
    assert_eq!(sent_reference(&client.post_form("/referral/send", &hidden)), reference, "sent twice is one referral");

    let confirmation = client.get(sent.header("location"));
    assert_eq!(confirmation.status, 200);
    assert!(confirmation.body.contains(&reference), "the reference is shown");
    assert!(confirmation.body.contains("202"), "a date with its year is shown");
    assert!(!confirmation.body.contains(NAME), "nothing about the person");
    let made_up = client.get(&format!("/referral/sent/{reference}?made=up"));
    assert_eq!(made_up.status, 404, "a made-up address is no confirmation");
    reference
}

fn professional_body() -> Value {
    json!({
        "referrer": {"type": "responsible-clinician", "name": "Dr Ysolde Tamsin", "workplace": "Alderbrook Hospital",
            "phone": "+44 20 7946 0123"},
        "patient": {"name": NAME, "date_of_birth": "unknown", "hospital": "alderbrook", "ward": "Wren", "message_ok": true,
            "needs": ["interpreter"], "language": "Hungarian"},
        "legal": {"route": "section-2"},
        "consent": "agrees"
    })
}

/// By API: once, again, and with something else under the same key; gives the reference.
fn professional_asks(client: &Client) -> String {
    let key = "0b4b7c1e-5c1f-4d0b-9a3e-2f5f0c9d7e11";
    let body = professional_body();
    let first = client.post_json("/api/referrals", key, &body);
    assert_eq!(first.status, 201, "{}", first.body);
    assert_eq!(first.json()["eligibility"], "eligible");
    let again = client.post_json("/api/referrals", key, &body);
    assert_eq!((again.status, again.json()), (200, first.json()));
    let mut other = body;
    other["consent"] = json!("disagrees");
    let conflict = client.post_json("/api/referrals", key, &other);
    assert_eq!(conflict.status, 409, "{}", conflict.body);
    assert_eq!(conflict.header("content-type"), "application/problem+json");

    let wrong = client.post_json("/api/referrals", key, &json!({"referrer": {"type": "amhp"}, "nickname": "x"}));
    assert_eq!(wrong.status, 422, "{}", wrong.body);
    let named: Vec<_> = wrong.json()["problems"].as_array().into_iter().flatten().map(|p| p["field"].clone()).collect();
    assert!(named.contains(&json!("nickname")), "unknown fields are refused by name: {named:?}");
    first.json()["reference"].as_str().expect("a reference").to_owned()
}

fn in_list(list: &Value, reference: &str) -> Option<Value> {
    list.as_array().expect("an array").iter().find(|row| row["reference"] == reference).cloned()
}

/// From waiting to closed, one status at a time.
fn head_office_works_it(staff: &Staff<'_>, reference: &str) {
    let row = in_list(&staff.reads(&["list", "--json"]), reference).expect("it is in the list");
    assert_eq!(row["status"], "waiting");
    assert_eq!(row["eligibility"], "eligible");
    let status = || staff.reads(&["show", reference, "--json"])["status"].clone();
    assert_eq!(staff.reads(&["show", reference, "--json"])["patient"]["name"], NAME);
    staff.does(&["claim", reference]);
    assert_eq!(status(), "claimed");
    staff.does(&["contacted", reference]);
    assert_eq!(status(), "contacted");
    let unknown = staff.tries(&["close", reference, "--outcome", "lost"]);
    assert_eq!(unknown.status.code(), Some(1), "an unknown outcome changes nothing");
    staff.does(&["close", reference, "--outcome", "supported"]);
    assert!(in_list(&staff.reads(&["list", "--json"]), reference).is_none(), "closed is no longer open");

    let shown = staff.reads(&["show", reference, "--json"]);
    assert_eq!(shown["status"], "closed");
    let events = shown["events"].as_array().expect("events").iter();
    let acts: Vec<_> = events.filter(|event| event["what"] != "opened").map(|event| event["what"].clone()).collect();
    assert_eq!(acts, [json!("claim"), json!("contacted"), json!("close")]);
}

/// The directory is the owner's alone, and nobody's name can be read in it.
fn nothing_readable_on_disk(data: &Path) {
    let mode = |path: &Path| std::fs::metadata(path).expect("it exists").permissions().mode() & 0o777;
    assert_eq!(mode(data), 0o700);
    for file in std::fs::read_dir(data).expect("a directory") {
        let path = file.expect("an entry").path();
        if path.is_file() {
            assert_eq!(mode(&path), 0o600, "{}", path.display());
            let bytes = std::fs::read(&path).expect("readable by its owner");
            let found = bytes.windows(NAME.len()).any(|part| part == NAME.as_bytes());
            assert!(!found, "a name is in {}", path.display());
        }
    }
}

#[test]
fn a_referral_goes_from_a_blank_page_to_a_closed_case() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let data = home.path().join("data");
    let service = Service::start(&data);
    let client = Client::new(&service.site);
    let start = client.get("/");
    assert_eq!(start.status, 200);
    assert!(start.body.contains("tel:"), "the phone number is on the start page");

    refused_form_keeps_the_answers(&client);
    let asked = patient_asks(&client);
    let referred = professional_asks(&client);
    assert_ne!(asked, referred);

    let staff = Staff { initials: "OQ", data: &data };
    head_office_works_it(&staff, &asked);
    assert!(in_list(&staff.reads(&["list", "--json"]), &referred).is_some(), "the other one still waits");
    assert_eq!(Client::new(&service.desk).get("/").status, 403, "the desk wants its token");
    nothing_readable_on_disk(&data);

    let ended = service.end();
    assert_eq!(ended.status.code(), Some(0), "{}", ended.said);
    assert!(!ended.said.contains(NAME), "a name was logged");
}

/// docs/security.md, Bad inputs: an address that climbs out of the site, or asks for what is not published, is a page that is not there.
#[test]
fn nothing_outside_the_site_is_served() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let service = Service::start(&home.path().join("data"));
    let client = Client::new(&service.site);
    let outside = [
        "/..%2f",
        "/%2e%2e/",
        "/../Cargo.toml",
        "/..\\Cargo.toml",
        "//etc/passwd",
        "/.git/config",
        "/index.html%00.html",
        "/questions/..%2f..%2fCargo.toml",
        "/%ff",
    ];
    for path in outside {
        let answer = client.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.body.contains("href=\"tel:"), "{path} has the phone number");
    }
}

/// docs/reliability.md, The machine, kill -9: ten referrals acknowledged, and killed the moment after the last 303.
#[test]
fn what_was_acknowledged_survives_a_kill() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let data = home.path().join("data");
    let first = Service::start(&data);
    let client = Client::new(&first.site);
    let mut acknowledged = Vec::new();
    let mut last = Vec::new();
    for nth in 0..10 {
        let mut typed = answers();
        typed[0].1 = format!("{NAME} {nth}");
        last = client.post_form("/referral/patient", &typed).hidden_inputs("/referral/send");
        acknowledged.push(sent_reference(&client.post_form("/referral/send", &last)));
    }
    first.kill();

    let second = Service::start(&data);
    let staff = Staff { initials: "OQ", data: &data };
    let list = staff.reads(&["list", "--json"]);
    for (nth, reference) in acknowledged.iter().enumerate() {
        assert!(in_list(&list, reference).is_some(), "referral {nth} was acknowledged and is gone");
    }
    let again = Client::new(&second.site).post_form("/referral/send", &last);
    assert_eq!(Some(&sent_reference(&again)), acknowledged.last(), "pressed again after the restart: the same one");
    assert_eq!(staff.reads(&["list", "--json"]).as_array().map(Vec::len), Some(acknowledged.len()));
    second.end();
}

/// What was acknowledged is there after a restart, under the same keys.
#[test]
fn a_restart_keeps_every_referral() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let data = home.path().join("data");
    let first = Service::start(&data);
    let reference = professional_asks(&Client::new(&first.site));
    assert_eq!(first.end().status.code(), Some(0));

    let second = Service::start(&data);
    let again = professional_asks_again(&Client::new(&second.site));
    assert_eq!(again, reference, "the key of the first start still recognises it");
    let staff = Staff { initials: "OQ", data: &data };
    assert_eq!(staff.reads(&["show", &reference, "--json"])["patient"]["name"], NAME);
    assert_eq!(second.end().status.code(), Some(0));
}

/// The client of [`professional_asks`] did not see the answer, and asks once more.
fn professional_asks_again(client: &Client) -> String {
    let answer = client.post_json("/api/referrals", "0b4b7c1e-5c1f-4d0b-9a3e-2f5f0c9d7e11", &professional_body());
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["reference"].as_str().expect("a reference").to_owned()
}
