//! `list`: everything open, urgent first, then by due date.

use std::io::Write;

use crate::due::due_in_words;
use crate::visible::visible;
use crate::{Office, Refused, Row};

const HEADINGS: [&str; 6] = ["Reference", "Due", "Status", "Owner", "Covered", "Urgent"];

/// Writes the table, or the array.
pub(crate) async fn list(office: &Office, json: bool, out: &mut dyn Write) -> Result<(), Refused> {
    let listing = office.tray.list().await?;
    // A canary left unanswered is missed by the alarm; it must not keep anybody from the list.
    drop(office.tray.answer_canaries(&office.staff, office.now()).await);
    let rows = Row::all(&listing, office.now(), &office.content.rules.calendar);
    if json {
        let text = serde_json::to_string_pretty(&rows).map_err(std::io::Error::from)?;
        writeln!(out, "{text}")?;
    } else if rows.is_empty() {
        writeln!(out, "Nothing is open.")?;
    } else {
        let cells: Vec<[String; 6]> = rows.iter().map(|row| cells(row, office)).collect();
        table(&cells, out)?;
    }
    Ok(())
}

fn cells(row: &Row, office: &Office) -> [String; 6] {
    let words = &office.content.words;
    let covered = row.eligibility.map_or("cannot be opened", |code| words.label("eligibility", code.code()));
    [
        row.reference.to_string(),
        due_in_words(row.due_on, row.status, office.today(), &office.content.rules.calendar),
        words.label("status", row.status.code()).to_owned(),
        visible(row.owner.as_deref().unwrap_or_default()),
        covered.to_owned(),
        if row.urgent == Some(true) { "URGENT" } else { "" }.to_owned(),
    ]
}

fn table(cells: &[[String; 6]], out: &mut dyn Write) -> std::io::Result<()> {
    let width = |at: usize| {
        let longest = cells.iter().map(|row| row[at].chars().count()).max().unwrap_or_default();
        longest.max(HEADINGS[at].len())
    };
    let widths: Vec<usize> = (0..HEADINGS.len()).map(width).collect();
    let headings = HEADINGS.map(str::to_owned);
    for row in std::iter::once(&headings).chain(cells) {
        let padded: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        writeln!(out, "{}", padded.join("  ").trim_end())?;
    }
    Ok(())
}
