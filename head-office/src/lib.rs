//! The desk of head office: a command line and a web page on loopback, over the same queue.
//!
//! [`cli`] says what can be typed, [`Office`] opens the queue with this person's key, `verbs/` holds one
//! file a verb, [`Desk`] is the web page. Both draw a referral through `view`, so they tell the same thing.

mod due;
mod mail;
mod office;
mod passphrase;
mod pressing;
mod refused;
mod row;
mod story;
mod terminal;
mod view;
mod visible;

pub mod cli;
pub mod desk;
pub mod report;
pub mod verbs;

pub use desk::{Desk, DeskError};
pub use office::{Clock, Office, World, runtime, staff, system_clock};
pub use refused::Refused;
pub use row::Row;
pub use terminal::Terminal;
