//! docs/contract.md, Report: each figure of `service`, named as there, with what it must be.

use referral::life::Outcome;

use super::*;
use crate::samples::{content, day, row};

/// November 2026, seen on 10 December.
fn november(rows: &[Activity]) -> Service {
    let clock = Clock { calendar: &content().rules.calendar, today: day("2026-12-10") };
    Service::of(rows.iter(), Period::month("2026-11").expect("a month"), clock)
}

fn contacted(received: &str, on: &str) -> Activity {
    Activity { contacted_on: Some(day(on)), claimed_on: Some(day(received)), ..row(received) }
}

fn closed(received: &str, on: &str, outcome: Outcome) -> Activity {
    Activity { closed_on: Some(day(on)), outcome: Some(outcome), ..row(received) }
}

#[test]
fn received_is_every_referral_that_came_in_whatever_became_of_it() {
    let rows = [
        row("2026-10-31"),
        row("2026-11-01"),
        Activity { channel: Channel::Phone, referrer: ReferrerType::Amhp, ..row("2026-11-30") },
        Activity { eligibility: Eligibility::ToCheck, ..closed("2026-11-05", "2026-11-05", Outcome::Spam) },
        row("2026-12-01"),
    ];
    let service = november(&rows);
    assert_eq!(service.received, 3);
    let counted = [
        (&service.by_channel, "phone", 1),
        (&service.by_channel, "form", 2),
        (&service.by_channel, "in-person", 0),
        (&service.by_referrer, "amhp", 1),
        (&service.by_eligibility, "to-check", 1),
        (&service.by_eligibility, "eligible", 2),
        (&service.by_outcome, "spam", 1),
        (&service.by_outcome, "open", 2),
    ];
    for (table, code, count) in counted {
        assert_eq!(table.get(code), Some(&count), "{code}");
    }
    assert_eq!(service.by_channel.get("canary"), None, "a canary is nobody");
}

#[test]
fn due_in_time_and_late_are_of_those_whose_day_is_in_the_period_and_has_come() {
    let not_covered = Activity { eligibility: Eligibility::NotCovered, ..row("2026-11-02") };
    let tried =
        Activity { attempted_on: Some(day("2026-11-04")), claimed_on: Some(day("2026-11-03")), ..row("2026-11-02") };
    type Expected<'a> = (u32, u32, Option<&'a str>);
    let table: [(&str, Activity, Expected<'_>); 10] = [
        ("heard on the due day", contacted("2026-11-02", "2026-11-09"), (1, 1, None)),
        ("heard a day later", contacted("2026-11-02", "2026-11-10"), (1, 0, Some("no-try-in-time"))),
        ("never taken", row("2026-11-02"), (1, 0, Some("taken-late"))),
        ("tried in time", tried, (1, 0, Some("tried-in-time"))),
        ("received in October, due in November", contacted("2026-10-28", "2026-11-02"), (1, 1, None)),
        ("due in December", contacted("2026-11-27", "2026-11-28"), (0, 0, None)),
        ("not covered", not_covered, (0, 0, None)),
        ("a duplicate", closed("2026-11-02", "2026-11-03", Outcome::Duplicate), (0, 0, None)),
        ("said no before that day", closed("2026-11-02", "2026-11-03", Outcome::Declined), (0, 0, None)),
        ("said no after that day", closed("2026-11-02", "2026-11-20", Outcome::Declined), (1, 0, Some("taken-late"))),
    ];
    for (name, each, (due, in_time, reason)) in table {
        let service = november(&[each]);
        assert_eq!((service.due, service.in_time, service.late), (due, in_time, due - in_time), "{name}");
        for (code, count) in service.late_reasons.iter() {
            assert_eq!(*count, u32::from(reason == Some(code)), "{name}: {code}");
        }
    }
}

#[test]
fn percent_in_time_has_one_decimal_and_is_null_when_none_was_due() {
    let table = [
        (0, 0, None),
        (18, 25, Some(72.0)),
        (2, 3, Some(66.7)),
        (1, 3, Some(33.3)),
        (0, 4, Some(0.0)),
        (999, 1000, Some(99.9)),
    ];
    for (in_time, due, expected) in table {
        assert_eq!(percent(in_time, due), expected, "{in_time} of {due}");
    }
    let nobody = serde_json::to_value(november(&[])).expect("JSON");
    assert!(nobody["percent_in_time"].is_null() && nobody["median_working_days"].is_null());
}

#[test]
fn the_median_of_an_even_number_is_the_mean_of_the_middle_two() {
    let table: [(&[u32], Option<f64>); 5] =
        [(&[], None), (&[3], Some(3.0)), (&[1, 2], Some(1.5)), (&[0, 1, 9], Some(1.0)), (&[1, 1, 4, 9], Some(2.5))];
    for (waits, expected) in table {
        assert_eq!(median(waits), expected, "{waits:?}");
    }
    let waits = [contacted("2026-11-02", "2026-11-03"), contacted("2026-11-02", "2026-11-11")];
    let service = november(&waits);
    assert_eq!((service.median_working_days, service.longest_working_days), (Some(4.0), Some(7)));
}

#[test]
fn open_at_end_counts_what_was_open_when_the_last_day_ended() {
    let again = Activity { reopened: vec![(day("2026-11-10"), day("2026-12-02"))], ..row("2026-11-02") };
    let table = [
        ("open still", row("2026-10-02"), 1),
        ("closed on the last day", closed("2026-11-02", "2026-11-30", Outcome::Supported), 0),
        ("closed later", closed("2026-11-02", "2026-12-01", Outcome::Supported), 1),
        ("closed then, reopened later", again, 0),
        ("not received yet", row("2026-12-01"), 0),
    ];
    for (name, each, open) in table {
        assert_eq!(november(&[each]).open_at_end, open, "{name}");
    }
}

#[test]
fn contacts_and_minutes_count_on_the_days_they_were_spent() {
    let worked = Activity {
        contacts: ["2026-10-30", "2026-11-01", "2026-11-30", "2026-12-01"].map(day).to_vec(),
        minutes: vec![(day("2026-10-31"), 10), (day("2026-11-01"), 45), (day("2026-11-30"), 20)],
        ..row("2026-10-02")
    };
    let service = november(&[worked, row("2026-11-02")]);
    assert_eq!((service.contacts, service.minutes), (2, 65));
}
