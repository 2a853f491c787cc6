//! Activity for the commissioner: the page of the desk and the file, drawn by one template.

use serde::Serialize;

use super::DeskFrame;
use crate::Page;

/// A table of figures.
#[derive(Clone, Default, Serialize)]
pub struct ReportTable {
    /// What it counts by; empty where the heading above says it.
    pub heading: String,
    /// The headings of its columns of values, where there are several.
    pub columns: Vec<String>,
    /// In the order of the form.
    pub rows: Vec<ReportLine>,
    /// Whether rows of nobody are left out.
    pub shortened: bool,
}

/// One row of a table.
#[derive(Clone, Serialize)]
pub struct ReportLine {
    /// What is counted.
    pub label: String,
    /// A value for each column.
    pub values: Vec<String>,
}

/// One of the figures read first.
#[derive(Clone, Serialize)]
pub struct ReportTile {
    /// What is counted.
    pub label: String,
    /// The figure.
    pub value: String,
    /// What it is made of.
    pub note: String,
    /// The same of earlier periods: `Jul to Sep 2026` and the figure.
    pub earlier: Vec<(String, String)>,
}

/// One month of a chart. Heights are in the chart's own units.
#[derive(Clone, Serialize)]
pub struct ChartBar {
    /// `Nov`
    pub month: String,
    /// `2026`
    pub year: String,
    /// Whether the report is about it.
    pub in_period: bool,
    /// The height of the solid part.
    pub solid: u32,
    /// The height of the hollow part on it.
    pub hollow: u32,
    /// The words over the bar, a line each.
    pub words: Vec<String>,
}

/// A picture of twelve months.
#[derive(Clone, Serialize)]
pub struct Chart {
    /// An anchor of its own on the page.
    pub id: &'static str,
    /// What it shows.
    pub heading: String,
    /// What it says, for those who do not see it.
    pub summary: String,
    /// The months, oldest first.
    pub bars: Vec<ChartBar>,
    /// The names of the solid and the hollow part, where there are two.
    pub parts: Vec<String>,
}

/// One choice of the desk's form.
#[derive(Clone, Serialize)]
pub struct ReportChoice {
    /// What is sent.
    pub code: String,
    /// What is read.
    pub label: String,
    /// Whether it is the one shown.
    pub chosen: bool,
}

/// What the desk's page has around the report.
#[derive(Clone, Default, Serialize)]
pub struct ReportControls {
    /// Months, quarters and years.
    pub periods: Vec<ReportChoice>,
    /// Councils; the first stands for all of them.
    pub councils: Vec<ReportChoice>,
    /// Versions that were issued, and the draft, where there are several: each leads to an address.
    pub versions: Vec<ReportChoice>,
    /// Who is to see it: the office, or the commissioner.
    pub readers: Vec<ReportChoice>,
    /// What was chosen, for the addresses of files.
    pub query: String,
    /// The version it becomes if it is issued now; 0 where it cannot be.
    pub next_version: u32,
    /// Why not, or what came of issuing it.
    pub said: String,
    /// References of referrals this person's key does not open: named to staff, never in a file.
    pub not_opened: Vec<String>,
}

/// A report as people read it.
#[derive(Clone, Serialize)]
pub struct ReportPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// The stylesheet's text where it is a file; empty at the desk.
    pub style: String,
    /// What the desk has around it; none in a file.
    pub controls: Option<ReportControls>,
    /// `Activity, November 2026`
    pub heading: String,
    /// Whose referrals.
    pub scope: String,
    /// `1 November 2026 to 30 November 2026`
    pub days: String,
    /// The version, or that it is a draft.
    pub version: String,
    /// Whether it is a draft.
    pub draft: bool,
    /// That it must not leave the office; empty where it may.
    pub internal: String,
    /// When it was made, in London.
    pub made: String,
    /// The provider's name.
    pub provider: String,
    /// What was asked of us.
    pub asked: Vec<ReportTile>,
    /// What we did.
    pub did: Vec<ReportTile>,
    /// Which figures changed since the version before.
    pub changes: Vec<String>,
    /// This period beside earlier ones.
    pub compared: ReportTable,
    /// The pictures.
    pub charts: Vec<Chart>,
    /// The months behind the pictures.
    pub months: ReportTable,
    /// The service's own figures.
    pub service: Vec<ReportTable>,
    /// Tables about people.
    pub people: Vec<ReportTable>,
    /// The rule on small numbers, and when the tables were counted.
    pub people_notes: Vec<String>,
    /// The headings of tables that are left out.
    pub left_out: Vec<String>,
    /// What each figure counts.
    pub definitions: Vec<String>,
    /// Promise, calendar and law.
    pub facts: ReportTable,
}

impl Page for ReportPage {
    const TEMPLATE: &'static str = "desk/report.html";
}

impl ReportPage {
    /// The same as a file that needs no other.
    pub const FILE: &'static str = "desk/report_file.html";
}
