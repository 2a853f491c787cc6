//! The command line of head office.

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use head_office::{Environment, Refused, SettingsFile, Terminal, cli, system_clock};

/// What a shell gives for a program whose reader has gone: 128 and the number of SIGPIPE.
const READER_GONE: u8 = 141;

fn main() -> anyhow::Result<ExitCode> {
    queue::forbid_core_dumps();
    let clicked = is_clicked();
    let own: &[&str] = if clicked { &["serve", "--open"] } else { &[] };
    let cli = match cli::parse(std::env::args_os().chain(own.iter().map(OsString::from))) {
        Ok(cli) => cli,
        Err(stop) => {
            let (mut out, mut errors) = (std::io::stdout(), std::io::stderr());
            let to: &mut dyn Write = if stop.helped { &mut out } else { &mut errors };
            return match writeln!(to, "{}", stop.text.trim_end()) {
                Ok(()) => Ok(if stop.helped { ExitCode::SUCCESS } else { ExitCode::FAILURE }),
                Err(_) => Ok(ExitCode::from(READER_GONE)),
            };
        }
    };
    let terminal = Terminal::own(&|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    match does(cli, terminal) {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(refused) if refused.is_unread() => Ok(ExitCode::from(READER_GONE)),
        Err(refused) => {
            let mut errors = std::io::stderr();
            writeln!(errors, "{}", terminal.wrapped(&refused.to_string()))?;
            if clicked && terminal.ask {
                writeln!(errors, "Press Enter to close this window.")?;
                std::io::stdin().read_line(&mut String::new())?;
            }
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Does the verb under the settings of the environment, and of the settings file where that says nothing.
fn does(cli: cli::Cli, terminal: Terminal) -> Result<(), Refused> {
    let settings = if cli.sets_up() { SettingsFile::default() } else { SettingsFile::read(cli.settings.as_deref())? };
    let content = cli.content.as_ref().map(|folder| folder.display().to_string());
    // An empty IMHA_STAFF is a mistake, and is answered as one; any other empty variable is none.
    let own = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty() || name == "IMHA_STAFF");
    let env = |name: &str| match &content {
        Some(folder) if name == head_office::CONTENT => Some(folder.clone()),
        _ => own(name).or_else(|| settings.get(name)),
    };
    let mut out = std::io::stdout();
    let mut environment = Environment { out: &mut out, clock: system_clock(), env: &env, terminal };
    head_office::runtime()?.block_on(cli::run(cli, &mut environment))
}

/// Started by a double click: nothing was typed, and settings lie beside the program.
fn is_clicked() -> bool {
    std::env::args_os().len() < 2 && SettingsFile::beside_the_program().is_some_and(|file| file.exists())
}
