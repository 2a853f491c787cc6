//! One person's desk: what it is made of, and what it remembers between two pages.

use std::net::SocketAddr;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use content_reader::Content;
use referral::Reference;
use templates::{Asset, Theme, ThemeError, desk_icon, desk_script};

use super::session::{Session, secret};
use super::typed_text::Kept;
use crate::Office;
use crate::office::lock::held;
use crate::view::Typed;

/// A desk that cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// A template that does not parse.
    #[error("the desk's pages cannot be drawn: {0}")]
    Theme(#[from] ThemeError),
    /// No randomness for the token.
    #[error("the machine gave no random numbers for the desk's token: {0}")]
    Random(#[from] getrandom::Error),
}

/// What was done last, until the page that follows has said so. It is in no address, so no reload says it again.
pub(super) struct JustDone {
    pub(super) reference: Reference,
    pub(super) sentence: String,
    pub(super) closed: bool,
    pub(super) can_undo: bool,
}

/// What somebody searched. No `Debug`: it may be a name.
#[derive(Clone, PartialEq)]
pub(super) struct Searched {
    pub(super) typed: String,
    pub(super) closed_too: bool,
}

/// What became of a new referral that was sent. No `Debug`: it is about a person.
#[derive(Clone, PartialEq)]
pub(super) enum Sent {
    /// Why it is not stored.
    Refused(Typed, String),
    Stored(Reference),
}

/// A form that was sent while the desk was locked. No `Debug`: it may be about a person.
pub(super) struct Waiting {
    /// As below the folder, without the first slash.
    pub(super) path: String,
    pub(super) typed: Typed,
}

/// What is known of what is due to be purged: on which day it was looked up, and how many there were.
pub(super) type Counted = Option<(NaiveDate, usize)>;

/// One person's desk.
pub struct Desk {
    pub(super) office: Office,
    /// The folder that every page lies below, `/` and 128 random bits in hex: the path of the cookie, so that no other
    /// program on this machine is sent it.
    pub(super) root: String,
    pub(super) theme: Theme,
    pub(super) script: Asset,
    pub(super) icon: Asset,
    pub(super) session: Session,
    pub(super) keys: AtomicBool,
    pub(super) searches: Kept<Searched>,
    pub(super) sent: Kept<Sent>,
    pub(super) purge_due: Mutex<Counted>,
    pub(super) at: OnceLock<SocketAddr>,
    pub(super) just_done: Mutex<Option<JustDone>>,
    pub(super) waiting: Mutex<Option<Waiting>>,
    pub(super) say: Box<dyn Fn(&str) + Send + Sync>,
    /// HTML at the head of every page.
    pub(super) notice: Option<&'static str>,
}

impl Desk {
    /// A desk with a new one-time token.
    ///
    /// # Errors
    /// Templates that do not parse, or no randomness.
    pub fn new(office: Office) -> Result<Self, DeskError> {
        let root = format!("/{}", secret::<16>()?);
        Ok(Self {
            theme: Theme::desk_below(&root)?,
            root,
            script: desk_script(),
            icon: desk_icon(),
            session: Session::new(office.now())?,
            office,
            keys: AtomicBool::new(true),
            searches: Kept::default(),
            sent: Kept::default(),
            purge_due: Mutex::default(),
            at: OnceLock::new(),
            just_done: Mutex::default(),
            waiting: Mutex::default(),
            say: Box::new(|_| ()),
            notice: None,
        })
    }

    /// Where to print the address that opens the desk again after it locked: the terminal it was started from.
    #[must_use]
    pub fn on_lock(mut self, say: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.say = Box::new(say);
        self
    }

    /// Says something at the head of every page, as HTML.
    #[must_use]
    pub fn with_notice(self, notice: Option<&'static str>) -> Self {
        Self { notice, ..self }
    }

    /// Puts newer words and rules in the place of those it has; for whoever watches `content/` while it serves.
    pub fn renewer(&self) -> impl Fn(Arc<Content>) + Send + Sync + 'static + use<> {
        self.office.renewer()
    }

    /// Where to open it: `http://127.0.0.1:8081/FOLDER/?token=…`. The token opens it once; once it is spent there is none.
    pub fn address(&self, at: SocketAddr) -> String {
        let token = self.session.token().map_or_else(String::new, |token| format!("?token={token}"));
        format!("http://{at}{}/{token}", self.root)
    }

    /// What a browser is started with. Other users of the machine can read that in its command line, so it holds nothing
    /// secret where a passphrase opens the desk.
    pub fn entrance(&self, at: SocketAddr) -> String {
        if self.office.locked_key().is_some() { format!("http://{at}/") } else { self.address(at) }
    }

    pub(super) fn lock_if_idle(&self, now: DateTime<Utc>) {
        let idle = TimeDelta::minutes(self.office.content().site.desk.lock_after_minutes.get().into());
        if self.session.lapses(now, idle) {
            self.close();
        }
    }

    /// After a lock: what was read leaves memory, and so does a key that a passphrase brings back. Where none does, an
    /// address that opens the desk is printed.
    pub(super) fn close(&self) {
        self.searches.forget();
        self.sent.forget();
        *held(&self.just_done) = None;
        if self.office.locked_key().is_some() { self.office.tray.hold(None) } else { self.say_address() }
    }

    /// Whether it has a key in memory to open referrals with.
    pub fn has_key(&self) -> bool {
        self.office.tray.has_identity()
    }

    /// Whether a passphrase must be typed before anything can be opened.
    pub(super) fn needs_passphrase(&self) -> bool {
        self.office.locked_key().is_some() && !self.has_key()
    }

    /// Prints the address with the new token.
    pub(super) fn say_address(&self) {
        if let Some(at) = self.at.get() {
            (self.say)(&self.address(*at));
        }
    }
}
