//! The tunnel to the table on one server, by the system's own `ssh`: started, watched, and put into a sentence when it
//! breaks (docs/contract.md, One server).

use std::io::{self, BufRead as _, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::lock::held;
use super::refused::Refused;

/// The table's port on the server, as `deploy/server/` sets it up.
const TABLE: &str = "8000";
/// How long a tunnel may take to open; a person may have to type a passphrase meanwhile.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(200);
/// A broken tunnel is tried again after this, then after twice as long, up to the longest.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// So many of the last lines that `ssh` wrote are looked at.
const LINES: usize = 8;

/// Where a tunnel leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct To {
    /// As one types it after `ssh`.
    pub(crate) server: String,
    /// The table's port there.
    pub(crate) table: String,
    /// The key file, where `ssh` does not find it by itself.
    pub(crate) key: Option<String>,
    /// A configuration file for `ssh`.
    pub(crate) config: Option<String>,
    /// Whether somebody is there whom `ssh` can ask.
    pub(crate) ask: bool,
}

impl To {
    /// Reads `IMHA_TUNNEL` and what belongs to it; none where it is not set.
    pub(crate) fn from_env(env: &dyn Fn(&str) -> Option<String>, ask: bool) -> Result<Option<Self>, Refused> {
        let Some(server) = env("IMHA_TUNNEL") else { return Ok(None) };
        let table = env("IMHA_TUNNEL_TABLE").unwrap_or_else(|| TABLE.to_owned());
        if server.starts_with('-') || server.contains(char::is_whitespace) {
            return Err(Refused::new(
                "The server of the tunnel is not as one types it after ssh, such as asha@example.org.",
            ));
        }
        if table.parse::<u16>().is_err() {
            return Err(Refused::new(
                "The table's port on the server is no port number; it is 8000 unless it was changed there.",
            ));
        }
        Ok(Some(Self { server, table, key: env("IMHA_TUNNEL_KEY"), config: env("IMHA_TUNNEL_CONFIG"), ask }))
    }

    fn command(&self, local: u16) -> Command {
        let mut ssh = Command::new("ssh");
        ssh.args(["-N", "-T", "-o", "ExitOnForwardFailure=yes", "-o", "ConnectTimeout=15"]);
        // Not through another ssh that is open already: that one would hold the tunnel when this one is gone.
        ssh.args(["-o", "ControlPath=none"]);
        // A line that goes dead without a word is noticed within half a minute.
        ssh.args(["-o", "ServerAliveInterval=10", "-o", "ServerAliveCountMax=2"]);
        if !self.ask {
            ssh.args(["-o", "BatchMode=yes"]);
        }
        for (flag, file) in [("-F", &self.config), ("-i", &self.key)] {
            if let Some(file) = file {
                ssh.args([flag, file]);
            }
        }
        ssh.args(["-L", &format!("127.0.0.1:{local}:127.0.0.1:{}", self.table), "--", &self.server]);
        ssh.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        ssh
    }
}

/// A tunnel that is open as long as this lives.
pub(crate) struct Tunnel {
    to: To,
    local: u16,
    /// `ssh`, and the thread that reads what it writes.
    child: Mutex<Option<(Child, JoinHandle<()>)>>,
    /// What `ssh` wrote last.
    said: Arc<Mutex<Vec<String>>>,
    /// Why it is not open now.
    wrong: Mutex<Option<String>>,
}

impl Tunnel {
    /// Starts it and waits until it is open.
    pub(crate) async fn open(to: To) -> Result<Self, Refused> {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
        let local =
            free.map_err(|error| Refused::new(format!("This machine gave no port for the tunnel: {error}.")))?;
        let (child, said, wrong) = Default::default();
        let tunnel = Self { to, local: local.port(), child, said, wrong };
        tunnel.connect().await.map_err(Refused::new)?;
        Ok(tunnel)
    }

    /// Where the table is reached on this machine.
    pub(crate) fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.local)
    }

    /// What is wrong with it now, in a sentence or two.
    pub(crate) fn wrong(&self) -> Option<String> {
        held(&self.wrong).clone()
    }

    /// Starts it anew whenever it breaks, and says both.
    pub(crate) async fn keep(&self, say: impl Fn(&str)) {
        let mut wait = FIRST_WAIT;
        loop {
            tokio::time::sleep(LOOK).await;
            if !self.has_ended() {
                continue;
            }
            let why = why(&held(&self.said).join("\n"), &self.to.server);
            if held(&self.wrong).replace(why.clone()).as_ref() != Some(&why) {
                say(&format!("{why} It is tried again by itself."));
            }
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(LONGEST_WAIT);
            if self.connect().await.is_ok() {
                wait = FIRST_WAIT;
                *held(&self.wrong) = None;
                say("The connection to the server is back.");
            }
        }
    }

    async fn connect(&self) -> Result<(), String> {
        self.start()?;
        let (since, at) = (Instant::now(), SocketAddr::from((Ipv4Addr::LOCALHOST, self.local)));
        loop {
            if self.has_ended() {
                return Err(why(&held(&self.said).join("\n"), &self.to.server));
            }
            // It listens once the server has let it in.
            if TcpStream::connect_timeout(&at, LOOK).is_ok() {
                return Ok(());
            }
            if since.elapsed() > PATIENCE {
                self.end();
                return Err(format!("The server {} did not let you in within a minute.", self.to.server));
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    fn start(&self) -> Result<(), String> {
        self.end();
        held(&self.said).clear();
        let mut child = self.to.command(self.local).spawn().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => NO_SSH.to_owned(),
            _ => format!("ssh could not be started: {error}."),
        })?;
        let (said, errors) = (self.said.clone(), child.stderr.take());
        let reader = std::thread::spawn(move || {
            for line in errors.into_iter().flat_map(|errors| BufReader::new(errors).lines().map_while(Result::ok)) {
                let mut said = held(&said);
                said.push(line);
                let surplus = said.len().saturating_sub(LINES);
                said.drain(..surplus);
            }
        });
        *held(&self.child) = Some((child, reader));
        Ok(())
    }

    /// Whether it ended and all that it wrote is read.
    fn has_ended(&self) -> bool {
        held(&self.child)
            .as_mut()
            .is_none_or(|(child, reader)| reader.is_finished() && child.try_wait().is_ok_and(|ended| ended.is_some()))
    }

    fn end(&self) {
        if let Some((mut child, _)) = held(&self.child).take() {
            child.kill().and_then(|()| child.wait()).map(drop).unwrap_or_default();
        }
    }
}

impl Drop for Tunnel {
    fn drop(&mut self) {
        self.end();
    }
}

const NO_SSH: &str = "This machine has no ssh. On Windows it is an optional feature named OpenSSH Client; on Linux a package \
                      named openssh-client. Ask whoever looks after this machine to add it.";

/// What `ssh` wrote before it ended, as a sentence that says what to do.
fn why(said: &str, server: &str) -> String {
    let has = |parts: &[&str]| parts.iter().any(|part| said.contains(part));
    if has(&["IDENTIFICATION HAS CHANGED"]) {
        format!("The server {server} shows another key than before. Do not go on: ask whoever looks after it.")
    } else if has(&["Host key verification failed"]) {
        format!(
            "This machine has not met the server {server} before. Run `head-office setup` once, and compare its key."
        )
    } else if has(&["Permission denied", "Too many authentication failures", "no identities"]) {
        format!(
            "The server {server} does not let you in. Ask whoever looks after it whether your SSH key is still there."
        )
    } else if has(&["Could not resolve", "Name or service not known"]) {
        format!(
            "The server {server} is not found. Check that this machine is on the internet and that the name is right."
        )
    } else if has(&["Connection refused", "timed out", "unreachable", "No route to host"]) {
        format!(
            "The server {server} does not answer. Check that this machine is on the internet; the server may be down."
        )
    } else if has(&["not responding", "Connection reset", "closed by remote host", "Broken pipe", "Connection closed"])
    {
        format!("The connection to the server {server} broke.")
    } else {
        match said.lines().last() {
            Some(line) => format!("The connection to the server {server} ended; ssh says: {line}"),
            None => format!("The connection to the server {server} ended."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ssh_says_becomes_a_sentence() {
        for (said, part) in [
            ("ssh: Could not resolve hostname imha: Name or service not known", "is not found"),
            ("ssh: connect to host 127.0.0.1 port 1: Connection refused", "does not answer"),
            ("asha@example.org: Permission denied (publickey).", "does not let you in"),
            ("@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.", "Do not go on"),
            ("Host key verification failed.", "has not met"),
            ("Timeout, server example.org not responding.", "broke"),
            ("Connection to example.org closed by remote host.", "broke"),
            ("something new", "ssh says: something new"),
            ("", "ended."),
        ] {
            assert!(why(said, "asha@example.org").contains(part), "{said}: {}", why(said, "asha@example.org"));
        }
    }

    #[test]
    fn a_server_is_never_an_option_of_ssh() {
        let env = |server: &str| {
            let server = server.to_owned();
            move |name: &str| (name == "IMHA_TUNNEL").then(|| server.clone())
        };
        assert!(To::from_env(&env("-oProxyCommand=touch"), false).is_err());
        assert!(To::from_env(&env("asha@example.org -A"), false).is_err());
        let to = To::from_env(&env("asha@example.org"), false).unwrap().unwrap();
        let args: Vec<_> = to.command(4711).get_args().map(|arg| arg.to_string_lossy().into_owned()).collect();
        assert_eq!(args[args.len() - 3..], ["127.0.0.1:4711:127.0.0.1:8000", "--", "asha@example.org"]);
        assert!(args.contains(&"BatchMode=yes".to_owned()));
    }
}
