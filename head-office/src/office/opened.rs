//! Opens the queue as this person: where the table is, who acts, and with which key.

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, NaiveDate, Utc};
use content_reader::{Content, Texts};
use queue::local::{self, Existing};
use queue::{QueueError, Recipients, Retention, Tray};
use referral::life::{StaffName, same_staff};
use referral::london;

use super::environment::{Clock, Environment};
use super::passphrase::{OwnKey, own_key};
use super::refused::Refused;
use super::settings::{recipients as named_recipients, table};
use super::staff::staff_in;
use super::tunnel::Tunnel;

/// The setting behind `--content`: the folder of words, law, calendar and places.
pub const CONTENT: &str = "IMHA_CONTENT";

/// Whether a verb reads what is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    /// It does: the person's identity is asked for.
    Needed,
    /// It does as far as it can: without an identity it says so and shows the clear fields.
    IfNamed,
    /// The same, and a passphrase can be typed later, in a page.
    InThePage,
    /// The clear fields are enough.
    NotNeeded,
    /// Nothing is opened or sealed: who holds a key does not matter either.
    Nobodys,
}

/// The queue, opened as one person.
pub struct Office {
    /// Head office's side of the queue.
    pub tray: Tray,
    /// Words and rules; newer ones may take their place while a desk is open.
    content: Arc<RwLock<Arc<Content>>>,
    /// The name of the one who acts.
    pub staff: String,
    /// The time.
    pub clock: Clock,
    locked_key: Option<Arc<[u8]>>,
    tunnel: Option<Arc<Tunnel>>,
}

impl Office {
    /// An office over an open tray.
    pub fn new(tray: Tray, content: Content, staff: String, clock: Clock) -> Self {
        Self { tray, content: Arc::new(RwLock::new(Arc::new(content))), staff, clock, locked_key: None, tunnel: None }
    }

    /// The same, with the identity file that a passphrase opens.
    #[must_use]
    pub fn with_locked_key(mut self, file: Vec<u8>) -> Self {
        self.locked_key = Some(file.into());
        self
    }

    /// The tunnel to the table, where there is one.
    pub(crate) fn tunnel(&self) -> Option<&Arc<Tunnel>> {
        self.tunnel.as_ref()
    }

    /// The identity file, where a passphrase opens it.
    pub(crate) fn locked_key(&self) -> Option<Arc<[u8]>> {
        self.locked_key.clone()
    }

    /// Opens the embedded engine in `data`, otherwise the table that the environment names.
    pub(crate) async fn open(data: Option<&Path>, key: Key, environment: &Environment<'_>) -> Result<Self, Refused> {
        let staff = staff_in(environment.env)?;
        let (table, recipients, file, tunnel) = match data {
            Some(data) => {
                let Existing { table, recipients, identity_file, .. } =
                    local::existing(data).await.map_err(|error| Refused::new(format!("{error}.")))?;
                // A list that the settings name is used in place of the folder's own: new entries and keys are sealed to it.
                let named = (environment.env)("IMHA_RECIPIENTS").map(|_| named_recipients(environment)).transpose()?;
                (table, named.unwrap_or(recipients), Some(identity_file), None)
            }
            None => {
                let (table, tunnel) = table(environment).await?;
                let nobodys = key == Key::Nobodys;
                let recipients = if nobodys { Recipients::nobody() } else { named_recipients(environment)? };
                (table, recipients, None, tunnel.map(Arc::new))
            }
        };
        let named = file.is_some() || (environment.env)("IMHA_IDENTITY").is_some();
        let OwnKey { identity, locked } = match key {
            Key::Needed => own_key(file, true, environment)?,
            Key::IfNamed | Key::InThePage if named => own_key(file, key != Key::InThePage, environment)?,
            Key::IfNamed | Key::InThePage | Key::NotNeeded | Key::Nobodys => OwnKey::default(),
        };
        let content = content(environment)?;
        let mut tray = Tray::new(table, recipients, identity);
        // The local key set is for trying out: its names say nothing about who sits there.
        if data.is_none() || (environment.env)("IMHA_RECIPIENTS").is_some() {
            tray = tray.naming_the_key();
        }
        if let Some(retention) = retention(&content)? {
            tray = tray.keeping(retention);
        }
        let office = Self { tunnel, ..Self::new(tray, content, staff, environment.clock.clone()) };
        Ok(match locked {
            Some(file) => office.with_locked_key(file),
            None => office,
        })
    }

    /// Words and rules as they are now.
    pub fn content(&self) -> Arc<Content> {
        self.content.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts newer words and rules in the place of those it has; for whoever watches `content/` while it serves.
    pub fn renewer(&self) -> impl Fn(Arc<Content>) + Send + Sync + 'static + use<> {
        let content = self.content.clone();
        move |newer| *content.write().unwrap_or_else(PoisonError::into_inner) = newer
    }

    /// The time now.
    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// The local date today.
    pub fn today(&self) -> NaiveDate {
        london(self.now()).date_naive()
    }

    /// The owner of each open referral that has one, as written there.
    async fn owners(&self) -> Result<Vec<String>, QueueError> {
        let open = self.tray.open_entries().await?.entries;
        Ok(open.into_iter().filter_map(|clear| clear.state.owner).collect())
    }

    /// A colleague's name in the form in which it was first used, and whether it is that of one of us: who asks, or
    /// somebody who has something open.
    pub(crate) async fn as_first_used(&self, name: StaffName) -> Result<(StaffName, bool), QueueError> {
        Ok(self.first_used_among(name, &self.owners().await?))
    }

    /// The same among these owners of what is open.
    pub(super) fn first_used_among(&self, name: StaffName, owners: &[String]) -> (StaffName, bool) {
        let own = std::slice::from_ref(&self.staff);
        let owners = if same_staff(name.as_str(), &self.staff) { own } else { owners };
        let known = owners.iter().any(|owner| same_staff(owner, name.as_str()));
        (name.first_used(owners.iter().map(String::as_str)), known)
    }

    /// The same office, where who acts has the name in the form in which it was first used: `dee` and `Dee` are one.
    ///
    /// # Errors
    /// When the table fails.
    pub(crate) async fn acting(&mut self) -> Result<(), QueueError> {
        if let Ok(name) = StaffName::parse(&self.staff) {
            let owners = self.owners().await?;
            name.first_used(owners.iter().map(String::as_str)).as_str().clone_into(&mut self.staff);
        }
        Ok(())
    }

    /// The names of the others who have something open.
    pub(crate) async fn colleagues(&self) -> Result<Vec<String>, QueueError> {
        let mut names = self.owners().await?;
        names.retain(|owner| !same_staff(owner, &self.staff));
        names.sort();
        names.dedup();
        Ok(names)
    }

    /// How long a closed referral is kept.
    pub(crate) fn retention(&self) -> Result<Retention, Refused> {
        retention(&self.content())?.ok_or_else(|| {
            Refused::new(
                "[retention] months in content/site.toml says nothing. Say how long a closed referral is kept.",
            )
        })
    }
}

fn retention(content: &Content) -> Result<Option<Retention>, Refused> {
    let read = |months| Retention::parse(months, content.site.retention_by_outcome());
    content.site.retention_months().map(read).transpose().map_err(|error| Refused::new(format!("{error}.")))
}

/// Words and rules from the folder that `--content` names, otherwise as they were when this program was built.
pub(crate) fn content(environment: &Environment<'_>) -> Result<Content, Refused> {
    let read = match (environment.env)(CONTENT) {
        Some(folder) => Content::load(Path::new(&folder), "en"),
        None => Content::parse(&Texts::compiled()),
    };
    read.map_err(|error| Refused::new(format!("{error}.")))
}
