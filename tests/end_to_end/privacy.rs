//! docs/security.md, What must hold, I4, from outside: what somebody typed is in no file but the one that was asked for, also
//! not in one that is gone a moment later; in no log whatever the environment asks of it; and in no metric.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::client::Client;
use crate::kills::skipped;
use crate::service::{Service, command, head_office};
use crate::traced::{Trace, file_of};

/// It is in every text below, and nowhere in the program.
const MARK: &str = "Zephyrinequill";

/// Four folders, each of its own kind.
struct Folders {
    home: tempfile::TempDir,
}

impl Folders {
    fn new() -> Self {
        let folders = Self { home: tempfile::tempdir().expect("a temporary folder") };
        for name in ["tmp", "out", "traces"] {
            fs::create_dir(folders.at(name)).expect("a folder");
        }
        folders
    }

    fn at(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// A program whose temporary files would lie here, and whose environment asks for every log there is.
    fn nosy<'a>(&self, program: &'a mut Command) -> &'a mut Command {
        for (name, value) in [("RUST_LOG", "trace"), ("RUST_BACKTRACE", "full"), ("IMHA_STAFF", "OQ")] {
            program.env(name, value);
        }
        program.env("TMPDIR", self.at("tmp")).stdin(Stdio::null())
    }

    /// What a program wrote of the mark into a file, but for the folder that was asked for.
    fn spilled(&self, calls: &[String]) -> Vec<String> {
        let asked = self.at("out");
        let elsewhere = |path: &str| !Path::new(path).starts_with(&asked);
        let marked = calls.iter().filter(|call| call.contains(MARK));
        marked.filter_map(|call| file_of(call).filter(|path| elsewhere(path)).map(str::to_owned)).collect()
    }

    /// What lies in the folders of temporary files and of data in the end.
    fn left_behind(&self) -> Vec<String> {
        let mut left: Vec<String> = files(&self.at("tmp")).iter().map(|path| path.display().to_string()).collect();
        let holds = |path: &PathBuf| {
            let bytes = fs::read(path).unwrap_or_default();
            bytes.windows(MARK.len()).any(|window| window == MARK.as_bytes())
        };
        left.extend(files(&self.at("data")).iter().filter(|path| holds(path)).map(|path| path.display().to_string()));
        left
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.flatten().map(|entry| entry.path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Every text a professional can type, marked.
fn body() -> Value {
    let text = format!("{MARK} said so");
    json!({
        "referrer": {"type": "amhp", "name": text, "workplace": text, "phone": "01632 960123", "email": format!("{MARK}@example.org")},
        "patient": {"name": text, "known_as": text, "date_of_birth": "1984-04-03", "hospital": "other", "ward": text,
            "address": text, "phone": "01632 960199", "needs": ["interpreter"], "language": text, "ask_for": text},
        "legal": {"route": "section-2", "section": text, "decision_maker": text, "solicitor": text},
        "consent": "agrees", "help_wanted": text, "preferred_advocate": text, "safe_visit": text,
    })
}

/// Through the API and the form, taken and refused, and a page of the desk; gives the reference.
fn people_come(service: &Service) -> String {
    let client = Client::new(&service.site);
    let sent = client.post_json("/api/referrals", &format!("0123456789-{MARK}"), &body());
    assert_eq!(sent.status, 201, "{}", sent.body);
    let typed =
        [("patient.name", MARK), ("patient.address", MARK), ("legal.route", "section-3"), ("help_wanted", MARK)];
    let typed: Vec<(String, String)> = typed.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let check = client.post_form("/referral/patient", &typed);
    assert_eq!(client.post_form("/referral/send", &check.hidden_inputs("/referral/send")).status, 303);
    assert_eq!(client.post_form("/referral/patient", &typed[..1]).status, 422);
    assert_eq!(client.get(&format!("/{MARK}?{MARK}={MARK}")).status, 404);
    let desk = Client::new(&service.desk);
    let path = service.desk.splitn(4, '/').nth(3).unwrap_or_default();
    let entered = desk.get(&format!("/{path}"));
    let cookie = entered.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    let list = desk.send("GET", entered.header("location"), &[("cookie", &cookie)], "");
    assert!(list.status == 200 && list.body.contains(MARK), "the desk was looked at: {}", list.body);
    sent.json()["reference"].as_str().expect("a reference").to_owned()
}

#[test]
fn no_file_but_the_one_asked_for_and_no_log_is_about_a_person() {
    let folders = Folders::new();
    let data = folders.at("data");
    let mut imha = command(&data, &Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
    folders.nosy(&mut imha);
    let Some((mut traced, trace)) = Trace::of(&imha, &folders.at("traces").join("imha")) else {
        skipped("what lies in temporary files: this machine has no strace, or it may not trace");
        return;
    };
    traced.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let service = Service::spawn(traced, &["site", "desk"]);
    let reference = people_come(&service);
    let ended = service.end();
    assert!(!ended.said.contains(MARK) && !ended.said.contains(&reference), "in a log: {}", ended.said);
    let calls = trace.calls();
    assert!(calls.iter().any(|call| call.contains(MARK)), "the calls were listened to");
    assert_eq!(folders.spilled(&calls), [""; 0], "imha");
    let synced = calls.iter().filter(|call| call.contains("fsync(") || call.contains("fdatasync(")).count();
    assert!(synced >= 2, "each acknowledged referral waits for the disk: {synced}");
    verbs_are_silent(&folders, data.to_str().expect("UTF-8"), &reference);
    let mut backup = Command::new(env!("CARGO_BIN_EXE_imha"));
    backup.arg("--data").arg(&data).arg("backup").arg(folders.at("data").join("copy"));
    folders.nosy(&mut backup);
    is_silent(&folders, &backup, &["backup"], "backup");
    assert_eq!(folders.left_behind(), [""; 0]);
}

/// Every verb that reads or writes a person, one after the other: only the files asked for are about them.
fn verbs_are_silent(folders: &Folders, data: &str, reference: &str) {
    let out = folders.at("out");
    let out = |name: &str| out.join(name).to_str().expect("UTF-8").to_owned();
    let (csv, xlsx, person, report) = (out("all.csv"), out("all.xlsx"), out("person.html"), out("report.xlsx"));
    let verbs: [&[&str]; 22] = [
        &["list"],
        &["show", reference],
        &["claim", reference],
        &["note", reference, MARK],
        &["log", reference, "--kind", "visit", "--note", MARK],
        &["amend", reference, "--set", &format!("patient.ward={MARK}"), "--why", MARK],
        &["contacted", reference, "--note", MARK],
        &["undo", reference, "--why", MARK],
        &["find", MARK],
        &["print", reference],
        &["person", reference, "--out", &person],
        &["person", reference, "--for-patient"],
        &["export", "--format", "csv", "--out", &csv],
        &["export", "--format", "xlsx", "--out", &xlsx],
        &["export", "--format", "jsonl"],
        &["export", "--sealed", reference],
        &["report", "--year", "2026", "--internal", "--format", "xlsx", "--out", &report],
        &["digest"],
        &["verify", "--memory", &out("memory")],
        &["close", reference, "--outcome", "declined", "--without-contact", "--note", MARK],
        &["show", MARK],
        &["erase", reference, "--why", MARK, "--yes"],
    ];
    for (nth, verb) in verbs.iter().enumerate() {
        let mut office = Command::new(head_office());
        office.arg("--data").arg(data).args(*verb);
        folders.nosy(&mut office);
        let calls = is_silent(folders, &office, verb, &format!("{nth}"));
        let wrote = calls.iter().any(|call| call.contains(MARK) && file_of(call).is_some());
        assert_eq!(wrote, verb.contains(&&*csv) || verb.contains(&&*person), "{verb:?}: the files asked for are seen");
    }
}

/// Runs one program to its end: nothing of the mark is in a file or in what it says of errors, but what was typed wrong.
/// Gives its calls.
fn is_silent(folders: &Folders, program: &Command, verb: &[&str], name: &str) -> Vec<String> {
    let (mut traced, trace) = Trace::of(program, &folders.at("traces").join(name)).expect("strace was here");
    let ended = traced.stdin(Stdio::null()).output().expect("it runs");
    let errors = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(ended.status.success() || verb.contains(&MARK), "{verb:?}: {errors}");
    assert!(!errors.contains(MARK) || !ended.status.success(), "{verb:?}: {errors}");
    let calls = trace.calls();
    assert_eq!(folders.spilled(&calls), [""; 0], "{verb:?}");
    calls
}

/// docs/security.md, Logs: a metric is how many lines said so, or a number from one; no text of a line is in it.
#[test]
fn no_metric_holds_a_word_of_a_log() {
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/aws");
    let texts: Vec<String> = files(&plan)
        .iter()
        .filter(|path| path.parent() == Some(&plan) && path.extension().is_some_and(|kind| kind == "tf"))
        .map(|path| fs::read_to_string(path).expect("a text"))
        .collect();
    let mut made = 0;
    for transformation in texts.iter().flat_map(|text| text.split("metric_transformation {").skip(1)) {
        let inside = transformation.split('}').next().unwrap_or_default();
        let names: Vec<&str> =
            inside.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name.trim()).collect();
        assert_eq!(names, ["namespace", "name", "value"], "no dimension, which would hold what a line says");
        made += 1;
    }
    assert!(made > 0, "the plan makes metrics of logs");
    for text in &texts {
        for value in text.split(", value = \"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let counted =
                ["1", "$.fields.faults", "$.fields.late", "$.fields.canary_missing", "$.fields.canary_unopened"];
            assert!(counted.contains(&value), "{value} is a number of the digest or of the check from outside");
        }
        for kept in text.split("sampled_requests_enabled").skip(1) {
            assert!(kept.trim_start_matches([' ', '=']).starts_with("false"), "the firewall keeps no request");
        }
    }
}
