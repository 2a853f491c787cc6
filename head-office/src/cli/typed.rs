//! A command line as it was typed.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Parser, error::ErrorKind};

use super::misread::in_words;
use super::verb::Verb;

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  refused or not whole: one sentence on standard error says why and what to do; unless it says so, nothing was changed

Settings: IMHA_DATA or --data for the table on this machine, otherwise AWS_REGION, credentials or AWS_PROFILE, and
IMHA_RECIPIENTS; or the file that `head-office setup` writes;
IMHA_IDENTITY (your key), IMHA_PASSPHRASE_FILE, IMHA_STAFF (your initials), NO_COLOR.";

/// The desk of head office: list, claim, answer and close referrals.
///
/// Lists and pages go to standard output, sentences about what went wrong to standard error.
#[derive(Debug, Parser)]
#[command(name = "head-office", version, after_help = EXIT_CODES, after_long_help = EXIT_CODES)]
pub struct Cli {
    /// The folder of the table on this machine; without it the AWS settings of the environment are used
    #[arg(long, env = "IMHA_DATA", hide_env_values = true, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The folder of words, law, calendar and places; without it those this program was built with
    #[arg(long, env = "IMHA_CONTENT", hide_env_values = true, global = true, value_name = "DIR")]
    pub content: Option<PathBuf>,
    /// The settings file that `setup` writes; without it head-office.toml beside this program, if it is there
    #[arg(long, env = "IMHA_SETTINGS", hide_env_values = true, global = true, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// What to do
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

impl Cli {
    /// Whether it asks for settings, so that wrong ones do not stop it.
    pub fn sets_up(&self) -> bool {
        matches!(self.verb, Verb::Setup)
    }
}

/// What was typed does not start a verb: help, or what is wrong with it.
#[derive(Debug)]
pub struct Stop {
    /// What to write.
    pub text: String,
    /// Whether help or the version was asked for, which is no failure.
    pub helped: bool,
}

/// Reads a command line. What cannot be understood is answered in our own sentence.
///
/// # Errors
/// What to write instead of running a verb.
pub fn parse(args: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> Result<Cli, Stop> {
    Cli::try_parse_from(args).map_err(|error| {
        let helped = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
        Stop { text: if helped { error.to_string() } else { in_words(&error) }, helped }
    })
}
