//! The command line of head office.

use std::io::Write;
use std::process::ExitCode;

use head_office::{Terminal, World, cli, system_clock};

fn main() -> anyhow::Result<ExitCode> {
    let (mut out, mut errors) = (std::io::stdout(), std::io::stderr());
    let cli = match cli::parse(std::env::args_os()) {
        Ok(cli) => cli,
        Err(stop) => {
            let to: &mut dyn Write = if stop.helped { &mut out } else { &mut errors };
            writeln!(to, "{}", stop.text.trim_end())?;
            return Ok(if stop.helped { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
    };
    let runtime = head_office::runtime()?;
    let env = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let terminal = Terminal::own(&env);
    let mut world = World { out: &mut out, clock: system_clock(), env: &env, terminal };
    match runtime.block_on(cli::run(cli, &mut world)) {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(refused) => {
            writeln!(errors, "{refused}")?;
            Ok(ExitCode::FAILURE)
        }
    }
}
