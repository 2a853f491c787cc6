//! What both kinds of service do with sockets and signals: take an address, print it, serve until told to stop.

use std::future::Future;
use std::io::Write as _;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context as _, Result};
use queue::local::NewTable;
use tokio::net::TcpListener;
use tokio::sync::watch;
use web::Stop;

/// How long requests under way may take to finish after Ctrl-C.
const LAST_REQUESTS: Duration = Duration::from_secs(2);

/// Takes an address; `flag` is the one that chooses another.
pub(crate) async fn bind(address: SocketAddr, flag: &str) -> Result<TcpListener> {
    let listener = TcpListener::bind(address).await;
    listener
        .with_context(|| format!("cannot listen on {address}. Is it in use? Choose another with {flag} 127.0.0.1:0"))
}

/// Tells whoever started it that other machines reach the site without TLS.
pub(crate) fn warn_of_plain_http(site: SocketAddr) {
    if !site.ip().is_loopback() {
        let text = format!(
            "Warning: {site} is plain HTTP, and other machines can reach it: whoever is on the way reads what people \
             send. Serve on 127.0.0.1 and put a server with TLS in front (deploy/server/README.md)."
        );
        tell(&format!("{text}\n"));
    }
}

/// Writes to standard error, for whoever started it.
pub(crate) fn tell(text: &str) {
    drop(std::io::stderr().write_all(text.as_bytes()));
}

/// Writes to standard output, for programs that read the addresses.
pub(crate) fn say(text: &str) -> Result<()> {
    let mut out = std::io::stdout();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Serves until it ends by itself or `stop` is asked for; then what is under way has a moment to finish.
pub(crate) async fn until(
    stop: Stop,
    tell: &watch::Sender<bool>,
    serving: impl Future<Output = Result<()>>,
) -> Result<()> {
    tokio::pin!(serving);
    tokio::select! {
        done = &mut serving => done.context("a server stopped")?,
        () = stop.asked() => {
            tell.send_replace(true);
            // Idle browsers keep connections open; they need not hold us up.
            drop(tokio::time::timeout(LAST_REQUESTS, &mut serving).await);
        }
    }
    Ok(())
}

/// Ends once it is told.
pub(crate) async fn told(mut stopped: watch::Receiver<bool>) {
    drop(stopped.wait_for(|stopped| *stopped).await);
}

/// Whether an empty table is begun beside keys.
pub(crate) fn new_table(wanted: bool) -> NewTable {
    if wanted { NewTable::Begin } else { NewTable::Refuse }
}
