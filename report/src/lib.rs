//! Activity for the commissioner: rows of [`referral::Activity`] in, figures out. Nothing here reads the queue.
//!
//! [`Period`] says which months. `service` counts the service's own figures, which are exact; `people` the tables about
//! people, by one rule on small numbers. [`Maker`] puts both into a [`Report`], and each format draws that alone.

mod breakdowns;
mod by_code;
mod chart;
mod contents;
mod councils;
mod csv;
mod figure;
mod figures;
mod flows;
mod maker;
mod needs;
mod page;
mod people;
mod period;
#[cfg(test)]
mod samples;
mod service;
mod tiles;
mod words;
mod xlsx;

pub use by_code::ByCode;
pub use contents::{About, Compared, Definitions, Report, TrendMonth};
pub use councils::{NO_COUNCIL, councils};
pub use csv::csv;
pub use figure::Figure;
pub use maker::{Maker, Subject, since};
pub use page::ReportPage;
pub use people::{People, Table};
pub use period::Period;
pub use service::Service;
pub use xlsx::xlsx;
