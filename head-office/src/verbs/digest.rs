//! `digest`: what is waiting, by reference, due date and why. Needs no key and names nobody.

use queue::{Clear, OpenEntries};
use referral::{Untaken, digest_mail};
use serde_json::{Value, json};

use crate::office::mail::Mail;
use crate::{Environment, Office, Refused};

/// How the digest goes out.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct DigestArgs {
    /// As an array for machines
    #[arg(long)]
    json: bool,
    /// Mail it instead, on working days and only when something waits
    #[arg(long, conflicts_with = "json")]
    mail: bool,
    /// With --mail: on any day, and also when nothing waits, to see that it arrives
    #[arg(long, requires = "mail")]
    r#try: bool,
}

/// Writes a line for each, soonest first; nothing at all when nothing waits.
pub(crate) async fn digest(
    office: &Office,
    asked: DigestArgs,
    environment: &mut Environment<'_>,
) -> Result<(), Refused> {
    // Settings that are wrong are said on any day, not on the first one that matters.
    let mail = if asked.mail { Some(Mail::from_env(environment)?.ok_or_else(Mail::not_set_up)?) } else { None };
    let (today, content) = (office.today(), office.content());
    let OpenEntries { entries, damaged } = office.tray.open_entries().await?;
    let waiting = Clear::untaken(entries, office.now());
    let untaken: Vec<Untaken> = waiting.iter().map(Clear::untaken_line).collect();
    if asked.json {
        let line =
            |one: &Untaken| json!({"reference": one.reference, "due_on": one.due_on, "why": one.why(today).code()});
        let unread = |name: &String| json!({"reference": name, "due_on": null, "why": "unreadable"});
        let rows: Vec<Value> = untaken.iter().map(line).chain(damaged.iter().map(unread)).collect();
        environment.json(&rows)?;
        return Refused::if_damaged(&damaged);
    }
    let calendar = &content.rules.calendar;
    let Some(mail) = mail else {
        let text = referral::digest(&untaken, &damaged, today, calendar);
        write!(environment.out, "{}", environment.terminal.wrapped(&text))?;
        return Refused::if_damaged(&damaged);
    };
    let nothing_waits = untaken.is_empty() && damaged.is_empty();
    if !asked.r#try && (nothing_waits || !calendar.is_working_day(today)) {
        return Ok(());
    }
    let (subject, text) = digest_mail(&untaken, &damaged, today, calendar);
    mail.send(&subject, text).await?;
    writeln!(environment.out, "Mailed: {} waiting.", untaken.len())?;
    Refused::if_damaged(&damaged)
}
