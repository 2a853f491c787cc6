//! A report as a workbook: one sheet a table, numbers as numbers, hidden counts as text.

use content_reader::Content;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::contents::Report;
use super::figures::{Sheet, Sheets};
use super::words::{scope, version};

/// No name of a sheet may be longer.
const LONGEST_NAME: usize = 31;
/// The widths of columns, in characters: code, what is counted, then figures or a text.
const WIDTHS: [f64; 2] = [24.0, 48.0];
const FIGURE: f64 = 22.0;
const TEXT: f64 = 90.0;

/// The bytes of the file. The same report always gives the same bytes: the file's date is that of the figures.
///
/// # Errors
/// A sheet that cannot be written.
pub fn xlsx(report: &Report, content: &Content) -> Result<Vec<u8>, XlsxError> {
    let (mut book, words) = (Workbook::new(), &content.words);
    let made = ExcelDateTime::from_timestamp(report.definitions.made_at.timestamp())?;
    let title = format!("{} {}", scope(words, report), report.period.title);
    book.set_properties(&DocProperties::new().set_title(&title).set_creation_datetime(&made));
    let internal = report.internal.as_deref().unwrap_or_default();
    let about = format!("{internal} {title}. {}", version(words, report));
    let headings = ["code", "what"].map(|name| words.label("report", name));
    for sheet in Sheets::new(report, content).all() {
        fill(book.add_worksheet(), sheet, about.trim_start(), headings)?;
    }
    book.save_to_buffer()
}

/// Every sheet says what the report is, also on every printed page.
fn fill(page: &mut Worksheet, sheet: &Sheet, about: &str, headings: [&str; 2]) -> Result<(), XlsxError> {
    let (bold, wrapped) = (Format::new().set_bold(), Format::new().set_text_wrap());
    let percent = Format::new().set_num_format("0.0");
    let name = sheet.heading.chars().filter(|each| !"[]:*?/\\".contains(*each)).take(LONGEST_NAME);
    page.set_name(name.collect::<String>())?.set_header(format!("&L{}", about.replace('&', "&&")));
    page.set_print_fit_to_pages(1, 0).set_freeze_panes(3, 0)?;
    page.write_string_with_format(0, 0, about, &bold)?;
    let is_text = ["about", "definitions"].contains(&sheet.code.as_str());
    for (column, heading) in (0..).zip(headings.into_iter().chain(sheet.columns.iter().map(|each| each.label.as_str())))
    {
        let width = WIDTHS.get(usize::from(column)).copied().unwrap_or(if is_text { TEXT } else { FIGURE });
        page.set_column_width(column, width)?.write_string_with_format(2, column, heading, &bold)?;
    }
    for (row, line) in (3..).zip(&sheet.lines) {
        page.write_string(row, 0, &line.code)?.write_string(row, 1, &line.label)?;
        for (column, cell) in (2..).zip(&line.cells) {
            match cell.value.as_f64() {
                Some(number) if cell.is_percent => page.write_number_with_format(row, column, number, &percent)?,
                Some(number) => page.write_number(row, column, number)?,
                None => page.write_string_with_format(row, column, &cell.text, &wrapped)?,
            };
        }
    }
    Ok(())
}
