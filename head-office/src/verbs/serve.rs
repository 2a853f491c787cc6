//! `serve`: the desk as a web page, until Ctrl-C or SIGTERM.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use queue::Tray;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::{Clock, Desk, Office, Refused};

/// How often an open desk looks for the daily canary.
const CANARY_ROUND: Duration = Duration::from_secs(3600);

/// Serves on `at` and prints the address with its one-time token.
pub(crate) async fn serve(office: Office, at: SocketAddr, out: &mut dyn Write) -> Result<(), Refused> {
    let taken = |error: std::io::Error| Refused::new(format!("{at}: {error}. Choose another with --desk."));
    let listener = TcpListener::bind(at).await.map_err(taken)?;
    let local = listener.local_addr().map_err(taken)?;
    let canaries = tokio::spawn(answer_canaries(office.tray.clone(), office.staff.clone(), office.clock.clone()));
    let desk = Desk::new(office.tray, Arc::new(office.content), office.staff, office.clock)
        .map_err(|error| Refused::new(format!("{error}.")))?
        .on_lock(|address| writeln!(std::io::stdout(), "desk {address}").unwrap_or_default());
    let mut stopped = signal(SignalKind::terminate())?;
    writeln!(out, "desk {}", desk.address(local))?;
    out.flush()?;
    let stop = async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = stopped.recv() => {}
        }
    };
    let served = desk.serve(listener, stop).await.map_err(taken);
    canaries.abort();
    served
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
