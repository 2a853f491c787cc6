//! Files and folders that a person hands us, also as Windows saves them.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::fixture::{Fixture, QUICK};

/// As Notepad saves it: a byte-order mark, and line ends of Windows.
fn from_windows(text: &str) -> Vec<u8> {
    format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes()
}

/// As Notepad saves what it calls Unicode.
fn from_windows_wide(text: &str) -> Vec<u8> {
    let text = String::from_utf8(from_windows(text)).unwrap();
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn beside(office: &Fixture, name: &str, bytes: &[u8]) -> PathBuf {
    let file = office.data.with_file_name(name);
    std::fs::write(&file, bytes).unwrap();
    file
}

/// Answers, passphrase and identity are read as they were meant.
#[tokio::test]
async fn a_file_saved_on_windows_is_read_as_meant() {
    let office = Fixture::new().await;
    let answers = json!({"referrer": {"type": "patient"}, "patient": {"name": "Ida Moss", "hospital": "alderbrook"},
                         "legal": {"route": "section-3"}});
    let answers = serde_json::to_string_pretty(&answers).unwrap();
    for (save, at) in [(from_windows as fn(&str) -> Vec<u8>, "10:00"), (from_windows_wide, "10:01")] {
        let file = beside(&office, "answers.json", &save(&answers));
        let when = format!("2026-11-23T{at}");
        let verb = ["new", "--channel", "phone", "--received-at", &when, "--answers", file.to_str().unwrap()];
        assert!(!office.does("OQ", &verb).await.is_empty());
    }
    let own = std::fs::read_to_string(office.data.join("keys/staff-1.txt")).unwrap();
    for (row, identity) in [("a plain key", own.as_str()), ("a locked one", std::str::from_utf8(QUICK).unwrap())] {
        let identity = beside(&office, "own.txt", &from_windows(identity));
        let passphrase = beside(&office, "passphrase.txt", &from_windows("three wet otters\n"));
        let env = |name: &str| match name {
            "IMHA_IDENTITY" => Some(identity.display().to_string()),
            "IMHA_PASSPHRASE_FILE" => Some(passphrase.display().to_string()),
            "IMHA_STAFF" => Some("OQ".to_owned()),
            _ => None,
        };
        let listed = office.runs_in(&env, &["list"]).await;
        let opens = listed.errors.is_empty() || listed.errors.contains("cannot be opened");
        assert!(opens && !listed.errors.contains("identity file"), "{row}: {}", listed.errors);
    }
}

/// `IMHA_RECIPIENTS` beside `--data` goes before the folder's own list; one that cannot be used is refused, never ignored.
#[tokio::test]
async fn a_list_of_recipients_beside_a_folder_is_used_or_refused() {
    let office = Fixture::new().await;
    let own = std::fs::read_to_string(office.data.join("recipients.txt")).unwrap();
    let named = own.replacen("# ", "# Asha Rao and ", 1);
    let listed = async |recipients: String| {
        let env = |name: &str| (name == "IMHA_RECIPIENTS").then(|| recipients.clone());
        office.runs_in(&env, &["keys", "list"]).await
    };
    assert!(!office.does("OQ", &["keys", "list"]).await.contains("Asha Rao"));
    let file = beside(&office, "list.txt", &from_windows(&named));
    let used = listed(file.display().to_string()).await;
    assert!(used.code == 0 && used.out.contains("Asha Rao"), "{}{}", used.out, used.errors);
    let refused = listed(beside(&office, "list.txt", b"# nobody\r\n").display().to_string()).await;
    assert!(refused.code == 1 && refused.errors.starts_with("IMHA_RECIPIENTS: "), "{}", refused.errors);
    let missing = listed(office.data.join("lst.txt").display().to_string()).await;
    assert!(missing.code == 1 && missing.errors.contains("no such file"), "{}", missing.errors);
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for name in ["site.toml", "law.toml", "calendar.toml", "places.toml"] {
        std::fs::copy(from.join(name), to.join(name)).unwrap();
    }
    std::fs::create_dir_all(to.join("en")).unwrap();
    std::fs::copy(from.join("en/words.toml"), to.join("en/words.toml")).unwrap();
}

/// A new hospital reaches the desk without a new program.
#[tokio::test]
async fn words_and_places_come_from_a_folder() {
    let office = Fixture::new().await;
    let content = office.data.with_file_name("content");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../content"), &content);
    let places = std::fs::read_to_string(content.join("places.toml")).unwrap();
    let new = "\n[[hospital]]\nslug = \"elm-lodge\"\nname = \"Elm Lodge\"\ntown = \"Eastwell\"\nnation = \"england\"\n\
               commissioner = \"Eastwell Borough Council\"\n";
    std::fs::write(content.join("places.toml"), from_windows(&format!("{places}{new}"))).unwrap();
    let answers = json!({"referrer": {"type": "patient"}, "patient": {"name": "Ida Moss", "hospital": "elm-lodge"},
                         "legal": {"route": "section-3"}});
    let answers = beside(&office, "answers.json", answers.to_string().as_bytes());
    let verb = ["new", "--channel", "phone", "--answers", answers.to_str().unwrap()];
    let refused = office.runs("OQ", &verb).await;
    assert!(refused.code == 1 && refused.errors.contains("patient.hospital"), "{}", refused.errors);
    let env = |name: &str| match name {
        "IMHA_CONTENT" => Some(content.display().to_string()),
        "IMHA_STAFF" => Some("OQ".to_owned()),
        _ => None,
    };
    let taken = office.runs_in(&env, &verb).await;
    assert_eq!(taken.code, 0, "{}", taken.errors);
    let shown = office.runs_in(&env, &["show", taken.out.trim()]).await;
    assert!(shown.out.contains("Elm Lodge"), "{}{}", shown.out, shown.errors);
}
