//! `digest`: what is waiting, by reference, due date and why. Needs no key and names nobody.

use std::cmp::Ordering;

use chrono::NaiveDate;
use queue::Clear;
use serde::Serialize;

use crate::Refused;
use crate::due::left_in_words;
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
    let waiting = Clear::untaken(office.tray.open_entries().await?.entries, now);
    if asked.json {
        let reminders: Vec<Reminder> = waiting.iter().map(|clear| reminder(clear, today)).collect();
        let text = serde_json::to_string_pretty(&reminders).map_err(std::io::Error::from)?;
        writeln!(world.out, "{text}")?;
        return Ok(());
    }
    let lines = lines(&waiting, today, office);
    let Some(mail) = mail else {
        write!(world.out, "{}", world.terminal.wrapped(&lines))?;
        return Ok(());
    };
    if waiting.is_empty() || !office.content.rules.calendar.is_working_day(today) {
        return Ok(());
    }
    mail.send(&subject(&waiting, today), format!("{lines}\nOpen the desk to collect them.\n")).await?;
    writeln!(world.out, "Mailed: {} waiting.", waiting.len())?;
    Ok(())
}

/// `2 overdue, 1 due today, 3 next`, then a line for each; nothing at all when nothing waits.
fn lines(waiting: &[Clear], today: NaiveDate, office: &Office) -> String {
    let first: Vec<String> = Standing::ALL
        .into_iter()
        .map(|standing| (waiting.iter().filter(|clear| standing.is_of(clear, today)).count(), standing.words()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    let first = if first.is_empty() { String::new() } else { format!("{}\n", first.join(", ")) };
    let line = |clear: &Clear| {
        let left = || left_in_words(clear.due_on, today, &office.content.rules.calendar);
        let why = match Standing::of(clear, today) {
            Standing::Overdue => left().replace("OVERDUE", "overdue"),
            Standing::Next => format!("next: {}", left()),
            other => other.words().to_owned(),
        };
        format!("{}  {}  {why}\n", clear.reference, clear.due_on)
    };
    waiting.iter().fold(first, |text, clear| text + &line(clear))
}

/// Where a waiting referral stands on the clock, as far as that can be known without a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Overdue,
    /// It was due, but its first contact may have been made before it was reopened: the history that tells is sealed.
    OverdueOrReopened,
    DueToday,
    Next,
}

impl Standing {
    const ALL: [Self; 4] = [Self::Overdue, Self::OverdueOrReopened, Self::DueToday, Self::Next];

    fn of(clear: &Clear, today: NaiveDate) -> Self {
        match clear.due_on.cmp(&today) {
            Ordering::Less if clear.may_have_been_contacted() => Self::OverdueOrReopened,
            Ordering::Less => Self::Overdue,
            Ordering::Equal => Self::DueToday,
            Ordering::Greater => Self::Next,
        }
    }

    fn is_of(self, clear: &Clear, today: NaiveDate) -> bool {
        Self::of(clear, today) == self
    }

    fn words(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::OverdueOrReopened => "overdue, or reopened after first contact",
            Self::DueToday => "due today",
            Self::Next => "next",
        }
    }
}

/// `3 referrals wait, 1 overdue`: no reference, for a subject is shown on locked phones.
fn subject(waiting: &[Clear], today: NaiveDate) -> String {
    let count = match waiting.len() {
        1 => "1 referral waits".to_owned(),
        count => format!("{count} referrals wait"),
    };
    let late = waiting.iter().filter(|clear| Standing::Overdue.is_of(clear, today)).count();
    if late == 0 { count } else { format!("{count}, {late} overdue") }
}

fn reminder(clear: &Clear, today: NaiveDate) -> Reminder {
    let why = match Standing::of(clear, today) {
        Standing::Overdue | Standing::OverdueOrReopened => "overdue",
        Standing::DueToday => "due-today",
        Standing::Next => "next",
    };
    Reminder { reference: clear.reference.to_string(), due_on: clear.due_on, why }
}
