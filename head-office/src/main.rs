//! The command line of head office.

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use head_office::{Environment, SettingsFile, Terminal, cli, system_clock};

/// What a shell gives for a program whose reader has gone: 128 and the number of SIGPIPE.
const READER_GONE: u8 = 141;

fn main() -> anyhow::Result<ExitCode> {
    queue::forbid_core_dumps();
    let (mut out, mut errors) = (std::io::stdout(), std::io::stderr());
    let clicked = is_clicked();
    let args = std::env::args_os().chain(clicked.then_some(["serve", "--open"]).into_iter().flatten().map(OsString::from));
    let cli = match cli::parse(args) {
        Ok(cli) => cli,
        Err(stop) => {
            let to: &mut dyn Write = if stop.helped { &mut out } else { &mut errors };
            return match writeln!(to, "{}", stop.text.trim_end()) {
                Ok(()) => Ok(if stop.helped { ExitCode::SUCCESS } else { ExitCode::FAILURE }),
                Err(_) => Ok(ExitCode::from(READER_GONE)),
            };
        }
    };
    let runtime = head_office::runtime()?;
    // An empty IMHA_STAFF is a mistake, and is answered as one; any other empty variable is none.
    let content = cli.content.as_ref().map(|folder| folder.display().to_string());
    let settings = SettingsFile::read(cli.settings.as_deref().filter(|_| !matches!(cli.verb, cli::Verb::Setup)));
    let settings = match settings {
        Ok(settings) => settings,
        Err(refused) => {
            writeln!(errors, "{refused}")?;
            return Ok(ExitCode::FAILURE);
        }
    };
    let env = |name: &str| match &content {
        Some(folder) if name == head_office::CONTENT => Some(folder.clone()),
        _ => std::env::var(name)
            .ok()
            .filter(|value| !value.is_empty() || name == "IMHA_STAFF")
            .or_else(|| settings.get(name)),
    };
    let terminal = Terminal::own(&env);
    let mut environment = Environment { out: &mut out, clock: system_clock(), env: &env, terminal };
    match runtime.block_on(cli::run(cli, &mut environment)) {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(refused) if refused.is_unread() => Ok(ExitCode::from(READER_GONE)),
        Err(refused) => {
            writeln!(errors, "{}", terminal.wrapped(&refused.to_string()))?;
            if clicked && terminal.ask {
                writeln!(errors, "Press Enter to close this window.")?;
                std::io::stdin().read_line(&mut String::new())?;
            }
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Started by a double click: nothing was typed, and settings lie beside the program.
fn is_clicked() -> bool {
    std::env::args_os().len() < 2 && SettingsFile::beside_the_program().is_some_and(|file| file.exists())
}
