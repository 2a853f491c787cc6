//! A report as CSV: one row of `table,code,label,value` for each figure.

use content_reader::Content;
use spreadsheet::CsvFile;

use super::contents::Report;
use super::figures::Sheets;

/// The text of the file.
///
/// # Errors
/// None while the file is in memory.
pub fn csv(report: &Report, content: &Content) -> std::io::Result<String> {
    let mut file = CsvFile::new();
    file.row(["table", "code", "label", "value"])?;
    for sheet in Sheets::new(report, content).all() {
        for line in &sheet.lines {
            for (column, cell) in sheet.columns.iter().zip(&line.cells) {
                let label = format!("{}: {}", sheet.heading, line.label);
                let (table, label) = match column.code.as_str() {
                    "" => (sheet.code.clone(), label),
                    code => (format!("{}.{code}", sheet.code), format!("{label}, {}", column.label)),
                };
                file.row([&table, &line.code, &label, &cell.text])?;
            }
        }
    }
    file.text()
}
