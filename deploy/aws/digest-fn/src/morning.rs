//! What a morning looks like from outside the sealed entries. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use queue::{Canary, Clear, OpenEntries};
use referral::{Calendar, digest_mail, london};

use crate::mail::Mail;

/// A referral nobody has collected by the morning of this working day is late: two more are left.
const LATE_DAY: i64 = 3;

/// The queue and the canary this morning.
pub(crate) struct Morning {
    today: NaiveDate,
    waiting: Vec<Clear>,
    unreadable: Vec<String>,
    late: usize,
    canary_missing: bool,
    canary_unopened: bool,
}

impl Morning {
    /// Looks at everything open and at the canaries that are kept.
    pub(crate) fn new(open: &OpenEntries, canaries: &[Canary], now: DateTime<Utc>, calendar: &Calendar) -> Self {
        let today = london(now).date_naive();
        let waiting = Clear::untaken(open.entries.clone(), now);
        let day = |received_at| calendar.working_days_between(calendar.day_zero(received_at), today);
        let late = waiting.iter().filter(|clear| !clear.state.heard && day(clear.received_at) >= LATE_DAY).count();
        let canary_of = |day| canaries.iter().find(move |canary| london(canary.received_at).date_naive() == day);
        let before = canaries.iter().any(|canary| london(canary.received_at).date_naive() < today);
        let desk_day = last_working_day_before(today, calendar);
        Self {
            today,
            waiting,
            unreadable: open.damaged.clone(),
            late,
            canary_missing: canary_of(today).is_none(),
            // On the first morning there is none that anybody could have opened.
            canary_unopened: before && !canary_of(desk_day).is_some_and(|canary| canary.opened),
        }
    }

    /// How many wait for somebody to take them.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// How many entries cannot be read: somebody may be waiting behind each.
    pub(crate) fn unreadable(&self) -> usize {
        self.unreadable.len()
    }

    /// How many of those whose patient has not heard from us have waited into their third working day.
    pub(crate) fn late(&self) -> usize {
        self.late
    }

    /// Today's canary did not arrive: the function, or the way from it to the table, is broken.
    pub(crate) fn canary_missing(&self) -> bool {
        self.canary_missing
    }

    /// No desk opened the canary of the last working day: nobody looked, or nobody could.
    pub(crate) fn canary_unopened(&self) -> bool {
        self.canary_unopened
    }

    /// The mail; none when nothing waits.
    pub(crate) fn mail(&self, calendar: &Calendar) -> Option<Mail> {
        let untaken: Vec<_> = self.waiting.iter().map(Clear::untaken_line).collect();
        if untaken.is_empty() && self.unreadable.is_empty() {
            return None;
        }
        let (subject, text) = digest_mail(&untaken, &self.unreadable, self.today, calendar);
        Some(Mail { subject, text })
    }
}

fn last_working_day_before(day: NaiveDate, calendar: &Calendar) -> NaiveDate {
    let before = day.iter_days().rev().skip(1).find(|day| calendar.is_working_day(*day));
    before.unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use referral::Reference;
    use referral::life::{State, Status};

    use super::*;

    fn calendar() -> Calendar {
        Calendar::parse(crate::CALENDAR).unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        format!("{text}:00Z").parse().unwrap()
    }

    fn clear(n: u8, received_at: &str) -> Clear {
        let received_at = at(received_at);
        let due_on = calendar().due_on(received_at);
        Clear {
            reference: Reference::from_key(&[n; 32]),
            received_at,
            due_on,
            state: State::waiting(),
            key_set: String::new(),
            ends_at: None,
        }
    }

    fn claimed(n: u8, received_at: &str, lease_until: &str) -> Clear {
        let lease_until = Some(at(lease_until));
        let owner = Some("AR".to_owned());
        let state = State { status: Status::Claimed, owner, lease_until, version: 1, ..State::waiting() };
        Clear { state, ..clear(n, received_at) }
    }

    fn canary(received_at: &str, opened: bool) -> Canary {
        Canary { reference: Reference::from_key(&[255; 32]), received_at: at(received_at), opened }
    }

    fn morning(open: &[Clear], canaries: &[Canary], now: &str) -> Morning {
        Morning::new(&readable(open), canaries, at(now), &calendar())
    }

    fn readable(open: &[Clear]) -> OpenEntries {
        OpenEntries { entries: open.to_vec(), damaged: Vec::new() }
    }

    /// docs/domain.md, Working days: the day of receipt in Europe/London is day 0; bank holidays and weekends do not count.
    #[test]
    fn late_is_nobody_by_the_morning_of_the_third_working_day() {
        let table = [
            ("received Monday, Wednesday morning", clear(1, "2026-11-23T10:00"), "2026-11-25T08:30", 0),
            ("received Monday, Thursday morning", clear(1, "2026-11-23T10:00"), "2026-11-26T08:30", 1),
            ("received Thursday, over a weekend", clear(1, "2026-11-19T10:00"), "2026-11-23T08:30", 0),
            ("received on Christmas Eve", clear(1, "2026-12-24T16:30"), "2026-12-30T08:30", 0),
            ("received on Christmas Eve, day 3", clear(1, "2026-12-24T16:30"), "2026-12-31T08:30", 1),
            ("00:30 in London is the next day", clear(1, "2027-07-01T23:30"), "2027-07-06T07:30", 0),
            ("somebody has it", claimed(1, "2026-11-16T10:00", "2026-11-26T10:00"), "2026-11-26T08:30", 0),
            ("somebody had it", claimed(1, "2026-11-16T10:00", "2026-11-25T10:00"), "2026-11-26T08:30", 1),
        ];
        for (row, clear, now, late) in table {
            assert_eq!(morning(&[clear], &[], now).late(), late, "{row}");
        }
    }

    /// Nobody is asked to open anything on a day when no desk is open.
    #[test]
    fn the_alarm_tells_a_canary_that_is_missing_from_one_nobody_opened() {
        let (friday, saturday, monday) = ("2026-11-20T06:00", "2026-11-21T06:00", "2026-11-23T06:00");
        let table = [
            ("the first morning", vec![canary(monday, false)], "2026-11-23T08:30", (false, false)),
            ("none at all", vec![], "2026-11-23T08:30", (true, false)),
            ("today's did not come", vec![canary(friday, true)], "2026-11-23T08:30", (true, false)),
            (
                "opened on Friday, Monday",
                vec![canary(monday, false), canary(saturday, false), canary(friday, true)],
                "2026-11-23T08:30",
                (false, false),
            ),
            (
                "nobody on Friday, Monday",
                vec![canary(monday, false), canary(friday, false)],
                "2026-11-23T08:30",
                (false, true),
            ),
            (
                "nobody on Friday, Saturday",
                vec![canary(saturday, false), canary(friday, false)],
                "2026-11-21T08:30",
                (false, true),
            ),
            (
                "Boxing Day's need not be opened",
                vec![
                    canary("2026-12-29T06:00", false),
                    canary("2026-12-26T06:00", false),
                    canary("2026-12-24T06:00", true),
                ],
                "2026-12-29T08:30",
                (false, false),
            ),
            (
                "a canary opened today says nothing about the last working day",
                vec![canary(monday, true), canary(friday, false)],
                "2026-11-23T08:30",
                (false, true),
            ),
        ];
        for (row, canaries, now, expected) in table {
            let morning = morning(&[], &canaries, now);
            assert_eq!((morning.canary_missing(), morning.canary_unopened()), expected, "{row}");
        }
    }

    /// Every waiting reference, its due date and why; nothing when nothing waits.
    #[test]
    fn the_mail_holds_references_and_dates() {
        let mail = |open: &[Clear]| morning(open, &[], "2026-11-23T08:30").mail(&calendar());
        assert_eq!(mail(&[]), None);
        let reopened =
            Clear { state: State { version: 5, heard: true, ..State::waiting() }, ..clear(5, "2026-11-13T11:00") };
        let open = [
            clear(3, "2026-11-23T07:00"),
            clear(1, "2026-11-13T10:00"),
            clear(2, "2026-11-16T10:00"),
            claimed(4, "2026-11-20T10:00", "2026-11-23T10:00"),
            reopened,
        ];
        let mail = mail(&open).unwrap();
        let [a, b, c, e] = [1, 2, 3, 5].map(|n| Reference::from_key(&[n; 32]));
        assert_eq!(mail.subject, "4 referrals are waiting, 1 OVERDUE");
        let expected = format!(
            "4 waiting: 1 overdue, 1 due today, 1 next, 1 reopened after first contact\n\
             {a}  2026-11-20  overdue by 1 working day\n\
             {e}  2026-11-20  reopened after first contact\n\
             {b}  2026-11-23  due today\n\
             {c}  2026-11-30  next: 5 working days left\n\n\
             Open the desk to collect them.\n"
        );
        assert_eq!(mail.text, expected);
    }

    /// docs/contract.md, Damaged rows: the digest names it, also when nothing else waits.
    #[test]
    fn what_cannot_be_read_is_named() {
        let open = OpenEntries { entries: Vec::new(), damaged: vec!["4D97QQ68H9".to_owned()] };
        let morning = Morning::new(&open, &[], at("2026-11-23T08:30"), &calendar());
        assert_eq!((morning.waiting(), morning.unreadable()), (0, 1));
        let mail = morning.mail(&calendar()).unwrap();
        assert!(mail.text.contains("4D97QQ68H9  CANNOT BE READ"), "{}", mail.text);
    }

    #[test]
    fn the_lease_counts_as_of_this_morning() {
        let lapses = claimed(1, "2026-11-23T07:00", "2026-11-24T09:00");
        let before = morning(std::slice::from_ref(&lapses), &[], "2026-11-24T08:30");
        assert_eq!(before.waiting(), 0);
        let now = at("2026-11-24T08:30") + TimeDelta::hours(1);
        assert_eq!(Morning::new(&readable(&[lapses]), &[], now, &calendar()).waiting(), 1);
    }
}
