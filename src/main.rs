//! The whole service on one machine: builds the site, serves it with the intake, the desk and an
//! embedded DynamoDB-compatible engine, from one command.

mod args;
mod live;
mod reload;
mod site;

use std::io::Write as _;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use clap::Parser as _;
use head_office::{Desk, Office};
use queue::local::Local;
use queue::{Identity, Inbox, Retention, Tray};
use referral_fn::{Clock, Intake};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

use crate::args::Args;
use crate::live::Live;

/// How long requests under way may take to finish after Ctrl-C.
const LAST_REQUESTS: Duration = Duration::from_secs(2);

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(tracing::Level::WARN).init();
    referral_fn::hush_panics();
    match run(Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The chain and nothing else: no backtrace, whatever the environment asks for.
            drop(writeln!(std::io::stderr(), "Error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(args: Args) -> Result<()> {
    #[expect(clippy::disallowed_methods, reason = "the edge: the one place this program reads the clock")]
    let clock: Clock = Arc::new(chrono::Utc::now);
    let pages = live::pages(&args.content)?;
    let desk_content = pages.content.clone();
    let site = site::build(&args.content, &pages, &clock)?;
    let local = queue::local::open(&args.data).await.context("cannot prepare the data folder")?;
    let site_listener = bind(args.site, "--site").await?;
    let desk_listener = bind(args.desk, "--desk").await?;
    // From here on a signal ends it cleanly: whoever reads the addresses may send one at once.
    let stop_asked = Stop::caught().context("cannot catch Ctrl-C")?;
    if local.first_start {
        say(&first_start(&args))?;
    }
    let tray = tray(&local, &desk_content.site)?;
    let intake = Intake::new(pages, Inbox::new(local.table, local.recipients, local.token_key), clock.clone(), None);
    let desk = Desk::new(Office::new(tray, desk_content, head_office::staff(), clock.clone()))?
        .on_lock(|address| say(&format!("desk {address}\n")).unwrap_or_default());
    say(&format!(
        "site http://{}/\ndesk {}\n",
        site_listener.local_addr()?,
        desk.address(desk_listener.local_addr()?)
    ))?;

    let (stop, stopped) = watch::channel(false);
    let asked = intake.clone();
    let live = Live::new(args.content.clone(), site, intake, &desk, clock).reloading(args.reload);
    let watching = live.watch(stopped.clone());
    let service = web::Server::new(live.service(), web::limits::SITE, move |_| referral_fn::unreadable_request(&asked));
    let public = async { Ok(service.serve(site_listener, ended(stopped.clone())).await) };
    let private = desk.serve(desk_listener, ended(stopped.clone()));
    let serving = async { tokio::try_join!(public, private) };
    tokio::pin!(serving);
    tokio::select! {
        done = &mut serving => drop(done.context("a server stopped")?),
        () = stop_asked.came() => {
            stop.send_replace(true);
            // Idle browsers keep connections open; they need not hold us up.
            drop(tokio::time::timeout(LAST_REQUESTS, &mut serving).await);
        }
    }
    drop(watching);
    Ok(())
}

fn tray(local: &Local, site: &content_reader::Site) -> Result<Tray> {
    let file = &local.identity_file;
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let identity = Identity::parse(&bytes, None).with_context(|| format!("{} cannot be used", file.display()))?;
    let tray = Tray::new(local.table.clone(), local.recipients.clone(), Some(identity));
    let read = |months| Retention::parse(months, site.retention_by_outcome());
    let retention = site.retention_months().map(read).transpose()?;
    Ok(match retention {
        Some(retention) => tray.keeping(retention),
        None => tray,
    })
}

fn first_start(args: &Args) -> String {
    let data = args.data.display();
    format!(
        "First start: made {data}/ with an empty queue and a local key set (two staff keys and a recovery key, no \
         passphrase). Good for trying it out; a real service makes its keys with `head-office keys new`.\n"
    )
}

fn say(text: &str) -> Result<()> {
    let mut out = std::io::stdout();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

async fn bind(address: SocketAddr, flag: &str) -> Result<TcpListener> {
    let listener = TcpListener::bind(address).await;
    listener
        .with_context(|| format!("cannot listen on {address}. Is it in use? Choose another with {flag} 127.0.0.1:0"))
}

async fn ended(mut stopped: watch::Receiver<bool>) {
    drop(stopped.wait_for(|stopped| *stopped).await);
}

/// Ctrl-C and SIGTERM, caught from the moment this is made.
struct Stop {
    interrupt: Signal,
    terminate: Signal,
}

impl Stop {
    fn caught() -> std::io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn came(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
