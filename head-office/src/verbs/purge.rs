//! `purge`: closed referrals that were kept long enough. What remains of each is a sealed row for counting.

use std::io::BufRead;

use queue::Due;

use crate::Refused;
use crate::office::purge_and_erase::Purged;
use crate::office::terminal::Progress;
use crate::{Environment, Office};

/// How `purge` was asked for.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct PurgeArgs {
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

/// Purges what is due, after asking.
pub(crate) async fn purge(office: &Office, asked: PurgeArgs, environment: &mut Environment<'_>) -> Result<(), Refused> {
    let Due { due, held, unknown } = office.tray.due_for_purge(&office.retention()?, office.now()).await?;
    if asked.json {
        return for_machines(office, asked, &Due { due, held, unknown }, environment).await;
    }
    for reference in &held {
        writeln!(environment.out, "{reference}  on hold, so it stays")?;
    }
    if unknown > 0 {
        writeln!(
            environment.out,
            "{unknown} closed could not be opened with your key, so they stay; see `head-office verify`."
        )?;
    }
    if due.is_empty() && asked.dry_run {
        writeln!(environment.out, "Nothing to purge: nothing was closed long enough ago.")?;
        return Ok(());
    }
    for found in &due {
        let closed = referral::life::closed_at(&found.events);
        let closed = closed.map(|at| referral::london(at).date_naive().to_string()).unwrap_or_default();
        writeln!(environment.out, "{}  closed {closed}", found.clear.reference)?;
    }
    if asked.dry_run {
        writeln!(environment.out, "{} would be purged, closed long enough ago.", due.len())?;
        return Ok(());
    }
    if !due.is_empty() && !asked.yes && !agreed(due.len(), environment)? {
        writeln!(environment.out, "Nothing was purged.")?;
        return Ok(());
    }
    let mut progress = Progress::new(environment.terminal, "Purged", Some(due.len()));
    let Purged { done, kept, finished } = office.purge(&due, |looked_at| progress.at(looked_at)).await?;
    drop(progress);
    let interrupted =
        if finished == 0 { String::new() } else { format!(" {finished} interrupted before are finished.") };
    writeln!(environment.out, "{done} purged. Their figures remain for reports, without a name.{interrupted}")?;
    if kept > 0 {
        return Err(changed_meanwhile(kept));
    }
    Ok(())
}

/// The same without a question.
async fn for_machines(
    office: &Office,
    asked: PurgeArgs,
    due: &Due,
    environment: &mut Environment<'_>,
) -> Result<(), Refused> {
    if !asked.dry_run && !asked.yes {
        return Err(Refused::new("Say --yes or --dry-run beside --json: nobody is asked. Nothing was purged."));
    }
    let purged = if asked.dry_run { None } else { Some(office.purge(&due.due, |_| ()).await?) };
    let references: Vec<_> = due.due.iter().map(|found| &found.clear.reference).collect();
    let kept = purged.as_ref().map_or(0, |purged| purged.kept);
    environment.json(&serde_json::json!({
        "due": references, "held": due.held, "unknown": due.unknown,
        "purged": purged.as_ref().map_or(0, |purged| purged.done), "kept": kept,
    }))?;
    if kept > 0 { Err(changed_meanwhile(kept)) } else { Ok(()) }
}

fn changed_meanwhile(kept: usize) -> Refused {
    Refused::new(format!("{kept} changed in the meantime and were kept. Run it again."))
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
