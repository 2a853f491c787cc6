//! `purge`: closed referrals that were kept long enough. What remains of each is a sealed row for counting.

use std::io::BufRead;

use queue::Due;

use crate::Refused;
use crate::office::purge_and_erase::Purged;
use crate::office::terminal::Progress;
use crate::{Environment, Office};

/// How `purge` was asked for.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct PurgeArgs {
    /// Say what would be purged, and purge nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(long, conflicts_with = "dry_run")]
    yes: bool,
    /// As an object for machines, with --dry-run or --yes
    #[arg(long)]
    json: bool,
}

/// Purges what is due, after asking; a program is not asked.
pub(crate) async fn purge(office: &Office, asked: PurgeArgs, environment: &mut Environment<'_>) -> Result<(), Refused> {
    if asked.json && !asked.dry_run && !asked.yes {
        return Err(Refused::new("Say --yes or --dry-run beside --json: nobody is asked. Nothing was purged."));
    }
    let found = office.tray.due_for_purge(&office.retention()?, office.now()).await?;
    if !asked.json {
        say_what_is_due(&found, asked.dry_run, environment)?;
    }
    let due = &found.due;
    let purged = if asked.dry_run {
        None
    } else if asked.yes || due.is_empty() || agreed(due.len(), environment)? {
        let mut progress = Progress::new(environment.terminal, "Purged", Some(due.len()));
        Some(office.purge(due, |looked_at| progress.at(looked_at)).await?)
    } else {
        writeln!(environment.out, "Nothing was purged.")?;
        None
    };
    let kept = purged.as_ref().map_or(0, |purged| purged.kept);
    if asked.json {
        environment.json(&serde_json::json!({
            "due": due.iter().map(|record| &record.clear.reference).collect::<Vec<_>>(), "held": found.held,
            "unknown": found.unknown, "purged": purged.as_ref().map_or(0, |purged| purged.done), "kept": kept,
        }))?;
    } else if let Some(Purged { done, finished, .. }) = purged {
        let interrupted =
            if finished == 0 { String::new() } else { format!(" {finished} interrupted before are finished.") };
        writeln!(environment.out, "{done} purged. Their figures remain for reports, without a name.{interrupted}")?;
    }
    match kept {
        0 => Ok(()),
        kept => Err(Refused::new(format!("{kept} changed in the meantime and were kept. Run it again."))),
    }
}

fn say_what_is_due(found: &Due, dry_run: bool, environment: &mut Environment<'_>) -> std::io::Result<()> {
    let Due { due, held, unknown } = found;
    for reference in held {
        writeln!(environment.out, "{reference}  on hold, so it stays")?;
    }
    if *unknown > 0 {
        let text = "closed could not be opened with your key, so they stay; see `head-office verify`.";
        writeln!(environment.out, "{unknown} {text}")?;
    }
    for record in due {
        let closed = referral::life::closed_at(&record.events);
        let closed = closed.map(|at| referral::london(at).date_naive().to_string()).unwrap_or_default();
        writeln!(environment.out, "{}  closed {closed}", record.clear.reference)?;
    }
    match due.len() {
        0 if dry_run => writeln!(environment.out, "Nothing to purge: nothing was closed long enough ago."),
        count if dry_run => writeln!(environment.out, "{count} would be purged, closed long enough ago."),
        _ => Ok(()),
    }
}

fn agreed(count: usize, environment: &mut Environment<'_>) -> Result<bool, Refused> {
    if !environment.terminal.ask {
        return Err(Refused::new(
            "This cannot be undone, and there is nobody to ask. Say --yes, or look with --dry-run.",
        ));
    }
    write!(environment.out, "Purge these {count}? This cannot be undone. Type yes: ")?;
    environment.out.flush()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(answer.trim().eq_ignore_ascii_case("yes"))
}
