//! `export`: referrals leave the queue, for a case-management system or, sealed as they are, for the `age` command.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};
use queue::{Clear, Record};
use referral::life::Status;
use referral::{Reference, london};

use crate::office::{Office, World};
use crate::terminal::Progress;
use crate::{Clock, Refused};

mod csv;
mod rows;

/// How many marks are written side by side.
const MARKS_AT_ONCE: usize = 8;

/// Writes the `age` file as it is stored, and nothing else: staff can always read it without us.
pub(crate) async fn sealed(office: &Office, reference: &Reference, world: &mut World<'_>) -> Result<(), Refused> {
    if world.terminal.shown {
        return Err(Refused::new(format!(
            "A sealed file is not for reading on a terminal. Write it to a file: \
             head-office export --sealed {reference} > {reference}.age"
        )));
    }
    let sealed = office.tray.sealed(reference).await?.ok_or_else(|| Refused::unknown(reference))?;
    world.out.write_all(&sealed)?;
    world.out.flush()?;
    Ok(())
}

/// How an export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For spreadsheets and case-management systems
    Csv,
    /// One JSON object a line, each as `show --json` gives it
    Jsonl,
    /// One array of the same objects
    Json,
}

/// What is exported. Without any of these, everything that still holds a person.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Wanted {
    /// Only those that stand so: waiting, claimed, contacted or closed; may be said more than once
    #[arg(long, value_name = "STATE", value_parser = state)]
    state: Vec<Status>,
    /// Only those received on this day or later
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = crate::cli::day)]
    from: Option<NaiveDate>,
    /// Only those received on this day or earlier
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = crate::cli::day)]
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
        let stands = self.state.is_empty() || self.state.contains(&clear.state.at(now).status);
        stands && self.from.is_none_or(|from| received >= from) && self.to.is_none_or(|to| received <= to)
    }
}

/// A referral as it is written, and what it is sorted and marked by.
struct Row {
    clear: Clear,
    text: String,
}

/// Writes what is wanted, by date of receipt, then marks it as exported.
pub(crate) async fn export(
    office: &Office,
    format: Format,
    wanted: &Wanted,
    world: &mut World<'_>,
) -> Result<(), Refused> {
    let (rows, unopened) = collect(office, format, wanted, world).await?;
    match &wanted.out {
        Some(file) => whole_file(file, &rows, format)?,
        None => write(&rows, format, world.out)?,
    }
    mark(office, rows, world).await?;
    if unopened == 0 {
        return Ok(());
    }
    Err(Refused::new(format!(
        "The export is not whole: {unopened} could not be opened with your key and are left out. \
         `head-office verify` names each and says what to do."
    )))
}

async fn collect(
    office: &Office,
    format: Format,
    wanted: &Wanted,
    world: &World<'_>,
) -> Result<(Vec<Row>, usize), Refused> {
    let now = office.now();
    let (mut rows, mut unopened) = (Vec::new(), 0);
    let mut progress = Progress::new(world.terminal, "Exported", None);
    office
        .tray
        .each(
            now,
            |clear| wanted.is(clear, now),
            async |found: Vec<Record>| {
                for found in found.into_iter().filter(|found| !(wanted.new && found.exported)) {
                    match rows::text(&found, format, office) {
                        Some(text) => rows.push(Row { clear: found.clear, text }),
                        None => unopened += 1,
                    }
                }
                progress.at(rows.len());
                Ok(())
            },
        )
        .await?;
    rows.sort_by(|a, b| (a.clear.received_at, &a.clear.reference).cmp(&(b.clear.received_at, &b.clear.reference)));
    Ok((rows, unopened))
}

fn write(rows: &[Row], format: Format, out: &mut dyn Write) -> std::io::Result<()> {
    let (before, between, after) = match format {
        Format::Csv => (rows::heading(), "", ""),
        Format::Jsonl => (String::new(), "", ""),
        Format::Json => ("[\n".to_owned(), ",\n", "\n]\n"),
    };
    out.write_all(before.as_bytes())?;
    for (at, row) in rows.iter().enumerate() {
        out.write_all(if at == 0 { "" } else { between }.as_bytes())?;
        out.write_all(row.text.as_bytes())?;
    }
    out.write_all(after.as_bytes())?;
    out.flush()
}

/// On the disk under another name before it has its own: an export cut short leaves no half file.
fn whole_file(path: &Path, rows: &[Row], format: Format) -> Result<(), Refused> {
    let wrong = |error: std::io::Error| Refused::new(format!("{}: {error}. Nothing was exported.", path.display()));
    let beside = path.with_extension("part");
    let file = private(&beside).map_err(wrong)?;
    let mut buffered = std::io::BufWriter::new(file);
    let written = write(rows, format, &mut buffered)
        .and_then(|()| buffered.into_inner().map_err(std::io::IntoInnerError::into_error))
        .and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(&beside, path));
    written.map_err(|error| {
        fs::remove_file(&beside).ok();
        wrong(error)
    })
}

/// A file for nobody else's eyes, made anew.
pub(super) fn private(path: &Path) -> std::io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)
}

/// Marks come after the file is there: an export that failed is not marked, and `--new` brings it again.
async fn mark(office: &Office, rows: Vec<Row>, world: &World<'_>) -> Result<(), Refused> {
    let mut progress = Progress::new(world.terminal, "Marked as exported", Some(rows.len()));
    let mut done = 0;
    let mut rows = rows.into_iter();
    let mut marking = tokio::task::JoinSet::new();
    loop {
        while marking.len() < MARKS_AT_ONCE
            && let Some(row) = rows.next()
        {
            let (tray, staff, clock): (_, _, Clock) = (office.tray.clone(), office.staff.clone(), office.clock.clone());
            marking.spawn(async move { tray.exported(&row.clear, &staff, clock()).await });
        }
        let Some(marked) = marking.join_next().await else { return Ok(()) };
        marked.unwrap_or(Err(queue::QueueError::NoAnswer)).map_err(|error| {
            Refused::new(format!("Everything is exported, but not all is marked so ({error}). Run it again."))
        })?;
        done += 1;
        progress.at(done);
    }
}
