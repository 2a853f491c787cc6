//! A writer at work beside a running service: what is saved is served, in lists too; what is broken is not.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::client::{Answer, Client};
use crate::service::Service;

/// Long enough for a loaded machine; only a broken service waits it out.
const PATIENCE: Duration = Duration::from_secs(60);

/// A copy of our content in `to`, and one question of it.
fn copied(to: &Path) -> (PathBuf, PathBuf) {
    let content = to.join("content");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"), &content);
    let question = content.join("en/questions/how-long.md");
    (content, question)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let (path, name) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &name);
        } else {
            fs::copy(&path, &name).expect("a file");
        }
    }
}

/// Saves a page whole, as editors do: half a file is a page too, and would be served.
fn save(page: &Path, text: &str) {
    let beside = page.ancestors().nth(4).expect("the folder that holds the content").join("half-written");
    fs::write(&beside, text).and_then(|()| fs::rename(&beside, page)).expect("saved");
}

fn until(what: &str, get: impl Fn() -> Answer, wanted: impl Fn(&str) -> bool) {
    let since = Instant::now();
    while !wanted(&get().body) {
        assert!(since.elapsed() < PATIENCE, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// docs/contract.md, Commands: built again on a change in `content/`, lists too.
#[test]
fn an_edit_is_served_in_lists_too_and_a_broken_one_is_not() {
    let dir = tempfile::tempdir().expect("a folder");
    let (content, question) = copied(dir.path());
    let service = Service::start_on(&dir.path().join("data"), &content);
    let client = Client::new(&service.site);
    assert!(!client.get("/questions/").body.contains("_reload"), "only --reload adds a script");
    let text = fs::read_to_string(&question).expect("the question");
    save(&question, &text.replacen("title = \"", "title = \"Quite fresh: ", 1));
    for path in ["/questions/how-long/", "/questions/", "/search/"] {
        until(path, || client.get(path), |body| body.contains("Quite fresh: "));
    }
    save(&question, "+++\ntitle = \n+++\nText");
    let other = content.join("en/questions/my-records.md");
    let text = fs::read_to_string(&other).expect("the other question");
    save(&other, &text.replacen("title = \"", "title = \"Also fresh: ", 1));
    std::thread::sleep(Duration::from_millis(300));
    let page = client.get("/questions/how-long/");
    assert!(page.status == 200 && page.body.contains("Quite fresh: "), "the last good site is served");
    assert!(!client.get("/questions/").body.contains("Also fresh: "), "half an edit was served");
    save(&question, "+++\ntitle = \"Mended\"\n+++\n");
    until("mended", || client.get("/questions/"), |body| body.contains("Mended") && body.contains("Also fresh: "));
    assert!(service.end().said.contains("how-long.md:2:9: error"), "the writer was not told");
}

/// Browser reload in `imha`, in no published page, by a script that the content policy allows.
#[test]
fn open_pages_are_told_of_an_edit_where_that_was_asked_for() {
    let dir = tempfile::tempdir().expect("a folder");
    let (content, question) = copied(dir.path());
    let service = Service::start_with(&dir.path().join("data"), &content, &["--reload"]);
    let client = Client::new(&service.site);
    assert!(client.get("/").body.contains("<script src=\"/_reload.js\" defer></script></body>"));
    let script = client.get("/_reload.js");
    assert_eq!((script.status, script.header("content-type")), (200, "text/javascript; charset=utf-8"));
    let before = client.get("/_reload?seen=").body;
    save(&question, "+++\ntitle = \"Fresh\"\n+++\n");
    // A machine under load may tell of the copying of the folder first; then it is told once more.
    let (mut seen, since) = (before, Instant::now());
    loop {
        let told = client.get(&format!("/_reload?seen={seen}")).body;
        if told != seen && client.get("/questions/how-long/").body.contains("Fresh") {
            break;
        }
        assert!(since.elapsed() < PATIENCE, "told of the edit once it is served");
        seen = told;
    }
}
