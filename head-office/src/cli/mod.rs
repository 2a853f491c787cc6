//! What can be typed, and which verb answers it.

mod misread;
mod run;
mod typed;
mod verb;

pub use run::run;
pub use typed::{Cli, Stop, parse};
