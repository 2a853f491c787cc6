//! Programs under strace: what they write, and to which file, also to one that is gone a moment later.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Long enough for a loaded machine; only a broken trace waits it out.
const PATIENCE: Duration = Duration::from_secs(60);
/// Every call by which text gets into a file, and by which a file gets onto the disk.
const CALLS: &str = "trace=write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,fsync,fdatasync";

/// What one program did.
pub(crate) struct Trace(PathBuf);

impl Trace {
    /// The same command under strace; none where this machine has it not or may not trace.
    pub(crate) fn of(program: &Command, log: &Path) -> Option<(Command, Self)> {
        let may = Command::new("strace").args(["-o", "/dev/null", "true"]).output();
        may.ok().filter(|tried| tried.status.success())?;
        let mut traced = Command::new("strace");
        // The tracer is not the parent, so that a signal reaches the program itself.
        traced.args(["-D", "-f", "-q", "-y", "-s", "1000000", "-e", CALLS, "-o"]).arg(log);
        traced.arg(program.get_program()).args(program.get_args());
        for (name, value) in program.get_envs() {
            if let Some(value) = value {
                traced.env(name, value);
            }
        }
        if let Some(folder) = program.get_current_dir() {
            traced.current_dir(folder);
        }
        Some((traced, Self(log.to_owned())))
    }

    /// The calls of a program that has ended, a line each.
    pub(crate) fn calls(&self) -> Vec<String> {
        let since = Instant::now();
        loop {
            let text = fs::read_to_string(&self.0).unwrap_or_default();
            let first = text.split(' ').next().unwrap_or_default();
            let is_over = |line: &str| line.starts_with(&format!("{first} ")) && line.contains("+++");
            // Threads end first: the program's own line is the last.
            if text.lines().last().is_some_and(is_over) {
                return text.lines().map(str::to_owned).collect();
            }
            assert!(since.elapsed() < PATIENCE, "strace wrote no end to {}", self.0.display());
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// The file a call wrote to, such as `/tmp/x`; none for a pipe, a socket or a terminal.
pub(crate) fn file_of(call: &str) -> Option<&str> {
    let path = call.split_once('<')?.1.split_once('>')?.0;
    (path.starts_with('/') && !path.starts_with("/dev/")).then_some(path)
}
