//! `list`: everything open, urgent first, then by due date.

use queue::Listing;

use crate::due::{due_in_few_words, due_in_words, is_overdue};
use crate::office::{Office, World};
use crate::terminal::table;
use crate::visible::visible;
use crate::{Refused, Row};

const HEADINGS: [&str; 6] = ["Reference", "Due", "Status", "Owner", "Covered", "Urgent"];

/// Narrower than this, the due date is said in few words.
const ROOMY: usize = 96;

/// Writes the table, or the array.
pub(crate) async fn list(office: &Office, json: bool, world: &mut World<'_>) -> Result<(), Refused> {
    let listing = office.tray.list().await?;
    // A canary left unanswered is missed by the alarm; it must not keep anybody from the list.
    drop(office.tray.answer_canaries(&office.staff, office.now()).await);
    let rows = Row::all(&listing, office.now(), &office.content.rules.calendar);
    if json {
        let text = serde_json::to_string_pretty(&rows).map_err(std::io::Error::from)?;
        writeln!(world.out, "{text}")?;
    } else if rows.is_empty() {
        writeln!(world.out, "Nothing is open.")?;
    } else {
        let cells: Vec<[String; 6]> = rows.iter().map(|row| cells(row, office, world)).collect();
        let fitted = table(HEADINGS, &cells, world.terminal.width);
        for (at, mut line) in fitted.into_iter().enumerate() {
            // Coloured after it is fitted: what colours a text has no width.
            if at.checked_sub(1).is_some_and(|at| is_overdue(rows[at].due_on, rows[at].status, office.today())) {
                line[1] = world.terminal.alarm(&line[1]);
            }
            line[5] = world.terminal.alarm(line[5].trim_end());
            writeln!(world.out, "{}", line.join("  ").trim_end())?;
        }
    }
    if !json {
        stays_sealed(&listing, world)?;
    }
    Ok(())
}

/// The tray of those that do not open: why, and what to do.
fn stays_sealed(listing: &Listing, world: &mut World<'_>) -> std::io::Result<()> {
    for sealed in &listing.unopened {
        writeln!(world.out, "{sealed}.")?;
    }
    for name in &listing.foreign {
        writeln!(world.out, "{name}: not in the form this program writes. Run `head-office verify`.")?;
    }
    Ok(())
}

fn cells(row: &Row, office: &Office, world: &World<'_>) -> [String; 6] {
    let (words, calendar) = (&office.content.words, &office.content.rules.calendar);
    let covered = row.eligibility.map_or("cannot be opened", |code| words.label("eligibility", code.code()));
    let narrow = world.terminal.width.is_some_and(|width| width < ROOMY);
    let due = if narrow { due_in_few_words } else { due_in_words };
    [
        row.reference.to_string(),
        due(row.due_on, row.status, office.today(), calendar),
        words.label("status", row.status.code()).to_owned(),
        visible(row.owner.as_deref().unwrap_or_default()),
        covered.to_owned(),
        if row.urgent == Some(true) { "URGENT" } else { "" }.to_owned(),
    ]
}
