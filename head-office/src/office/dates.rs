//! The clock in words: `Friday 4 December, 3 working days left`.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use referral::{Calendar, left_in_words, london};

/// The due date and what is left of it, while the promise is to be kept.
pub(crate) fn due_in_words(due_on: NaiveDate, today: NaiveDate, calendar: &Calendar) -> String {
    format!("{}, {}", short_date(due_on, today), left_in_words(due_on, today, calendar))
}

/// The same for a narrow terminal: `Fri 4 Dec, 3 days left`, `Fri 4 Dec, OVERDUE 1 day`. Days are working days.
pub(crate) fn due_in_few_words(due_on: NaiveDate, today: NaiveDate, calendar: &Calendar) -> String {
    let left = left_in_words(due_on, today, calendar).replace("working ", "").replace("OVERDUE by", "OVERDUE");
    format!("{}, {left}", few_words(due_on, today))
}

/// `Fri 4 Dec`, with the year where it is another.
pub(crate) fn few_words(date: NaiveDate, today: NaiveDate) -> String {
    date.format(&format!("%a %-d %b{}", year(date, today))).to_string()
}

/// When something is that has a name: `Tribunal at 2pm: tomorrow`.
pub(crate) fn date_in_words(what: &str, on: NaiveDate, today: NaiveDate) -> String {
    match (on - today).num_days() {
        0 => format!("{what}: today"),
        1 => format!("{what}: tomorrow"),
        _ => format!("{what}: {}", short_date(on, today)),
    }
}

fn year(date: NaiveDate, today: NaiveDate) -> &'static str {
    if date.year() == today.year() { "" } else { " %Y" }
}

/// `Friday 4 December`, with the year where it is another.
pub(crate) fn short_date(date: NaiveDate, today: NaiveDate) -> String {
    date.format(&format!("%A %-d %B{}", year(date, today))).to_string()
}

/// `4 December`, with the year where it is another: for what is over.
pub(crate) fn past_date(date: NaiveDate, today: NaiveDate) -> String {
    date.format(&format!("%-d %B{}", year(date, today))).to_string()
}

/// `24 November, 14:05`, as a clock in England shows it.
pub(crate) fn past_time(at: DateTime<Utc>, today: NaiveDate) -> String {
    let local = london(at);
    format!("{}, {}", past_date(local.date_naive(), today), local.format("%H:%M"))
}

/// `Monday 23 November 2026, 14:05`, as a clock in England shows it.
pub(crate) fn long_time(at: DateTime<Utc>) -> String {
    london(at).format("%A %-d %B %Y, %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_says_what_is_left() {
        let calendar = Calendar::parse(include_str!("../../../content/calendar.toml")).unwrap();
        let table = [
            ("2026-12-01", "2026-12-04", "Friday 4 December, 3 working days left"),
            ("2026-12-03", "2026-12-04", "Friday 4 December, 1 working day left"),
            ("2026-12-04", "2026-12-04", "Friday 4 December, today"),
            ("2026-12-05", "2026-12-04", "Friday 4 December, OVERDUE"),
            ("2026-12-07", "2026-12-04", "Friday 4 December, OVERDUE by 1 working day"),
            ("2026-12-24", "2027-01-05", "Tuesday 5 January 2027, 5 working days left"),
        ];
        for (today, due, expected) in table {
            assert_eq!(due_in_words(due.parse().unwrap(), today.parse().unwrap(), &calendar), expected);
        }
    }

    #[test]
    fn a_date_of_the_patient_says_how_near_it_is() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let said = |on: &str| date_in_words("Tribunal at 2pm", day(on), day("2026-11-25"));
        assert_eq!(said("2026-11-25"), "Tribunal at 2pm: today");
        assert_eq!(said("2026-11-26"), "Tribunal at 2pm: tomorrow");
        assert_eq!(said("2026-11-27"), "Tribunal at 2pm: Friday 27 November");
        assert_eq!(said("2027-01-05"), "Tribunal at 2pm: Tuesday 5 January 2027");
    }
}
