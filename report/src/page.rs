//! A report as a page: a file of its own, or a part of the desk's. The page holds words and figures, nothing to calculate.

use content_reader::Content;
use referral::long_date;
use serde::Serialize;
use templates::{DeskFrame, Page};

use super::chart::{Chart, charts};
use super::contents::Report;
use super::figures::{Sheets, long_time};
use super::tiles::{Tile, tiles};
use super::words::{scope, version};

/// A report as people read it.
#[derive(Clone, Serialize)]
pub struct ReportPage<'a> {
    frame: DeskFrame,
    /// The stylesheet's text where it is a file that needs no other; empty at the desk.
    style: &'a str,
    report: &'a Report,
    /// `Activity, November 2026`
    heading: String,
    scope: String,
    /// `1 November 2026 to 30 November 2026`
    days: String,
    version: String,
    made: String,
    provider: &'a str,
    asked: Vec<Tile>,
    did: Vec<Tile>,
    charts: [Chart; 2],
    #[serde(flatten)]
    sheets: Sheets,
}

impl Page for ReportPage<'_> {
    const TEMPLATE: &'static str = "desk/report_file.html";
}

impl<'a> ReportPage<'a> {
    /// A page for a file has the text of its stylesheet in it.
    pub fn new(report: &'a Report, content: &'a Content, frame: DeskFrame, style: &'a str) -> Self {
        let (words, sheets) = (&content.words, Sheets::new(report, content));
        let [asked, did] = tiles(report, content, &sheets.service);
        Self {
            frame,
            style,
            report,
            heading: format!("{}, {}", words.label("report", "title"), report.period.title),
            scope: scope(words, report),
            days: format!("{} to {}", long_date(report.period.first), long_date(report.period.last)),
            version: version(words, report),
            made: long_time(report.definitions.made_at),
            provider: &content.site.provider,
            asked,
            did,
            charts: charts(report, words),
            sheets,
        }
    }
}
