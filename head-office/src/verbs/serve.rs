//! `serve`: the desk as a web page, until Ctrl-C or SIGTERM.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::{Arc, RwLock};

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::{Desk, Office, Refused, desk};

/// Serves on `at` and prints the address with its one-time token.
pub(crate) async fn serve(office: Office, at: SocketAddr, out: &mut dyn Write) -> Result<(), Refused> {
    let taken = |error: std::io::Error| Refused::new(format!("{at}: {error}. Choose another with --desk."));
    let listener = TcpListener::bind(at).await.map_err(taken)?;
    let local = listener.local_addr().map_err(taken)?;
    let content = Arc::new(RwLock::new(Arc::new(office.content)));
    let desk = Desk::new(office.tray, content, office.staff, office.clock)
        .map_err(|error| Refused::new(format!("{error}.")))?;
    let mut stopped = signal(SignalKind::terminate())?;
    writeln!(out, "desk {}", desk.address(local))?;
    out.flush()?;
    let stop = async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = stopped.recv() => {}
        }
    };
    desk::serve(listener, desk, stop).await.map_err(taken)
}
