//! `/purge`: what was closed long enough ago, and the button that takes the people out of it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use queue::{Due, QueueError, Record};
use referral::life::{closed_at, effective};
use referral::{Reference, london};
use serde_json::json;

use super::pages::{Answer, Instead};
use super::state::Desk;
use crate::Refused;
use crate::office::act_wording::within;
use crate::office::dates::past_date;
use crate::office::lock::held;
use crate::office::purge_and_erase::Purged;
use crate::view::Typed;

/// What is due, each with the day it was closed and how it ended.
pub(super) async fn page(State(desk): State<Arc<Desk>>) -> Answer {
    let Due { due, held, unknown } = due(&desk).await.map_err(Instead::conflict("This cannot be shown now"))?;
    desk.count_due(due.len());
    let (content, today) = (desk.office.content(), desk.office.today());
    let line = |reference: &Reference, what: String| json!({"reference": reference, "spoken": reference.spoken(), "what": what});
    let closed = |record: &Record| {
        let on = closed_at(&record.events).map(|at| past_date(london(at).date_naive(), today));
        let outcome = effective(&record.events).iter().rev().find_map(|event| Some(event.closing()?.outcome));
        let ended = outcome.map(|outcome| within(content.words.label("outcome", outcome.code())));
        format!("closed {}: {}", on.unwrap_or_default(), ended.unwrap_or_default())
    };
    let values = json!({
        "due": due.iter().map(|record| line(&record.clear.reference, closed(record))).collect::<Vec<_>>(),
        "held": held.iter().map(|reference| line(reference, String::new())).collect::<Vec<_>>(),
        "unknown": unknown,
    });
    Ok(desk.page(StatusCode::OK, "desk/purge.html", "Due to be purged", &values))
}

/// It reads the archive, which takes a while: that belongs on a thread of its own.
async fn due(desk: &Desk) -> Result<Due, Refused> {
    let (tray, retention, now) = (desk.office.tray.clone(), desk.office.retention()?, desk.office.now());
    let runtime = tokio::runtime::Handle::current();
    let read = move || runtime.block_on(tray.due_for_purge(&retention, now));
    let due = tokio::task::spawn_blocking(read).await.unwrap_or(Err(QueueError::NoAnswer));
    Ok(due?)
}

/// `POST /purge`: takes the people out of what is due, and says how many.
pub(super) async fn purge(State(desk): State<Arc<Desk>>, typed: Typed) -> Answer {
    if typed.get("sure") != "yes" {
        let why = "Tick the box to say that you want to purge them. Nothing was purged.";
        return Err(Instead::conflict("Not done")(Refused::new(why)));
    }
    let text = purged(&desk).await.map_err(Instead::conflict("Not all are purged"))?;
    Ok(desk.notice(StatusCode::OK, "Purged", &text, &[]))
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
        *held(&self.purge_due) = Some((today, count));
    }

    /// How many are due to be purged, as far as that was looked up today. It is looked up beside the page, once a day,
    /// since it reads the archive.
    pub(super) fn due_for_purge(self: &Arc<Self>) -> usize {
        let mut counted = held(&self.purge_due);
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
