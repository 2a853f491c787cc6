//! `completions SHELL`: what the shell needs to complete verbs and options.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::{Shell, generate};

use crate::cli::Cli;

/// Writes the script for one shell.
pub(crate) fn completions(shell: Shell, mut out: &mut dyn Write) {
    generate(shell, &mut Cli::command(), "head-office", &mut out);
}
