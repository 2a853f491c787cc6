//! A switch of the 2025 Act turned on in a copy of `content/`: pages, forms and decisions follow, no Rust edited.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::client::Client;
use crate::service::Service;

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("a file");
        }
    }
}

/// What a person sees of the law in force.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    informal: String,
    informal_page: bool,
    relative: u16,
    nominated: u16,
    nominated_named: bool,
    hospital: u16,
    hospital_named: bool,
    opt_out_page: bool,
    opt_out_form: bool,
}

fn seen(client: &Client) -> Seen {
    let body = json!({"referrer": {"type": "patient"}, "patient": {"name": "Ida Moss", "address": "x"}, "legal": {"route": "informal"}});
    let answer = client.post_json("/api/referrals", "0b4b7c1e-5c1f-4d0b-9a3e-2f5f0c9d7e11", &body);
    let page = |path: &str| client.get(path).body;
    let status = |path: &str| client.get(path).status;
    let refer = page("/refer/");
    Seen {
        informal: answer.json()["eligibility"].as_str().unwrap_or_default().to_owned(),
        informal_page: page("/questions/who-is-it-for/").contains("the law covers them too"),
        relative: status("/refer/nearest-relative/"),
        nominated: status("/refer/nominated-person/"),
        nominated_named: refer.contains("/refer/nominated-person/") && !refer.contains("/refer/nearest-relative/"),
        hospital: status("/refer/hospital-notification/"),
        hospital_named: refer.contains("/refer/hospital-notification/"),
        opt_out_page: page("/questions/who-can-refer/").contains("even if nobody asked us to"),
        opt_out_form: page("/refer/patient/").contains("we will come and ask"),
    }
}

fn today() -> Seen {
    Seen {
        informal: "not-covered".to_owned(),
        informal_page: false,
        relative: 200,
        nominated: 404,
        nominated_named: false,
        hospital: 404,
        hospital_named: false,
        opt_out_page: false,
        opt_out_form: false,
    }
}

#[test]
fn a_switch_changes_pages_forms_and_decisions_together() {
    let informal = Seen { informal: "eligible".to_owned(), informal_page: true, ..today() };
    let hospital = Seen { hospital: 200, hospital_named: true, ..today() };
    let opt_out = Seen { opt_out_page: true, opt_out_form: true, ..today() };
    let nominated = Seen { relative: 404, nominated: 200, nominated_named: true, ..today() };
    let table = [
        ("", today()),
        ("informal-patients", informal),
        ("hospital-notification", hospital),
        ("opt-out-visits", opt_out),
        ("nominated-person", nominated),
    ];
    for (switch, expected) in table {
        let home = tempfile::tempdir().expect("a temporary directory");
        let content = home.path().join("content");
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"), &content);
        let law = fs::read_to_string(content.join("law.toml")).expect("the law");
        let header = format!("[switch.{switch}]\n");
        let on = format!("{header}commenced_on = 2026-01-01\nregulations = \"SI 2026/1\"\n");
        fs::write(content.join("law.toml"), law.replace(&header, &on)).expect("the law");
        let service = Service::start_on(&home.path().join("data"), &content);
        assert_eq!(seen(&Client::new(&service.site)), expected, "{switch}");
    }
}
