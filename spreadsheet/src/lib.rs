//! Files that spreadsheets open safely. The exports and the reports both write through here, so the guard against
//! formulas has one home.

mod csv_file;

pub use csv_file::{CsvFile, guarded};
