//! The clock in words: `Friday 4 December, 3 working days left`.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use referral::life::Status;
use referral::{Calendar, london};

/// The due date and what is left of it. Once the patient has heard from us there is nothing left to count.
pub(crate) fn due_in_words(due_on: NaiveDate, status: Status, today: NaiveDate, calendar: &Calendar) -> String {
    let day = short_date(due_on, today);
    match left_in_words(due_on, status, today, calendar) {
        left if left.is_empty() => day,
        left => format!("{day}, {left}"),
    }
}

/// What is left until the due date, such as `3 working days left`; nothing once the patient has heard from us.
pub(crate) fn left_in_words(due_on: NaiveDate, status: Status, today: NaiveDate, calendar: &Calendar) -> String {
    if matches!(status, Status::Contacted | Status::Closed) {
        return String::new();
    }
    match (due_on < today, calendar.working_days_between(today, due_on)) {
        (true, 0) => "OVERDUE".to_owned(),
        (true, left) => format!("OVERDUE by {}", working_days(-left)),
        (false, _) if due_on == today => "today".to_owned(),
        (false, left) => format!("{} left", working_days(left)),
    }
}

/// Whether its day has passed and the patient has not heard from us.
pub(crate) fn is_overdue(due_on: NaiveDate, status: Status, today: NaiveDate) -> bool {
    due_on < today && !matches!(status, Status::Contacted | Status::Closed)
}

/// The same for a narrow terminal: `Fri 4 Dec, 3 days left`. Days are working days.
pub(crate) fn due_in_few_words(due_on: NaiveDate, status: Status, today: NaiveDate, calendar: &Calendar) -> String {
    let year = if due_on.year() == today.year() { "" } else { " %Y" };
    let day = due_on.format(&format!("%a %-d %b{year}")).to_string();
    match left_in_words(due_on, status, today, calendar) {
        left if left.is_empty() => day,
        left => format!("{day}, {}", left.replace("working ", "")),
    }
}

fn working_days(count: i64) -> String {
    if count == 1 { "1 working day".to_owned() } else { format!("{count} working days") }
}

/// `Friday 4 December`, with the year where it is another.
pub(crate) fn short_date(date: NaiveDate, today: NaiveDate) -> String {
    let year = if date.year() == today.year() { "" } else { " %Y" };
    date.format(&format!("%A %-d %B{year}")).to_string()
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
        let calendar = Calendar::parse(include_str!("../../content/calendar.toml")).unwrap();
        let table = [
            ("2026-12-01", "2026-12-04", Status::Waiting, "Friday 4 December, 3 working days left"),
            ("2026-12-03", "2026-12-04", Status::Claimed, "Friday 4 December, 1 working day left"),
            ("2026-12-04", "2026-12-04", Status::Waiting, "Friday 4 December, today"),
            ("2026-12-05", "2026-12-04", Status::Waiting, "Friday 4 December, OVERDUE"),
            ("2026-12-07", "2026-12-04", Status::Waiting, "Friday 4 December, OVERDUE by 1 working day"),
            ("2026-12-24", "2027-01-05", Status::Waiting, "Tuesday 5 January 2027, 5 working days left"),
            ("2026-12-07", "2026-12-04", Status::Contacted, "Friday 4 December"),
        ];
        for (today, due, status, expected) in table {
            assert_eq!(due_in_words(due.parse().unwrap(), status, today.parse().unwrap(), &calendar), expected);
        }
    }
}
