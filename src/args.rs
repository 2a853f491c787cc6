//! The flags of `imha`.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// The advocacy service on this machine: site, intake, desk and queue.
#[derive(Debug, clap::Parser)]
#[command(name = "imha", version, subcommand_negates_reqs = true)]
pub(crate) struct Args {
    /// Where the site and the form are served; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub(crate) site: SocketAddr,
    /// Where the desk is served; it must stay on this machine
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8081", value_parser = this_machine, conflicts_with = "public")]
    pub(crate) desk: SocketAddr,
    /// The folder of the queue and the local keys; made on first start
    #[arg(long, value_name = "DIR", default_value = "data", global = true)]
    pub(crate) data: PathBuf,
    /// The folder of words, pages and settings
    #[arg(long, value_name = "DIR", default_value = "content")]
    pub(crate) content: PathBuf,
    /// For writers: open pages load themselves again after an edit (a form with typed text is left alone)
    #[arg(long, conflicts_with = "public")]
    pub(crate) reload: bool,
    /// To look around: a throw-away folder with forty invented referrals, gone at the end
    #[arg(long, conflicts_with_all = ["public", "data", "new_table"])]
    pub(crate) demo: bool,
    /// Serve the table to desks on this machine and those that come through an SSH tunnel; port 0 takes a free one
    #[arg(long, value_name = "ADDR", value_parser = this_machine)]
    pub(crate) table_at: Option<SocketAddr>,
    /// Begin with an empty table although the folder has keys: the old one is gone for good
    #[arg(long)]
    pub(crate) new_table: bool,
    #[command(flatten)]
    pub(crate) public: PublicArgs,
    #[command(subcommand)]
    pub(crate) verb: Option<Verb>,
}

/// What only a service on the internet is told.
#[derive(Debug, clap::Args)]
pub(crate) struct PublicArgs {
    /// For the internet: site and form only, no desk, no private key
    #[arg(long, requires = "recipients")]
    pub(crate) public: bool,
    /// The public keys that referrals are sealed to, as `head-office keys new` prints them
    #[arg(long, value_name = "FILE", requires = "public")]
    pub(crate) recipients: Option<PathBuf>,
    /// The intake's secret, 64 hex digits; without it the data folder has one
    #[arg(long, value_name = "FILE", requires = "public")]
    pub(crate) token_key: Option<PathBuf>,
    /// Serve the folder that `site-gen build --publish` wrote, instead of building the site at the start
    #[arg(long, value_name = "DIR", requires = "public")]
    pub(crate) published: Option<PathBuf>,
    /// The proxy in front, whose X-Forwarded-For names the client
    #[arg(long, value_name = "IP", requires = "public")]
    pub(crate) behind_proxy: Option<IpAddr>,
    /// Start although a private key lies on this machine
    #[arg(long, requires = "public")]
    pub(crate) beside_private_keys: bool,
}

/// What is done to the data folder instead of serving.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Verb {
    /// Copy table, recipients and token key to an empty folder, also while the service runs; never a private key
    Backup {
        /// A folder that is empty or not there yet
        to: PathBuf,
    },
    /// Put a copy into the data folder, which must not hold a table yet
    Restore {
        /// The folder that `backup` wrote
        from: PathBuf,
    },
}

fn this_machine(text: &str) -> Result<SocketAddr, String> {
    let text = text.strip_prefix("localhost").map_or_else(|| text.to_owned(), |port| format!("127.0.0.1{port}"));
    let address: SocketAddr = text.parse().map_err(|_| "write it as 127.0.0.1:8081".to_owned())?;
    if address.ip().is_loopback() {
        Ok(address)
    } else {
        Err("it gives access to referrals, so it is served on this machine only: use 127.0.0.1".to_owned())
    }
}
