//! What everybody was told, and whether it is true of what is stored: docs/security.md, What must hold, I1 to I8.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use queue::{ActError, Case, Shown};
use referral::life::{Event, State, Status, Verb, What};
use referral::{Calendar, Reference};

use crate::fixture::Fixture;

/// What somebody who sent a referral was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Told {
    /// It is sent, under this reference.
    Sent(String),
    /// It has not been sent.
    NotSent,
    /// We cannot tell.
    CannotTell,
    /// Answers are missing or wrong.
    Refused,
    /// The check page was too old, and came again.
    CheckAgain,
}

/// One sending.
#[derive(Debug, Clone)]
pub(crate) struct Sending {
    /// The patient; nobody else is sent under this name.
    pub(crate) name: String,
    /// What makes a second sending the same one, beside the name: the day of a form, the key of a client.
    pub(crate) once: String,
    pub(crate) told: Told,
}

/// One act of staff, and what they were told.
#[derive(Debug, Clone)]
pub(crate) struct Doing {
    pub(crate) who: String,
    pub(crate) reference: Reference,
    pub(crate) verb: Verb,
    /// The version it made.
    pub(crate) told: Result<u64, ActError>,
}

/// What everybody was told.
#[derive(Debug, Clone, Default)]
pub(crate) struct History {
    pub(crate) sendings: Vec<Sending>,
    pub(crate) doings: Vec<Doing>,
    /// What was wrong with a page when it came.
    pub(crate) wrong: Vec<String>,
}

impl History {
    /// Everything that does not hold, each with the number of what must hold.
    pub(crate) async fn faults(&self, fixture: &Fixture, calendar: &Calendar, now: DateTime<Utc>) -> Vec<String> {
        let stored = fixture.stored().await;
        let mut shown = Vec::new();
        for case in &stored {
            shown.extend(fixture.tray.show(&case.entry.reference).await.unwrap());
        }
        let mut faults = self.wrong.clone();
        faults.extend(self.told_and_stored(&stored));
        faults.extend(self.stored_once(&stored, &shown));
        faults.extend(self.acted_once(&shown));
        faults.extend(shown.iter().flat_map(|shown| owned(shown, calendar)));
        let verified = fixture.tray.verify(now, |_| {}).await.unwrap();
        faults.extend(verified.flaws.iter().map(|flaw| format!("verify: {flaw:?}")));
        faults
    }

    /// I1: each reference shown to a person is stored exactly once and opens. I7: a refused form stores nothing.
    fn told_and_stored(&self, stored: &[Case]) -> Vec<String> {
        let name = |case: &Case| case.entry.referral.text("patient.name").to_owned();
        let mut faults = Vec::new();
        for sending in &self.sendings {
            let Told::Sent(reference) = &sending.told else { continue };
            let found = stored.iter().filter(|case| case.entry.reference.as_str() == reference);
            let found: Vec<_> = found.map(name).collect();
            if found != [sending.name.clone()] {
                faults.push(format!("I1: told {reference}, stored {} times", found.len()));
            }
        }
        let taken = self.sendings.iter().filter(|sending| !matches!(sending.told, Told::Refused | Told::NotSent));
        let taken: BTreeSet<&str> = taken.map(|sending| sending.name.as_str()).collect();
        let nobodys = stored.iter().filter(|case| !taken.contains(name(case).as_str()));
        faults.extend(nobodys.map(|case| format!("I7: {} was told to nobody", case.entry.reference)));
        faults
    }

    /// I2: whatever became of the answers, one sending is one entry; only after one is closed does it make another.
    fn stored_once(&self, stored: &[Case], shown: &[Shown]) -> Vec<String> {
        let mut sendings: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut references: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
        for sending in &self.sendings {
            sendings.entry(&sending.name).or_default().insert(&sending.once);
            if let Told::Sent(reference) = &sending.told {
                references.entry((&sending.name, &sending.once)).or_default().insert(reference);
            }
        }
        let closings = |name: &str| {
            let of = shown.iter().filter(|shown| shown.case.entry.referral.text("patient.name") == name);
            of.flat_map(|shown| &shown.events).filter(|event| event.verb() == Verb::Close).count()
        };
        let mut faults = Vec::new();
        for (name, once) in &sendings {
            let entries = stored.iter().filter(|case| case.entry.referral.text("patient.name") == *name).count();
            if entries > once.len() + closings(name) {
                faults.push(format!("I2: {} sendings, {entries} entries", once.len()));
            }
        }
        for ((name, once), told) in &references {
            if told.len() > 1 + closings(name) {
                faults.push(format!("I2: one sending ({once}), told {told:?}"));
            }
        }
        faults
    }

    /// I3: an act that was confirmed is the one event of its version, by whoever was told so; one that was refused is none.
    fn acted_once(&self, shown: &[Shown]) -> Vec<String> {
        let mut faults = Vec::new();
        let mut versions = BTreeSet::new();
        for doing in &self.doings {
            let Ok(version) = doing.told else { continue };
            if !versions.insert((doing.reference.clone(), version)) {
                faults.push(format!("I3: two made version {version} of {}", doing.reference));
            }
            let of = shown.iter().find(|shown| shown.case.entry.reference == doing.reference);
            let event = of.and_then(|shown| moves(shown).nth(usize::try_from(version).unwrap() - 1));
            if event.is_none_or(|event| event.verb() != doing.verb || event.who != doing.who) {
                faults.push(format!("I3: {doing:?} is not event {version}"));
            }
        }
        for shown in shown {
            let reference = &shown.case.entry.reference;
            for who in moves(shown).map(|event| event.who.as_str()).collect::<BTreeSet<_>>() {
                let recorded = moves(shown).filter(|event| event.who == who && event.verb() != Verb::Lapsed).count();
                let of = self.doings.iter().filter(|doing| doing.who == who && doing.reference == *reference);
                let possible = of.filter(|doing| matches!(doing.told, Ok(_) | Err(ActError::Queue(_)))).count();
                if recorded > possible {
                    faults.push(format!("I3: {who} did {possible} at most, {recorded} are recorded of {reference}"));
                }
            }
        }
        faults
    }
}

/// The events that raised the version, oldest first.
fn moves(shown: &Shown) -> impl Iterator<Item = &Event> {
    shown.events.iter().filter(|event| event.verb() != Verb::Opened)
}

/// I3: the history of an entry, replayed, never gives to one what another has, and gives the state that is stored.
fn owned(shown: &Shown, calendar: &Calendar) -> Vec<String> {
    let events: Vec<Event> = moves(shown).cloned().collect();
    let (reference, state) = (&shown.case.entry.reference, &shown.case.state);
    let mut faults = Vec::new();
    if State::replay(&events, events.len() as u64, calendar) != *state {
        faults.push(format!("I3: {reference} is not what its history says"));
    }
    for (nth, event) in events.iter().enumerate() {
        let before = State::replay(&events[..nth], 0, calendar).at(event.at);
        let theirs = before.owner.as_deref() == Some(event.who.as_str());
        let may = match &event.what {
            What::Claim => before.status == Status::Waiting || theirs,
            What::TakeOver => before.owner.is_some() && !theirs,
            What::Release | What::Contacted(_) => theirs,
            What::Close(closing) if closing.outcome.code() == "duplicate" => before.status == Status::Waiting || theirs,
            What::Close(_) => theirs,
            What::Reopen => before.status == Status::Closed,
            _ => true,
        };
        if !may {
            faults.push(format!("I3: {} of {reference} by one who had no right to it", event.verb().code()));
        }
    }
    faults
}

/// The day of London on which a check page was drawn.
pub(crate) fn day(now: DateTime<Utc>) -> NaiveDate {
    referral::london(now).date_naive()
}
