//! Files that spreadsheets open safely. The exports and the reports both write through here, so the guard against
//! formulas has one home.

mod csv_file;
mod phone;

pub use csv_file::{CsvFile, guarded};
pub use phone::phone;
