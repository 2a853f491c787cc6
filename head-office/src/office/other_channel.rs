//! A referral that came another way than by the site is taken down: at the desk and by `new`.

use chrono::{DateTime, NaiveDateTime, Utc};
use queue::{NewReferral, Receipt, SubmitError};
use referral::life::StaffName;
use referral::{Channel, Referral, from_london};

use super::opened::Office;
use super::refused::{Refused, sentence};

/// The characters the name of whoever phoned may have.
const LONGEST_NAME: usize = 200;
const IN_FUTURE: &str = "That time is in the future. Say when it came. Nothing was stored.";

/// What was taken down. No `Debug`: it is about a person.
pub(crate) struct TakenDown {
    pub(crate) referral: Referral,
    pub(crate) channel: Channel,
    pub(crate) received_at: DateTime<Utc>,
    /// Who phoned or wrote, where that is not the referrer, as [`caller`] reads it.
    pub(crate) called_by: Option<String>,
}

/// When it came, as clocks in England show it. Of an hour that comes twice the first; one that does not exist or is still
/// to come is refused.
pub(crate) fn local_time(local: NaiveDateTime, now: DateTime<Utc>) -> Result<DateTime<Utc>, Refused> {
    let at = from_london(local).ok_or_else(|| {
        Refused::new(
            "That time does not exist: the clocks went forward over it. Say a time an hour later. Nothing was stored.",
        )
    })?;
    if at > now { Err(Refused::new(IN_FUTURE)) } else { Ok(at) }
}

/// Who got in touch, where that is said.
pub(crate) fn caller(typed: &str) -> Result<Option<String>, Refused> {
    let name = typed.trim();
    if name.chars().count() > LONGEST_NAME {
        return Err(Refused::new(format!(
            "The name of who called is too long. Shorten it to {LONGEST_NAME} characters. Nothing was stored."
        )));
    }
    Ok((!name.is_empty()).then(|| name.to_owned()))
}

/// Stores it once.
pub(crate) async fn take_down(office: &Office, taken: TakenDown) -> Result<Receipt, Refused> {
    let TakenDown { referral, channel, received_at, called_by } = taken;
    let received_by = StaffName::parse(&office.staff).map_err(|error| Refused::new(sentence(&error.to_string())))?;
    let new = NewReferral { referral, channel, received_at, received_by, called_by };
    let content = office.content();
    office.tray.receive_new(new, &content.rules, office.now()).await.map_err(|error| match error {
        SubmitError::InFuture => Refused::new(IN_FUTURE),
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
        let now = "2026-11-23T14:05:00Z".parse().unwrap();
        let at = |text: &str| local_time(text.parse().unwrap(), now).ok().map(|at| at.to_rfc3339());
        let table = [
            ("winter", "2026-11-23T14:05:00", Some("2026-11-23T14:05:00+00:00")),
            ("summer", "2026-07-01T14:05:00", Some("2026-07-01T13:05:00+00:00")),
            ("the hour that comes twice: the first", "2026-10-25T01:30:00", Some("2026-10-25T00:30:00+00:00")),
            ("the hour that does not exist", "2026-03-29T01:30:00", None),
            ("still to come", "2026-11-23T14:06:00", None),
        ];
        for (row, local, expected) in table {
            assert_eq!(at(local).as_deref(), expected, "{row}");
        }
    }
}
