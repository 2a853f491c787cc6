//! The desk as a web page: on loopback only, below a secret folder and behind a one-time token, without need of JavaScript.
//!
//! A request passes `guard` (Host, Origin, and through `session` token, cookie and idle lock), then a page (`today`,
//! `case`, `search`, `print`), an act of `acts`, or one of the `controls`. Whoever is not in meets `unlock`.

mod act_forms;
mod activity;
mod acts;
mod case;
mod changes;
mod colleagues;
mod controls;
mod filters;
mod guard;
mod guide;
mod new;
mod not_done;
mod pages;
mod person;
mod print;
mod purge;
mod routes;
mod search;
mod session;
mod state;
mod today;
mod typed_text;
mod unlock;
mod waiting;

pub use routes::desk;
pub use state::{Desk, DeskError};
