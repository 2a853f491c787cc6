//! The public intake: HTTP to answers to referral to queue to page. One tower service that runs on
//! Lambda (`main.rs`) and inside any server (`imha`).
//!
//! A form post goes through [`routes`](app): origin, body, answers, [`referral::Referral::parse`], then either the
//! form with every problem, the check page, or one conditional put and a confirmation.

mod answer;
mod api;
mod app;
mod body;
#[cfg(feature = "lambda")]
mod canary;
mod check;
mod intake;
mod issue_time;
mod openapi;
mod origin;
mod panic;
mod send;
mod sent;
mod settings;

pub use app::{OverLimit, app, only_read, too_many, unreadable_request};
#[cfg(feature = "lambda")]
pub use canary::with_canary;
pub use intake::{Clock, Intake, Pages};
pub use issue_time::IssueTime;
pub use openapi::{document, example};
pub use panic::hush_panics;
pub use settings::{Settings, SettingsError};
