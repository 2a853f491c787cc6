//! `keys rotate`: the same referrals, sealed to the list of recipients as it is now.

use queue::{ActError, Rotated};
use referral::Reference;

use crate::Refused;
use crate::office::terminal::Progress;
use crate::{Environment, Office};

/// Somebody may act on an entry while it is sealed again; then it is simply done once more.
const TRIES: usize = 5;

/// Seals each again, and names those that this key does not open.
pub(crate) async fn rotate(office: &Office, closed: bool, environment: &mut Environment<'_>) -> Result<(), Refused> {
    let references = office.tray.to_rotate(closed).await?;
    let mut progress = Progress::new(environment.terminal, "Sealed", Some(references.len()));
    let (mut sealed, mut lines, mut stay) = (0, 0, Vec::new());
    for (done, reference) in (1..).zip(&references) {
        match one(office, reference).await? {
            Rotated::Done { unopened } => {
                sealed += 1;
                lines += unopened;
            }
            Rotated::Already => {}
            Rotated::Stays(why) => stay.push(format!("{reference}: {why}. {}.", why.advice())),
        }
        progress.at(done);
    }
    drop(progress);
    writeln!(environment.out, "{sealed} sealed to key set {}.", office.tray.recipients().fingerprint())?;
    let mut reports_stay = 0;
    if closed {
        let halfway = |error| Refused::halfway("sealed", error);
        let (rows, unread) = office.tray.rotate_remains().await.map_err(halfway)?;
        lines += unread;
        let (reports, unread) = office.tray.rotate_reports().await.map_err(halfway)?;
        reports_stay = unread;
        writeln!(environment.out, "The figures of {rows} purged ones and {} issued reports too.", reports - unread)?;
    }
    for line in &stay {
        writeln!(environment.out, "{line}")?;
    }
    if stay.is_empty() && lines == 0 && reports_stay == 0 {
        return Ok(());
    }
    Err(Refused::new(format!(
        "Your key does not open {} referrals, {lines} lines of history and {reports_stay} issued reports; they stay as \
         they were. Somebody whose key does must run this too.",
        stay.len()
    )))
}

async fn one(office: &Office, reference: &Reference) -> Result<Rotated, Refused> {
    for _ in 0..TRIES {
        match office.tray.rotate(reference).await {
            Err(ActError::Changed) => {}
            // It was purged in the meantime: there is nothing left to seal.
            Err(ActError::NotFound) => return Ok(Rotated::Already),
            done => return done.map_err(|error| Refused::act(reference, error)),
        }
    }
    Err(Refused::act(reference, ActError::Changed))
}
