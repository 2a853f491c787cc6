//! `/purge`: what was closed long enough ago, and the button that takes the people out of it.

use std::sync::{Arc, PoisonError};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use queue::Due;
use referral::life::{closed_at, effective};
use referral::{form, london};
use templates::{PurgeLine, PurgePage};

use super::Desk;
use crate::Refused;
use crate::office::dates::past_date;
use crate::office::purge_and_erase::Purged;
use crate::view::within;

/// What is known of what is due: on which day it was looked up, and how many there were.
pub(super) type Counted = Option<(NaiveDate, usize)>;

/// What is due, each with the day it was closed and how it ended.
pub(super) async fn page(State(desk): State<Arc<Desk>>) -> Response {
    match due(&desk).await {
        Ok(due) => {
            desk.count_due(due.due.len());
            desk.draw(StatusCode::OK, &drawn(&desk, &due))
        }
        Err(refused) => desk.notice(StatusCode::CONFLICT, "This cannot be shown now", &refused.to_string()),
    }
}

/// It reads the archive, which takes a while: that belongs on a thread of its own.
async fn due(desk: &Desk) -> Result<Due, Refused> {
    let (tray, retention, now) = (desk.office.tray.clone(), desk.office.retention()?, desk.office.now());
    let runtime = tokio::runtime::Handle::current();
    let read = move || runtime.block_on(tray.due_for_purge(&retention, now));
    let due = tokio::task::spawn_blocking(read).await.unwrap_or(Err(queue::QueueError::NoAnswer));
    Ok(due?)
}

fn drawn(desk: &Desk, due: &Due) -> PurgePage {
    let (content, today) = (desk.office.content(), desk.office.today());
    let line = |record: &queue::Record| {
        let closed = closed_at(&record.events).map(|at| past_date(london(at).date_naive(), today));
        let events = effective(&record.events);
        let outcome = events.iter().rev().find_map(|event| Some(event.closing()?.outcome));
        let ended = outcome.map(|outcome| within(content.words.label("outcome", outcome.code())));
        PurgeLine {
            reference: record.clear.reference.to_string(),
            spoken: record.clear.reference.spoken(),
            what: format!("closed {}: {}", closed.unwrap_or_default(), ended.unwrap_or_default()),
        }
    };
    let held = |reference: &referral::Reference| PurgeLine {
        reference: reference.to_string(),
        spoken: reference.spoken(),
        what: String::new(),
    };
    PurgePage {
        frame: desk.frame("Due to be purged"),
        due: due.due.iter().map(line).collect(),
        held: due.held.iter().map(held).collect(),
        unknown: due.unknown,
    }
}

/// `POST /purge`: takes the people out of what is due, and says how many.
pub(super) async fn purge(State(desk): State<Arc<Desk>>, body: Bytes) -> Response {
    let pairs = form::decode(&body).unwrap_or_default();
    if !pairs.iter().any(|(name, value)| name == "sure" && value == "yes") {
        let text = "Tick the box to say that you want to purge them. Nothing was purged.";
        return desk.notice(StatusCode::CONFLICT, "Not done", text);
    }
    match purged(&desk).await {
        Ok(text) => desk.notice(StatusCode::OK, "Purged", &text),
        Err(refused) => desk.notice(StatusCode::CONFLICT, "Not all are purged", &refused.to_string()),
    }
}

async fn purged(desk: &Desk) -> Result<String, Refused> {
    let due = due(desk).await?.due;
    let Purged { done, kept, .. } = desk.office.purge(&due, |_| ()).await?;
    desk.count_due(kept);
    let kept = if kept == 0 { String::new() } else { format!(" {kept} changed in the meantime and were kept.") };
    Ok(format!("{done} purged. Their figures remain for reports, without a name.{kept}"))
}

impl Desk {
    pub(super) fn count_due(&self, count: usize) {
        let today = self.office.today();
        *self.purge_due.lock().unwrap_or_else(PoisonError::into_inner) = Some((today, count));
    }

    /// How many are due to be purged, as far as that was looked up today. It is looked up beside the page, once a day,
    /// since it reads the archive.
    pub(super) fn due_for_purge(self: &Arc<Self>) -> usize {
        let mut counted = self.purge_due.lock().unwrap_or_else(PoisonError::into_inner);
        let today = self.office.today();
        let before = counted.map_or(0, |(_, count)| count);
        if counted.is_none_or(|(day, _)| day != today) && self.office.tray.has_identity() {
            *counted = Some((today, before));
            let desk = self.clone();
            tokio::spawn(async move {
                if let Ok(due) = due(&desk).await {
                    desk.count_due(due.due.len());
                }
            });
        }
        before
    }
}
