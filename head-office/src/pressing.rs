//! What presses on a referral: the promise of first contact, and an important date of the patient's own. Pure.

use chrono::NaiveDate;
use referral::life::Status;
use referral::{Calendar, Entry, london};

use crate::story::Story;

/// Which day comes first, and how near the patient's own date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pressing {
    /// The day by which somebody must reach the patient: the earlier of due date and important date. None once there
    /// is nothing left to count.
    pub(crate) day: Option<NaiveDate>,
    /// What a list is sorted by: that day, or the one since which it waits again.
    pub(crate) order: NaiveDate,
    /// Whether the promise is still to be kept: the patient has never heard from us.
    pub(crate) promised: bool,
    /// The important date, while it matters.
    pub(crate) date: Option<NaiveDate>,
    /// It is today or on the next day at work, or it passed, and nobody has reached the patient.
    pub(crate) alarm: bool,
}

impl Pressing {
    /// What presses on an entry that now stands so and has this story.
    pub(crate) fn on(entry: &Entry, status: Status, story: &Story, today: NaiveDate, calendar: &Calendar) -> Self {
        let open = matches!(status, Status::Waiting | Status::Claimed);
        let promised = open && story.first_contact.is_none();
        // A date that was over before we knew of it is nobody's to meet.
        let received = london(entry.received_at).date_naive();
        let date = entry.referral.date("important_date.on").filter(|on| *on >= received);
        let date = date.filter(|on| (*on >= today && status != Status::Closed) || promised);
        let alarm = open && date.is_some_and(|on| on <= calendar.next_working_day(today));
        let due = promised.then_some(entry.due_on);
        let day = due.into_iter().chain(date.filter(|_| open)).min();
        let order = day.into_iter().chain(story.reopened.filter(|_| open)).min().unwrap_or(entry.due_on);
        Self { day, order, promised, date, alarm }
    }

    /// Whether the important date is what comes first.
    pub(crate) fn is_date_first(&self) -> bool {
        self.date.is_some() && self.date == self.day
    }
}

#[cfg(test)]
mod tests {
    use content_reader::{Content, Texts};
    use referral::{Answers, Channel, Reference, Referral};
    use serde_json::json;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Received on Monday 16 November, due on Monday 23 November.
    #[test]
    fn the_earlier_of_due_date_and_important_date_presses() {
        let rules = Content::parse(&Texts::compiled()).unwrap().rules;
        let reached = Story { first_contact: Some(day("2026-11-18")), ..Story::default() };
        let again = Story { reopened: Some(day("2026-11-20")), ..reached };
        let new = Story::default();
        use Status::{Claimed, Closed, Contacted, Waiting};
        // The date, the status, the story, today; then: which day presses, the order, the date shown, the alarm.
        let table = [
            ("no date", "", Waiting, new, "11-17", "11-23", "11-23", "", false),
            ("a date after the due date", "11-26", Waiting, new, "11-17", "11-23", "11-23", "11-26", false),
            ("a date before it", "11-20", Waiting, new, "11-17", "11-20", "11-20", "11-20", false),
            ("tomorrow", "11-18", Claimed, new, "11-17", "11-18", "11-18", "11-18", true),
            ("on Monday, seen on Friday", "11-23", Waiting, new, "11-20", "11-23", "11-23", "11-23", true),
            ("today", "11-17", Waiting, new, "11-17", "11-17", "11-17", "11-17", true),
            ("passed without contact", "11-17", Waiting, new, "11-18", "11-17", "11-17", "11-17", true),
            ("over before it came in", "11-13", Waiting, new, "11-17", "11-23", "11-23", "", false),
            ("today, and the patient was reached", "11-18", Contacted, reached, "11-18", "", "11-23", "11-18", false),
            ("passed, and the patient was reached", "11-17", Contacted, reached, "11-18", "", "11-23", "", false),
            ("closed", "11-18", Closed, reached, "11-18", "", "11-23", "", false),
            ("reopened", "", Waiting, again, "11-30", "", "11-20", "", false),
            ("reopened, with a date to come", "12-01", Waiting, again, "11-30", "12-01", "11-20", "12-01", true),
            ("reopened, the date over", "11-17", Waiting, again, "11-30", "", "11-20", "", false),
        ];
        for (row, on, status, story, today, first, order, date, alarm) in table {
            let date_of =
                |text: &str| Some(text).filter(|text| !text.is_empty()).map(|text| day(&format!("2026-{text}")));
            let mut body = json!({
                "referrer": {"type": "patient"}, "legal": {"route": "section-3"},
                "patient": {"name": "Ida Moss", "hospital": "alderbrook"},
            });
            if let Some(on) = date_of(on) {
                body["important_date"] = json!({"on": on.to_string(), "what": "Tribunal"});
            }
            let received = "2026-11-16T10:00:00Z".parse().unwrap();
            let answers = Answers::from_json(&body).unwrap();
            let referral = Referral::parse(&answers, &rules, day("2026-11-16")).unwrap();
            let reference = Reference::parse("7K3Q9A41ZZ").unwrap();
            let entry = Entry::receive(reference, referral, Channel::Form, Vec::new(), received, &rules);
            let now = Pressing::on(&entry, status, &story, date_of(today).unwrap(), &rules.calendar);
            let expected = (date_of(first), date_of(order).unwrap(), date_of(date), alarm);
            assert_eq!((now.day, now.order, now.date, now.alarm), expected, "{row}");
        }
    }
}
