//! The flags of `imha`.

use std::net::SocketAddr;
use std::path::PathBuf;

/// The advocacy service on this machine: site, intake, desk and queue.
#[derive(Debug, clap::Parser)]
#[command(name = "imha", version)]
pub(crate) struct Args {
    /// Where the site and the form are served; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub(crate) site: SocketAddr,
    /// Where the desk is served; it must stay on this machine
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8081", value_parser = loopback)]
    pub(crate) desk: SocketAddr,
    /// The folder of the queue and the local keys; made on first start
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub(crate) data: PathBuf,
    /// The folder of words, pages and settings
    #[arg(long, value_name = "DIR", default_value = "content")]
    pub(crate) content: PathBuf,
    /// For writers: open pages load themselves again after an edit (a form with typed text is left alone)
    #[arg(long)]
    pub(crate) reload: bool,
}

fn loopback(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text.parse().map_err(|_| "write it as 127.0.0.1:8081".to_owned())?;
    if address.ip().is_loopback() {
        Ok(address)
    } else {
        Err("the desk shows referrals, so it is served on this machine only: use 127.0.0.1".to_owned())
    }
}
