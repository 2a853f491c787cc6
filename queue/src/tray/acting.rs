//! Acts: every one is one transaction, the entry on its version together with its events.

use aws_sdk_dynamodb::types::TransactWriteItem;
use chrono::{DateTime, Months, Utc};
use referral::life::{
    Act, Acting, Amendment, Closing, Event, Refusal, State, Status, Verb, What, closed_at, effective, held,
};
use referral::{Activity, Calendar, Entry, Reference};

use super::state_before_act::Before;
use super::transaction::{failure, in_transaction, in_transaction_once};
use crate::items::{self, Change, Stored};
use crate::sealing::{SealedEvent, seal};
use crate::table::{ServerDate, explain};
use crate::{ActError, AmendError, QueueError, Tray};

/// The table drops a closed entry by itself this long after `purge` should have: a backstop, not the way it is done.
const GRACE: Months = Months::new(3);
/// How much of a history shares its entry's transaction, which holds a hundred writes.
const HISTORY_AT_ONCE: usize = 80;

/// Who acts, and when.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// The name or initials of the member of staff.
    pub who: &'a str,
    /// Now.
    pub now: DateTime<Utc>,
    /// Bank holidays, for the lease and the row for counting.
    pub calendar: &'a Calendar,
    /// The version they saw: acts on an older one are refused.
    pub seen: Option<u64>,
}

/// What an act makes of an entry.
struct After<'a> {
    next: State,
    events: Vec<Event>,
    /// The entry, where it changes itself.
    entry: Option<&'a Entry>,
}

impl Tray {
    /// Moves an entry and records it, in one transaction. With `seen`, only if nobody acted since that version.
    /// Amending has values beside it: see [`Tray::amend`].
    ///
    /// # Errors
    /// See [`ActError`].
    pub async fn act(
        &self,
        reference: &Reference,
        act: &Act,
        who: &str,
        now: DateTime<Utc>,
        calendar: &Calendar,
        seen: Option<u64>,
    ) -> Result<State, ActError> {
        let by = By { who, now, calendar, seen };
        if let Act::Close(Closing { duplicate_of: Some(original), .. }) = act
            && (original == reference || self.entry(original).await?.is_none())
        {
            return Err(ActError::NoOriginal);
        }
        let before = self.read_for(reference, by, |stored| reads_history(act, stored)).await?;
        let (next, events) = moved(&before, act, by)?;
        let entry = decided(&before, act, &events)?;
        self.commit(&before, After { next, events, entry: entry.as_ref() }, by).await
    }

    /// Changes answers, and records which: never the values. `change` is given the entry as it is, and gives it as it
    /// is to be, or what is wrong with the new answers.
    ///
    /// # Errors
    /// What `change` gives, or see [`ActError`].
    pub async fn amend<E>(
        &self,
        reference: &Reference,
        change: impl FnOnce(&Entry) -> Result<(Entry, Amendment), E>,
        by: By<'_>,
    ) -> Result<State, AmendError<E>> {
        let before = self.read_for(reference, by, |_| true).await?;
        let (entry, amendment) = change(before.entry()?).map_err(AmendError::Answers)?;
        if amendment.fields.is_empty() {
            return Err(ActError::from(Refusal::NothingChanged).into());
        }
        let (next, events) = moved(&before, &Act::Amend(amendment), by)?;
        Ok(self.commit(&before, After { next, events, entry: Some(&entry) }, by).await?)
    }

    /// The entry, once this machine's clock is known to be right and nobody acted since it was seen.
    pub(super) async fn read_for(
        &self,
        reference: &Reference,
        by: By<'_>,
        reads_history: impl FnOnce(&Stored) -> bool,
    ) -> Result<Before, ActError> {
        let date = ServerDate::default();
        let get = items::get_entry(&self.table, reference).customize().interceptor(date.clone());
        let got = get.send().await.map_err(|error| explain(&error))?;
        let item = got.item().filter(|item| items::is_entry(item)).ok_or(ActError::NotFound)?;
        let stored = Stored::from_item(item)?;
        date.agrees(by.now)?;
        let before = if reads_history(&stored) { self.before(reference).await? } else { Before::unopened(stored) };
        if by.seen.is_some_and(|seen| seen != before.stored.state.version) {
            return Err(ActError::Changed);
        }
        Ok(before)
    }

    /// Writes what became of the entry, its events, and what is kept beside a closed one, all together.
    async fn commit(&self, before: &Before, after: After<'_>, by: By<'_>) -> Result<State, ActError> {
        let events = after.events.into_iter().map(|event| self.signed(event)).collect();
        let after = After { events, ..after };
        let (stored, reference) = (&before.stored, &before.stored.reference);
        let made: Result<Vec<SealedEvent>, QueueError> = (stored.state.version + 1..)
            .zip(&after.events)
            .map(|(version, event)| SealedEvent::making(version, event, reference, &self.recipients))
            .collect();
        let made = made?;
        let history = before.history_with(&after.events);
        let closed = after.next.status == Status::Closed;
        let closed_at = closed.then(|| history.as_deref().and_then(closed_at).unwrap_or(by.now));
        let stays_closed = closed && stored.state.status == Status::Closed;
        let expires_at = match &history {
            None if stays_closed => stored.expires_at,
            history => self.end_of(&after, history.as_deref(), closed_at),
        };
        let when = (closed_at, expires_at);
        let (marker, beside) = self.beside(before, &after, history.as_deref(), when, by.calendar).await?;
        let resealed = after.entry.map(|entry| seal::seal_entry(entry, &self.recipients)).transpose()?;
        let resealed = resealed.map(|sealed| (self.recipients.fingerprint(), sealed));
        let change = Change { reference, from: stored.state.version, next: &after.next, marker, expires_at, resealed };
        let mut writes = vec![items::update_entry(&self.table, &change)?];
        writes.extend(beside);
        for event in &made {
            writes.push(event.write(&self.table, reference, expires_at)?);
        }
        let (first, rest) = self.new_end(before, expires_at)?;
        writes.extend(first);
        in_transaction_once(&self.table, reference, writes, made.last()).await?;
        for writes in rest {
            in_transaction(&self.table, writes).await.map_err(|error| failure(&error))?;
        }
        Ok(after.next)
    }

    /// The entry's marker in the index, and what is written beside a closed one: the row for counting, which is listed
    /// in the index instead of the entry, and what `find` and the person's next referral look for.
    async fn beside(
        &self,
        before: &Before,
        after: &After<'_>,
        history: Option<&[Event]>,
        (closed_at, expires_at): (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
        calendar: &Calendar,
    ) -> Result<(Option<String>, Vec<TransactWriteItem>), QueueError> {
        let stored = &before.stored;
        let Some(closed_at) = closed_at else { return Ok((Some(items::open_marker()), Vec::new())) };
        let was_closed = stored.state.status == Status::Closed;
        let kept = || Some(stored.marker.clone()).filter(|marker| !marker.is_empty());
        let marker = items::closed_marker(closed_at);
        let entry = after.entry.or(before.entry.as_ref().ok());
        let Some((entry, history)) = entry.zip(history) else {
            // Closing never depends on the row or the index: the first reading that can will make them.
            let unindexed = items::put_unindexed(&self.table, &stored.reference)?;
            return Ok((if was_closed { kept() } else { Some(marker) }, vec![unindexed]));
        };
        let row = Activity::of(entry, history, calendar);
        let row = seal::seal_activity(&row, &stored.reference, &self.recipients)?;
        let mut writes = vec![items::put_row(&self.table, stored, after.next.version, &marker, row)?];
        writes.extend(self.indexed(before.entry.as_ref().ok(), (entry, history), expires_at).await?);
        Ok((None, writes))
    }

    /// When the table may drop an entry that was closed then; never one that is held.
    fn end_of(
        &self,
        after: &After<'_>,
        history: Option<&[Event]>,
        closed_at: Option<DateTime<Utc>>,
    ) -> Option<DateTime<Utc>> {
        let (retention, closed_at) = self.retention.as_ref().zip(closed_at)?;
        if history.is_some_and(|history| held(history).is_some()) {
            return None;
        }
        let closings = history.map(effective).unwrap_or_else(|| after.events.clone());
        let outcome = closings.iter().rev().find_map(|event| event.closing().map(|closing| closing.outcome))?;
        retention.due_at(outcome, closed_at)?.checked_add_months(GRACE)
    }

    /// Gives the history the same end as its entry, where that changes: so much of it in the entry's transaction, and
    /// the rest of a very long one after it.
    fn new_end(
        &self,
        before: &Before,
        expires_at: Option<DateTime<Utc>>,
    ) -> Result<(Vec<TransactWriteItem>, Vec<Vec<TransactWriteItem>>), QueueError> {
        if before.stored.expires_at == expires_at {
            return Ok((Vec::new(), Vec::new()));
        }
        let reference = &before.stored.reference;
        let writes = before.history_sort_keys().map(|key| items::set_expiry(&self.table, reference, key, expires_at));
        let mut writes = writes.collect::<Result<Vec<_>, _>>()?;
        let rest = writes.split_off(writes.len().min(HISTORY_AT_ONCE));
        Ok((writes, rest.chunks(HISTORY_AT_ONCE).map(<[_]>::to_vec).collect()))
    }
}

/// Whether the rule for an act, or what is kept beside the entry, depends on its history.
fn reads_history(act: &Act, stored: &Stored) -> bool {
    let opens_or_closes = matches!(act, Act::Close(_) | Act::Decide { .. });
    act.needs_history() || opens_or_closes || stored.state.status == Status::Closed
}

fn moved(before: &Before, act: &Act, by: By<'_>) -> Result<(State, Vec<Event>), ActError> {
    // What came in while this machine's clock was ahead came in by now at the latest.
    let received_at = before.stored.received_at.min(by.now);
    let history = before.history.as_deref();
    let acting = Acting { who: by.who, received_at, now: by.now, calendar: by.calendar, history };
    Ok(before.stored.state.act(act, &acting)?)
}

/// The entry with what a person decided, after an act that decides or takes a decision back.
fn decided(before: &Before, act: &Act, events: &[Event]) -> Result<Option<Entry>, ActError> {
    let undone = |event: &Event| matches!(event.what, What::Undone { act: Verb::Decide, .. });
    if !matches!(act, Act::Decide { .. }) && !events.iter().any(undone) {
        return Ok(None);
    }
    let entry = before.entry()?;
    let history = before.history_with(events).ok_or(Refusal::NoHistory)?;
    Ok(Some(Entry { decided: entry.decided_in(&history), ..entry.clone() }))
}
