//! A referral as people read it: what the desk shows, `show` and `list` write and `print` prints.

mod acts;
mod beside_the_answers;
mod case;
mod history;
mod line;
mod person;
mod put_right;
mod reading;

pub(crate) use acts::{LATEST_YEAR, Typed};
pub(crate) use beside_the_answers::escaped;
pub(crate) use case::Around;
pub(crate) use person::Person;
pub(crate) use put_right::is_in_part;
pub(crate) use reading::View;
