//! Killed again and again under load, on a full disk, on one that cannot be written to.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Answer, Client};
use crate::service::{Service, Staff, command, head_office};

const WRITERS: usize = 4;
/// Of a full disk: larger than the table and its log, small enough to fill at once.
const DISK: &str = "24m";

fn body(nth: usize) -> Value {
    json!({"referrer": {"type": "patient"}, "legal": {"route": "section-2"},
        "patient": {"name": format!("Orsolya Quillfeather {nth}"), "address": "1 Invented Street"}})
}

fn key(nth: usize) -> String {
    format!("0123456789-{nth:06}")
}

/// The reference, where the answer is one that came to its end and says it is stored.
fn acknowledged(answer: Option<Answer>) -> Option<String> {
    let answer = answer.filter(|answer| matches!(answer.status, 200 | 201))?;
    answer.json()["reference"].as_str().map(str::to_owned)
}

/// The references in what `list --json` gives, sorted.
fn listed(list: &Value) -> Vec<&str> {
    let mut references: Vec<&str> =
        list.as_array().into_iter().flatten().filter_map(|row| row["reference"].as_str()).collect();
    references.sort_unstable();
    references
}

/// Sends referrals from several connections until it is killed; gives what was acknowledged, and what was not.
fn killed_under_load(service: Service, sent: &AtomicUsize, after: Duration) -> BTreeMap<usize, Option<String>> {
    let (told, over) = (Mutex::new(BTreeMap::new()), AtomicBool::new(false));
    let client = Client::new(&service.site);
    std::thread::scope(|scope| {
        for _ in 0..WRITERS {
            scope.spawn(|| {
                while !over.load(Ordering::SeqCst) {
                    let nth = sent.fetch_add(1, Ordering::SeqCst);
                    let answer = acknowledged(client.try_post_json("/api/referrals", &key(nth), &body(nth)));
                    told.lock().expect("nobody panicked").insert(nth, answer);
                }
            });
        }
        std::thread::sleep(after);
        service.kill();
        over.store(true, Ordering::SeqCst);
    });
    told.into_inner().expect("nobody panicked")
}

/// docs/reliability.md, The machine, kill -9 under load: three times; with KILLS as often as that says (`tests/soak` does).
#[test]
fn what_was_acknowledged_survives_many_kills_under_load() {
    let kills: u64 = std::env::var("KILLS").map_or(3, |text| text.parse().expect("KILLS is a number"));
    let home = tempfile::tempdir().expect("a temporary directory");
    let data = home.path().join("data");
    let (mut told, sent) = (BTreeMap::new(), AtomicUsize::new(0));
    for nth in 0..kills {
        // From 0.2 to 0.7 seconds, unlike the time before.
        let after = Duration::from_millis(200 + nth * 7919 % 500);
        told.extend(killed_under_load(Service::start(&data), &sent, after));
    }
    let last = Service::start(&data);
    let client = Client::new(&last.site);
    // Whoever was not answered sends it again, and is told the same ever after.
    for (nth, reference) in &mut told {
        // A machine under load may answer "we cannot tell": whoever reads that sends it once more.
        let again = (0..10).find_map(|_| acknowledged(client.try_post_json("/api/referrals", &key(*nth), &body(*nth))));
        let again = again.unwrap_or_else(|| panic!("referral {nth} is not taken after the kills"));
        assert_eq!(
            *reference.get_or_insert_with(|| again.clone()),
            again,
            "referral {nth} was acknowledged as another"
        );
    }
    let staff = Staff { initials: "OQ", data: &data };
    let list = staff.reads(&["list", "--json"]);
    let listed = listed(&list);
    let mut references: Vec<&str> = told.values().flatten().map(String::as_str).collect();
    references.sort_unstable();
    assert_eq!(listed, references, "each is there once, and nothing else");
    let verified = staff.tries(&["verify", "--memory", path(&home.path().join("memory"))]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    let counted = format!("{kills} kills, {} referrals: none missing, none doubled\n", references.len());
    std::io::stdout().write_all(counted.as_bytes()).unwrap_or_default();
    assert!(references.len() > WRITERS, "too few to prove anything");
    last.end();
}

fn path(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// A command in which a file system of its own is mounted first, seen by nobody outside: `$1` is the folder.
fn mounted(script: &str, folder: &Path, program: &Command) -> Option<Command> {
    // Whoever may not make a user namespace may be root already.
    let ways: [&[&str]; 2] = [&["--user", "--map-root-user", "--mount"], &["--mount"]];
    let way = ways.into_iter().find(|way| {
        let tried = Command::new("unshare").args(*way).args(["mount", "-t", "tmpfs", "tmpfs", path(folder)]).output();
        tried.is_ok_and(|tried| tried.status.success())
    })?;
    let mut command = Command::new("unshare");
    command.args(way).args(["sh", "-c", &format!("{script} && shift && exec \"$@\""), "sh", path(folder)]);
    command.arg(program.get_program()).args(program.get_args()).current_dir(env!("CARGO_MANIFEST_DIR"));
    Some(command)
}

/// A program inside of what `mounted` made.
fn inside(service: &Service, words: &[&str]) -> Output {
    let target = service.id().to_string();
    let mut command = Command::new("nsenter");
    command.args(["--target", &target, "--mount", "--user", "--preserve-credentials"]).args(words);
    command.env("IMHA_STAFF", "OQ").output().expect("nsenter runs")
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// What staff do without writing: each must work.
fn staff_can_read(run: &dyn Fn(&[&str]) -> Output, reference: &str) {
    let memory = tempfile::tempdir().expect("a temporary directory");
    for verb in [
        &["list"][..],
        &["show", reference],
        &["digest"],
        &["find", "Quillfeather"],
        &["verify", "--memory", path(&memory.path().join("memory"))],
    ] {
        let read = run(verb);
        assert!(read.status.success(), "{}: {}", verb[0], text(&read));
    }
}

/// docs/reliability.md, The machine, disk full: on a small disk of its own.
#[test]
fn a_full_disk_refuses_new_referrals_keeps_the_old_and_goes_on_when_there_is_room() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let (disk, data) = (home.path(), home.path().join("data"));
    let imha = command(&data, &Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
    let mount = format!("mount -t tmpfs -o size={DISK},mode=700 tmpfs \"$1\"");
    let Some(mut imha) = mounted(&mount, disk, &imha) else {
        skipped("the full disk: nothing can be mounted on this machine");
        return;
    };
    imha.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let service = Service::spawn(imha, &["site", "desk"]);
    let client = Client::new(&service.site);
    let send = |nth| client.post_json("/api/referrals", &key(nth), &body(nth));
    let first = acknowledged(Some(send(0))).expect("there is room");
    let filler = disk.join("filler");
    let fill = inside(&service, &["dd", "if=/dev/zero", &format!("of={}", path(&filler)), "bs=1024"]);
    assert!(text(&fill).contains("No space left"), "{}", text(&fill));

    let taken = (1..400).take_while(|nth| acknowledged(Some(send(*nth))).is_some()).count();
    let refused = send(taken + 1);
    assert_eq!(refused.status, 503, "{}", refused.body);
    assert!(refused.body.contains("has not been stored") && refused.body.contains("0844 800 2776"), "{}", refused.body);
    let office = path(&head_office()).to_owned();
    let staff = |verb: &[&str]| inside(&service, &[&[&office, "--data", path(&data)], verb].concat());
    staff_can_read(&staff, &first);
    let claimed = staff(&["claim", &first]);
    assert!(!claimed.status.success() && text(&claimed).contains("disk is full"), "{}", text(&claimed));

    assert!(inside(&service, &["rm", path(&filler)]).status.success());
    assert_eq!(send(taken + 1).status, 201, "there is room again");
    let claimed = staff(&["claim", &first]);
    assert!(claimed.status.success(), "{}", text(&claimed));
    let listed = String::from_utf8(staff(&["list", "--json"]).stdout).expect("UTF-8");
    let listed: Value = serde_json::from_str(&listed).expect("JSON");
    assert_eq!(listed.as_array().map(Vec::len), Some(taken + 2), "what was acknowledged, once");
    let ended = service.end();
    assert!(ended.said.contains("disk is full"), "the log says why: {}", ended.said);
    assert!(!ended.said.contains("Quillfeather"));
}

/// docs/reliability.md, The machine: a folder that cannot be written to can be read, and says why nothing can be recorded.
#[test]
fn a_folder_that_cannot_be_written_to_can_be_read() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let data = home.path().join("data");
    let service = Service::start(&data);
    let answer = Client::new(&service.site).post_json("/api/referrals", &key(0), &body(0));
    let reference = acknowledged(Some(answer)).expect("it is taken");
    service.end();
    let run = |verb: &[&str]| {
        let mut office = Command::new(head_office());
        office.arg("--data").arg(&data).args(verb);
        let mount = "mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\"";
        mounted(mount, &data, &office).map(|mut office| office.env("IMHA_STAFF", "OQ").output().expect("it runs"))
    };
    let Some(claimed) = run(&["claim", &reference]) else {
        skipped("the folder that cannot be written to: nothing can be mounted on this machine");
        return;
    };
    assert!(!claimed.status.success() && text(&claimed).contains("cannot be written to"), "{}", text(&claimed));
    staff_can_read(&|verb| run(verb).expect("it could be mounted before"), &reference);
}

/// strace inside of another process: each of its waits for the disk fails. Dropped, the disk is well again.
struct FailingDisk(Child);

impl FailingDisk {
    fn of(service: &Service) -> Option<Self> {
        let mut strace = Command::new("strace");
        let waits = ["-f", "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO", "-o", "/dev/null"];
        let target = service.id().to_string();
        strace.args(waits).args(["-p", &target]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut strace = strace.spawn().ok()?;
        // Its first line says that it is there; without the right to trace it ends.
        let mut said = BufReader::new(strace.stderr.take()?).lines();
        let attached = said.next().and_then(Result::ok).is_some_and(|line| line.contains("attached"));
        std::thread::spawn(move || said.for_each(drop));
        if attached {
            return Some(Self(strace));
        }
        strace.wait().ok()?;
        None
    }
}

impl Drop for FailingDisk {
    fn drop(&mut self) {
        let told = Command::new("kill").args(["-INT", &self.0.id().to_string()]).status();
        assert!(told.is_ok_and(|told| told.success()) && self.0.wait().is_ok(), "strace is told to go");
    }
}

/// docs/reliability.md, The machine, a disk that fails: what was being recorded may be there or not, and nobody says otherwise.
#[test]
fn a_disk_that_fails_keeps_the_old_and_says_that_nobody_can_tell() {
    let home = tempfile::tempdir().expect("a temporary directory");
    let data = home.path().join("data");
    let service = Service::start(&data);
    let client = Client::new(&service.site);
    let send = |nth| client.post_json("/api/referrals", &key(nth), &body(nth));
    let first = acknowledged(Some(send(0))).expect("the disk is well");
    let Some(failing) = FailingDisk::of(&service) else {
        skipped("the failing disk: strace is missing, or may not trace");
        return;
    };
    let refused = send(1);
    assert_eq!(refused.status, 503, "{}", refused.body);
    assert!(refused.body.contains("cannot tell") && refused.body.contains("0844 800 2776"), "{}", refused.body);
    let staff = Staff { initials: "OQ", data: &data };
    staff_can_read(&|verb| staff.tries(verb), &first);
    drop(failing);
    let second = acknowledged(Some(send(1))).expect("the disk is well again");
    let mut told = [first.as_str(), second.as_str()];
    told.sort_unstable();
    assert_eq!(listed(&staff.reads(&["list", "--json"])), told, "each is there once");
    let ended = service.end();
    assert!(ended.said.contains("the disk fails"), "the log says why: {}", ended.said);
    assert!(!ended.said.contains("Quillfeather"));
}

/// Says what this machine cannot show, past the test's own output, so that `tests/run` names it at its end.
pub(crate) fn skipped(what: &str) {
    let line = format!("SKIPPED {what}\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap_or_default();
}
