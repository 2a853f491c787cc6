//! A report as a page: the desk's, or a file of its own. The page holds words and figures, nothing to calculate.

use chrono::{DateTime, Utc};
use content_reader::Content;
use referral::{london, long_date};
use templates::{DeskFrame, ReportControls, ReportLine, ReportPage, ReportRow, ReportTable, Theme};

use super::chart::charts;
use super::contents::Report;
use super::figures::{Cell, Sheet, by_code, compared, sheets, trend};
use super::people::Table;
use super::summary::summary;
use super::words::{heading, scope, version};

/// Where it is drawn.
pub enum FileOrDesk<'a> {
    /// A file that needs no other; the stylesheet goes into it.
    File(&'a Theme),
    /// The desk's page.
    Desk(ReportControls),
}

/// Rows from which on a table leaves out those of nobody.
const LONG: usize = 24;

/// The report in words.
pub fn page(report: &Report, content: &Content, frame: DeskFrame, at: FileOrDesk<'_>) -> ReportPage {
    let words = &content.words;
    let (style, controls) = match at {
        FileOrDesk::File(theme) => (theme.stylesheet().text.clone(), None),
        FileOrDesk::Desk(controls) => (String::new(), Some(controls)),
    };
    let means = &report.definitions;
    let all = sheets(report, content);
    let is_service = |sheet: &&Sheet| by_code(&report.service).iter().any(|(code, _)| *code == sheet.code);
    let is_shown = |sheet: &&Sheet| matches!(report.counts.get(&sheet.code), Some(Table::Shown(_)));
    let left_out = report.counts.0.iter().filter(|(_, table)| *table == Table::LeftOut);
    let definitions = means.sentences.0.iter().filter(|(name, _)| name != "hidden");
    ReportPage {
        frame,
        style,
        controls,
        heading: format!("{}, {}", words.label("report", "title"), report.period.title),
        scope: scope(words, report),
        days: format!("{} to {}", long_date(report.period.first), long_date(report.period.last)),
        version: version(words, report),
        draft: report.version == 0 && report.internal.is_none(),
        internal: report.internal.clone().unwrap_or_default(),
        made: long_time(means.made_at),
        provider: content.site.provider.clone(),
        summary: summary(report, words),
        changes: report.changes.clone(),
        compared: table(&compared(report, content)),
        charts: charts(report, words),
        months: table(&trend(report, content)),
        service: all.iter().filter(is_service).map(table).collect(),
        people: all.iter().filter(is_shown).map(table).collect(),
        people_notes: people_notes(report, content),
        left_out: left_out.map(|(name, _)| heading(words, name).to_owned()).collect(),
        definitions: definitions.map(|(_, text)| text.clone()).collect(),
        facts: facts(report, content),
    }
}

/// The rule on small numbers stands above the tables it is about; an internal report has none.
fn people_notes(report: &Report, content: &Content) -> Vec<String> {
    let means = &report.definitions;
    if report.internal.is_some() {
        return Vec::new();
    }
    let mut notes: Vec<String> = means.sentences.get("hidden").cloned().into_iter().collect();
    if let Some(at) = means.people_counted_at.filter(|at| *at != means.made_at) {
        let note = content.words.label("report", "counted");
        notes.push(note.replace("{when}", &long_date(london(at).date_naive())));
    }
    notes
}

fn facts(report: &Report, content: &Content) -> Vec<ReportRow> {
    let (means, words) = (&report.definitions, &content.words);
    let row = |label: &str, value: String| ReportRow { label: words.label("report", label).to_owned(), value };
    let law_of = means.law_of.iter().map(|day| day.parse().map_or_else(|_| day.clone(), long_date));
    let mut rows = vec![
        row("promise", means.working_days_to_contact.to_string()),
        row("holidays", long_date(means.calendar_valid_through)),
        row("law", law_of.collect::<Vec<_>>().join(", ")),
        row("made", long_time(means.made_at)),
    ];
    if report.not_opened > 0 {
        rows.push(ReportRow {
            label: words.label("service", "not_opened").to_owned(),
            value: report.not_opened.to_string(),
        });
    }
    rows
}

/// `Monday 23 November 2026, 09:15`
fn long_time(at: DateTime<Utc>) -> String {
    london(at).format("%A %-d %B %Y, %H:%M").to_string()
}

/// Of a long list only what was counted; the files have every row.
fn table(sheet: &Sheet) -> ReportTable {
    let long = sheet.lines.len() > LONG;
    let lines = sheet.lines.iter().filter(|line| !long || line.cells != [Cell::Number(0.0)]);
    ReportTable {
        heading: sheet.heading.clone(),
        columns: sheet.columns.iter().filter(|(code, _)| !code.is_empty()).map(|(_, label)| label.clone()).collect(),
        rows: lines
            .map(|line| ReportLine { label: line.label.clone(), values: line.cells.iter().map(shown).collect() })
            .collect(),
        shortened: long,
    }
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Nothing => "–".to_owned(),
        Cell::Percent(_) => format!("{cell}%"),
        _ => cell.to_string(),
    }
}
