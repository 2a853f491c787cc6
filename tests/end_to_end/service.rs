//! The programs under test: `imha` as a person starts it, and `head-office` beside it.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Long enough for a loaded machine; only a broken service waits it out.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `imha`.
pub(crate) struct Service {
    child: Child,
    lines: Receiver<String>,
    errors: Option<JoinHandle<String>>,
    /// Where the public site is.
    pub(crate) site: String,
    /// Where the desk is, with its token.
    pub(crate) desk: String,
    /// Where the table is, if it was asked for.
    pub(crate) table: String,
}

/// What it left behind.
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    /// Everything it wrote after its addresses, to either stream.
    pub(crate) said: String,
}

impl Service {
    /// Starts it on ports of its own choosing and waits for both addresses.
    pub(crate) fn start(data: &Path) -> Self {
        Self::start_on(data, &Path::new(env!("CARGO_MANIFEST_DIR")).join("content"))
    }

    /// The same, with words, pages and rules of another folder.
    pub(crate) fn start_on(data: &Path, content: &Path) -> Self {
        Self::start_with(data, content, &[])
    }

    /// Starts it and asks it to end the moment it has printed its first address. A shell does it: it needs no new program
    /// between the line and the signal.
    pub(crate) fn start_and_end_at_once(data: &Path) -> Output {
        const AT_ONCE: &str =
            "mkfifo \"$0\"; \"$@\" >\"$0\" & exec 3<\"$0\"; read line <&3; kill -TERM $!; cat <&3; wait $!";
        let imha = command(data, &Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(AT_ONCE).arg(data.with_extension("fifo")).arg(imha.get_program()).args(imha.get_args());
        shell.stdin(Stdio::null()).output().expect("a shell")
    }

    /// The same, with more flags.
    pub(crate) fn start_with(data: &Path, content: &Path, flags: &[&str]) -> Self {
        let mut command = command(data, content);
        command.args(flags);
        let wanted: &[&str] =
            if flags.contains(&"--table-at") { &["site", "desk", "table"] } else { &["site", "desk"] };
        Self::spawn(command, wanted)
    }

    /// A public service, with its table on loopback; it has no desk.
    pub(crate) fn start_public(data: &Path, recipients: &Path, flags: &[&str]) -> Self {
        let mut command = public_command(data, recipients);
        command.args(["--table-at", "127.0.0.1:0"]).args(flags);
        Self::spawn(command, &["site", "table"])
    }

    /// A demonstration, whose folder is made in `temporary`.
    pub(crate) fn start_demo(temporary: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_imha"));
        command.args(["--demo", "--site", "127.0.0.1:0", "--desk", "127.0.0.1:0"]).env("TMPDIR", temporary);
        command.current_dir(env!("CARGO_MANIFEST_DIR"));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self::spawn(command, &["site", "desk"])
    }

    /// Starts a command that becomes `imha`, and waits for these addresses.
    pub(crate) fn spawn(mut command: Command, wanted: &[&str]) -> Self {
        let mut child = command.spawn().expect("imha starts");
        let (sender, lines) = channel();
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        std::thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let mut stderr = child.stderr.take().expect("a pipe");
        let errors = std::thread::spawn(move || {
            let mut text = String::new();
            stderr.read_to_string(&mut text).map(|_| text).unwrap_or_default()
        });
        let (site, desk, table) = Default::default();
        let mut service = Self { child, lines, errors: Some(errors), site, desk, table };
        service.read_addresses(wanted);
        service
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    fn address(&self, name: &str) -> &str {
        match name {
            "site" => &self.site,
            "desk" => &self.desk,
            _ => &self.table,
        }
    }

    fn read_addresses(&mut self, wanted: &[&str]) {
        while !wanted.iter().all(|name| !self.address(name).is_empty()) {
            let Ok(line) = self.lines.recv_timeout(PATIENCE) else {
                let _ = self.child.kill();
                let errors = self.errors.take().and_then(|errors| errors.join().ok());
                panic!("imha did not print its addresses: {}", errors.unwrap_or_default());
            };
            let (name, url) = line.split_once(' ').unwrap_or((&line, ""));
            match name {
                "site" => url.trim().clone_into(&mut self.site),
                "desk" => url.trim().clone_into(&mut self.desk),
                "table" => url.trim().clone_into(&mut self.table),
                _ => {}
            }
        }
    }

    /// Ends it as a power cut would: no goodbye, nothing flushed.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("the child can be waited for");
    }

    /// Asks it to end, as a service manager does, and waits.
    pub(crate) fn end(mut self) -> Ended {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(asked.expect("kill runs").success(), "imha had already ended");
        let since = Instant::now();
        let status = loop {
            match self.child.try_wait().expect("the child can be waited for") {
                Some(status) => break status,
                None => assert!(since.elapsed() < PATIENCE, "imha ignored SIGTERM"),
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        let errors = self.errors.take().and_then(|errors| errors.join().ok()).unwrap_or_default();
        let said = self.lines.iter().chain([errors]).collect::<Vec<_>>().join("\n");
        Ended { status, said }
    }
}

/// `imha --public` on a port of its own choosing, heard on both streams.
pub(crate) fn public_command(data: &Path, recipients: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_imha"));
    command.args(["--public", "--site", "127.0.0.1:0", "--data"]).arg(data).arg("--recipients").arg(recipients);
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// `imha --data DATA` with a verb, run to its end.
pub(crate) fn imha(data: &Path, verb: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_imha"));
    command.arg("--data").arg(data).args(verb).current_dir(env!("CARGO_MANIFEST_DIR"));
    command.stdin(Stdio::null()).output().expect("imha starts")
}

/// `imha` on ports of its own choosing, heard on both streams.
pub(crate) fn command(data: &Path, content: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_imha"));
    command.args(["--site", "127.0.0.1:0", "--desk", "127.0.0.1:0", "--data"]).arg(data).arg("--content").arg(content);
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The staff member with these initials at the command line, over the same data.
pub(crate) struct Staff<'a> {
    pub(crate) initials: &'a str,
    pub(crate) data: &'a Path,
}

impl Staff<'_> {
    /// Runs one verb, which must succeed, and gives its standard output.
    pub(crate) fn does(&self, verb: &[&str]) -> String {
        let output = self.tries(verb);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "head-office {}: {errors}", verb.join(" "));
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// Runs one verb whose output is JSON.
    pub(crate) fn reads(&self, verb: &[&str]) -> serde_json::Value {
        let text = self.does(verb);
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("head-office {verb:?}: {error}: {text}"))
    }

    /// Runs one verb, whatever comes of it.
    pub(crate) fn tries(&self, verb: &[&str]) -> Output {
        Command::new(head_office())
            .arg("--data")
            .arg(self.data)
            .args(verb)
            .env("IMHA_STAFF", self.initials)
            .stdin(Stdio::null())
            .output()
            .expect("head-office starts")
    }
}

/// Cargo gives a test only its own package's programs; the other one is beside it.
pub(crate) fn head_office() -> PathBuf {
    let path = Path::new(env!("CARGO_BIN_EXE_imha")).with_file_name("head-office");
    assert!(path.exists(), "{} is missing: run `cargo build --workspace` first", path.display());
    path
}
