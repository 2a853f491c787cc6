//! The export as a workbook: every cell is text but days and times, so a phone number keeps its 0 and a name stays a
//! name. Notes and tries are in a second sheet.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use queue::Record;
use referral::life::{Event, Verb, What};
use referral::{london, phone_cell};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::cells::{Cell, cells, columns};
use crate::Office;

/// The columns of the second sheet.
const HISTORY: [&str; 8] = ["reference", "at", "who", "what", "on", "how", "by", "note"];
/// Widths in characters, wide enough for a date with its time.
const WIDTH: f64 = 18.0;

struct Formats {
    heading: Format,
    day: Format,
    time: Format,
    text: Format,
}

/// The bytes of the file.
pub(super) fn workbook(all: &[Record], office: &Office) -> Result<Vec<u8>, XlsxError> {
    let formats = Formats {
        heading: Format::new().set_bold(),
        day: Format::new().set_num_format("yyyy-mm-dd"),
        time: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
        text: Format::new().set_num_format("@"),
    };
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Referrals")?;
    let rows = all.iter().filter_map(|found| cells(found, office));
    fill(sheet, columns(), rows, &formats)?;
    let sheet = book.add_worksheet().set_name("Notes and attempts")?;
    let events = all.iter().filter(|found| found.entry.is_ok());
    let events = events.flat_map(|found| found.events.iter().map(move |event| (found, event)));
    let rows = events.filter_map(|(found, event)| history(&found.clear.reference.to_string(), event));
    fill(sheet, HISTORY.into_iter(), rows, &formats)?;
    book.save_to_buffer()
}

fn fill(
    sheet: &mut Worksheet,
    columns: impl Iterator<Item = &'static str>,
    rows: impl Iterator<Item = Vec<Cell>>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    for (column, name) in (0_u16..).zip(columns) {
        sheet.write_string_with_format(0, column, name, &formats.heading)?;
        sheet.set_column_width(column, WIDTH)?;
    }
    for (row, cells) in (1_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(&cells) {
            write(sheet, (row, column), cell, formats)?;
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}

fn write(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, formats: &Formats) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) if text.is_empty() => {}
        Cell::Text(text) => drop(sheet.write_string_with_format(row, column, text, &formats.text)?),
        Cell::Phone(number) => drop(sheet.write_string_with_format(row, column, phone_cell(number), &formats.text)?),
        Cell::Day(day) => drop(sheet.write_datetime_with_format(row, column, excel_day(*day)?, &formats.day)?),
        Cell::Time(at) => drop(sheet.write_datetime_with_format(row, column, excel_time(*at)?, &formats.time)?),
        Cell::Empty => {}
    }
    Ok(())
}

fn excel_day(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let part = |number: u32| u8::try_from(number).unwrap_or(u8::MAX);
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or_default(), part(day.month()), part(day.day()))
}

/// As a clock in England shows it.
fn excel_time(at: DateTime<Utc>) -> Result<ExcelDateTime, XlsxError> {
    let local = london(at);
    let hour = u16::try_from(local.hour()).unwrap_or_default();
    excel_day(local.date_naive())?.and_hms(hour, u8::try_from(local.minute()).unwrap_or_default(), 0)
}

/// A line of the second sheet: what was written for the next reader, and each try.
fn history(reference: &str, event: &Event) -> Option<Vec<Cell>> {
    let contact = event.contact();
    let on = match &event.what {
        What::Log(line) => Some(line.on),
        _ => contact.map(|contact| contact.on),
    };
    (!event.text().trim().is_empty() || event.verb() == Verb::Attempt).then(|| {
        vec![
            Cell::text(reference),
            Cell::Time(event.at),
            Cell::text(&event.who),
            Cell::text(event.verb().code()),
            Cell::day(on),
            Cell::text(contact.and_then(|contact| contact.how).map(referral::life::How::code).unwrap_or_default()),
            Cell::text(contact.map(|contact| contact.by.as_str()).unwrap_or_default()),
            Cell::text(event.text()),
        ]
    })
}
