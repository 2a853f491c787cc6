//! What may happen to an entry at head office: `waiting -> claimed -> contacted -> closed`, and back by `reopen`.
//!
//! Pure: [`State::act`] takes what is and what someone wants, and gives what will be together with the
//! events to record, or a refusal in a sentence. The queue writes both in one transaction.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{Calendar, london};

mod codes;

pub use codes::{How, Outcome, Status};

/// The characters a note may have.
pub const LONGEST_NOTE: usize = 2000;
/// The characters the name of whoever made a contact may have.
pub const LONGEST_NAME: usize = 200;

/// What somebody wants to do with an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Take a waiting entry, or renew one's own lease.
    Claim,
    /// Give it back.
    Release,
    /// Take it from a colleague.
    TakeOver,
    /// The patient has heard from us.
    Contacted(Contact),
    /// A try that did not reach the patient.
    Attempt(Contact),
    /// Something the next reader should know; moves nothing.
    Note(String),
    /// Finish.
    Close {
        /// How it ended.
        outcome: Outcome,
        /// Anything the next reader should know.
        note: String,
    },
    /// Bring a closed entry back to waiting.
    Reopen,
}

/// A contact with the patient, or a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The day it happened.
    pub on: NaiveDate,
    /// How, if said.
    pub how: Option<How>,
    /// Who made it, where that is not the one who records it; may be empty.
    pub by: String,
    /// Anything the next reader should know; may be empty.
    pub note: String,
}

impl Contact {
    /// A contact of which only the day is known.
    pub fn on(on: NaiveDate) -> Self {
        Self { on, how: None, by: String::new(), note: String::new() }
    }
}

impl Act {
    /// The event's `what`: the verb.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Release => "release",
            Self::TakeOver => "take-over",
            Self::Contacted(_) => "contacted",
            Self::Attempt(_) => "attempt",
            Self::Note(_) => "note",
            Self::Close { .. } => "close",
            Self::Reopen => "reopen",
        }
    }
}

/// One line of an entry's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// Who: initials, as in `IMHA_STAFF`.
    pub who: String,
    /// The verb: `claim release take-over contacted attempt note close reopen lapsed opened purge`.
    pub what: String,
    /// The day of a contact or attempt.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub on: Option<NaiveDate>,
    /// How contact was made or tried.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub how: Option<How>,
    /// Who made the contact or try, where that is not the one who recorded it.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub by: String,
    /// How it ended.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub outcome: Option<Outcome>,
    /// A note.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub note: String,
}

impl Event {
    /// An event with nothing but who, when and what.
    pub fn new(at: DateTime<Utc>, who: &str, what: &str) -> Self {
        Self {
            at,
            who: who.to_owned(),
            what: what.to_owned(),
            on: None,
            how: None,
            by: String::new(),
            outcome: None,
            note: String::new(),
        }
    }
}

/// Why an act was refused, and what to do instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Somebody else has it.
    #[error("{owner} has it. Use take-over if you are to do it instead")]
    Held {
        /// The initials of the one who has it.
        owner: String,
    },
    /// Nobody has claimed it.
    #[error("nobody has claimed it. Claim it first")]
    NotClaimed,
    /// It is closed.
    #[error("it is closed. Reopen it first")]
    Closed,
    /// It has been contacted already.
    #[error("first contact is already recorded. Close it when the work is done")]
    AlreadyContacted,
    /// Only closed entries can be reopened.
    #[error("it is not closed, so there is nothing to reopen")]
    NotClosed,
    /// One cannot take over from oneself.
    #[error("you have it already")]
    Yours,
    /// A contact before the referral came in.
    #[error("that day is before the referral came in ({0})")]
    BeforeReceipt(NaiveDate),
    /// A contact in the future.
    #[error("that day is in the future")]
    InFuture,
    /// A note with nothing in it.
    #[error("there is nothing in the note. Say what the next reader should know")]
    EmptyNote,
    /// More than a note holds.
    #[error("the note is too long. Shorten it to {LONGEST_NOTE} characters")]
    LongNote,
    /// More than a name holds.
    #[error("the name of who made the contact is too long. Shorten it to {LONGEST_NAME} characters")]
    LongName,
}

/// The part of an entry that acts change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Where it stands.
    pub status: Status,
    /// Who has or had it.
    pub owner: Option<String>,
    /// Until when a claim holds.
    pub lease_until: Option<DateTime<Utc>>,
    /// Rises by one with each recorded event; acts on an older version are refused.
    pub version: u64,
}

impl State {
    /// A new entry.
    pub fn waiting() -> Self {
        Self { status: Status::Waiting, owner: None, lease_until: None, version: 0 }
    }

    /// What is true `now`: a claim past its lease is waiting, with no owner.
    #[must_use]
    pub fn at(&self, now: DateTime<Utc>) -> Self {
        if self.has_lapsed(now) {
            Self { status: Status::Waiting, owner: None, lease_until: None, ..self.clone() }
        } else {
            self.clone()
        }
    }

    fn has_lapsed(&self, now: DateTime<Utc>) -> bool {
        self.status == Status::Claimed && self.lease_until.is_some_and(|until| until <= now)
    }

    /// What an act makes of this state, and the events to write with it: `lapsed` first
    /// where a lease ran out unseen, then the act.
    ///
    /// # Errors
    /// A sentence that says why not and what to do instead.
    pub fn act(
        &self,
        act: &Act,
        who: &str,
        received_at: DateTime<Utc>,
        now: DateTime<Utc>,
        calendar: &Calendar,
    ) -> Result<(Self, Vec<Event>), Refusal> {
        let current = self.at(now);
        let mut next = current.moved(act, who, now, calendar)?;
        let mut event = Event::new(now, who, act.verb());
        match act {
            Act::Contacted(contact) | Act::Attempt(contact) => {
                within(contact.on, received_at, now)?;
                (event.on, event.how) = (Some(contact.on), contact.how);
                (event.by, event.note) = (contact.by.clone(), contact.note.clone());
            }
            Act::Close { outcome, note } => (event.outcome, event.note) = (Some(*outcome), note.clone()),
            Act::Note(note) if note.trim().is_empty() => return Err(Refusal::EmptyNote),
            Act::Note(note) => event.note.clone_from(note),
            _ => {}
        }
        fits(&event)?;
        let lapsed = self.has_lapsed(now).then(|| Event::new(now, self.owner.as_deref().unwrap_or_default(), "lapsed"));
        let events: Vec<Event> = lapsed.into_iter().chain([event]).collect();
        next.version = self.version + events.len() as u64;
        Ok((next, events))
    }

    fn moved(&self, act: &Act, who: &str, now: DateTime<Utc>, calendar: &Calendar) -> Result<Self, Refusal> {
        let to = |status, owner: Option<&str>, lease_until| Self {
            status,
            owner: owner.map(str::to_owned),
            lease_until,
            version: self.version,
        };
        let lease = Some(calendar.lease_until(now));
        match (act, self.status) {
            (Act::Note(_), _) => Ok(self.clone()),
            (Act::Claim, Status::Waiting) => Ok(to(Status::Claimed, Some(who), lease)),
            (Act::Claim, Status::Claimed) => self.owned_by(who).map(|()| to(Status::Claimed, Some(who), lease)),
            (Act::Claim, Status::Contacted) => match self.owned_by(who) {
                Ok(()) => Err(Refusal::AlreadyContacted),
                held => held.map(|()| self.clone()),
            },
            (Act::Reopen, Status::Closed) => Ok(to(Status::Waiting, None, None)),
            (Act::Reopen, _) => Err(Refusal::NotClosed),
            (_, Status::Closed) => Err(Refusal::Closed),
            (Act::Close { outcome: Outcome::Spam | Outcome::Duplicate, .. }, Status::Waiting) => {
                Ok(to(Status::Closed, Some(who), None))
            }
            (_, Status::Waiting) => Err(Refusal::NotClaimed),
            (Act::TakeOver, status) => match self.owned_by(who) {
                Ok(()) => Err(Refusal::Yours),
                Err(_) => Ok(to(status, Some(who), if status == Status::Claimed { lease } else { None })),
            },
            (Act::Close { .. }, _) => self.owned_by(who).map(|()| to(Status::Closed, Some(who), None)),
            (_, Status::Contacted) => self.owned_by(who).and(Err(Refusal::AlreadyContacted)),
            (Act::Release, _) => self.owned_by(who).map(|()| to(Status::Waiting, None, None)),
            (Act::Contacted(_), _) => self.owned_by(who).map(|()| to(Status::Contacted, Some(who), None)),
            (Act::Attempt(_), _) => self.owned_by(who).map(|()| self.clone()),
        }
    }

    fn owned_by(&self, who: &str) -> Result<(), Refusal> {
        match &self.owner {
            Some(owner) if owner == who => Ok(()),
            owner => Err(Refusal::Held { owner: owner.clone().unwrap_or_default() }),
        }
    }
}

/// The status and the owner that a history comes to, oldest event first.
pub fn told_by(history: &[Event]) -> (Status, Option<String>) {
    let mut told = (Status::Waiting, None);
    for event in history {
        let who = || Some(event.who.clone());
        told = match event.what.as_str() {
            "claim" => (Status::Claimed, who()),
            "take-over" => (told.0, who()),
            "contacted" => (Status::Contacted, who()),
            "close" => (Status::Closed, who()),
            "release" | "reopen" | "lapsed" => (Status::Waiting, None),
            _ => told,
        };
    }
    told
}

fn fits(event: &Event) -> Result<(), Refusal> {
    if event.note.chars().count() > LONGEST_NOTE {
        return Err(Refusal::LongNote);
    }
    if event.by.chars().count() > LONGEST_NAME { Err(Refusal::LongName) } else { Ok(()) }
}

fn within(on: NaiveDate, received_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Refusal> {
    let received = london(received_at).date_naive();
    match on {
        _ if on < received => Err(Refusal::BeforeReceipt(received)),
        _ if on > london(now).date_naive() => Err(Refusal::InFuture),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[path = "life_tests.rs"]
mod tests;
