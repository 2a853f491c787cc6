//! A report as CSV: one row of `table,code,label,value` for each figure, definitions last.

use chrono::SecondsFormat;
use content_reader::Content;
use spreadsheet::CsvFile;

use super::contents::Report;
use super::figures::sheets;
use super::words::{definitions, scope, version};

/// The text of the file.
///
/// # Errors
/// None while the file is in memory.
pub fn csv(report: &Report, content: &Content) -> std::io::Result<String> {
    let words = &content.words;
    let made = report.definitions.made_at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let mut file = CsvFile::new();
    file.row(["table", "code", "label", "value"])?;
    if let Some(internal) = &report.internal {
        file.row(["internal", "", internal, ""])?;
    }
    file.row(["period", &report.period.code, &report.period.title, &scope(words, report)])?;
    file.row(["version", &report.version.to_string(), &version(words, report), &made])?;
    file.row(["not_opened", "", words.label("service", "not_opened"), &report.not_opened.to_string()])?;
    for change in &report.changes {
        file.row(["changes", "", change, ""])?;
    }
    for sheet in sheets(report, content).iter().flatten() {
        for line in &sheet.lines {
            for (at, (column, named)) in sheet.columns.iter().enumerate() {
                let (table, label) = match (sheet.code.as_str(), column.as_str()) {
                    ("service", _) => (sheet.code.clone(), line.label.clone()),
                    (table, "") => (table.to_owned(), format!("{}: {}", sheet.heading, line.label)),
                    (table, column) => (format!("{table}.{column}"), format!("{}, {named}", line.label)),
                };
                file.row([&table, &line.code, &label, &sheet.text(line, at)])?;
            }
        }
    }
    for (name, text) in definitions(report) {
        file.row(["definitions", &name, "", &text])?;
    }
    file.text()
}
