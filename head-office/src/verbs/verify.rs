//! `verify`: every reference opens, every history is a chain, nothing is missing or doubled; what to do where not.

use std::cell::RefCell;

use queue::Verified;
use serde_json::json;

use crate::Refused;
use crate::office::terminal::Progress;
use crate::{Environment, Office};

/// Checks everything and says what it found.
pub(crate) async fn verify(office: &Office, json: bool, environment: &mut Environment<'_>) -> Result<(), Refused> {
    let progress = RefCell::new(Progress::new(environment.terminal, "Checked", None));
    let found = office.tray.verify(office.now(), |so_far| progress.borrow_mut().at(so_far)).await?;
    drop(progress);
    let current = office.tray.recipients().fingerprint();
    if json {
        let text = serde_json::to_string_pretty(&object(&found, current)).map_err(std::io::Error::from)?;
        writeln!(environment.out, "{text}")?;
    } else {
        text(&found, current, environment)?;
    }
    match found.flaws.len() {
        0 => Ok(()),
        1 => Err(Refused::new("1 thing is wrong. Do what its line says, then run `head-office verify` again.")),
        count => Err(Refused::new(format!(
            "{count} things are wrong. Do what each line says, then run `head-office verify` again."
        ))),
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
        "key_set": current, "key_sets": found.key_sets, "flaws": flaws,
    })
}
