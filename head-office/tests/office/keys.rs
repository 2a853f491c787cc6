//! Keys: made, proved, rotated; and read without us, by the ordinary `age` command.

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use crate::fixture::{Fixture, Said};

const PASSPHRASE: &str = "three wet otters";

struct Keys<'a> {
    office: &'a Fixture,
    passphrase: PathBuf,
}

impl<'a> Keys<'a> {
    fn of(office: &'a Fixture) -> Self {
        let passphrase = office.data.join("passphrase");
        std::fs::write(&passphrase, format!("{PASSPHRASE}\n")).unwrap();
        Self { office, passphrase }
    }

    /// Makes a list of three new keys, and puts it in the place of the local one.
    async fn listed(&self, path: &dyn Fn(&str) -> String) {
        use std::os::unix::fs::PermissionsExt;
        let mut list = String::new();
        for (name, role, file) in
            [("Asha Rao", "staff", "asha.age"), ("Ben Ode", "staff", "ben.age"), ("the safe", "recovery", "sheet.html")]
        {
            let made = self.with("", &["keys", "new", name, "--role", role, "--out", &path(file)]).await;
            assert_eq!(made.code, 0, "{}", made.errors);
            assert!(made.out.starts_with(&format!("# {name}, {role}, 2026-11-23\nage1")), "{}", made.out);
            assert_eq!(std::fs::metadata(path(file)).unwrap().permissions().mode() & 0o777, 0o600, "{file}");
            list.push_str(&made.out);
        }
        std::fs::write(path("recipients.txt"), &list).unwrap();
    }

    async fn with(&self, identity: &str, verb: &[&str]) -> Said {
        let (identity, passphrase) = (identity.to_owned(), self.passphrase.to_str().unwrap().to_owned());
        let env = move |name: &str| match name {
            "IMHA_IDENTITY" => Some(identity.clone()).filter(|path| !path.is_empty()),
            "IMHA_PASSPHRASE_FILE" => Some(passphrase.clone()),
            "IMHA_STAFF" => Some("OQ".to_owned()),
            _ => None,
        };
        self.office.runs_in(&env, verb).await
    }
}

/// The whole life of a list of keys: two people and a sheet, proved one by one, then everything open is theirs.
#[tokio::test]
async fn from_new_keys_to_a_rotated_queue() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    office.does("OQ", &["note", reference.as_str(), "the ward rang"]).await;
    let keys = Keys::of(&office);
    let path = |name: &str| office.data.join(name).to_str().unwrap().to_owned();
    keys.listed(&path).await;
    let again = keys.with("", &["keys", "new", "Asha Rao", "--out", &path("asha.age")]).await;
    assert!(again.code == 1 && again.errors.contains("never overwritten"), "{}", again.errors);

    let refused = keys.with(&path("asha.age"), &["show", reference.as_str()]).await;
    assert!(refused.code == 1 && refused.errors.contains("sealed to other keys than yours"), "{}", refused.errors);
    let rotated = keys.with("", &["keys", "rotate"]).await;
    assert!(rotated.code == 0 && rotated.out.starts_with("1 sealed to key set "), "{}{}", rotated.out, rotated.errors);
    let shown = keys.with(&path("asha.age"), &["show", reference.as_str(), "--json"]).await;
    let shown: Value = serde_json::from_str(&shown.out).unwrap();
    assert_eq!(
        (&shown["patient"]["name"], &shown["events"][0]["note"]),
        (&json!("Marek Nowicki"), &json!("the ward rang"))
    );
    let old = office.runs("OQ", &["show", reference.as_str()]).await;
    assert!(old.errors.contains("sealed to other keys than yours"), "the keys that left open nothing: {}", old.errors);
}

/// Each of a new list proves with their own key, the recovery key as typed from the sheet; then it may be published.
#[tokio::test]
async fn a_list_is_ready_when_every_holder_has_proved_theirs() {
    let office = Fixture::new().await;
    let keys = Keys::of(&office);
    let path = |name: &str| office.data.join(name).to_str().unwrap().to_owned();
    keys.listed(&path).await;
    // The recovery key, typed from the sheet.
    let sheet = std::fs::read_to_string(path("sheet.html")).unwrap();
    let (_, typed) = sheet.split_once("<pre>").unwrap();
    let typed: String = typed.split("</pre>").next().unwrap().split_whitespace().collect();
    assert!(typed.starts_with("AGE-SECRET-KEY-1"), "{typed}");
    std::fs::write(path("recovery.txt"), typed).unwrap();
    assert!(!sheet.contains("src=") && !sheet.contains("<link"), "it needs no other file");

    let gate = keys.with("", &["keys", "check", "--all"]).await;
    assert!(
        gate.code == 1 && gate.errors.contains("Asha Rao (staff), Ben Ode (staff), the safe (recovery)"),
        "{}",
        gate.errors
    );
    let stranger = keys.with(&path("keys/staff-1.txt"), &["keys", "check"]).await;
    assert!(stranger.code == 1 && stranger.errors.starts_with("Your key is not in the list"), "{}", stranger.errors);
    for file in ["asha.age", "ben.age", "recovery.txt"] {
        let proved = keys.with(&path(file), &["keys", "check"]).await;
        assert_eq!(proved.code, 0, "{file}: {}", proved.errors);
    }
    let gate = keys.with("", &["keys", "check", "--all"]).await;
    assert_eq!((gate.code, gate.out.as_str()), (0, "All 3 holders have proved that they can open.\n"));
    let listed: Value = serde_json::from_str(&keys.with("", &["keys", "list", "--json"]).await.out).unwrap();
    assert_eq!((&listed[2]["role"], &listed[2]["proved_at"]), (&json!("recovery"), &json!("2026-11-23T10:15:00Z")));
}

/// docs/reliability.md, Keys and sealed text: a sentence with what to do, nothing half done.
#[tokio::test]
async fn a_key_that_does_not_work_is_said_in_a_sentence() {
    let office = Fixture::new().await;
    office.referred("Marek Nowicki", &json!({})).await;
    let keys = Keys::of(&office);
    let path = |name: &str| office.data.join(name).to_str().unwrap().to_owned();
    let made = keys.with("", &["keys", "new", "Asha Rao", "--out", &path("asha.age")]).await;
    assert_eq!(made.code, 0, "{}", made.errors);
    std::fs::write(path("garbage"), "not a key").unwrap();
    let table = [
        ("asha.age", "three dry otters", "that is not the passphrase of this identity file."),
        ("missing.age", PASSPHRASE, "No such file or directory (os error 2); check IMHA_IDENTITY."),
        ("garbage", PASSPHRASE, "this is not an age identity file (AGE-SECRET-KEY-1…)."),
    ];
    for (file, passphrase, sentence) in table {
        std::fs::write(&keys.passphrase, passphrase).unwrap();
        let said = keys.with(&path(file), &["list"]).await;
        assert_eq!((said.code, said.errors), (1, format!("Your key {}: {sentence}", path(file))), "{file}");
        assert_eq!(said.out, "");
    }
    std::fs::write(&keys.passphrase, "short").unwrap();
    let short = keys.with("", &["keys", "new", "Ben Ode", "--out", &path("ben.age")]).await;
    assert!(short.code == 1 && short.errors.contains("at least 12 characters"), "{}", short.errors);
    assert!(!office.data.join("ben.age").exists());
    let nameless = keys.with("", &["keys", "new", "a, b", "--out", &path("ab.age")]).await;
    assert!(nameless.code == 1 && nameless.errors.starts_with("Say whose key it is"), "{}", nameless.errors);
}

/// docs/security.md, Sealing: staff can read their referrals with the ordinary `age` command, should we be gone.
#[tokio::test]
async fn the_ordinary_age_command_opens_what_is_exported_sealed() {
    if Command::new("age").arg("--version").output().is_err() {
        // Only where it is installed; CI installs it.
        return;
    }
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let mut sealed = Vec::new();
    office.sealed(reference.as_str(), &mut sealed).await;
    let file = office.data.join("referral.age");
    std::fs::write(&file, &sealed).unwrap();
    for key in ["staff-1.txt", "staff-2.txt", "recovery.txt"] {
        let key = office.data.join("keys").join(key);
        let opened = Command::new("age").arg("-d").arg("-i").arg(&key).arg(&file).output().unwrap();
        let inside: Value = serde_json::from_slice(&opened.stdout).unwrap();
        assert_eq!(inside["referral"]["patient"]["name"], "Marek Nowicki");
        assert_eq!(inside["id"], reference.as_str());
    }
}

/// docs/contract.md, Entry: what somebody calls themselves, and whose key they hold, are two things.
#[tokio::test]
async fn an_event_names_the_holder_of_the_key_where_that_is_somebody_else() {
    let office = Fixture::new().await;
    let reference = office.referred("Ida Moss", &json!({})).await;
    let list = office.data.join("named.txt");
    let own = std::fs::read_to_string(office.data.join("recipients.txt")).unwrap();
    std::fs::write(&list, own.replace("this machine, staff", "Asha Rao, staff, 2026-11-23")).unwrap();
    let list = list.display().to_string();
    let (claim, undo) = (vec!["claim", reference.as_str()], vec!["undo", reference.as_str(), "--why", "a slip"]);
    for (who, verb) in [("AR", &claim), ("AR", &undo), ("asha rao", &claim), ("asha rao", &undo)] {
        let env = |name: &str| match name {
            "IMHA_STAFF" => Some(who.to_owned()),
            "IMHA_RECIPIENTS" => Some(list.clone()),
            _ => None,
        };
        assert_eq!(office.runs_in(&env, verb).await.code, 0);
    }
    let shown = office.reads(&["show", reference.as_str(), "--json"]).await;
    let keys: Vec<_> = shown["events"].as_array().unwrap().iter().filter(|event| event["what"] != "opened").collect();
    let key = |at: usize| keys[at].get("key").and_then(Value::as_str);
    // A claim on the command line opens nothing, so it is done with nobody's key.
    assert_eq!([key(0), key(1), key(2), key(3)], [None, Some("Asha Rao"), None, None]);
    let text = office.does("OQ", &["show", reference.as_str()]).await;
    assert!(text.contains("AR, with the key of Asha Rao"), "{text}");
}
