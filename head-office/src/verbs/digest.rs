//! `digest`: what is waiting, by reference, due date and why. Needs no key and names nobody.

use std::io::Write;

use chrono::NaiveDate;
use queue::Clear;
use referral::life::Status;
use serde::Serialize;

use crate::due::due_in_words;
use crate::{Office, Refused};

#[derive(Serialize)]
struct Reminder {
    reference: String,
    due_on: NaiveDate,
    why: &'static str,
}

/// Writes a line for each, soonest first; nothing at all when nothing waits.
pub(crate) async fn digest(office: &Office, json: bool, out: &mut dyn Write) -> Result<(), Refused> {
    let (now, today) = (office.now(), office.today());
    let mut waiting = office.tray.waiting().await?;
    waiting.retain(|clear| clear.state.at(now).status == Status::Waiting);
    waiting.sort_by_key(|clear| (clear.due_on, clear.received_at, clear.reference.clone()));
    if json {
        let reminders: Vec<Reminder> = waiting.iter().map(|clear| reminder(clear, today)).collect();
        let text = serde_json::to_string_pretty(&reminders).map_err(std::io::Error::from)?;
        writeln!(out, "{text}")?;
    } else {
        for clear in &waiting {
            let due = due_in_words(clear.due_on, Status::Waiting, today, &office.content.rules.calendar);
            let why = reminder(clear, today).why.replace('-', " ");
            writeln!(out, "{}  {}  {why}: due {due}", clear.reference, clear.due_on)?;
        }
    }
    Ok(())
}

fn reminder(clear: &Clear, today: NaiveDate) -> Reminder {
    let why = match clear.due_on.cmp(&today) {
        std::cmp::Ordering::Less => "overdue",
        std::cmp::Ordering::Equal => "due-today",
        std::cmp::Ordering::Greater => "next",
    };
    Reminder { reference: clear.reference.to_string(), due_on: clear.due_on, why }
}
