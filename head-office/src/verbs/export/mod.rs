//! `export`: referrals leave the queue, for a case-management system or, sealed as they are, for the `age` command.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};
use queue::{Clear, QueueError, Record};
use referral::life::Status;
use referral::{Reference, london};

use crate::office::Key;
use crate::office::references::{GROUPS, reference};
use crate::office::terminal::Progress;
use crate::{Clock, Environment, Office, Refused};

mod cells;
mod csv;
mod json;
mod workbook;

/// How many marks are written side by side.
const MARKS_AT_ONCE: usize = 8;

/// Writes the `age` file as it is stored, and nothing else: staff can always read it without us.
async fn sealed(office: &Office, reference: &Reference, environment: &mut Environment<'_>) -> Result<(), Refused> {
    if environment.terminal.shown {
        return Err(Refused::new(format!(
            "A sealed file is not for reading on a terminal. Write it to a file: \
             head-office export --sealed {reference} > {reference}.age"
        )));
    }
    let sealed = office.tray.sealed(reference).await?.ok_or_else(|| Refused::unknown(reference))?;
    environment.deliver(None, &sealed, "")
}

/// How an export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For spreadsheets and case-management systems
    Csv,
    /// One JSON object a line, each as `show --json` gives it
    Jsonl,
    /// One array of the same objects
    Json,
    /// A workbook; notes and attempts in a second sheet
    Xlsx,
}

/// What is exported. Without any of these, everything that still holds a person.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Wanted {
    /// Only those in this state: waiting, claimed, contacted or closed; may be said more than once
    #[arg(long, value_name = "STATE", value_parser = state)]
    state: Vec<Status>,
    /// Only those received on this day or later
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = crate::verbs::values::day)]
    from: Option<NaiveDate>,
    /// Only those received on this day or earlier
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = crate::verbs::values::day)]
    to: Option<NaiveDate>,
    /// Only those that nobody has exported since they last changed
    #[arg(long)]
    new: bool,
    /// Write to this file, whole or not at all, readable by you alone; standard output otherwise
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

fn state(typed: &str) -> Result<Status, String> {
    Status::from_code(typed)
        .ok_or_else(|| "That is not a state. Use one of: waiting, claimed, contacted, closed.".to_owned())
}

impl Wanted {
    fn is(&self, clear: &Clear, now: DateTime<Utc>) -> bool {
        let received = london(clear.received_at).date_naive();
        let in_state = self.state.is_empty() || self.state.contains(&clear.state.at(now).status);
        in_state && self.from.is_none_or(|from| received >= from) && self.to.is_none_or(|to| received <= to)
    }
}

/// What `export` is asked.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("how").required(true).args(["sealed", "format", "json"]))]
pub(crate) struct ExportArgs {
    /// One referral, sealed as it is stored, on standard output
    #[arg(long, value_name = "REF", num_args = 1..=GROUPS, conflicts_with_all = ["state", "from", "to", "new", "out"])]
    sealed: Option<Vec<String>>,
    /// All that is wanted, opened; each is marked as exported
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// The same as --format json: one array of objects, each as `show --json` gives it
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    wanted: Wanted,
}

/// Writes one as it is stored, or all that is wanted.
pub(crate) async fn export(
    data: Option<&Path>,
    asked: ExportArgs,
    environment: &mut Environment<'_>,
) -> Result<(), Refused> {
    if let Some(words) = asked.sealed {
        let reference = reference(&words)?;
        return sealed(&Office::open(data, Key::NotNeeded, environment).await?, &reference, environment).await;
    }
    let format = if asked.json { Format::Json } else { asked.format.unwrap_or(Format::Csv) };
    opened(&Office::open(data, Key::Needed, environment).await?, format, &asked.wanted, environment).await
}

/// Writes what is wanted, by date of receipt, then marks it as exported.
async fn opened(
    office: &Office,
    format: Format,
    wanted: &Wanted,
    environment: &mut Environment<'_>,
) -> Result<(), Refused> {
    if format == Format::Xlsx && wanted.out.is_none() && environment.terminal.shown {
        return Err(Refused::new("A workbook is not for reading on a terminal. Name a file with --out."));
    }
    let (all, left_out) = collect(office, wanted, environment).await?;
    let bytes = bytes(&all, format, office)?;
    environment.deliver(wanted.out.as_deref(), &bytes, "Nothing was exported.")?;
    mark(office, all, environment).await?;
    if left_out.is_empty() {
        return Ok(());
    }
    Err(Refused::new(format!(
        "The export is not whole: {} could not be opened with your key and {} left out: {}. `head-office verify` says \
         what to do.",
        left_out.len(),
        if left_out.len() == 1 { "is" } else { "are" },
        left_out.join(", ")
    )))
}

/// What opens, by date of receipt, and the references of what does not.
async fn collect(
    office: &Office,
    wanted: &Wanted,
    environment: &Environment<'_>,
) -> Result<(Vec<Record>, Vec<String>), Refused> {
    let now = office.now();
    let (mut all, mut left_out) = (Vec::new(), Vec::new());
    let mut progress = Progress::new(environment.terminal, "Exported", None);
    let damaged = office
        .tray
        .each(
            now,
            |clear| wanted.is(clear, now),
            async |found: Vec<Record>| {
                for found in found.into_iter().filter(|found| !(wanted.new && found.exported)) {
                    if found.entry.is_ok() && found.unopened > 0 {
                        left_out.push(format!("part of the history of {}", found.clear.reference));
                    }
                    match found.entry {
                        Ok(_) => all.push(found),
                        Err(_) => left_out.push(found.clear.reference.to_string()),
                    }
                }
                progress.at(all.len());
                Ok(())
            },
        )
        .await?;
    all.sort_by(|a, b| (a.clear.received_at, &a.clear.reference).cmp(&(b.clear.received_at, &b.clear.reference)));
    left_out.extend(damaged);
    Ok((all, left_out))
}

fn bytes(all: &[Record], format: Format, office: &Office) -> Result<Vec<u8>, Refused> {
    match format {
        Format::Csv => Ok(csv::csv(all, office)?),
        Format::Jsonl => Ok(json::lines(all, office)),
        Format::Json => Ok(json::array(all, office)),
        Format::Xlsx => workbook::workbook(all, office)
            .map_err(|error| Refused::new(format!("The workbook cannot be made: {error}. Nothing was exported."))),
    }
}

/// Marks come after the file is there: an export that failed is not marked, and `--new` brings it again.
async fn mark(office: &Office, all: Vec<Record>, environment: &Environment<'_>) -> Result<(), Refused> {
    let mut progress = Progress::new(environment.terminal, "Marked as exported", Some(all.len()));
    let mut done = 0;
    let mut rows = all.into_iter();
    let mut marking = tokio::task::JoinSet::new();
    loop {
        while marking.len() < MARKS_AT_ONCE
            && let Some(row) = rows.next()
        {
            let (tray, staff, clock): (_, _, Clock) = (office.tray.clone(), office.staff.clone(), office.clock.clone());
            marking.spawn(async move { tray.exported(&row.clear, &staff, clock()).await });
        }
        let Some(marked) = marking.join_next().await else { return Ok(()) };
        match marked.unwrap_or(Err(QueueError::NoAnswer)) {
            Ok(()) => {}
            // To read needs no folder that can be written to.
            Err(error @ (QueueError::ReadOnly | QueueError::DiskFull)) => {
                writeln!(std::io::stderr(), "Everything is exported. It is not marked so: {error}.")?;
                return Ok(());
            }
            Err(error) => {
                let why = format!("Everything is exported, but not all is marked so ({error}). Run it again.");
                return Err(Refused::new(why));
            }
        }
        done += 1;
        progress.at(done);
    }
}
