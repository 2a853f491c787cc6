//! What can be typed, and which verb answers it.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{CommandFactory, Parser, Subcommand, error::ErrorKind};
use referral::Reference;
use referral::life::{Act, Closing, Contact, How, Outcome, Remark};

use crate::office::Key;
use crate::office::references::{GROUPS, reference, reference_and_text};
use crate::{Environment, Office, Refused, verbs};

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  refused or not whole: one sentence on standard error says why and what to do; unless it says so, nothing was changed

Settings: IMHA_DATA or --data for the table on this machine, otherwise AWS_REGION, credentials and IMHA_RECIPIENTS;
IMHA_IDENTITY (your key), IMHA_PASSPHRASE_FILE, IMHA_STAFF (your initials), NO_COLOR.";

/// The desk of head office: every referral collected, in time, by one person.
///
/// Lists and pages go to standard output, sentences about what went wrong to standard error.
#[derive(Debug, Parser)]
#[command(name = "head-office", version, after_help = EXIT_CODES, after_long_help = EXIT_CODES)]
pub struct Cli {
    /// The folder of the table on this machine; without it the AWS settings of the environment are used
    #[arg(long, env = "IMHA_DATA", hide_env_values = true, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// What to do
    #[command(subcommand)]
    pub verb: Verb,
}

/// What head office does.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Everything open: urgent first, then by the day that presses; as JSON by due date
    List {
        /// As an array for machines
        #[arg(long)]
        json: bool,
    },
    /// Everything about one referral, and what happened to it
    Show {
        /// Which one
        #[command(flatten)]
        what: Named,
        /// As an object for machines
        #[arg(long)]
        json: bool,
    },
    /// Take a waiting referral for one working day, or keep your own for another
    Claim(Named),
    /// Give your referral back
    Release(Named),
    /// Take a referral from a colleague
    TakeOver(Named),
    /// Record that the patient has heard from us, or with --attempt that we tried
    Contacted {
        /// Which one
        #[command(flatten)]
        what: Named,
        /// The day it happened; today if not said
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = verbs::day)]
        on: Option<NaiveDate>,
        /// visit, phone, video, letter or through-ward
        #[arg(long, value_parser = verbs::how)]
        how: Option<How>,
        /// Who made it, where that is not you
        #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
        by: String,
        /// Anything the next reader should know; it is sealed
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        note: String,
        /// We tried and did not reach the patient
        #[arg(long)]
        attempt: bool,
    },
    /// Add a note to a referral, whoever has it; it is sealed
    Note {
        /// Which one; case and spaces do not matter
        #[arg(value_name = "REF")]
        reference: String,
        /// What the next reader should know
        #[arg(value_name = "TEXT")]
        text: Vec<String>,
    },
    /// Finish, and say how it ended
    Close {
        /// Which one
        #[command(flatten)]
        what: Named,
        /// How it ended; without it the outcomes are listed
        #[arg(long, value_name = "CODE", value_parser = verbs::outcome)]
        outcome: Option<Outcome>,
        /// Anything the next reader should know; it is sealed
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        note: String,
    },
    /// Bring a closed referral back to waiting
    Reopen(Named),
    /// One page to print, on standard output
    Print {
        /// Which one
        #[command(flatten)]
        what: Named,
        /// What is on the page, as an object for machines
        #[arg(long)]
        json: bool,
    },
    /// Take referrals out: all or some as CSV or JSON Lines, or one sealed as the ordinary age command opens it
    #[command(group = clap::ArgGroup::new("how").required(true).args(["sealed", "format", "json"]))]
    Export {
        /// One referral, sealed as it is stored, on standard output
        #[arg(long, value_name = "REF", num_args = 1..=GROUPS, conflicts_with_all = ["state", "from", "to", "new", "out"])]
        sealed: Option<Vec<String>>,
        /// All that is wanted, opened; each is marked as exported
        #[arg(long, value_enum)]
        format: Option<verbs::Format>,
        /// The same as --format json: one array of objects, each as `show --json` gives it
        #[arg(long)]
        json: bool,
        /// Which ones, and where to
        #[command(flatten)]
        wanted: verbs::Wanted,
    },
    /// What is waiting, by reference and due date; needs no key and names nobody
    Digest(verbs::DigestArgs),
    /// Check that every referral opens, that its history is whole, that nothing is missing or doubled
    Verify {
        /// As an object for machines
        #[arg(long)]
        json: bool,
    },
    /// Take the person out of what was closed long enough ago; only figures remain
    Purge(verbs::PurgeArgs),
    /// Keys: who can open referrals, and that they can
    #[command(subcommand)]
    Keys(verbs::KeysVerb),
    /// Activity for the commissioner: figures that name nobody
    Report(verbs::ReportAsked),
    /// Make the table ready; doing it twice is fine
    Init,
    /// What your shell needs to complete verbs and options
    Completions {
        /// bash, zsh, fish, elvish or powershell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// The desk as a web page on this machine
    Serve {
        /// Where to listen; only this machine can be
        #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8081")]
        desk: SocketAddr,
    },
}

/// A referral named by its reference.
#[derive(Debug, clap::Args)]
pub struct Named {
    /// The ten letters and digits the person was given; case and spaces do not matter
    #[arg(value_name = "REF", num_args = 1..=GROUPS, required = true)]
    words: Vec<String>,
}

impl Named {
    fn reference(&self) -> Result<Reference, Refused> {
        reference(&self.words)
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

/// Reads a command line. A value that cannot be is answered in our own sentence.
///
/// # Errors
/// What to write instead of running a verb.
pub fn parse(args: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> Result<Cli, Stop> {
    Cli::try_parse_from(args).map_err(|error| {
        let helped = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
        let own = std::error::Error::source(&error).filter(|_| error.kind() == ErrorKind::ValueValidation);
        Stop { text: own.map_or_else(|| without_data(&error.to_string()), ToString::to_string), helped }
    })
}

/// An error's usage names every option that was given, as if it were needed. The folder never is.
fn without_data(text: &str) -> String {
    let usage =
        |line: &str| if line.starts_with("Usage:") { line.replace(" --data <DIR>", "") } else { line.to_owned() };
    text.lines().map(usage).collect::<Vec<_>>().join("\n")
}

/// Does the verb.
///
/// # Errors
/// One sentence that says why not and what to do.
pub async fn run(cli: Cli, environment: &mut Environment<'_>) -> Result<(), Refused> {
    let data = cli.data.as_deref();
    let open = async |key: Key, environment: &Environment<'_>| Office::open(data, key, environment).await;
    match cli.verb {
        Verb::List { json } => verbs::list(&open(Key::Needed, environment).await?, json, environment).await,
        Verb::Show { what, json } => {
            verbs::show(&open(Key::Needed, environment).await?, &what.reference()?, json, environment).await
        }
        Verb::Claim(what) => act(data, &what, &Act::Claim, environment).await,
        Verb::Release(what) => act(data, &what, &Act::Release, environment).await,
        Verb::TakeOver(what) => act(data, &what, &Act::TakeOver, environment).await,
        Verb::Contacted { what, on, how, by, note, attempt } => {
            let on = on.unwrap_or_else(|| referral::london((environment.clock)()).date_naive());
            let contact = Contact { how, by, note, ..Contact::on(on) };
            let done = if attempt { Act::Attempt(contact) } else { Act::Contacted(contact) };
            act(data, &what, &done, environment).await
        }
        Verb::Note { reference, text } => {
            let words: Vec<String> = std::iter::once(reference).chain(text).collect();
            let (reference, text) = reference_and_text(&words)?;
            let office = open(Key::NotNeeded, environment).await?;
            verbs::act(&office, &reference, &Act::Note(Remark::new(text)), environment).await
        }
        Verb::Close { what, outcome, note } => {
            let outcome = outcome.ok_or_else(verbs::no_outcome)?;
            act(data, &what, &Act::Close(Closing { note, ..Closing::new(outcome) }), environment).await
        }
        Verb::Reopen(what) => act(data, &what, &Act::Reopen, environment).await,
        Verb::Print { what, json } => {
            let office = open(Key::Needed, environment).await?;
            if json {
                verbs::show(&office, &what.reference()?, json, environment).await
            } else {
                verbs::print(&office, &what.reference()?, environment.out).await
            }
        }
        Verb::Export { sealed, format, json, wanted } => {
            let format = if json { Some(verbs::Format::Json) } else { format };
            export(data, sealed, format, &wanted, environment).await
        }
        Verb::Digest(asked) => verbs::digest(&open(Key::Nobodys, environment).await?, asked, environment).await,
        Verb::Verify { json } => verbs::verify(&open(Key::Needed, environment).await?, json, environment).await,
        Verb::Purge(asked) => verbs::purge(&open(Key::Needed, environment).await?, data, asked, environment).await,
        Verb::Keys(verb) => keys(data, verb, environment).await,
        Verb::Report(asked) => verbs::report(&open(Key::Needed, environment).await?, &asked, environment).await,
        Verb::Init => verbs::init(data, environment).await,
        Verb::Completions { shell } => Ok(verbs::completions(shell, &mut Cli::command(), environment.out)?),
        Verb::Serve { desk } => verbs::serve(open(Key::IfNamed, environment).await?, desk, environment.out).await,
    }
}

async fn export(
    data: Option<&Path>,
    sealed: Option<Vec<String>>,
    format: Option<verbs::Format>,
    wanted: &verbs::Wanted,
    environment: &mut Environment<'_>,
) -> Result<(), Refused> {
    match (sealed, format) {
        (Some(words), _) => {
            let reference = reference(&words)?;
            verbs::sealed(&Office::open(data, Key::NotNeeded, environment).await?, &reference, environment).await
        }
        (None, format) => {
            let office = Office::open(data, Key::Needed, environment).await?;
            verbs::export(&office, format.unwrap_or(verbs::Format::Csv), wanted, environment).await
        }
    }
}

async fn keys(data: Option<&Path>, verb: verbs::KeysVerb, environment: &mut Environment<'_>) -> Result<(), Refused> {
    use verbs::KeysVerb;
    let open = async |key: Key, environment: &Environment<'_>| Office::open(data, key, environment).await;
    match verb {
        KeysVerb::New(asked) => verbs::new_key(&asked, environment),
        KeysVerb::List { json } => verbs::list_keys(&open(Key::NotNeeded, environment).await?, json, environment).await,
        KeysVerb::Check { all, json } => {
            let key = if all { Key::NotNeeded } else { Key::Needed };
            verbs::check_keys(&open(key, environment).await?, all, json, environment).await
        }
        KeysVerb::Rotate { closed } => verbs::rotate(&open(Key::Needed, environment).await?, closed, environment).await,
    }
}

async fn act(data: Option<&Path>, what: &Named, act: &Act, environment: &mut Environment<'_>) -> Result<(), Refused> {
    let reference = what.reference()?;
    let office = Office::open(data, Key::NotNeeded, environment).await?;
    verbs::act(&office, &reference, act, environment).await
}
