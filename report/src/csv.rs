//! A report as CSV: one row of `table,code,label,value` for each figure, definitions last.

use chrono::SecondsFormat;
use content_reader::Content;
use spreadsheet::CsvFile;

use super::contents::Report;
use super::figures::{Sheet, sheets};
use super::words::{scope, version};

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
    for sheet in sheets(report, content) {
        rows(&mut file, &sheet)?;
    }
    for (name, text) in definitions(report) {
        file.row(["definitions", &name, "", &text])?;
    }
    file.text()
}

fn rows(file: &mut CsvFile, sheet: &Sheet) -> std::io::Result<()> {
    for line in &sheet.lines {
        for ((column, named), cell) in sheet.columns.iter().zip(&line.cells) {
            let value = cell.to_string();
            if column.is_empty() {
                let label = if sheet.code == "service" {
                    line.label.clone()
                } else {
                    format!("{}: {}", sheet.heading, line.label)
                };
                file.row([&sheet.code, &line.code, &label, &value])?;
            } else {
                file.row([
                    &format!("{}.{column}", sheet.code),
                    &line.code,
                    &format!("{}, {named}", line.label),
                    &value,
                ])?;
            }
        }
    }
    Ok(())
}

/// Each definition by its name.
pub(crate) fn definitions(report: &Report) -> Vec<(String, String)> {
    let means = &report.definitions;
    let mut all = vec![
        ("working_days_to_contact".to_owned(), means.working_days_to_contact.to_string()),
        ("calendar_valid_through".to_owned(), means.calendar_valid_through.to_string()),
        ("law_of".to_owned(), means.law_of.join(" ")),
    ];
    if let Some(at) = means.people_counted_at {
        all.push(("people_counted_at".to_owned(), at.to_rfc3339_opts(SecondsFormat::Secs, true)));
    }
    all.extend(means.sentences.0.iter().cloned());
    all
}
