//! `new --channel CHANNEL`: a referral that came by phone, on paper, by e-mail or in person.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;

use chrono::{DateTime, NaiveDateTime, Utc};
use clap::Args;
use content_reader::Reader;
use referral::{Channel, Problem, Referral, read_json};
use serde_json::json;

use crate::office::other_channel::{TakenDown, caller, local_time, take_down};
use crate::{Environment, Office, Refused};

/// What `new` is asked.
#[derive(Debug, Args)]
pub(crate) struct NewArgs {
    /// phone, paper, email or in-person
    #[arg(long, value_parser = channel)]
    channel: Channel,
    /// When it came, as clocks in England show it; now if not said
    #[arg(long, value_name = "YYYY-MM-DDTHH:MM", value_parser = time)]
    received_at: Option<NaiveDateTime>,
    /// Who phoned or wrote, where that is not the referrer: a ward nurse, hospital managers
    #[arg(long, value_name = "NAME")]
    called_by: Option<String>,
    /// The answers as JSON, as the API takes them; standard input if not said, or `-`
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// What was stored, as an object for machines
    #[arg(long)]
    json: bool,
}

fn channel(typed: &str) -> Result<Channel, String> {
    let codes = Channel::BY_STAFF.map(Channel::code).join(", ");
    let known = Channel::from_code(typed).filter(|channel| Channel::BY_STAFF.contains(channel));
    known.ok_or_else(|| format!("That is not a way a referral reaches head office. Use one of: {codes}."))
}

fn time(typed: &str) -> Result<NaiveDateTime, String> {
    NaiveDateTime::parse_from_str(typed, "%Y-%m-%dT%H:%M")
        .map_err(|_| "That is not a time. Write it as 2026-11-23T14:05.".to_owned())
}

/// Takes it down and prints its reference.
pub(crate) async fn new(office: &Office, asked: NewArgs, environment: &mut Environment<'_>) -> Result<(), Refused> {
    let received_at: DateTime<Utc> = match asked.received_at {
        Some(local) => local_time(local, office.now())?,
        None => office.now(),
    };
    let text = answers_text(asked.answers)?;
    let content = office.content();
    let body = read_json(text.as_bytes())
        .map_err(|_| Refused::new("The answers are not JSON. Write them as the API takes them. Nothing was stored."))?;
    let on = referral::london(received_at).date_naive();
    let referral = Referral::from_json(&body, |answers| Referral::parse_written_down(answers, &content.rules, on));
    let referral = referral.map_err(|(_, problems)| wrong(&problems, office))?;
    let called_by = caller(&asked.called_by.unwrap_or_default())?;
    let new = TakenDown { referral, channel: asked.channel, received_at, called_by };
    let receipt = take_down(office, new).await?;
    if asked.json {
        environment.json(&json!({
            "reference": receipt.reference, "received_at": receipt.received_at, "due_on": receipt.due_on,
            "eligibility": receipt.decision.eligibility, "rules": receipt.decision.rules, "repeat": receipt.repeat,
        }))?;
        return Ok(());
    }
    writeln!(environment.out, "{}", receipt.reference)?;
    let said = if receipt.repeat {
        "The same answers with the same time were stored before: this is that referral."
    } else {
        "It is stored, and waits for somebody to claim it."
    };
    let due = referral::long_date(receipt.due_on);
    // Beside the reference, not behind it: a script reads the reference alone.
    writeln!(std::io::stderr(), "{said} First contact is due by the end of {due}.")?;
    Ok(())
}

fn answers_text(file: Option<PathBuf>) -> Result<String, Refused> {
    let Some(file) = file.filter(|file| file.as_os_str() != "-") else {
        let mut bytes = Vec::new();
        let read = std::io::stdin().read_to_end(&mut bytes);
        let not_text = || std::io::Error::new(std::io::ErrorKind::InvalidData, "it is not a text");
        return read.and_then(|_| referral::text_of(&bytes).ok_or_else(not_text)).map_err(|error| {
            Refused::new(format!("The answers cannot be read from standard input: {error}. Nothing was stored."))
        });
    };
    let read = queue::read_text_file(&file).map(|text| text.to_string());
    read.map_err(|error| Refused::new(format!("{}: {error}. Nothing was stored.", file.display())))
}

/// Every problem at once, a line each. Nothing typed is in it.
fn wrong(problems: &[Problem], office: &Office) -> Refused {
    let content = office.content();
    let line = |problem: &Problem| {
        let field = if problem.field.is_empty() { "the answers" } else { &problem.field };
        format!("\n  {field}: {}", content.words.problem(problem, Reader::Staff))
    };
    Refused::new(format!("Nothing was stored. Put this right first:{}", problems.iter().map(line).collect::<String>()))
}
