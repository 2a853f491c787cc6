//! What is wrong with the content: where, what, and what to do about it.

use std::fmt;
use std::path::{Path, PathBuf};

/// Whether a finding stops the build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The site must not go out like this.
    Error,
    /// A person should look.
    Warning,
}

/// How bad faults are, to a build or a check.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Severity {
    /// Whatever would be shown broken: a link to nowhere, a picture from elsewhere, a template that is not there.
    pub(crate) broken: Level,
    /// What the head of a page or a mark says and nobody knows.
    pub(crate) unknown: Level,
    /// What a service must not go without: each page in each of its languages, the addresses of its form.
    pub(crate) service: Level,
}

impl Severity {
    /// A build goes on and tells, but for what a service must not go without. A folder of pages without settings of its
    /// own is no service.
    pub(crate) fn of_build(has_settings: bool) -> Self {
        let service = if has_settings { Level::Error } else { Level::Warning };
        Self { broken: Level::Warning, unknown: Level::Warning, service }
    }

    /// A check refuses; a folder of pages without settings may mean something else by what we do not know.
    pub(crate) fn of_check(has_settings: bool) -> Self {
        let unknown = if has_settings { Level::Error } else { Level::Warning };
        Self { broken: Level::Error, unknown, service: Level::Error }
    }
}

/// One thing to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Whether it stops the build.
    pub level: Level,
    /// The file to open.
    pub file: PathBuf,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Finding {
    /// An error at the head of a file.
    pub fn error(file: &Path, message: impl Into<String>, help: impl Into<String>) -> Self {
        let (message, help) = (message.into(), help.into());
        Self { level: Level::Error, file: file.to_owned(), line: 1, column: 1, message, help }
    }

    /// The same, at a line and column.
    #[must_use]
    pub fn at(mut self, (line, column): (usize, usize)) -> Self {
        (self.line, self.column) = (line, column);
        self
    }

    /// The same, at another level.
    #[must_use]
    pub(crate) fn at_level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// The same, as something a person should look at.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.level = Level::Warning;
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            Level::Error => "error",
            Level::Warning => "warning",
        };
        let (file, message, help) = (self.file.display(), &self.message, &self.help);
        write!(f, "{file}:{}:{}: {level}: {message}", self.line, self.column)?;
        if help.is_empty() { Ok(()) } else { write!(f, "\n    {help}") }
    }
}

/// Everything found, sorted by file and line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// Sorts them; the same finding twice (a page drawn alone and inside its section) is said once.
    pub fn new(mut all: Vec<Finding>) -> Self {
        all.sort_by(|a, b| {
            (&a.file, a.line, a.column, a.level, &a.message).cmp(&(&b.file, b.line, b.column, b.level, &b.message))
        });
        all.dedup();
        Self(all)
    }

    /// In order of file and line.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter()
    }

    /// How many stop the build.
    pub fn errors(&self) -> usize {
        self.0.iter().filter(|finding| finding.level == Level::Error).count()
    }

    /// Whether there is nothing to mend.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Both lists as one.
    #[must_use]
    pub fn with(self, more: Vec<Finding>) -> Self {
        let mut all = self.0;
        all.extend(more);
        Self::new(all)
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.0 {
            writeln!(f, "{finding}")?;
        }
        let errors = self.errors();
        write!(f, "{errors} to mend, {} to look at", self.0.len() - errors)
    }
}

impl std::error::Error for Findings {}
