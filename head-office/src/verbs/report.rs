//! `report`: activity for the commissioner, as a file or on standard output.

use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use content_reader::Content;
use referral::long_date;
use report::{Period, Report, ReportPage, Subject, csv, xlsx};
use templates::{DeskFrame, Theme};

use crate::office::private_file;
use crate::office::reports::{Asked, Got, Reports, Version};
use crate::office::terminal::Progress;
use crate::{Environment, Office, Refused};

/// What a report is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
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
pub(crate) struct ReportAsked {
    /// A month, such as 2026-11
    #[arg(long, value_name = "YYYY-MM", value_parser = Period::month)]
    month: Option<Period>,
    /// A quarter of the financial year, such as 2026-Q3 for October to December 2026
    #[arg(long, value_name = "YYYY-Qn", value_parser = Period::quarter)]
    quarter: Option<Period>,
    /// A financial year, such as 2026 for April 2026 to March 2027
    #[arg(long, value_name = "YYYY", value_parser = Period::year)]
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
    // Before anything is issued: a version that nobody could save would be issued all the same.
    let begin = |path: &'_ PathBuf| private_file::begin(path).map_err(|error| not_saved(path, &error, 0));
    let file = asked.out.as_ref().map(begin).transpose()?;
    let mut progress = Progress::new(environment.terminal, "Read", None);
    let mut told = |month: usize, months: usize, rows: usize| progress.part(month, months, rows);
    let got =
        if asked.issue { reports.issue(&wanted, &mut told).await? } else { reports.get(&wanted, &mut told).await? };
    drop(progress);
    let bytes = drawn(&got.report, format, &content)?;
    match file.zip(asked.out.as_ref()) {
        None => environment.out.write_all(&bytes)?,
        Some((file, path)) => {
            private_file::finish(file, path, &bytes).map_err(|error| not_saved(path, &error, got.report.version))?;
            writeln!(environment.out, "{}", said(&got, &path.display().to_string()))?;
        }
    }
    environment.out.flush()?;
    // Who reads the report sees that some are missing; who made it sees which.
    if !got.not_opened.is_empty() {
        let (count, names) = (got.not_opened.len(), got.not_opened.join(", "));
        let text = format!("{count} referrals cannot be opened with this key and are in no figure: {names}.");
        writeln!(std::io::stderr(), "{text}").ok();
    }
    Ok(())
}

/// What was issued is so all the same, where the disk filled up in between, for one.
fn not_saved(path: &Path, error: &std::io::Error, version: u32) -> Refused {
    let all_the_same = match version {
        0 => String::new(),
        version => format!(" Version {version} is issued all the same: --version {version} gives it again."),
    };
    Refused::new(format!("{}: {error}. Choose another file with --out.{all_the_same}", path.display()))
}

/// The bytes of a format.
pub(crate) fn drawn(report: &Report, format: ReportFormat, content: &Content) -> Result<Vec<u8>, Refused> {
    bytes(report, format, content).map_err(|error| Refused::new(format!("The report could not be written: {error}.")))
}

fn bytes(report: &Report, format: ReportFormat, content: &Content) -> Result<Vec<u8>, Box<dyn Error>> {
    Ok(match format {
        ReportFormat::Csv => csv(report, content)?.into_bytes(),
        ReportFormat::Json => format!("{}\n", serde_json::to_string_pretty(report)?).into_bytes(),
        ReportFormat::Xlsx => xlsx(report, content)?,
        ReportFormat::Html => {
            let theme = Theme::desk()?;
            let frame = DeskFrame::new(&theme, &content.site.name, "", "");
            theme.render(&ReportPage::new(report, content, frame, &theme.stylesheet().text()))?.into_bytes()
        }
    })
}

fn said(got: &Got, file: &str) -> String {
    let report = &got.report;
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
