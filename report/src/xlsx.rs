//! A workbook: numbers as numbers, hidden counts as text, a sheet of figures and one of definitions.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use templates::Content;

use super::contents::Report;
use super::csv::rows;
use super::words::scope;

/// The bytes of the file. The same report always gives the same bytes: the file's date is that of the figures.
///
/// # Errors
/// A sheet that cannot be written.
pub(crate) fn xlsx(report: &Report, content: &Content) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_timestamp(report.definitions.made_at.timestamp())?;
    let title = format!("{} {}", scope(&content.words, report), report.period.title);
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made));
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap();
    let all = rows(report, content);
    let (definitions, figures): (Vec<_>, Vec<_>) = all.into_iter().partition(|row| row[0] == "definitions");
    let sheet = book.add_worksheet().set_name("Figures")?;
    for (at, row) in (0_u32..).zip(&figures) {
        for (column, cell) in (0_u16..).zip(row) {
            match cell.parse::<f64>() {
                Ok(number) if column == 3 => sheet.write_number(at, column, number)?,
                _ if at == 0 => sheet.write_string_with_format(at, column, cell, &bold)?,
                _ => sheet.write_string(at, column, cell)?,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    for (column, width) in [(0, 22), (1, 28), (2, 58), (3, 22)] {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_print_fit_to_pages(1, 0);
    let sheet = book.add_worksheet().set_name("Definitions")?;
    for (at, [_, name, _, text]) in (0_u32..).zip(&definitions) {
        sheet.write_string_with_format(at, 0, name, &bold)?;
        sheet.write_string_with_format(at, 1, text, &wrapped)?;
    }
    sheet.set_column_width(0, 26)?;
    sheet.set_column_width(1, 90)?;
    book.save_to_buffer()
}
