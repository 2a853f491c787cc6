//! docs/security.md, Logs: verbs and desk log no word about a person at any level, whatever is done and refused.

use std::io::Write;
use std::sync::{Arc, Mutex};

use serde_json::json;

use crate::browser::Browser;
use crate::fixture::Fixture;

/// It is in every text below, and nowhere in the program.
const MARK: &str = "Zephyrinequill";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Listens to every level of what this thread does: the runtime of these tests has no other. Beside it a second listener
/// lives, for with one alone `tracing` keeps for good what a thread without a listener said of a place in the code.
fn listened_to(log: &Log) -> (tracing::subscriber::DefaultGuard, tracing::Dispatch) {
    let writer = log.clone();
    let listening = || tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false).without_time();
    let second = tracing::Dispatch::new(listening().with_writer(std::io::sink).finish());
    let first = tracing::subscriber::set_default(listening().with_writer(move || writer.clone()).finish());
    (first, second)
}

async fn verbs(office: &Fixture, named: &str) {
    let ward = format!("patient.ward={MARK}");
    let acts: [&[&str]; 15] = [
        &["list"],
        &["show", named],
        &["claim", named],
        &["note", named, MARK],
        &["log", named, "--kind", "visit", "--note", MARK],
        &["contacted", named, "--note", MARK],
        &["undo", named, "--why", MARK],
        &["amend", named, "--set", &ward, "--why", MARK],
        &["find", MARK],
        &["print", named],
        &["person", named],
        &["export", "--format", "csv"],
        &["digest"],
        &["close", named, "--outcome", "declined", "--without-contact", "--note", MARK],
        &["reopen", named],
    ];
    for act in acts {
        office.does("OQ", act).await;
    }
    for refused in
        [&["show", MARK][..], &["amend", named, "--set", &format!("{MARK}=1"), "--why", MARK], &["claim", MARK]]
    {
        assert_ne!(office.runs("OQ", refused).await.code, 0, "{refused:?}");
    }
}

async fn desk(office: &Fixture, named: &str) {
    let desk = Browser::open(office, "OQ").await;
    for path in ["/", "/search", "/new/amhp", "/activity", "/guide", &format!("/{MARK}"), &format!("/referral/{MARK}")]
    {
        desk.get(path).await;
    }
    for path in [format!("/referral/{named}"), format!("/referral/{named}/print"), format!("/person/{named}/all")] {
        desk.get(&path).await;
    }
    desk.search(&format!("text={MARK}")).await;
    desk.does(named, "note", &format!("text={MARK}")).await;
    desk.does(named, "amend", &format!("patient.phone={MARK}&why={MARK}")).await;
    desk.post("/new/amhp", &format!("patient.name={MARK}&patient.phone={MARK}")).await;
    desk.post(&format!("/{MARK}"), MARK).await;
}

#[tokio::test]
async fn no_verb_and_no_page_of_the_desk_logs_a_word_about_a_person() {
    let (office, log) = (Fixture::new().await, Log::default());
    let guard = listened_to(&log);
    let more = json!({"help_wanted": format!("{MARK} wants help"), "safe_visit": MARK, "preferred_advocate": MARK});
    let reference = office.referred(&format!("{MARK} Moss"), &more).await;
    verbs(&office, reference.as_str()).await;
    desk(&office, reference.as_str()).await;
    drop(guard);
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("TRACE") && log.len() > 100_000, "the log was listened to: {}", log.len());
    for mark in [MARK, "01632 960123", "1984-04-03", "Ring the ward"] {
        let line = log.lines().find(|line| line.contains(mark));
        assert!(line.is_none(), "{mark} is in the log: {}", line.unwrap_or_default());
    }
}
