//! What a history tells of the promise: whether the patient has heard from us, since when it waits again, how often
//! somebody tried. Pure.

use chrono::NaiveDate;
use queue::{Case, Histories, QueueError, Tray};
use referral::life::{Contact, Event, How, Outcome, Status, What, effective};
use referral::london;

/// A history with fewer acts has neither a try nor a reopening: before a try there is a claim, before a reopening a
/// closing.
const TELLING_ACTS: u64 = 2;

/// What the history of one referral comes to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct History {
    /// The day on which the patient first heard from us.
    pub(crate) first_contact: Option<NaiveDate>,
    /// The day and way of the last contact.
    pub(crate) last_contact: Option<(NaiveDate, Option<How>)>,
    /// The day on which it was last reopened.
    pub(crate) reopened: Option<NaiveDate>,
    /// The day on which it was last closed, and how it ended.
    pub(crate) closed: Option<(NaiveDate, Outcome)>,
    /// Tries that did not reach the patient, since the last contact or reopening.
    pub(crate) tries: usize,
}

impl History {
    /// Reads a history, oldest event first.
    pub(crate) fn of(events: &[Event]) -> Self {
        let mut history = Self::default();
        for event in &effective(events) {
            let day = london(event.at).date_naive();
            match &event.what {
                What::Contacted(Contact { on, how, .. }) => {
                    let on = *on;
                    history.first_contact = Some(history.first_contact.map_or(on, |first| first.min(on)));
                    history.last_contact = Some((on, *how));
                    history.tries = 0;
                }
                What::Attempt(_) => history.tries += 1,
                What::Reopen => (history.reopened, history.tries) = (Some(day), 0),
                What::Close(closing) => history.closed = Some((day, closing.outcome)),
                _ => {}
            }
        }
        history
    }

    /// The history of this case among those that were read; an empty one where none had to be.
    pub(crate) fn among(histories: &Histories, case: &Case) -> Self {
        histories.get(&case.entry.reference).map(|events| Self::of(events)).unwrap_or_default()
    }
}

/// The histories that the lines of a list must tell: of those waiting or claimed with which something was done.
pub(crate) async fn histories<'a>(tray: &Tray, cases: impl Iterator<Item = &'a Case>) -> Result<Histories, QueueError> {
    let to_reach = |case: &&Case| matches!(case.state.status, Status::Waiting | Status::Claimed);
    tray.histories(cases.filter(to_reach).filter(|case| case.state.version >= TELLING_ACTS)).await
}

#[cfg(test)]
mod tests {
    use referral::life::Closing;

    use super::*;

    fn event(day: u32, what: What) -> Event {
        Event::new(format!("2026-11-{day:02}T10:00:00Z").parse().unwrap(), "OQ", what)
    }

    #[test]
    fn a_history_tells_of_contact_tries_and_reopening() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day);
        let made = |on| Contact { how: Some(How::Phone), ..Contact::on(day(on).unwrap()) };
        let contact = |at, on| event(at, What::Contacted(made(on)));
        let tried = |at| event(at, What::Attempt(made(at)));
        let close = |at| event(at, What::Close(Closing::new(Outcome::PassedOn)));
        let table = [
            ("nothing", vec![], None, None, 0),
            ("two tries", vec![event(2, What::Claim), tried(2), tried(3)], None, None, 2),
            ("reached after a try", vec![tried(2), contact(4, 3)], day(3), None, 0),
            ("reopened", vec![contact(4, 3), close(5), event(9, What::Reopen)], day(3), day(9), 0),
            (
                "reopened, tried, reached again",
                vec![contact(4, 3), close(5), event(9, What::Reopen), tried(9), contact(10, 10)],
                day(3),
                day(9),
                0,
            ),
        ];
        for (row, events, first, reopened, tries) in table {
            let history = History::of(&events);
            assert_eq!((history.first_contact, history.reopened, history.tries), (first, reopened, tries), "{row}");
        }
        let twice = History::of(&[contact(4, 3), close(5), event(9, What::Reopen), contact(10, 10)]);
        assert_eq!(twice.last_contact, day(10).map(|on| (on, Some(How::Phone))));
        assert_eq!(twice.closed, day(5).map(|on| (on, Outcome::PassedOn)));
    }
}
