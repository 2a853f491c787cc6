//! Whether everybody works with the same words and rules (docs/contract.md, One server).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::service::{Service, head_office};

fn check(site: &str, content: Option<&Path>, json: bool) -> Output {
    let mut command = Command::new(head_office());
    command.args(["content-check", "--site", site]).stdin(Stdio::null());
    if let Some(content) = content {
        command.arg("--content").arg(content);
    }
    if json {
        command.arg("--json");
    }
    command.output().expect("head-office starts")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Our five settings files in `to`, with line ends of Windows.
fn copied(to: &Path) -> PathBuf {
    let (ours, content) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("content"), to.join("content"));
    fs::create_dir_all(content.join("en")).expect("a folder");
    for name in ["site.toml", "law.toml", "calendar.toml", "places.toml", "en/words.toml"] {
        let text = fs::read_to_string(ours.join(name)).expect("a file");
        fs::write(content.join(name), text.replace('\n', "\r\n")).expect("a file");
    }
    content
}

/// Compiled in, built and served are the same; a desk with another list of places is told so, and so is one that nobody
/// answers.
#[test]
fn a_desk_hears_where_content_differs_or_who_could_not_be_asked() {
    let dir = tempfile::tempdir().expect("a folder");
    let service = Service::start(&dir.path().join("data"));
    let site = service.site.as_str();
    let same = check(site, None, false);
    assert!(same.status.success(), "{}", said(&same));
    let content = copied(dir.path());
    let same = check(site, Some(&content), false);
    assert!(same.status.success(), "line ends are no difference: {}", said(&same));

    let places = content.join("places.toml");
    let text = fs::read_to_string(&places).expect("places");
    fs::write(&places, text.replacen("Hazel House", "Hazel Lodge", 1)).expect("places");
    let differs = check(site, Some(&content), false);
    assert_eq!(differs.status.code(), Some(1), "{}", said(&differs));
    assert!(
        said(&differs).contains("places: the desk has another than the function and the site\n"),
        "{}",
        said(&differs)
    );
    assert!(said(&differs).contains("law: the same\n"), "{}", said(&differs));
    let json = check(site, Some(&content), true);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(json["differ"], serde_json::json!({"places": ["function", "site"]}), "{json}");

    let gone = check("http://127.0.0.1:9/", None, false);
    assert_eq!(gone.status.code(), Some(1));
    assert!(
        said(&gone).contains("The site at http://127.0.0.1:9 could not be asked: it cannot be reached."),
        "{}",
        said(&gone)
    );
}
