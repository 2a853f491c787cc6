//! `completions SHELL`: what the shell needs to complete verbs and options.

use std::io::Write;

use clap::Command;
use clap_complete::{Shell, generate};

/// Writes the script for one shell.
pub(crate) fn completions(shell: Shell, command: &mut Command, out: &mut dyn Write) -> std::io::Result<()> {
    // Written to memory first: the generator panics when its reader goes away.
    let mut script = Vec::new();
    generate(shell, command, "head-office", &mut script);
    out.write_all(&script)
}
