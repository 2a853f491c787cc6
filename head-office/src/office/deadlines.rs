//! The days by which somebody must act on a referral: our promise of first contact, an important date of the patient's
//! own, and the last day to ask a tribunal. Pure.

use chrono::NaiveDate;
use referral::life::Status;
use referral::{Entry, Referral, Rules, TribunalNote, london};

use super::history::History;

/// Which day comes first, and how near the patient's own dates are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Deadlines {
    /// The day by which somebody must reach the patient: the earliest of due date, important date and last day to ask a
    /// tribunal. None once there is nothing left to count.
    pub(crate) first: Option<NaiveDate>,
    /// What a list is sorted by: that day, or the one since which it waits again.
    pub(crate) sorted_by: NaiveDate,
    /// Whether the promise is still to be kept: the patient has never heard from us.
    pub(crate) promised: bool,
    /// The important date, while it matters.
    pub(crate) important: Option<NaiveDate>,
    /// The important date is today or on the next working day, or it passed, and nobody has reached the patient.
    pub(crate) alarm: bool,
    /// The last day to ask a tribunal, where nobody has asked; it may be over, unless a renewal could have opened it anew.
    pub(crate) tribunal: Option<NaiveDate>,
}

impl Deadlines {
    /// The deadlines of an entry that now has this status and history.
    pub(crate) fn of(entry: &Entry, status: Status, history: &History, today: NaiveDate, rules: &Rules) -> Self {
        let open = matches!(status, Status::Waiting | Status::Claimed);
        let promised = open && history.first_contact.is_none();
        let important = important(entry, status, promised, today);
        let alarm = open && important.is_some_and(|on| on <= rules.calendar.next_working_day(today));
        let tribunal = tribunal(&entry.referral, rules, today).filter(|_| open);
        let due = promised.then_some(entry.due_on);
        let first = due.into_iter().chain(important.filter(|_| open)).chain(tribunal.filter(|day| *day >= today)).min();
        let sorted_by = first.into_iter().chain(history.reopened.filter(|_| open)).min().unwrap_or(entry.due_on);
        Self { first, sorted_by, promised, important, alarm, tribunal }
    }

    /// Whether the last day to ask a tribunal comes first, before our own promise.
    pub(crate) fn is_tribunal_first(&self) -> bool {
        self.tribunal.is_some() && self.tribunal == self.first && !self.is_important_first()
    }

    /// Whether the important date is what comes first.
    pub(crate) fn is_important_first(&self) -> bool {
        self.important.is_some() && self.important == self.first
    }
}

fn important(entry: &Entry, status: Status, promised: bool, today: NaiveDate) -> Option<NaiveDate> {
    // A date that was over before the referral came in cannot be met.
    let received = london(entry.received_at).date_naive();
    let date = entry.referral.date("important_date.on").filter(|on| *on >= received);
    date.filter(|on| (*on >= today && status != Status::Closed) || promised)
}

/// The last day to ask a tribunal, where it can be said and nobody has asked yet.
fn tribunal(referral: &Referral, rules: &Rules, today: NaiveDate) -> Option<NaiveDate> {
    let answer = referral.tribunal(rules, today, None);
    let dates = answer.dates().filter(|_| referral.text("legal.tribunal_asked") != "yes")?;
    (!dates.notes.contains(&TribunalNote::OverOrRenewed)).then_some(dates.last_day)
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
    fn the_earlier_of_due_date_and_important_date_comes_first() {
        let rules = Content::parse(&Texts::compiled()).unwrap().rules;
        let reached = History { first_contact: Some(day("2026-11-18")), ..History::default() };
        let again = History { reopened: Some(day("2026-11-20")), ..reached };
        let new = History::default();
        use Status::{Claimed, Closed, Contacted, Waiting};
        // The date, the status, the history, today; then: which day comes first, the order, the date shown, the alarm.
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
        for (row, on, status, history, today, first, order, date, alarm) in table {
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
            let now = Deadlines::of(&entry, status, &history, date_of(today).unwrap(), &rules);
            let expected = (date_of(first), date_of(order).unwrap(), date_of(date), alarm);
            assert_eq!((now.first, now.sorted_by, now.important, now.alarm), expected, "{row}");
        }
    }
}
