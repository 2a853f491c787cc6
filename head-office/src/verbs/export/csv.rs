//! The export as CSV: a heading, then a line for each referral.

use std::borrow::Cow;

use chrono::SecondsFormat;
use queue::Record;
use referral::phone_cell;
use spreadsheet::CsvFile;

use super::cells::{Cell, cells, columns};
use crate::Office;

/// The bytes of the file.
pub(super) fn csv(all: &[Record], office: &Office) -> std::io::Result<Vec<u8>> {
    let mut file = CsvFile::new();
    file.row(columns())?;
    for cells in all.iter().filter_map(|found| cells(found, office)) {
        file.row(cells.iter().map(text))?;
    }
    Ok(file.text()?.into_bytes())
}

fn text(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Text(text) => Cow::Borrowed(text),
        Cell::Phone(number) => phone_cell(number),
        Cell::Day(day) => Cow::Owned(day.to_string()),
        Cell::Time(at) => Cow::Owned(at.to_rfc3339_opts(SecondsFormat::Secs, true)),
        Cell::Empty => Cow::Borrowed(""),
    }
}
