//! A referral as people read it: what the desk shows, `show` and `list` write and `print` prints.

mod acts;
mod beside;
mod case;
mod history;
mod line;
mod mending;
mod person;
mod reading;

pub(crate) use acts::{LATEST_YEAR, Typed};
pub(crate) use beside::escaped;
pub(crate) use case::Around;
pub(crate) use mending::is_in_part;
pub(crate) use person::Person;
pub(crate) use reading::View;
