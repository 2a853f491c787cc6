//! `find TEXT`: open and closed referrals by name, place, phone, reference, notes, preferred advocate.

use std::io::Write as _;

use clap::Args;
use queue::{Case, Search};

use crate::office::ListRow;
use crate::office::finding::FoundCases;
use crate::office::history::History;
use crate::office::terminal::Progress;
use crate::{Environment, Office, Refused};

/// What `find` is asked.
#[derive(Debug, Args)]
pub(crate) struct FindArgs {
    /// Part of a name, a ward, a hospital, a phone number, a birth date, a reference or of a note
    #[arg(value_name = "TEXT", required = true)]
    words: Vec<String>,
    /// As an array for machines
    #[arg(long)]
    json: bool,
}

/// Writes what fits: what is open in the order of lists, then what is closed, newest first.
pub(crate) async fn find(office: &Office, asked: FindArgs, environment: &mut Environment<'_>) -> Result<(), Refused> {
    let (content, typed) = (office.content(), asked.words.join(" "));
    let search = Search::new(&typed, &content.rules.places, office.today());
    let mut progress = Progress::new(environment.terminal, "Searched", None);
    let found = office.find(&search, &mut |so_far| progress.at(so_far)).await?;
    drop(progress);
    let FoundCases { open, closed, more, unopened } = found;
    let view = office.view();
    if asked.json {
        let calendar = &content.rules.calendar;
        let cases = open.iter().map(|(case, _)| case).chain(closed.iter().map(|(case, _)| case));
        let rows: Vec<ListRow> = cases.map(|case| ListRow::of(case, office.now(), calendar)).collect();
        environment.json(&rows)?;
        return whole(more, unopened);
    }
    if open.is_empty() && closed.is_empty() {
        environment
            .say("Nothing fits. Try part of a name, a ward, a phone number or a birth date such as 3/4/1984.")?;
        return whole(more, unopened);
    }
    let opened = open.iter().map(|(case, now)| view.line(case, now));
    let closed = closed.iter().map(|(case, history): &(Case, History)| view.line(case, &view.case_now(case, *history)));
    for line in opened.chain(closed).collect::<Vec<_>>() {
        let place = if line.place.is_empty() { String::new() } else { format!(", {}", line.place) };
        let owner = if line.owner.is_empty() { String::new() } else { format!(", {}", line.owner) };
        let status =
            if line.headline.starts_with(&line.status) { String::new() } else { format!(" {}{owner}.", line.status) };
        environment.say(&format!("{}  {}{place}. {}.{status}", line.reference, line.name, line.headline))?;
    }
    whole(more, unopened)
}

/// What was not looked at is said beside the answer.
fn whole(more: bool, unopened: usize) -> Result<(), Refused> {
    let mut errors = std::io::stderr();
    if more {
        writeln!(errors, "More fit than these. Add a word.")?;
    }
    if unopened > 0 {
        writeln!(
            errors,
            "{unopened} more cannot be opened with your key, so they were not searched. See `head-office verify`."
        )?;
    }
    Ok(())
}
