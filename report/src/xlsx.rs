//! A report as a workbook: one sheet a table, numbers as numbers, hidden counts as text, definitions last.

use content_reader::Content;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::contents::Report;
use super::figures::{Sheet, sheets};
use super::words::{definitions, scope, version};

/// No name of a sheet may be longer.
const LONGEST_NAME: usize = 31;

struct Formats {
    bold: Format,
    wrapped: Format,
    number: Format,
    percent: Format,
}

/// The bytes of the file. The same report always gives the same bytes: the file's date is that of the figures.
///
/// # Errors
/// A sheet that cannot be written.
pub fn xlsx(report: &Report, content: &Content) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_timestamp(report.definitions.made_at.timestamp())?;
    let title = format!("{} {}", scope(&content.words, report), report.period.title);
    book.set_properties(&DocProperties::new().set_title(&title).set_creation_datetime(&made));
    let formats = Formats {
        bold: Format::new().set_bold(),
        wrapped: Format::new().set_text_wrap(),
        number: Format::new().set_num_format("0.##"),
        percent: Format::new().set_num_format("0.0"),
    };
    let about = match &report.internal {
        Some(internal) => format!("{internal} {title}."),
        None => format!("{title}. {}", version(&content.words, report)),
    };
    for sheet in sheets(report, content).iter().flatten() {
        let page = book.add_worksheet().set_name(name(&sheet.heading))?;
        begin(page, &about, &formats)?;
        fill(page, sheet, content, &formats)?;
    }
    let page = book.add_worksheet().set_name(content.words.label("report", "definitions"))?;
    begin(page, &about, &formats)?;
    for (row, (name, text)) in (2_u32..).zip(&definitions(report)) {
        page.write_string_with_format(row, 0, name, &formats.bold)?;
        page.write_string_with_format(row, 1, text, &formats.wrapped)?;
    }
    page.set_column_width(0, 26)?;
    page.set_column_width(1, 90)?;
    book.save_to_buffer()
}

/// What it is stands on every sheet, and on every page when it is printed.
fn begin(page: &mut Worksheet, about: &str, formats: &Formats) -> Result<(), XlsxError> {
    page.write_string_with_format(0, 0, about, &formats.bold)?;
    page.set_header(format!("&L{}", about.replace('&', "&&")));
    page.set_print_fit_to_pages(1, 0);
    Ok(())
}

fn fill(page: &mut Worksheet, sheet: &Sheet, content: &Content, formats: &Formats) -> Result<(), XlsxError> {
    let words = &content.words;
    let headings = [words.label("report", "code"), words.label("report", "what")].map(str::to_owned);
    for (column, named) in (0_u16..).zip(headings.iter().chain(sheet.columns.iter().map(|(_, label)| label))) {
        page.write_string_with_format(2, column, named, &formats.bold)?;
        page.set_column_width(column, [24.0, 48.0].get(usize::from(column)).copied().unwrap_or(22.0))?;
    }
    for (row, line) in (3_u32..).zip(&sheet.lines) {
        page.write_string(row, 0, &line.code)?;
        page.write_string(row, 1, &line.label)?;
        for (column, (at, cell)) in (2_u16..).zip(line.cells.iter().enumerate()) {
            let format = if sheet.is_percent(line, at) { &formats.percent } else { &formats.number };
            match cell.as_f64() {
                Some(number) => page.write_number_with_format(row, column, number, format)?,
                None => page.write_string(row, column, sheet.text(line, at))?,
            };
        }
    }
    page.set_freeze_panes(3, 0)?;
    Ok(())
}

/// A heading as the name of a sheet.
fn name(heading: &str) -> String {
    heading.chars().filter(|each| !"[]:*?/\\".contains(*each)).take(LONGEST_NAME).collect()
}
