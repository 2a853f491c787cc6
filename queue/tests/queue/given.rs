//! What the tests start from. Everybody in them is invented.

use std::path::Path;
use std::sync::OnceLock;

use chrono::{DateTime, NaiveDate, Utc};
use queue::{Engine, Identity, Inbox, NewIdentity, Once, Recipients, Record, Submission, Table, TokenKey, Tray};
use referral::{Answers, Channel, Mark, Referral, Rules};
use serde_json::json;

/// A table in a folder of its own.
pub(crate) struct Fixture {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) engine: Engine,
    pub(crate) table: Table,
    pub(crate) recipients: Recipients,
    pub(crate) identity: Identity,
}

impl Fixture {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let engine = Engine::open(&folder.path().join("table.db")).unwrap();
        let table = Table::with_connector(engine.clone());
        table.create().await.unwrap();
        let [a, b, c] = [(); 3].map(|()| NewIdentity::generate());
        let recipients = Recipients::parse(&[a.public(), b.public(), c.public()].join(",")).unwrap();
        let identity = Identity::parse(b.plain().as_bytes(), None).unwrap();
        Self { folder, engine, table, recipients, identity }
    }

    pub(crate) fn inbox(&self) -> Inbox {
        self.inbox_over(self.table.clone())
    }

    pub(crate) fn inbox_over(&self, table: Table) -> Inbox {
        Inbox::new(table, self.recipients.clone(), TokenKey::parse(&"0a1b".repeat(16)).unwrap())
    }

    pub(crate) fn tray(&self) -> Tray {
        self.tray_over(self.table.clone())
    }

    pub(crate) fn tray_over(&self, table: Table) -> Tray {
        Tray::new(table, self.recipients.clone(), Some(self.identity.clone()))
    }

    /// How many entries there are, open or closed.
    pub(crate) async fn count(&self) -> usize {
        everything(&self.tray()).await.len()
    }
}

/// Every entry that holds a person, open or closed; each must open.
pub(crate) async fn everything(tray: &Tray) -> Vec<Record> {
    let mut found = Vec::new();
    let take = async |page: Vec<Record>| {
        found.extend(page);
        Ok(())
    };
    tray.each(DateTime::<Utc>::MIN_UTC, |_| true, take).await.unwrap();
    assert!(found.iter().all(|record| record.entry.is_ok()));
    found
}

pub(crate) fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
        let text = |name: &str| std::fs::read_to_string(content.join(name)).unwrap();
        Rules::parse(&text("law.toml"), &text("calendar.toml"), &text("places.toml")).unwrap()
    })
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn now() -> DateTime<Utc> {
    at("2026-11-23T10:15:42Z")
}

pub(crate) fn day() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

pub(crate) fn referral(name: &str) -> Referral {
    let body = json!({
        "referrer": {"type": "patient"},
        "patient": {"name": name, "address": "Room 4, Larch Fixture", "phone": "01632 960 123"},
        "legal": {"route": "section-2"},
        "help_wanted": "Someone to come to the ward round with me.",
    });
    let answers = Answers::from_json(&body).map_err(|(_, problems)| problems).unwrap();
    Referral::parse(&answers, rules(), day()).unwrap()
}

pub(crate) fn form(name: &str) -> Submission {
    Submission { referral: referral(name), channel: Channel::Form, marks: vec![Mark::TooFast], once: Once::Day(day()) }
}

pub(crate) fn api(name: &str, key: &str) -> Submission {
    let once = Once::Key(key.to_owned());
    Submission { referral: referral(name), channel: Channel::Api, marks: Vec::new(), once }
}

/// The same through the API, with these details of the patient.
pub(crate) fn api_with(patient: &serde_json::Value, key: &str) -> Submission {
    let mut patient = patient.clone();
    patient.as_object_mut().unwrap().retain(|_, value| value != "");
    let body = json!({"referrer": {"type": "patient"}, "patient": patient, "legal": {"route": "section-2"}});
    let answers = Answers::from_json(&body).map_err(|(_, problems)| problems).unwrap();
    let referral = Referral::parse(&answers, rules(), day()).unwrap();
    Submission { referral, channel: Channel::Api, marks: Vec::new(), once: Once::Key(key.to_owned()) }
}
