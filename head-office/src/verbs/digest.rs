//! `digest`: what is waiting, by reference, due date and why. Needs no key and names nobody.

use queue::{Clear, OpenEntries};
use referral::{Untaken, digest_mail};
use serde_json::{Value, json};

use crate::office::mail::Mail;
use crate::{Environment, Office, Refused};

/// How the digest goes out.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct DigestArgs {
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
    let OpenEntries { entries, unreadable } = office.tray.open_entries().await?;
    let waiting = Clear::untaken(entries, office.now());
    let untaken: Vec<Untaken> = waiting.iter().map(Clear::untaken_line).collect();
    if asked.json {
        let line =
            |one: &Untaken| json!({"reference": one.reference, "due_on": one.due_on, "why": one.why(today).code()});
        let damaged = |name: &String| json!({"reference": name, "due_on": null, "why": "unreadable"});
        let rows: Vec<Value> = untaken.iter().map(line).chain(unreadable.iter().map(damaged)).collect();
        environment.json(&rows)?;
        return all_read(&unreadable);
    }
    let calendar = &content.rules.calendar;
    let Some(mail) = mail else {
        let text = referral::digest(&untaken, &unreadable, today, calendar);
        write!(environment.out, "{}", environment.terminal.wrapped(&text))?;
        return all_read(&unreadable);
    };
    let nothing_waits = untaken.is_empty() && unreadable.is_empty();
    if !asked.r#try && (nothing_waits || !calendar.is_working_day(today)) {
        return Ok(());
    }
    let (subject, text) = digest_mail(&untaken, &unreadable, today, calendar);
    mail.send(&subject, text).await?;
    writeln!(environment.out, "Mailed: {} waiting.", untaken.len())?;
    all_read(&unreadable)
}

/// Exit code 1 where an entry cannot be read: somebody may be waiting behind it.
fn all_read(unreadable: &[String]) -> Result<(), Refused> {
    match unreadable {
        [] => Ok(()),
        names => Err(Refused::new(format!("Cannot be read: {}. Run `head-office verify`.", names.join(", ")))),
    }
}
