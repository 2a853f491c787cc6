//! Files that spreadsheets open safely. The CSV files of exports and reports are both written here, so the guard against
//! formulas has one home; the cells of a workbook are typed as text.

mod csv_file;

pub use csv_file::{CsvFile, guarded};
