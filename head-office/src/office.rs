//! Opens the queue as this person: where the table is, who acts, and with which key.

use std::fs;
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use content_reader::{Content, Texts};
use queue::local::{self, Existing};
use queue::{AwsSettings, Recipients, Table, Tray};
use referral::london;

use crate::Refused;
use crate::passphrase::identity;
use crate::terminal::Terminal;
use crate::view::View;

/// The time, as an argument.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// The machine's clock: one of the two places that read it.
pub fn system_clock() -> Clock {
    #[expect(clippy::disallowed_methods, reason = "this is the edge that reads the wall clock")]
    Arc::new(Utc::now)
}

/// The engine does one thing at a time, so threads that wait for it only cost memory.
const THREADS_THAT_WAIT: usize = 4;

/// What the verbs run on.
///
/// # Errors
/// When the system gives no threads.
pub fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(THREADS_THAT_WAIT).build()
}

/// What a verb meets outside: where answers go, the time, the environment.
pub struct World<'a> {
    /// Standard output.
    pub out: &'a mut dyn Write,
    /// The time.
    pub clock: Clock,
    /// An environment variable that holds something.
    pub env: &'a dyn Fn(&str) -> Option<String>,
    /// Who reads the answers: a person at a terminal, or a file.
    pub terminal: Terminal,
}

/// Who acts: `IMHA_STAFF`, otherwise the user of the machine; `staff` where the machine names nobody.
pub fn staff() -> String {
    staff_in(&|name| std::env::var(name).ok())
}

fn staff_in(env: &dyn Fn(&str) -> Option<String>) -> String {
    let mut names = ["IMHA_STAFF", "USER", "LOGNAME"].into_iter().filter_map(env);
    let named = names.find_map(|name| Some(name.trim().to_owned()).filter(|name| !name.is_empty()));
    named.or_else(os_user).unwrap_or_else(|| "staff".to_owned())
}

/// A container or a service has a user, but seldom the variables that name it.
fn os_user() -> Option<String> {
    let own = fs::metadata("/proc/self").ok()?.uid().to_string();
    let users = fs::read_to_string("/etc/passwd").ok()?;
    let mut rows = users.lines().map(|line| line.split(':').collect::<Vec<_>>());
    rows.find(|row| row.get(2) == Some(&own.as_str())).map(|row| row[0].to_owned())
}

/// Whether a verb reads what is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    /// It does: the person's identity is asked for.
    Needed,
    /// It does as far as it can: without an identity it says so and shows the clear fields.
    IfNamed,
    /// The clear fields are enough.
    NotNeeded,
    /// Nothing is opened or sealed: who holds a key does not matter either.
    Nobodys,
}

/// The queue, opened as one person.
pub struct Office {
    /// Head office's side of the queue.
    pub tray: Tray,
    /// Words and rules.
    pub content: Content,
    /// Initials of the one who acts.
    pub staff: String,
    /// The time.
    pub clock: Clock,
}

impl Office {
    /// Opens the embedded engine in `data`, otherwise the table that the environment names.
    pub(crate) async fn open(data: Option<&Path>, key: Key, world: &World<'_>) -> Result<Self, Refused> {
        let staff = staff_in(world.env);
        let (table, recipients, own_key) = match data {
            Some(data) => {
                let Existing { table, recipients, identity_file, .. } =
                    local::existing(data).await.map_err(|error| Refused::new(format!("{error}.")))?;
                (table, recipients, Some(identity_file))
            }
            None if key == Key::Nobodys => (aws(world)?, Recipients::nobody(), None),
            None => (aws(world)?, recipients(world)?, None),
        };
        let identity = match key {
            Key::Needed => Some(identity(own_key, world)?),
            Key::IfNamed if own_key.is_some() || (world.env)("IMHA_IDENTITY").is_some() => {
                Some(identity(own_key, world)?)
            }
            Key::IfNamed | Key::NotNeeded | Key::Nobodys => None,
        };
        let content = content()?;
        let mut tray = Tray::new(table, recipients, identity);
        if let Some(months) = months(&content) {
            tray = tray.keeping_for(months);
        }
        Ok(Self { tray, content, staff, clock: world.clock.clone() })
    }

    /// The time now.
    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// How many months a closed referral is kept.
    pub(crate) fn retention(&self) -> Result<u32, Refused> {
        months(&self.content).ok_or_else(|| {
            Refused::new(
                "[retention] months in content/site.toml says nothing. Say how long a closed referral is kept.",
            )
        })
    }

    /// Whose eyes, when, and with which words.
    pub(crate) fn view(&self) -> View<'_> {
        View { content: &self.content, staff: &self.staff, now: self.now() }
    }

    /// The local date today.
    pub fn today(&self) -> NaiveDate {
        london(self.now()).date_naive()
    }
}

fn months(content: &Content) -> Option<u32> {
    content.site.retention_months().and_then(|months| u32::try_from(months).ok()).filter(|months| *months > 0)
}

/// Words and rules as they were when this program was built.
fn content() -> Result<Content, Refused> {
    Content::parse(&Texts::compiled()).map_err(|error| Refused::new(format!("{error}.")))
}

/// The table on AWS.
pub(crate) fn aws(world: &World<'_>) -> Result<Table, Refused> {
    let settings = AwsSettings::from_env(world.env).map_err(|missing| {
        Refused::new(format!(
            "Not set: {}. Set them for the table on AWS, or name the folder of the one on this machine with --data \
             (or IMHA_DATA).",
            missing.join(", ")
        ))
    })?;
    Table::aws(&settings).map_err(|error| Refused::new(format!("{error}.")))
}

/// `IMHA_RECIPIENTS` is a file, or the keys themselves.
fn recipients(world: &World<'_>) -> Result<Recipients, Refused> {
    let wrong = |why: String| Refused::new(format!("IMHA_RECIPIENTS: {why}."));
    let named = (world.env)("IMHA_RECIPIENTS").ok_or_else(|| {
        wrong("not set; name the file with the public keys of head office, or list the keys themselves".to_owned())
    })?;
    let path = Path::new(&named);
    let text = if path.exists() { fs::read_to_string(path).map_err(|error| wrong(error.to_string()))? } else { named };
    Recipients::parse(&text).map_err(|error| wrong(error.to_string()))
}
