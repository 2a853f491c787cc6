//! A report as a page: the desk's, or a file of its own. The page holds words and figures, nothing to calculate.

use chrono::{DateTime, Utc};
use content_reader::Content;
use referral::{london, long_date};
use serde_json::Value;
use templates::{DeskFrame, ReportControls, ReportLine, ReportPage, ReportTable, Theme};

use super::chart::charts;
use super::contents::Report;
use super::figures::{Line, Sheet, sheets};
use super::people::Table;
use super::tiles::tiles;
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
    let [service, mut people, others] = sheets(report, content).map(|all| all.iter().map(table).collect::<Vec<_>>());
    let mut shown = report.counts.iter().map(|(_, table)| *table != Table::LeftOut);
    people.retain(|_| shown.next() == Some(true));
    let left_out = report.counts.iter().filter(|(_, table)| **table == Table::LeftOut);
    let definitions = means.sentences.iter().filter(|(name, _)| *name != "hidden");
    let [asked, did] = tiles(report, content);
    let [compared, months] = others.try_into().unwrap_or_default();
    // The heading above the table says it.
    let compared = ReportTable { heading: String::new(), ..compared };
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
        asked,
        did,
        changes: report.changes.clone(),
        compared,
        charts: charts(report, words),
        months,
        // Its own figures stand in the table of earlier periods.
        service: service.into_iter().skip(1).collect(),
        people,
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
    let counted = means.people_counted_at.filter(|at| *at != means.made_at).map(|at| {
        let day = long_date(london(at).date_naive());
        content.words.label("report", "counted").replace("{when}", &day)
    });
    means.sentences.get("hidden").cloned().into_iter().chain(counted).collect()
}

fn facts(report: &Report, content: &Content) -> ReportTable {
    let (means, words) = (&report.definitions, &content.words);
    let law_of = means.law_of.iter().map(|day| day.parse().map_or_else(|_| day.clone(), long_date));
    let mut rows = vec![
        (words.label("report", "promise"), means.working_days_to_contact.to_string()),
        (words.label("report", "holidays"), long_date(means.calendar_valid_through)),
        (words.label("report", "law"), law_of.collect::<Vec<_>>().join(", ")),
        (words.label("report", "made"), long_time(means.made_at)),
    ];
    if report.not_opened > 0 {
        rows.push((words.label("service", "not_opened"), report.not_opened.to_string()));
    }
    let line = |(label, value): (&str, String)| ReportLine { label: label.to_owned(), values: vec![value] };
    ReportTable { rows: rows.into_iter().map(line).collect(), ..ReportTable::default() }
}

/// `Monday 23 November 2026, 09:15`
fn long_time(at: DateTime<Utc>) -> String {
    london(at).format("%A %-d %B %Y, %H:%M").to_string()
}

/// Of a long list only what was counted; the files have every row.
fn table(sheet: &Sheet) -> ReportTable {
    let long = sheet.lines.len() > LONG;
    let lines = sheet.lines.iter().filter(|line| !long || line.cells != [Value::from(0)]);
    let row = |line: &Line| ReportLine {
        label: line.label.clone(),
        values: (0..line.cells.len()).map(|at| sheet.shown(line, at)).collect(),
    };
    ReportTable {
        heading: sheet.heading.clone(),
        columns: sheet.columns.iter().filter(|(code, _)| !code.is_empty()).map(|(_, label)| label.clone()).collect(),
        rows: lines.map(row).collect(),
        shortened: long,
    }
}
