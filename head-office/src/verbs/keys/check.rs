//! `keys list` and `keys check`: who holds a key, and whether each was shown to open.

use queue::{Proof, QueueError, Role, Why};
use serde_json::json;

use crate::Refused;
use crate::office::terminal::table;
use crate::{Environment, Office};

/// Who holds a key. Public halves are not secret, but only machines want them whole.
pub(crate) async fn list(office: &Office, json: bool, environment: &mut Environment<'_>) -> Result<(), Refused> {
    let proofs = office.tray.proofs().await?;
    if json {
        return write_json(&proofs, environment);
    }
    let rows: Vec<[String; 4]> = proofs.iter().map(row).collect();
    for line in table(["Holder", "Role", "Key", "Proved to open"], &rows, environment.terminal.width) {
        writeln!(environment.out, "{}", line.join("  ").trim_end())?;
    }
    writeln!(environment.out, "Key set {}", office.tray.recipients().fingerprint())?;
    Ok(())
}

fn write_json(proofs: &[Proof], environment: &mut Environment<'_>) -> Result<(), Refused> {
    let rows: Vec<_> = proofs
        .iter()
        .map(|Proof { holder, at }| {
            json!({"name": holder.name, "role": code(holder.role), "key": holder.key, "proved_at": at})
        })
        .collect();
    let text = serde_json::to_string_pretty(&rows).map_err(std::io::Error::from)?;
    writeln!(environment.out, "{text}")?;
    Ok(())
}

fn row(Proof { holder, at }: &Proof) -> [String; 4] {
    let name = if holder.name.is_empty() { "(no name)" } else { &holder.name };
    let key: String = holder.key.chars().take(12).chain(['…']).collect();
    let proved = at.map_or_else(|| "not yet".to_owned(), |at| referral::london(at).format("%-d %B %Y").to_string());
    [name.to_owned(), code(holder.role).to_owned(), key, proved]
}

fn code(role: Role) -> &'static str {
    match role {
        Role::Staff => "staff",
        Role::Recovery => "recovery",
    }
}

/// Proves this person's key, or with `all` asks whether every holder has proved theirs.
pub(crate) async fn check(
    office: &Office,
    all: bool,
    json: bool,
    environment: &mut Environment<'_>,
) -> Result<(), Refused> {
    if !all {
        let proved = office.tray.prove(office.now()).await.map_err(refused)?;
        for holder in proved.into_iter().filter(|_| !json) {
            let name = if holder.name.is_empty() { code(holder.role) } else { &holder.name };
            writeln!(environment.out, "The key of {name} opens what is sealed to it. That is recorded.")?;
        }
    }
    let proofs = office.tray.proofs().await?;
    let missing: Vec<String> = proofs
        .iter()
        .filter(|proof| proof.at.is_none())
        .map(|proof| format!("{} ({})", proof.holder.name, code(proof.holder.role)))
        .collect();
    if json {
        write_json(&proofs, environment)?;
    }
    match (missing.is_empty(), all) {
        (true, _) | (_, false) if json => {}
        (true, _) => writeln!(environment.out, "All {} holders have proved that they can open.", proofs.len())?,
        (false, false) => writeln!(environment.out, "Still to do: {}.", missing.join(", "))?,
        (false, true) => {
            return Err(Refused::new(format!(
                "Not every holder has proved that they can open: {}. Each runs `head-office keys check` with their own key; \
                 then publish.",
                missing.join(", ")
            )));
        }
    }
    Ok(())
}

fn refused(error: QueueError) -> Refused {
    match error {
        QueueError::Unopened(Why::OtherKeys) => Refused::new(
            "Your key is not in the list of recipients. Add the two lines that `head-office keys new` printed, then try again.",
        ),
        other => other.into(),
    }
}
