//! The whole service on one machine: builds the site, serves it with the intake, the desk and an
//! embedded DynamoDB-compatible engine, from one command. `--public` leaves the desk out.

mod args;
mod copies;
mod demo;
mod edits;
mod files;
mod listening;
mod public;
mod published;
mod reload;
mod site;
mod table_server;
mod watchdog;
mod with_desk;

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use clap::Parser as _;
use referral_fn::Clock;

use crate::args::{Args, Verb};

#[tokio::main]
async fn main() -> ExitCode {
    queue::forbid_core_dumps();
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
    match &args.verb {
        Some(Verb::Backup { to }) => copies::backup(&args, to),
        Some(Verb::Restore { from }) => copies::restore(&args.data, from),
        None if args.public.public => public::serve(args, clock).await,
        None => with_desk::serve(args, clock).await,
    }
}
