//! What a verb is run in: where answers go, the time, the environment variables, the terminal.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use referral::london;

use super::private_file;
use super::refused::Refused;
use super::terminal::Terminal;

/// The time, as an argument.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// The machine's clock: one of the two places that read it.
pub fn system_clock() -> Clock {
    #[expect(clippy::disallowed_methods, reason = "this is the edge that reads the wall clock")]
    Arc::new(Utc::now)
}

/// The engine does one thing at a time, so threads that wait for it only cost memory.
const THREADS_THAT_WAIT: usize = 4;

/// What the verbs run on.
///
/// # Errors
/// When the system gives no threads.
pub fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(THREADS_THAT_WAIT).build()
}

/// What a verb is run in.
pub struct Environment<'a> {
    /// Standard output.
    pub out: &'a mut dyn Write,
    /// The time.
    pub clock: Clock,
    /// An environment variable that holds something.
    pub env: &'a dyn Fn(&str) -> Option<String>,
    /// Who reads the answers: a person at a terminal, or a file.
    pub terminal: Terminal,
}

impl Environment<'_> {
    /// The local date today.
    pub(crate) fn today(&self) -> NaiveDate {
        london((self.clock)()).date_naive()
    }

    /// Writes a paragraph, wrapped to the terminal.
    pub(crate) fn say(&mut self, text: &str) -> std::io::Result<()> {
        writeln!(self.out, "{}", self.terminal.wrapped(text))
    }

    /// Writes to this file, whole or not at all and readable by its owner alone; without one to standard output. `so` says
    /// what follows where the file cannot be written.
    pub(crate) fn deliver(&mut self, file: Option<&Path>, bytes: &[u8], so: &str) -> Result<(), Refused> {
        if let Some(file) = file {
            let wrong = |error| Refused::new(format!("{}: {error}. {so}", file.display()));
            return private_file::write(file, bytes).map_err(wrong);
        }
        self.out.write_all(bytes)?;
        Ok(self.out.flush()?)
    }

    /// Writes a value as JSON, indented.
    pub(crate) fn json(&mut self, value: &impl serde::Serialize) -> std::io::Result<()> {
        writeln!(self.out, "{}", serde_json::to_string_pretty(value)?)
    }
}
