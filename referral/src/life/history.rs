//! The part of a history that counts: what was undone is left out.

use chrono::{DateTime, Utc};

use super::codes::Status;
use super::event::{Event, Verb, What};
use super::staff::same_staff;
use crate::Reference;

/// The history that counts, oldest first: without what was undone, without the undoing, and with each contact as it was
/// corrected. State, owner, figures, lists and exports are made of this; only the display of the history shows all.
pub fn effective(history: &[Event]) -> Vec<Event> {
    let mut counted: Vec<Event> = Vec::with_capacity(history.len());
    for event in history {
        match &event.what {
            What::Undone { .. } => {
                if let Some(at) = counted.iter().rposition(|event| event.verb().can_be_undone()) {
                    counted.remove(at);
                }
            }
            What::Corrected(put_right) => {
                if let Some(What::Contacted(contact)) = counted
                    .iter_mut()
                    .rfind(|event| matches!(event.what, What::Contacted(_)))
                    .map(|event| &mut event.what)
                {
                    contact.on = put_right.on.unwrap_or(contact.on);
                    contact.how = put_right.how.or(contact.how);
                }
            }
            _ => counted.push(event.clone()),
        }
    }
    counted
}

/// When it was last closed; none while it is open.
pub fn closed_at(history: &[Event]) -> Option<DateTime<Utc>> {
    let counted = effective(history);
    let last = counted.iter().rfind(|event| matches!(event.verb(), Verb::Close | Verb::Reopen));
    last.filter(|event| event.verb() == Verb::Close).map(|event| event.at)
}

/// The referral it was closed as a duplicate of; none while it is open, or where nobody said which.
pub fn duplicate_of(history: &[Event]) -> Option<Reference> {
    closed_at(history)?;
    effective(history).iter().rev().find_map(|event| event.closing().map(|closing| closing.duplicate_of.clone()))?
}

/// The status, the owner, and whether the patient has heard from us, after a history.
pub fn told_by(history: &[Event]) -> (Status, Option<String>, bool) {
    let last = standing(&effective(history));
    (last.status, last.owner, last.heard)
}

/// The hold under which purge passes an entry over; none where there is none.
pub fn held(history: &[Event]) -> Option<&Event> {
    history
        .iter()
        .rfind(|event| matches!(event.verb(), Verb::Hold | Verb::ReleaseHold))
        .filter(|event| event.verb() == Verb::Hold)
}

/// Where an effective history leaves an entry.
pub(super) struct Standing {
    pub(super) status: Status,
    pub(super) owner: Option<String>,
    /// The event from which a claim's lease counts.
    pub(super) leased_at: Option<DateTime<Utc>>,
    /// Whether a contact with the patient counts.
    pub(super) heard: bool,
}

/// Replays an effective history.
pub(super) fn standing(effective: &[Event]) -> Standing {
    let mut now = Standing { status: Status::Waiting, owner: None, leased_at: None, heard: false };
    for event in effective {
        let had = now.owner.as_deref().is_some_and(|owner| same_staff(owner, &event.who));
        let (status, owner) = match &event.what {
            // Whoever renews a lease keeps the name as first written.
            What::Claim if had => (Status::Claimed, now.owner.clone()),
            What::Claim => (Status::Claimed, Some(event.who.clone())),
            What::TakeOver => (now.status, Some(event.who.clone())),
            What::Assign { to } if now.status == Status::Waiting => (Status::Claimed, Some(to.clone())),
            What::Assign { to } => (now.status, Some(to.clone())),
            What::Contacted(_) if had => (Status::Contacted, now.owner.clone()),
            What::Contacted(_) => (Status::Contacted, Some(event.who.clone())),
            What::Close(_) if had => (Status::Closed, now.owner.clone()),
            What::Close(_) => (Status::Closed, Some(event.who.clone())),
            What::Release | What::Reopen => (Status::Waiting, None),
            // It ends the claim it was written for; of one that was undone there is nothing to end.
            What::Lapsed if now.status == Status::Claimed && had => (Status::Waiting, None),
            _ => continue,
        };
        let leased_at = (status == Status::Claimed).then_some(event.at);
        now = Standing { status, owner, leased_at, heard: now.heard || status == Status::Contacted };
    }
    now
}
