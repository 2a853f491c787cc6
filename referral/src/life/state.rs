//! The part of an entry that acts change, and the rules by which they do.

use chrono::{DateTime, Utc};

use super::act::{Act, Acting};
use super::codes::{Outcome, Status};
use super::correct::corrected;
use super::event::{Event, Verb, What};
use super::history::{effective, held, standing};
use super::limits::{fits, reason, whole, within};
use super::refusal::{MOST_MINUTES, Refusal};
use super::staff::same_staff;
use super::undo::{undoing, undone};
use crate::{Calendar, Eligibility};

/// The part of an entry that acts change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// How far the work has come.
    pub status: Status,
    /// Who has or had it.
    pub owner: Option<String>,
    /// Until when a claim holds.
    pub lease_until: Option<DateTime<Utc>>,
    /// Whether the patient has heard from us, however it is now: in clear, so that the digest knows without a key what
    /// is no promise any more.
    pub heard: bool,
    /// Rises by one with each recorded event; acts on an older version are refused.
    pub version: u64,
}

impl State {
    /// A new entry.
    pub fn waiting() -> Self {
        Self { status: Status::Waiting, owner: None, lease_until: None, heard: false, version: 0 }
    }

    /// The state after a history, oldest event first; what was undone is left out.
    pub fn replay(history: &[Event], version: u64, calendar: &Calendar) -> Self {
        let last = standing(&effective(history));
        let lease_until = last.leased_at.map(|at| calendar.lease_until(at));
        Self { status: last.status, owner: last.owner, lease_until, heard: last.heard, version }
    }

    /// What an act makes of this state, and the events to write with it: `lapsed` first
    /// where a lease ran out unseen, then the act.
    ///
    /// # Errors
    /// A sentence that says why not and what to do instead.
    pub fn act(&self, act: &Act, acting: &Acting<'_>) -> Result<(Self, Vec<Event>), Refusal> {
        let current = self.at(acting.now);
        let what = recorded(act, acting)?;
        let mut next = current.moved(act, acting)?;
        let event = |who: &str, what| Event::new(acting.now, who, what);
        // An undone claim leaves no lease that could run out.
        let lapsed = self.has_lapsed(acting.now) && Verb::from(&what) != Verb::Undone;
        let lapsed = lapsed.then(|| event(self.owner.as_deref().unwrap_or_default(), What::Lapsed));
        let events: Vec<Event> = lapsed.into_iter().chain([event(acting.who, what)]).collect();
        next.version = self.version + events.len() as u64;
        Ok((next, events))
    }

    fn moved(&self, act: &Act, acting: &Acting<'_>) -> Result<Self, Refusal> {
        let who = acting.who;
        let to = |status, owner: Option<&str>| Self {
            status,
            owner: owner.map(str::to_owned),
            lease_until: (status == Status::Claimed).then(|| acting.calendar.lease_until(acting.now)),
            heard: self.heard || status == Status::Contacted,
            version: self.version,
        };
        // The owner's name stays as it was first written.
        let own = |status| self.owned_by(who).map(|()| to(status, self.owner.as_deref()));
        match (act, self.status) {
            (Act::Undo { why }, _) => Ok(Self::replay(&undone(why, acting)?, self.version, acting.calendar)),
            (
                Act::Note(_)
                | Act::Correct(_)
                | Act::Amend(_)
                | Act::Decide { .. }
                | Act::Hold { .. }
                | Act::ReleaseHold
                | Act::Informed,
                _,
            ) => Ok(self.clone()),
            (Act::Reopen, Status::Closed) => Ok(to(Status::Waiting, None)),
            (Act::Reopen, _) => Err(Refusal::NotClosed),
            (_, Status::Closed) => Err(Refusal::Closed),
            (Act::Log(_), _) => Ok(self.clone()),
            (Act::Assign { to: colleague }, status) => match self.owned_by(colleague.as_str()) {
                Ok(()) => Err(Refusal::Theirs { owner: self.owner.clone().unwrap_or_default() }),
                Err(_) if status == Status::Contacted => Ok(to(status, Some(colleague.as_str()))),
                Err(_) => Ok(to(Status::Claimed, Some(colleague.as_str()))),
            },
            (Act::Claim, Status::Waiting) => Ok(to(Status::Claimed, Some(who))),
            (Act::Claim, Status::Claimed) => own(Status::Claimed),
            (Act::Close(closing), Status::Waiting) if matches!(closing.outcome, Outcome::Spam | Outcome::Duplicate) => {
                Ok(to(Status::Closed, Some(who)))
            }
            (_, Status::Waiting) => Err(Refusal::NotClaimed),
            (Act::TakeOver, status) => match self.owned_by(who) {
                Ok(()) => Err(Refusal::Yours),
                Err(_) => Ok(to(status, Some(who))),
            },
            (Act::Close(_), _) => own(Status::Closed),
            (_, Status::Contacted) => self.owned_by(who).and(Err(Refusal::AlreadyContacted)),
            (Act::Release, _) => self.owned_by(who).map(|()| to(Status::Waiting, None)),
            (Act::Contacted(_), _) => own(Status::Contacted),
            (Act::Attempt(_), _) => self.owned_by(who).map(|()| self.clone()),
        }
        .and_then(|next| self.may_close(act, acting).map(|()| next))
    }

    /// Closing as supported says that an advocate worked with the patient, so a contact is recorded or is said to be
    /// missing.
    fn may_close(&self, act: &Act, acting: &Acting<'_>) -> Result<(), Refusal> {
        let asks = matches!(act, Act::Close(_)) && act.needs_history();
        if !asks || self.status == Status::Contacted {
            return Ok(());
        }
        let counted = effective(acting.history.ok_or(Refusal::NoHistory)?);
        let heard = counted.iter().any(|event| matches!(event.what, What::Contacted(_)));
        if heard { Ok(()) } else { Err(Refusal::NoContact) }
    }

    fn owned_by(&self, who: &str) -> Result<(), Refusal> {
        match &self.owner {
            Some(owner) if same_staff(owner, who) => Ok(()),
            owner => Err(Refusal::Held { owner: owner.clone().unwrap_or_default() }),
        }
    }
}

/// What is recorded of an act, once its day, its texts and its reason are such as can be kept.
fn recorded(act: &Act, acting: &Acting<'_>) -> Result<What, Refusal> {
    let dated = |on| within(on, acting.received_at, acting.now);
    Ok(match act {
        Act::Claim => What::Claim,
        Act::Release => What::Release,
        Act::TakeOver => What::TakeOver,
        Act::Assign { to } => What::Assign { to: to.as_str().to_owned() },
        Act::Contacted(contact) => What::Contacted(dated(contact.on).and_then(|()| whole(contact))?),
        Act::Attempt(contact) => What::Attempt(dated(contact.on).and_then(|()| whole(contact))?),
        Act::Correct(put_right) => What::Corrected(corrected(put_right, acting)?),
        Act::Note(remark) if remark.note.trim().is_empty() => return Err(Refusal::EmptyNote),
        Act::Note(remark) => fits(&remark.note).map(|()| What::Note(remark.clone()))?,
        Act::Log(line) => {
            dated(line.on)?;
            if line.minutes.is_some_and(|minutes| minutes == 0 || minutes > MOST_MINUTES) {
                return Err(Refusal::WrongMinutes);
            }
            fits(&line.note).map(|()| What::Log(line.clone()))?
        }
        Act::Close(closing) if closing.duplicate_of.is_some() && closing.outcome != Outcome::Duplicate => {
            return Err(Refusal::NoDuplicate);
        }
        Act::Close(closing) => fits(&closing.note).map(|()| What::Close(closing.clone()))?,
        Act::Reopen => What::Reopen,
        Act::Undo { why } => undoing(why, acting)?,
        Act::Amend(amendment) => reason(&amendment.why).map(|_| What::Amended(amendment.clone()))?,
        Act::Decide { eligibility: Eligibility::ToCheck, .. } => return Err(Refusal::Undecided),
        Act::Decide { eligibility, why } => What::Decide { eligibility: *eligibility, why: reason(why)? },
        Act::Hold { why } if held(acting.history.ok_or(Refusal::NoHistory)?).is_none() => {
            What::Hold { why: reason(why)? }
        }
        Act::Hold { .. } => return Err(Refusal::AlreadyHeld),
        Act::ReleaseHold if held(acting.history.ok_or(Refusal::NoHistory)?).is_some() => What::ReleaseHold,
        Act::ReleaseHold => return Err(Refusal::NotHeld),
        Act::Informed => What::Informed,
    })
}
