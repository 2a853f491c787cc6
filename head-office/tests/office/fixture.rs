//! A data folder with referrals in it, and people who work on them.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use content_reader::{Content, Texts};
use head_office::{Clock, Desk, Environment, Office, Terminal, cli};
use queue::{Identity, Inbox, Once, Recipients, Submission, Tray, local};
use referral::{Answers, Channel, Reference, Referral, Rules, london};
use serde_json::{Value, json};

/// What a verb wrote, and whether it was done.
pub(crate) struct Said {
    pub(crate) code: u8,
    pub(crate) out: String,
    pub(crate) errors: String,
}

/// One folder, and a clock that stands still until it is set.
pub(crate) struct Fixture {
    _home: tempfile::TempDir,
    pub(crate) data: PathBuf,
    now: Arc<Mutex<DateTime<Utc>>>,
}

/// A key locked with so little work (scrypt, two to the second) that tests need not wait for it.
pub(crate) const QUICK: &[u8] = include_bytes!("keys/quick.age");
/// A Monday morning: what comes in now is due on Monday 30 November.
pub(crate) const MONDAY: &str = "2026-11-23T10:15:00Z";

impl Fixture {
    /// An empty queue.
    pub(crate) async fn new() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        let data = home.path().join("data");
        local::open(&data).await.expect("a queue");
        let now = Arc::new(Mutex::new(MONDAY.parse().expect("an instant")));
        Self { _home: home, data, now }
    }

    pub(crate) fn set(&self, instant: &str) {
        *self.now.lock().expect("the clock") = instant.parse().expect("an instant");
    }

    fn now(&self) -> DateTime<Utc> {
        *self.now.lock().expect("the clock")
    }

    pub(crate) fn clock(&self) -> Clock {
        let now = self.now.clone();
        Arc::new(move || *now.lock().expect("the clock"))
    }

    /// A clinician refers an invented patient; `more` is laid over the answers.
    pub(crate) async fn referred(&self, name: &str, more: &Value) -> Reference {
        let mut body = json!({
            "referrer": {"type": "responsible-clinician", "name": "Dr Ada Moss", "workplace": "Alderbrook",
                         "phone": "01632 960123"},
            "patient": {"name": name, "date_of_birth": "1984-04-03", "hospital": "alderbrook", "ward": "Fern",
                        "needs": ["interpreter"], "language": "Polish"},
            "legal": {"route": "section-3"},
            "consent": "agrees",
            "safe_visit": "Ring the ward first",
        });
        for (key, value) in more.as_object().expect("an object") {
            body[key] = value.clone();
        }
        let rules = rules();
        let answers = Answers::from_json(&body).expect("known fields");
        let today = london(self.now()).date_naive();
        let referral = Referral::parse(&answers, &rules, today).expect("a referral");
        let local = local::open(&self.data).await.expect("a queue");
        let inbox = Inbox::new(local.table, local.recipients, local.token_key);
        let once = Once::Key(format!("{name}, an Idempotency-Key"));
        let submission = Submission { referral, channel: Channel::Form, marks: Vec::new(), once };
        inbox.submit(&submission, &rules, self.now()).await.expect("a receipt").reference
    }

    /// Runs one verb as somebody.
    pub(crate) async fn runs(&self, who: &str, verb: &[&str]) -> Said {
        self.runs_in(&|name| (name == "IMHA_STAFF").then(|| who.to_owned()), verb).await
    }

    /// Runs one verb with these settings.
    pub(crate) async fn runs_in(&self, env: &dyn Fn(&str) -> Option<String>, verb: &[&str]) -> Said {
        let mut out = Vec::new();
        let ended = self.writes(env, verb, Terminal::default(), &mut out).await;
        let (code, errors) = ended.map_or_else(|sentence| (1, sentence), |()| (0, String::new()));
        Said { code, out: String::from_utf8(out).expect("UTF-8"), errors }
    }

    /// The `age` file of a referral.
    pub(crate) async fn sealed(&self, reference: &str, out: &mut Vec<u8>) {
        self.writes(&|_| None, &["export", "--sealed", reference], Terminal::default(), out).await.expect("a file");
    }

    /// What a verb writes to a terminal of this kind; the sentence where it refuses.
    pub(crate) async fn writes(
        &self,
        env: &dyn Fn(&str) -> Option<String>,
        verb: &[&str],
        terminal: Terminal,
        out: &mut Vec<u8>,
    ) -> Result<(), String> {
        let data = self.data.to_str().expect("a path in UTF-8");
        let args = ["head-office", "--data", data].into_iter().chain(verb.iter().copied());
        let cli = cli::parse(args).map_err(|stop| stop.text)?;
        let done = cli::run(cli, &mut Environment { out, clock: self.clock(), env, terminal }).await;
        done.map_err(|refused| refused.to_string())
    }

    /// Runs one verb, which must be done, and gives what it wrote.
    pub(crate) async fn does(&self, who: &str, verb: &[&str]) -> String {
        let said = self.runs(who, verb).await;
        assert_eq!(said.code, 0, "{verb:?}: {}", said.errors);
        said.out
    }

    /// Runs one verb whose output is JSON.
    pub(crate) async fn reads(&self, verb: &[&str]) -> Value {
        serde_json::from_str(&self.does("OQ", verb).await).expect("JSON")
    }

    /// Somebody's desk.
    pub(crate) async fn desk(&self, who: &str) -> Desk {
        let local = local::existing(&self.data).await.expect("a queue");
        let key = std::fs::read(&local.identity_file).expect("a key");
        let identity = Identity::parse(&key, None).expect("a key");
        let tray = Tray::new(local.table, local.recipients, Some(identity));
        let content = Content::parse(&Texts::compiled()).expect("content");
        Desk::new(Office::new(tray, content, who.to_owned(), self.clock())).expect("a desk")
    }

    /// A desk that has not asked for the passphrase of its key yet, and that passphrase.
    pub(crate) async fn desk_with_passphrase(&self, who: &str) -> (Desk, &'static str) {
        let local = local::existing(&self.data).await.expect("a queue");
        let own = Identity::parse(QUICK, Some("three wet otters")).expect("a key");
        let list = std::fs::read_to_string(self.data.join("recipients.txt")).expect("the list");
        let recipients = Recipients::parse(&format!("# bw, staff\n{}\n{list}", own.public()[0])).expect("a list");
        let tray = Tray::new(local.table, recipients, None);
        let content = Content::parse(&Texts::compiled()).expect("content");
        let office = Office::new(tray, content, who.to_owned(), self.clock());
        (Desk::new(office.with_locked_key(QUICK.to_vec())).expect("a desk"), "three+wet+otters")
    }
}

pub(crate) fn rules() -> Rules {
    Content::parse(&Texts::compiled()).expect("content").rules
}
