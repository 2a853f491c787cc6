//! `report`: activity for the commissioner, as a file or on standard output.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use content_reader::Content;
use referral::long_date;
use report::{FileOrDesk, Issued, Period, Subject, csv, page, xlsx};
use templates::{DeskFrame, ReportPage, Theme};

use crate::office::reports::{Asked, Got, Reports, Version};
use crate::office::terminal::Progress;
use crate::{Environment, Office, Refused};

/// What a report is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// A page that prints on A4 and needs no other file
    Html,
    /// One row for each figure
    Csv,
    /// For machines
    Json,
    /// A workbook
    Xlsx,
}

/// Which report, and where to.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("period").required(true).args(["month", "quarter", "year"]))]
pub struct ReportAsked {
    /// A month, such as 2026-11
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    month: Option<Period>,
    /// A quarter of the financial year, such as 2026-Q3 for October to December 2026
    #[arg(long, value_name = "YYYY-Qn", value_parser = quarter)]
    quarter: Option<Period>,
    /// A financial year, such as 2026 for April 2026 to March 2027
    #[arg(long, value_name = "YYYY", value_parser = year)]
    year: Option<Period>,
    /// The council that pays; all together if not said
    #[arg(long, value_name = "NAME")]
    commissioner: Option<String>,
    /// html, csv, json or xlsx
    #[arg(long, value_enum, default_value = "html")]
    format: ReportFormat,
    /// The same as --format json
    #[arg(long)]
    json: bool,
    /// The file to write; standard output if not said, but a page or workbook is never written to a terminal
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Keep it under the next version number, for handing over; it stays as it is from then on
    #[arg(long, conflicts_with = "version")]
    issue: bool,
    /// Every count exact, as it is now: for the office alone, and never issued
    #[arg(long, conflicts_with_all = ["issue", "version"])]
    internal: bool,
    /// A version that was issued, the newest if not said; 0 is a draft of today's figures
    #[arg(long, value_name = "N")]
    version: Option<u32>,
}

fn month(typed: &str) -> Result<Period, String> {
    Period::month(typed).ok_or_else(|| "That is not a month. Write it as 2026-11.".to_owned())
}

fn quarter(typed: &str) -> Result<Period, String> {
    let wrong = "That is not a quarter. Write it as 2026-Q3, which is October to December 2026.";
    Period::quarter(typed).ok_or_else(|| wrong.to_owned())
}

fn year(typed: &str) -> Result<Period, String> {
    let wrong = "That is not a financial year. Write it as 2026, which is April 2026 to March 2027.";
    Period::year(typed).ok_or_else(|| wrong.to_owned())
}

/// Writes the report, as it was issued or as a draft.
pub(crate) async fn report(
    office: &Office,
    asked: &ReportAsked,
    environment: &mut Environment<'_>,
) -> Result<(), Refused> {
    let content = office.content();
    let reports = Reports { tray: &office.tray, content: &content, now: office.now() };
    let Some(period) = asked.month.or(asked.quarter).or(asked.year) else {
        return Err(Refused::new("Say which period with --month, --quarter or --year."));
    };
    let council = asked.commissioner.as_deref().map(|typed| reports.council(typed)).transpose()?;
    let unnumbered = if asked.internal { Version::Internal } else { Version::Newest };
    let version = asked.version.map_or(unnumbered, Version::numbered);
    let wanted = Asked { subject: Subject { period, council }, version };
    let format = if asked.json { ReportFormat::Json } else { asked.format };
    let for_a_file = matches!(format, ReportFormat::Html | ReportFormat::Xlsx);
    if for_a_file && asked.out.is_none() && environment.terminal.shown {
        return Err(Refused::new("This is not for reading here. Name a file with --out, such as --out report.html."));
    }
    // Before anything is issued: a version that nobody could save would stand all the same.
    let out = asked.out.as_deref().map(Place::new).transpose()?;
    let mut progress = Progress::new(environment.terminal, "Read", None);
    let mut told = |month: usize, months: usize, rows: usize| progress.part(month, months, rows);
    let got =
        if asked.issue { reports.issue(&wanted, &mut told).await? } else { reports.get(&wanted, &mut told).await? };
    drop(progress);
    let bytes = drawn(&got, format, &office.content())?;
    match out {
        None => environment.out.write_all(&bytes)?,
        Some(place) => {
            let path = place.path;
            place.write(&bytes).map_err(|error| not_saved(path, &error, &stands(&got)))?;
            writeln!(environment.out, "{}", said(&got, &path.display().to_string()))?;
        }
    }
    environment.out.flush()?;
    warn(&got);
    Ok(())
}

/// A file that can be written, emptied only once there is something to put into it.
struct Place<'a> {
    path: &'a Path,
    file: File,
    /// It was not there before; if nothing is written it goes again.
    made: bool,
}

impl<'a> Place<'a> {
    fn new(path: &'a Path) -> Result<Self, Refused> {
        let made = !path.exists();
        let opened = File::options().write(true).create(true).truncate(false).open(path);
        let file = opened.map_err(|error| not_saved(path, &error, ""))?;
        Ok(Self { path, file, made })
    }

    fn write(mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.made = false;
        // A pipe or a terminal has no length.
        if self.file.metadata()?.is_file() {
            self.file.set_len(0)?;
        }
        self.file.write_all(bytes)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if self.made {
            std::fs::remove_file(self.path).ok();
        }
    }
}

fn not_saved(path: &Path, error: &std::io::Error, stands: &str) -> Refused {
    Refused::new(format!("{}: {error}. Choose another file with --out.{stands}", path.display()))
}

/// What is so all the same, where the disk filled up in between, for one.
fn stands(got: &Got) -> String {
    match got.report().map_or(0, |report| report.version) {
        0 => String::new(),
        version => format!(" Version {version} is issued all the same: --version {version} gives it again."),
    }
}

/// The bytes of a format. What was kept in a shape of before is given as it was kept, to machines only.
pub(crate) fn drawn(got: &Got, format: ReportFormat, content: &Content) -> Result<Vec<u8>, Refused> {
    let broken = |error: &dyn std::fmt::Display| Refused::new(format!("The report could not be written: {error}."));
    match format {
        ReportFormat::Csv => csv(got.report()?, content).map(String::into_bytes).map_err(|error| broken(&error)),
        ReportFormat::Json => {
            let text = match &got.report {
                Issued::Report(report) => serde_json::to_string_pretty(report),
                Issued::Older(kept) => serde_json::to_string_pretty(kept),
            };
            text.map(|text| format!("{text}\n").into_bytes()).map_err(|error| broken(&error))
        }
        ReportFormat::Xlsx => xlsx(got.report()?, content).map_err(|error| broken(&error)),
        ReportFormat::Html => {
            let theme = Theme::desk().map_err(|error| broken(&error))?;
            let frame = DeskFrame::new(&theme, &content.site.name, "", "");
            let page = page(got.report()?, content, frame, FileOrDesk::File(&theme));
            theme.render_as(ReportPage::FILE, &page).map(String::into_bytes).map_err(|error| broken(&error))
        }
    }
}

fn said(got: &Got, file: &str) -> String {
    let Issued::Report(report) = &got.report else { return format!("The version as it was kept is in {file}.") };
    let (period, council) = (&report.period, report.commissioner.as_deref().unwrap_or("all councils together"));
    let what = format!("{}, {council},", period.title);
    match report.version {
        _ if report.internal.is_some() => {
            format!("{what} with every count exact, is in {file}. It must not leave the office.")
        }
        0 if !got.not_opened.is_empty() => format!("A draft of {what} is in {file}."),
        0 if period.complete => format!("A draft of {what} is in {file}. It can be issued now, with --issue."),
        0 => format!("A draft of {what} is in {file}. Issue it with --issue once {} is past.", long_date(period.last)),
        version => format!("Version {version} of {what} is in {file}. For today's figures, make a draft: --version 0."),
    }
}

/// Who reads the report sees that some are missing; who made it sees which.
fn warn(got: &Got) {
    if got.not_opened.is_empty() {
        return;
    }
    let names = got.not_opened.join(", ");
    let text =
        format!("{} referrals cannot be opened with this key and are in no figure: {names}.", got.not_opened.len());
    writeln!(std::io::stderr(), "{text}").ok();
}
