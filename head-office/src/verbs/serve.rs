//! `serve`: the desk as a web page, until Ctrl-C or SIGTERM.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::{Desk, Office, Refused};

/// Serves on `at` and prints the address with its one-time token.
pub(crate) async fn serve(office: Office, at: SocketAddr, out: &mut dyn Write) -> Result<(), Refused> {
    let taken = |error: std::io::Error| Refused::new(format!("{at}: {error}. Choose another with --desk."));
    let listener = TcpListener::bind(at).await.map_err(taken)?;
    let local = listener.local_addr().map_err(taken)?;
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
    desk.serve(listener, stop).await.map_err(taken)
}
