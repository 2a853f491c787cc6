//! The digest, the morning's mail: what waits for somebody to take it, by reference, due date and why. It names nobody.
//! The command line, the mail and the desk say it in these words. Pure.

use std::cmp::Ordering;

use chrono::NaiveDate;

use crate::{Calendar, Reference};

/// A referral that nobody has taken, as far as it can be known without a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untaken {
    /// Its reference.
    pub reference: Reference,
    /// The day by whose end the patient must hear from us.
    pub due_on: NaiveDate,
    /// The patient heard from us before it was reopened: the promise is kept.
    pub heard: bool,
}

/// Why a referral is in the digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyNow {
    /// Its due date has passed.
    Overdue,
    /// It is due today.
    DueToday,
    /// It is due later.
    Next,
    /// The promise was kept, and it waits again.
    Reopened,
}

impl WhyNow {
    /// Every reason, in the order said.
    pub const ALL: [Self; 4] = [Self::Overdue, Self::DueToday, Self::Next, Self::Reopened];

    /// The code in JSON: `overdue`, `due-today` or `next`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::DueToday => "due-today",
            Self::Next | Self::Reopened => "next",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::DueToday => "due today",
            Self::Next => "next",
            Self::Reopened => "reopened after first contact",
        }
    }
}

impl Untaken {
    /// Why it is in the digest.
    pub fn why(&self, today: NaiveDate) -> WhyNow {
        match self.due_on.cmp(&today) {
            _ if self.heard => WhyNow::Reopened,
            Ordering::Less => WhyNow::Overdue,
            Ordering::Equal => WhyNow::DueToday,
            Ordering::Greater => WhyNow::Next,
        }
    }

    fn line(&self, today: NaiveDate, calendar: &Calendar) -> String {
        let left = left_in_words(self.due_on, today, calendar);
        let why = match self.why(today) {
            WhyNow::Overdue => left.replace("OVERDUE", "overdue"),
            WhyNow::Next => format!("next: {left}"),
            other => other.words().to_owned(),
        };
        format!("{}  {}  {why}", self.reference, self.due_on)
    }
}

/// `26 waiting: 3 overdue, 2 due today, 21 next`; nothing where nothing waits.
pub fn waiting_in_words(untaken: &[Untaken], today: NaiveDate) -> String {
    let count = |why: WhyNow| untaken.iter().filter(|one| one.why(today) == why).count();
    let counts = WhyNow::ALL.into_iter().map(|why| (count(why), why.words())).filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, words)| format!("{count} {words}")).collect();
    if counts.is_empty() { String::new() } else { format!("{} waiting: {}", untaken.len(), counts.join(", ")) }
}

/// The count, then a line for each, in the order given, and a line for each damaged entry; nothing at all where nothing
/// waits.
pub fn digest(untaken: &[Untaken], damaged: &[String], today: NaiveDate, calendar: &Calendar) -> String {
    let count = Some(waiting_in_words(untaken, today)).filter(|words| !words.is_empty());
    let waiting = untaken.iter().map(|one| one.line(today, calendar));
    let damaged = damaged
        .iter()
        .map(|name| format!("{name}  CANNOT BE READ: run `head-office verify`, and restore it from a copy"));
    count.into_iter().chain(waiting).chain(damaged).map(|line| line + "\n").collect()
}

/// Subject and text of the mail.
pub fn digest_mail(untaken: &[Untaken], damaged: &[String], today: NaiveDate, calendar: &Calendar) -> (String, String) {
    let text = match digest(untaken, damaged, today, calendar) {
        text if text.is_empty() => "Nothing waits.\n".to_owned(),
        text => text,
    };
    (subject(untaken, today), format!("{text}\nOpen the desk to collect them.\n"))
}

/// `3 referrals are waiting, 1 OVERDUE`. There is no reference in it: a subject is shown on locked phones.
fn subject(untaken: &[Untaken], today: NaiveDate) -> String {
    let count = match untaken.len() {
        1 => "1 referral is waiting".to_owned(),
        count => format!("{count} referrals are waiting"),
    };
    match untaken.iter().filter(|one| one.why(today) == WhyNow::Overdue).count() {
        0 => count,
        overdue => format!("{count}, {overdue} OVERDUE"),
    }
}

/// What is left until the due date, such as `3 working days left`; `today`; `OVERDUE by 1 working day`.
pub fn left_in_words(due_on: NaiveDate, today: NaiveDate, calendar: &Calendar) -> String {
    match (due_on < today, calendar.working_days_between(today, due_on)) {
        (true, 0) => "OVERDUE".to_owned(),
        (true, left) => format!("OVERDUE by {}", working_days(-left)),
        (false, _) if due_on == today => "today".to_owned(),
        // A day that is not a working day and comes before the next one.
        (false, 0) => "before the next working day".to_owned(),
        (false, left) => format!("{} left", working_days(left)),
    }
}

fn working_days(count: i64) -> String {
    if count == 1 { "1 working day".to_owned() } else { format!("{count} working days") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        format!("2026-{text}").parse().unwrap()
    }

    fn untaken(due_on: &str, heard: bool) -> Untaken {
        Untaken { reference: Reference::parse("7K3Q9A41ZZ").unwrap(), due_on: day(due_on), heard }
    }

    fn calendar() -> Calendar {
        Calendar::parse(include_str!("../../content/calendar.toml")).unwrap()
    }

    #[test]
    fn the_digest_counts_and_names_each_reason() {
        let all = [
            untaken("11-25", false),
            untaken("11-25", true),
            untaken("11-27", false),
            untaken("12-01", false),
            untaken("12-02", false),
        ];
        let expected = "5 waiting: 1 overdue, 1 due today, 2 next, 1 reopened after first contact\n\
             7K3Q9A41ZZ  2026-11-25  overdue by 2 working days\n\
             7K3Q9A41ZZ  2026-11-25  reopened after first contact\n\
             7K3Q9A41ZZ  2026-11-27  due today\n\
             7K3Q9A41ZZ  2026-12-01  next: 2 working days left\n\
             7K3Q9A41ZZ  2026-12-02  next: 3 working days left\n\
             ?  CANNOT BE READ: run `head-office verify`, and restore it from a copy\n";
        assert_eq!(digest(&all, &["?".to_owned()], day("11-27"), &calendar()), expected);
        assert_eq!(digest(&[], &[], day("11-27"), &calendar()), "");
        let codes: Vec<&str> = all.iter().map(|one| one.why(day("11-27")).code()).collect();
        assert_eq!(codes, ["overdue", "next", "due-today", "next", "next"]);
    }

    #[test]
    fn the_subject_says_how_many_and_how_many_are_late() {
        let subject = |all: &[Untaken]| digest_mail(all, &[], day("11-27"), &calendar()).0;
        assert_eq!(subject(&[untaken("12-01", false)]), "1 referral is waiting");
        let both = [untaken("11-25", false), untaken("12-01", false)];
        assert_eq!(subject(&both), "2 referrals are waiting, 1 OVERDUE");
        assert_eq!(subject(&[untaken("11-25", true)]), "1 referral is waiting");
    }

    #[test]
    fn what_is_left_is_counted_in_working_days() {
        let table = [
            ("12-01", "12-04", "3 working days left"),
            ("12-03", "12-04", "1 working day left"),
            ("12-04", "12-04", "today"),
            ("12-05", "12-04", "OVERDUE"),
            ("12-07", "12-04", "OVERDUE by 1 working day"),
            ("11-28", "11-29", "before the next working day"),
        ];
        for (today, due, expected) in table {
            assert_eq!(left_in_words(day(due), day(today), &calendar()), expected, "{due} on {today}");
        }
    }
}
