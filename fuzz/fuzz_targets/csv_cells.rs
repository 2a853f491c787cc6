//! Any text as cells of a spreadsheet's file: every cell comes back, and none of them is a formula.
#![no_main]

use libfuzzer_sys::fuzz_target;
use spreadsheet::{CsvFile, guarded};

/// Between cells and between rows of the input: signs that nobody types.
const CELL: char = '\u{1f}';
const ROW: char = '\u{1e}';

fuzz_target!(|text: &str| {
    let rows: Vec<Vec<&str>> = text.split(ROW).map(|row| row.split(CELL).collect()).collect();
    let mut file = CsvFile::new();
    for row in &rows {
        file.row(row).expect("a file in memory");
    }
    let written = file.text().expect("a file in memory");
    let written = written.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(written.as_bytes());
    let read: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("our own file is read");
    assert_eq!(read.len(), rows.len());
    for (read, row) in read.iter().zip(&rows) {
        assert_eq!(read.len(), row.len());
        for (cell, typed) in read.iter().zip(row) {
            assert_eq!(cell, guarded(typed));
            assert!(cell == *typed || cell.strip_prefix('\'') == Some(typed));
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠']));
        }
    }
});
