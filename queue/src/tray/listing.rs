//! What the tray gives: cases that open, and a tray of their own for those that do not.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use referral::life::{State, Status};
use referral::{Entry, Reference, Untaken};

use super::folding::folded;
use super::query_text::Search;
use crate::items::Stored;
use crate::sealing::Why;

/// An entry, opened, and its state.
#[derive(Debug, Clone)]
pub struct Case {
    /// The entry; shared with whoever else has it open.
    pub entry: Arc<Entry>,
    /// Its state, as stored: see [`State::at`] for what is true now.
    pub state: State,
}

/// What can be seen of an entry without opening it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clear {
    /// Its reference.
    pub reference: Reference,
    /// When it was received, to the minute.
    pub received_at: DateTime<Utc>,
    /// By the end of which day the patient must have heard from us.
    pub due_on: NaiveDate,
    /// Its state, as stored: see [`State::at`] for what is true now.
    pub state: State,
    /// The set of keys it is sealed to: [`crate::Recipients::fingerprint`].
    pub key_set: String,
    /// When the table may drop it by itself; not known from a list.
    pub ends_at: Option<DateTime<Utc>>,
}

impl Clear {
    pub(crate) fn of(stored: &Stored) -> Self {
        Self {
            reference: stored.reference.clone(),
            received_at: stored.received_at,
            due_on: stored.due_on,
            state: stored.state.clone(),
            key_set: stored.key_set.clone(),
            ends_at: stored.expires_at,
        }
    }

    /// The same, as the digest names it.
    pub fn untaken_line(&self) -> Untaken {
        untaken_line(&self.reference, self.due_on, &self.state)
    }

    /// Those of these that nobody has at that moment, soonest due first.
    #[must_use]
    pub fn untaken(mut open: Vec<Self>, now: DateTime<Utc>) -> Vec<Self> {
        open.retain(|clear| clear.state.at(now).status == Status::Waiting);
        open.sort_by_key(|clear| (clear.due_on, clear.received_at, clear.reference.clone()));
        open
    }
}

impl Case {
    /// The same as [`Clear::untaken_line`].
    pub fn untaken_line(&self) -> Untaken {
        untaken_line(&self.entry.reference, self.entry.due_on, &self.state)
    }
}

fn untaken_line(reference: &Reference, due_on: NaiveDate, state: &State) -> Untaken {
    Untaken { reference: reference.clone(), due_on, heard: state.heard }
}

/// An entry that stays sealed, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unopened {
    /// What can be seen of it all the same.
    pub clear: Clear,
    /// Why it does not open.
    pub why: Why,
}

/// Everything asked for: what opens, and what does not.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// What this identity opens.
    pub cases: Vec<Case>,
    /// What it does not.
    pub unopened: Vec<Unopened>,
    /// Items with an entry's sort key that are not in the form of one: their reference, or `?`.
    pub damaged: Vec<String>,
}

impl Listing {
    /// The other entries that may be about the same person: the same name, and no other date of birth.
    /// A date that one of the two leaves out tells nobody apart.
    pub fn duplicates<'a>(&'a self, of: &'a Entry) -> impl Iterator<Item = &'a Case> + 'a {
        let (name, born) = who(of);
        self.cases.iter().filter(move |case| {
            let (other, other_born) = who(&case.entry);
            let same_date = born.is_none() || other_born.is_none() || born == other_born;
            case.entry.reference != of.reference && same_date && !name.is_empty() && name == other
        })
    }

    /// The references of all that have such another.
    pub fn repeated(&self) -> HashSet<&Reference> {
        let mut alike: HashMap<String, Vec<(Option<NaiveDate>, &Reference)>> = HashMap::new();
        for case in &self.cases {
            let (name, born) = who(&case.entry);
            alike.entry(name).or_default().push((born, &case.entry.reference));
        }
        alike.remove("");
        let mut repeated = HashSet::new();
        for group in alike.values() {
            for (at, (born, reference)) in group.iter().enumerate() {
                let may_be = |other: &Option<NaiveDate>| born.is_none() || other.is_none() || born == other;
                if group.iter().enumerate().any(|(other, (date, _))| other != at && may_be(date)) {
                    repeated.insert(*reference);
                }
            }
        }
        repeated
    }

    /// The cases that fit what was typed: see [`Search::finds`].
    pub fn search<'a>(&'a self, search: &'a Search) -> impl Iterator<Item = &'a Case> {
        self.cases.iter().filter(|case| search.finds(&case.entry))
    }
}

/// The person as far as two referrals can tell they are the same.
fn who(entry: &Entry) -> (String, Option<NaiveDate>) {
    (folded(entry.referral.text("patient.name")), entry.referral.date("patient.date_of_birth"))
}

/// The names of an entry never reach a log.
impl fmt::Display for Unopened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}. {}", self.clear.reference, self.why, self.why.advice())
    }
}
