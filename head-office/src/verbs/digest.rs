//! `digest`: what is waiting, by reference, due date and why. Needs no key and names nobody.

use chrono::NaiveDate;
use queue::Clear;
use referral::life::Status;
use serde::Serialize;

use crate::Refused;
use crate::due::due_in_words;
use crate::mail::Mail;
use crate::office::{Office, World};

#[derive(Serialize)]
struct Reminder {
    reference: String,
    due_on: NaiveDate,
    why: &'static str,
}

/// How the reminder goes out.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Asked {
    /// As an array for machines
    #[arg(long)]
    json: bool,
    /// Mail it instead, on working days and only when something waits
    #[arg(long, conflicts_with = "json")]
    mail: bool,
}

/// Writes a line for each, soonest first; nothing at all when nothing waits.
pub(crate) async fn digest(office: &Office, asked: Asked, world: &mut World<'_>) -> Result<(), Refused> {
    // Settings that are wrong are said on any day, not on the first one that matters.
    let mail = if asked.mail { Some(Mail::from_env(world)?.ok_or_else(Mail::not_set_up)?) } else { None };
    let (now, today) = (office.now(), office.today());
    let mut waiting = office.tray.waiting().await?;
    waiting.retain(|clear| clear.state.at(now).status == Status::Waiting);
    waiting.sort_by_key(|clear| (clear.due_on, clear.received_at, clear.reference.clone()));
    if asked.json {
        let reminders: Vec<Reminder> = waiting.iter().map(|clear| reminder(clear, today)).collect();
        let text = serde_json::to_string_pretty(&reminders).map_err(std::io::Error::from)?;
        writeln!(world.out, "{text}")?;
        return Ok(());
    }
    let lines = lines(&waiting, today, office);
    let Some(mail) = mail else {
        write!(world.out, "{lines}")?;
        return Ok(());
    };
    if waiting.is_empty() || !office.content.rules.calendar.is_working_day(today) {
        return Ok(());
    }
    mail.send(&subject(&waiting, today), format!("{lines}\nOpen the desk to collect them.\n")).await?;
    writeln!(world.out, "Mailed: {} waiting.", waiting.len())?;
    Ok(())
}

fn lines(waiting: &[Clear], today: NaiveDate, office: &Office) -> String {
    let line = |clear: &Clear| {
        let due = due_in_words(clear.due_on, Status::Waiting, today, &office.content.rules.calendar);
        let why = reminder(clear, today).why.replace('-', " ");
        format!("{}  {}  {why}: due {due}\n", clear.reference, clear.due_on)
    };
    waiting.iter().map(line).collect()
}

/// `3 referrals wait, 1 overdue`: no reference, for a subject is shown on locked phones.
fn subject(waiting: &[Clear], today: NaiveDate) -> String {
    let count = match waiting.len() {
        1 => "1 referral waits".to_owned(),
        count => format!("{count} referrals wait"),
    };
    let late = waiting.iter().filter(|clear| clear.due_on < today).count();
    if late == 0 { count } else { format!("{count}, {late} overdue") }
}

fn reminder(clear: &Clear, today: NaiveDate) -> Reminder {
    let why = match clear.due_on.cmp(&today) {
        std::cmp::Ordering::Less => "overdue",
        std::cmp::Ordering::Equal => "due-today",
        std::cmp::Ordering::Greater => "next",
    };
    Reminder { reference: clear.reference.to_string(), due_on: clear.due_on, why }
}
