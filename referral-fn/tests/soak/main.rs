//! Referrers and staff at work at the same time over a table that fails, and one check of everything they were told:
//! docs/security.md, What must hold. `tests/soak MINUTES` does the same for as long as one likes; a seed replays its round.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../intake/browser.rs"]
mod browser;
#[path = "../../../queue/tests/queue/fault.rs"]
#[allow(dead_code, reason = "the queue's own tests use more of it")]
mod fault;
#[path = "../intake/fixture.rs"]
#[allow(dead_code, reason = "the other tests use more of it")]
mod fixture;
mod history;
mod people;
mod turns;

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use content_reader::{Content, Texts};
use fault::{Fault, Faulty};
use fixture::Fixture;
use history::{History, Told};
use people::{MARK, Sender, Staff};
use queue::Table;
use referral::Calendar;
use turns::{Dice, Turns};

const SENDERS: usize = 4;
const STAFF: [&str; 3] = ["AR", "BO", "CD"];
/// What was logged, at every level.
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

fn log() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let writer = log.clone();
        let listening = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
        listening.with_writer(move || writer.clone()).init();
        log
    })
}

fn calendar() -> &'static Calendar {
    static CALENDAR: OnceLock<Calendar> = OnceLock::new();
    CALENDAR.get_or_init(|| Content::parse(&Texts::compiled()).unwrap().rules.calendar)
}

/// I4: what was typed stands in no log and in no file, in clear.
fn spilled(fixture: &Fixture) -> Vec<String> {
    let holds = |bytes: &[u8]| bytes.windows(MARK.len()).any(|window| window == MARK.as_bytes());
    let logged = std::mem::take(&mut *log().0.lock().unwrap());
    let mut spilled = Vec::new();
    if holds(&logged) {
        spilled.push("I4: an answer stands in the log".to_owned());
    }
    for file in std::fs::read_dir(fixture.folder.path()).unwrap() {
        let path = file.unwrap().path();
        if holds(&std::fs::read(&path).unwrap()) {
            spilled.push(format!("I4: an answer stands in {}", path.display()));
        }
    }
    spilled
}

/// What one round came to.
#[derive(Debug, PartialEq, Eq)]
struct Round {
    sent: usize,
    in_doubt: usize,
    acts: usize,
    refused: usize,
    faults: Vec<String>,
    turns: Vec<String>,
}

/// Everybody at work at once: where they work, and by which seed.
struct Crowd {
    fixture: Fixture,
    turns: Turns,
    history: Arc<Mutex<History>>,
    seed: u64,
}

impl Crowd {
    fn dice(&self, who: usize) -> Dice {
        Dice(self.seed.wrapping_mul(1_000_003).wrapping_add(who as u64))
    }

    fn sender(&self, who: usize) -> Sender {
        let clock = self.turns.clone();
        let table = Table::with_patient_connector(self.turns.table(who));
        let intake = self.fixture.intake_over(table, Arc::new(move || clock.now()));
        Sender { intake, turns: self.turns.clone(), history: Arc::clone(&self.history), dice: self.dice(who) }
    }

    fn staff(&self, who: usize, name: &str) -> Staff {
        let tray = self.fixture.tray_over(Table::with_patient_connector(self.turns.table(who)));
        let (turns, history) = (self.turns.clone(), Arc::clone(&self.history));
        Staff { who: name.to_owned(), tray, turns, history, dice: self.dice(who) }
    }

    /// Until all are done. Everybody is at work before the first call: else who comes first would decide.
    async fn works(&self) {
        let mut tasks = Vec::new();
        for who in 0..SENDERS {
            let (sender, at_work) = (self.sender(who), self.turns.begin());
            tasks.push(tokio::spawn(async move {
                sender.sends(4).await;
                drop(at_work);
            }));
        }
        for (nth, name) in STAFF.into_iter().enumerate() {
            let (staff, at_work) = (self.staff(SENDERS + nth, name), self.turns.begin());
            tasks.push(tokio::spawn(async move {
                staff.works(calendar(), 10).await;
                drop(at_work);
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
    }

    /// What was in doubt is sent once more.
    async fn sends_again(&self) {
        let doubtful = self.history.lock().unwrap().sendings.clone();
        let mut last = self.sender(0);
        for doubt in doubtful.iter().filter(|sending| sending.told == Told::CannotTell) {
            let key = doubt.once.starts_with("0123456789-key-").then_some(doubt.once.as_str());
            match key {
                Some(key) => last.by_api(&doubt.name, key).await,
                None => last.by_form(&doubt.name).await,
            }
        }
    }
}

/// One round: everybody works until they are done, then what was in doubt is sent once more, and all is checked.
async fn round(seed: u64) -> Round {
    log();
    let fixture = Fixture::new().await;
    let turns = Turns::new(seed, &fixture.engine, "2026-11-23T10:15:42Z".parse().unwrap());
    let crowd = Crowd { fixture, turns, history: Arc::default(), seed };
    crowd.works().await;
    let turns = crowd.turns.calm();
    crowd.sends_again().await;
    let history = crowd.history.lock().unwrap().clone();
    let mut faults = history.faults(&crowd.fixture, calendar(), crowd.turns.now()).await;
    faults.extend(spilled(&crowd.fixture));
    let beyond = crowd.turns.asked().into_iter().filter(|(who, operation)| *who < SENDERS && operation != "PutItem");
    faults.extend(beyond.map(|(_, operation)| format!("I8: the intake asked for {operation}")));
    let told = |told: &dyn Fn(&Told) -> bool| history.sendings.iter().filter(|sending| told(&sending.told)).count();
    Round {
        sent: told(&|told| matches!(told, Told::Sent(_))),
        in_doubt: told(&|told| *told == Told::CannotTell),
        acts: history.doings.iter().filter(|doing| doing.told.is_ok()).count(),
        refused: history.doings.iter().filter(|doing| doing.told.is_err()).count(),
        faults,
        turns,
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

/// docs/security.md, What must hold. Three rounds; with SOAK_SECONDS as many as there is time for, from SOAK_SEED on.
#[tokio::test]
async fn any_mix_of_faults_keeps_what_must_hold() {
    let first = number("SOAK_SEED").unwrap_or(7);
    let time = number("SOAK_SECONDS").map(Duration::from_secs);
    let begun = Instant::now();
    let mut total = (0, 0, 0, 0, 0);
    for seed in first.. {
        if time.map_or(seed >= first + 3, |time| begun.elapsed() >= time) {
            break;
        }
        let round = round(seed).await;
        assert!(round.faults.is_empty(), "tests/soak --seed {seed} replays it:\n{}", round.faults.join("\n"));
        let (rounds, sent, in_doubt, acts, refused) = total;
        total = (rounds + 1, sent + round.sent, in_doubt + round.in_doubt, acts + round.acts, refused + round.refused);
    }
    let (rounds, sent, in_doubt, acts, refused) = total;
    let told = format!(
        "{rounds} rounds from seed {first}: told sent {sent} times, in doubt {in_doubt}; {acts} acts done, {refused} not: \
         everything that was told is true"
    );
    writeln!(std::io::stdout(), "{told}").unwrap();
    assert!(sent > 0 && acts > 0 && (in_doubt > 0 || time.is_some()), "rounds in which nothing happened prove nothing");
}

#[tokio::test]
async fn one_seed_is_one_history() {
    assert_eq!(round(7).await, round(7).await);
}

/// docs/reliability.md, On the way to the table: each fault on the way to the table alone, by the same check.
#[tokio::test]
async fn each_fault_alone_keeps_what_must_hold() {
    use Fault::{Broken, CutBody, Error500, Late, LostResponse, Refused, Throttled, WrittenThen500};
    let table: [(&str, &[Fault], Told); 11] = [
        ("table down", &[Refused; 12], Told::NotSent),
        ("throttled once", &[Throttled], Told::Sent(String::new())),
        ("throttled twice", &[Throttled; 2], Told::Sent(String::new())),
        ("throttled for ever", &[Throttled; 12], Told::NotSent),
        ("500, then success", &[Error500], Told::Sent(String::new())),
        ("written, reply lost", &[LostResponse], Told::Sent(String::new())),
        ("500 after write", &[WrittenThen500], Told::Sent(String::new())),
        ("written, 200 with cut body", &[CutBody], Told::Sent(String::new())),
        ("success at 1.4 s", &[Late(1400)], Told::Sent(String::new())),
        ("success after the client's time limit", &[Late(1700)], Told::Sent(String::new())),
        ("broken for ever", &[Broken; 24], Told::CannotTell),
    ];
    log();
    for (row, faults, expected) in table {
        let fixture = Fixture::new().await;
        let history = Arc::new(Mutex::new(History::default()));
        let now = "2026-11-23T10:15:42Z".parse().unwrap();
        let turns = Turns::new(1, &fixture.engine, now);
        let table = Table::with_connector(Faulty::new(&fixture.engine, faults, false));
        let intake = fixture.intake_over(table, Arc::new(move || now));
        let mut sender = Sender { intake, turns, history: Arc::clone(&history), dice: Dice(2) };
        sender.by_form(&format!("Ida {MARK}")).await;
        // What was given up lands by now.
        tokio::time::sleep(Duration::from_millis(400)).await;
        let history = history.lock().unwrap().clone();
        let first = &history.sendings[0].told;
        assert_eq!(std::mem::discriminant(first), std::mem::discriminant(&expected), "{row}: {first:?}");
        let mut wrong = history.faults(&fixture, calendar(), now).await;
        wrong.extend(spilled(&fixture));
        assert!(wrong.is_empty(), "{row}: {wrong:?}");
    }
}
