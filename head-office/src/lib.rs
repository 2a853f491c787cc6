//! The desk of head office: a command line and a web page on loopback, over the same queue.
//!
//! [`cli`] says what can be typed. `office` opens the queue with this person's key and holds what every way of working on
//! it shares; `view` draws a referral for people; `verbs` holds one file a verb; [`Desk`] is the web page. Arrows go one
//! way: office, view, then verbs and desk, then cli.

mod office;
mod view;

pub mod cli;
pub mod desk;
pub mod forty;
mod verbs;

pub use desk::{Desk, DeskError};
pub use office::{CONTENT, Clock, Environment, Office, Refused, SettingsFile, Terminal, runtime, staff, system_clock};
