//! `serve`: the desk as a web page, until Ctrl-C or SIGTERM.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use queue::Tray;
use tokio::net::TcpListener;
use web::Stop;

use crate::office::tunnel::Tunnel;
use crate::{Clock, Desk, Office, Refused};

/// How often an open desk looks for the daily canary.
const CANARY_ROUND: Duration = Duration::from_secs(3600);

/// Serves on `at` and prints the address with its one-time token.
pub(crate) async fn serve(office: Office, at: SocketAddr, open: bool, out: &mut dyn Write) -> Result<(), Refused> {
    let taken = |error: std::io::Error| Refused::new(format!("{at}: {error}. Choose another with --desk."));
    if !at.ip().is_loopback() {
        return Err(Refused::new(format!("{at}: the desk is for this machine only. Use --desk 127.0.0.1:8081.")));
    }
    let listener = TcpListener::bind(at).await.map_err(taken)?;
    let local = listener.local_addr().map_err(taken)?;
    let canaries = tokio::spawn(answer_canaries(office.tray.clone(), office.staff.clone(), office.clock.clone()));
    let keeping = tokio::spawn(keep(office.tunnel().cloned()));
    let desk = Desk::new(office)
        .map_err(|error| Refused::new(format!("{error}.")))?
        .on_lock(|address| writeln!(std::io::stdout(), "desk {address}").unwrap_or_default());
    let stop = Stop::caught()?;
    writeln!(out, "desk {}", desk.address(local))?;
    out.flush()?;
    if open && let Err(error) = in_browser(&desk.entrance(local)) {
        writeln!(std::io::stderr(), "The browser could not be opened ({error}). Open the address yourself.")?;
    }
    let served = desk.serve(listener, stop.asked()).await.map_err(taken);
    canaries.abort();
    keeping.abort();
    served
}

/// Keeps the tunnel open, and says on standard error when it broke.
async fn keep(tunnel: Option<Arc<Tunnel>>) {
    if let Some(tunnel) = tunnel {
        tunnel.keep(|sentence| writeln!(std::io::stderr(), "{sentence}").unwrap_or_default()).await;
    }
}

/// Opens the daily canary as long as a desk is open. One that fails is missed by the alarm, not by the desk.
async fn answer_canaries(tray: Tray, staff: String, clock: Clock) {
    loop {
        if let Err(error) = tray.answer_canaries(&staff, clock()).await {
            tracing::warn!(%error, "the daily canary was not opened");
        }
        tokio::time::sleep(CANARY_ROUND).await;
    }
}

/// Opens an address in the browser of whoever is at the machine.
fn in_browser(address: &str) -> std::io::Result<()> {
    let (program, before): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("rundll32", &["url.dll,FileProtocolHandler"]),
        _ => ("xdg-open", &[]),
    };
    std::process::Command::new(program).args(before).arg(address).spawn().map(drop)
}
