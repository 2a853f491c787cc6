//! A referral that came another way than by the site is taken down: at the desk and by `new`.

use chrono::{DateTime, NaiveDateTime, Utc};
use queue::{NewReferral, Receipt, SubmitError};
use referral::life::StaffName;
use referral::{Channel, Referral, from_london};

use super::opened::Office;
use super::refused::{Refused, sentence};

/// The characters the name of whoever phoned may have.
const LONGEST_NAME: usize = 200;

/// What was taken down. No `Debug`: it is about a person.
pub(crate) struct TakenDown {
    pub(crate) referral: Referral,
    pub(crate) channel: Channel,
    pub(crate) received_at: DateTime<Utc>,
    /// Who phoned or wrote, where that is not the referrer.
    pub(crate) called_by: Option<String>,
}

/// A time as clocks in England show it. Of an hour that comes twice the first; one that does not exist is refused.
pub(crate) fn local_time(local: NaiveDateTime) -> Result<DateTime<Utc>, Refused> {
    from_london(local).ok_or_else(|| {
        Refused::new(
            "That time does not exist: the clocks went forward over it. Say a time an hour later. Nothing was stored.",
        )
    })
}

/// Stores it once.
pub(crate) async fn take_down(office: &Office, taken: TakenDown) -> Result<Receipt, Refused> {
    let TakenDown { referral, channel, received_at, called_by } = taken;
    let called_by = called_by.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    if called_by.as_ref().is_some_and(|name| name.chars().count() > LONGEST_NAME) {
        return Err(Refused::new(format!(
            "The name of who called is too long. Shorten it to {LONGEST_NAME} characters. Nothing was stored."
        )));
    }
    let received_by = StaffName::parse(&office.staff).map_err(|error| Refused::new(sentence(&error.to_string())))?;
    let new = NewReferral { referral, channel, received_at, received_by, called_by };
    let content = office.content();
    office.tray.receive_new(new, &content.rules, office.now()).await.map_err(|error| match error {
        SubmitError::InFuture => Refused::new("That time is in the future. Say when it came. Nothing was stored."),
        SubmitError::NotStored(error) => Refused::from(error),
        error @ SubmitError::Unknown(_) => {
            Refused::new(format!("{} Do the same again: it is stored once.", sentence(&error.to_string())))
        }
        error @ SubmitError::Conflict => Refused::new(sentence(&error.to_string())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_clocks_in_england_show_it() {
        let at = |text: &str| local_time(text.parse().unwrap()).ok().map(|at| at.to_rfc3339());
        let table = [
            ("winter", "2026-11-23T14:05:00", Some("2026-11-23T14:05:00+00:00")),
            ("summer", "2026-07-01T14:05:00", Some("2026-07-01T13:05:00+00:00")),
            ("the hour that comes twice: the first", "2026-10-25T01:30:00", Some("2026-10-25T00:30:00+00:00")),
            ("the hour that does not exist", "2026-03-29T01:30:00", None),
        ];
        for (row, local, expected) in table {
            assert_eq!(at(local).as_deref(), expected, "{row}");
        }
    }
}
