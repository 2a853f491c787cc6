//! `verify`: every reference opens, every history is a chain, nothing is missing or doubled; what to do where not.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use queue::{LastRun, Verified};
use serde_json::json;

use crate::Refused;
use crate::office::private_file;
use crate::office::terminal::Progress;
use crate::{Environment, Office};

/// What to check with.
#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArgs {
    /// As an object for machines
    #[arg(long)]
    json: bool,
    /// Compare with what this file remembers of the last run, and remember this one there
    #[arg(long, value_name = "FILE")]
    memory: Option<PathBuf>,
}

/// Checks everything, compares it with what was seen at the last run, and says what it found.
pub(crate) async fn verify(
    office: &Office,
    data: Option<&Path>,
    asked: &VerifyArgs,
    environment: &mut Environment<'_>,
) -> Result<(), Refused> {
    let progress = RefCell::new(Progress::new(environment.terminal, "Checked", None));
    let mut found = office.tray.verify(office.now(), |so_far| progress.borrow_mut().at(so_far)).await?;
    drop(progress);
    let current = office.tray.recipients().fingerprint();
    let file = asked.memory.clone().or_else(|| memory_file(data, environment));
    let remembered = remember(file.as_deref(), &mut found, office.now(), current);
    if asked.json {
        environment.json(&object(&found, current))?;
    } else {
        text(&found, current, environment)?;
        environment.say(&remembered)?;
        environment.say(Verified::UNKNOWN)?;
    }
    match found.flaws.len() {
        0 => Ok(()),
        1 => Err(Refused::new("1 thing is wrong. Do what its line says, then run `head-office verify` again.")),
        count => Err(Refused::new(format!(
            "{count} things are wrong. Do what each line says, then run `head-office verify` again."
        ))),
    }
}

/// Where this machine remembers what it saw of this table; none where the user has no folder for it.
fn memory_file(data: Option<&Path>, environment: &Environment<'_>) -> Option<PathBuf> {
    let set = |name: &str| (environment.env)(name).unwrap_or_default();
    let state = Some(set("XDG_STATE_HOME")).filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let home = || Some(set("HOME")).filter(|home| !home.is_empty()).map(|home| Path::new(&home).join(".local/state"));
    let data =
        data.map(PathBuf::from).or_else(|| Some(set("IMHA_DATA")).filter(|data| !data.is_empty()).map(PathBuf::from));
    let table = match data {
        Some(data) => std::path::absolute(&data).unwrap_or(data).display().to_string(),
        None => ["AWS_REGION", "AWS_ENDPOINT_URL_DYNAMODB", "IMHA_TABLE"].map(set).join(" "),
    };
    Some(state.or_else(home)?.join("imha").join(LastRun::file_name(&table)))
}

/// Compares with the last run and remembers this one; says what came of it. Nobody is kept from checking by a file that
/// cannot be written. What is wrong is remembered as it was before, so that it is named again.
fn remember(file: Option<&Path>, found: &mut Verified, now: DateTime<Utc>, current: &str) -> String {
    let Some(file) = file else {
        return "Nothing is remembered for the next run: set XDG_STATE_HOME, or name a file with --memory.".to_owned();
    };
    let before = std::fs::read_to_string(file).ok().map(|text| LastRun::parse(&text));
    let told = match &before {
        Some(Some(before)) => {
            found.compare(before, now, current);
            format!("Compared with the {} seen at the last run on this machine.", before.entries())
        }
        Some(None) => return format!("{} is not a memory of this program, so nothing was compared.", file.display()),
        None => "This is the first run on this machine, so there is nothing to compare with yet.".to_owned(),
    };
    if !found.flaws.is_empty() {
        return told;
    }
    let folder = file.parent().map_or(Ok(()), std::fs::create_dir_all);
    match folder.and_then(|()| private_file::write(file, found.seen.to_text().as_bytes())) {
        Ok(()) => told,
        Err(error) => format!("{told} This run is not remembered: {}: {error}.", file.display()),
    }
}

fn text(found: &Verified, current: &str, environment: &mut Environment<'_>) -> std::io::Result<()> {
    for (reference, flaw) in &found.flaws {
        writeln!(environment.out, "{}  {flaw}. {}.", environment.terminal.alarm(reference), flaw.advice())?;
    }
    let Verified { entries, open, purged, .. } = found;
    writeln!(environment.out, "{entries} referrals checked, {open} of them open; {purged} purged.")?;
    let others: usize = found.key_sets.iter().filter(|(set, _)| *set != current).map(|(_, count)| count).sum();
    if others > 0 {
        writeln!(
            environment.out,
            "{others} are sealed to an earlier list of keys. Run `head-office keys rotate` (with --closed for all)."
        )?;
    }
    if found.flaws.is_empty() {
        writeln!(environment.out, "Every reference opens, every history is whole, nothing is missing or doubled.")?;
    }
    Ok(())
}

fn object(found: &Verified, current: &str) -> serde_json::Value {
    let flaws: Vec<_> = found
        .flaws
        .iter()
        .map(|(reference, flaw)| json!({"reference": reference, "what": flaw.to_string(), "advice": flaw.advice()}))
        .collect();
    json!({
        "entries": found.entries, "open": found.open, "purged": found.purged, "rows": found.rows,
        "key_set": current, "key_sets": found.key_sets, "flaws": flaws, "unknown": Verified::UNKNOWN,
    })
}
