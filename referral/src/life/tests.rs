use chrono::{DateTime, Utc};

use super::*;
use crate::Calendar;

fn calendar() -> Calendar {
    Calendar::parse(include_str!("../../../content/calendar.toml")).unwrap()
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

const RECEIVED: &str = "2026-11-23T09:00:00Z";
const NOW: &str = "2026-11-23T10:00:00Z";

fn acting<'a>(who: &'a str, now: &str, calendar: &'a Calendar) -> Acting<'a> {
    Acting { who, received_at: utc(RECEIVED), now: utc(now), calendar, history: Some(&[]) }
}

fn state(status: Status, owner: &str) -> State {
    let owner = (!owner.is_empty()).then(|| owner.to_owned());
    let lease_until = (status == Status::Claimed).then(|| utc("2026-11-24T10:00:00Z"));
    State { status, owner, lease_until, heard: status == Status::Contacted, version: 4 }
}

fn act(verb: &str) -> Act {
    let on = "2026-11-23".parse().unwrap();
    match verb {
        "claim" => Act::Claim,
        "release" => Act::Release,
        "take-over" => Act::TakeOver,
        "contacted" => Act::Contacted(Contact::on(on)),
        "attempt" => Act::Attempt(Contact::on(on)),
        "close" => Act::Close(Closing { without_contact: true, ..Closing::new(Outcome::Supported) }),
        "note" => Act::Note(Remark::new("the ward rang")),
        "spam" => Act::Close(Closing::new(Outcome::Spam)),
        _ => Act::Reopen,
    }
}

/// docs/contract.md, Moves: each status and owner, each verb by `AB`, and what comes of it.
#[test]
fn only_the_moves_of_the_contract_are_made() {
    let table = [
        (Status::Waiting, "", "claim", "claimed AB"),
        (Status::Waiting, "", "release", "no"),
        (Status::Waiting, "", "take-over", "no"),
        (Status::Waiting, "", "contacted", "no"),
        (Status::Waiting, "", "attempt", "no"),
        (Status::Waiting, "", "close", "no"),
        (Status::Waiting, "", "spam", "closed AB"),
        (Status::Waiting, "", "reopen", "no"),
        (Status::Claimed, "AB", "claim", "claimed AB"),
        (Status::Claimed, "AB", "release", "waiting"),
        (Status::Claimed, "AB", "take-over", "no"),
        (Status::Claimed, "AB", "contacted", "contacted AB"),
        (Status::Claimed, "AB", "attempt", "claimed AB"),
        (Status::Claimed, "AB", "close", "closed AB"),
        (Status::Claimed, "AB", "reopen", "no"),
        (Status::Claimed, "CD", "claim", "no"),
        (Status::Claimed, "CD", "release", "no"),
        (Status::Claimed, "CD", "take-over", "claimed AB"),
        (Status::Claimed, "CD", "contacted", "no"),
        (Status::Claimed, "CD", "attempt", "no"),
        (Status::Claimed, "CD", "close", "no"),
        (Status::Claimed, "CD", "spam", "no"),
        (Status::Contacted, "AB", "claim", "no"),
        (Status::Contacted, "AB", "release", "no"),
        (Status::Contacted, "AB", "contacted", "no"),
        (Status::Contacted, "AB", "close", "closed AB"),
        (Status::Contacted, "CD", "take-over", "contacted AB"),
        (Status::Contacted, "CD", "close", "no"),
        (Status::Closed, "AB", "reopen", "waiting"),
        (Status::Closed, "AB", "claim", "no"),
        (Status::Closed, "AB", "take-over", "no"),
        (Status::Closed, "AB", "close", "no"),
    ];
    for (status, owner, verb, expected) in table {
        let row = format!("{} {owner}: {verb}", status.code());
        let came = state(status, owner).act(&act(verb), &acting("AB", NOW, &calendar()));
        let shown = match &came {
            Ok((next, _)) => format!("{} {}", next.status.code(), next.owner.as_deref().unwrap_or("")),
            Err(_) => "no".to_owned(),
        };
        assert_eq!(shown.trim(), expected, "{row}");
        if let Ok((next, events)) = came {
            assert_eq!(next.version, 5, "{row}");
            assert_eq!(events.len(), 1, "{row}");
            assert_eq!(next.lease_until.is_some(), next.status == Status::Claimed, "{row}");
        }
    }
}

/// docs/contract.md, Moves: an expired claim is read as waiting, and the next act writes `lapsed`.
#[test]
fn a_lease_runs_out_by_itself() {
    let claimed = state(Status::Claimed, "CD");
    assert_eq!(claimed.at(utc("2026-11-24T09:59:59Z")).status, Status::Claimed);
    let late = "2026-11-24T10:00:00Z";
    assert_eq!(claimed.at(utc(late)).status, Status::Waiting);
    assert_eq!(claimed.at(utc(late)).owner, None);
    let (next, events) = claimed.act(&Act::Claim, &acting("AB", late, &calendar())).unwrap();
    let whats: Vec<(&str, &str)> = events.iter().map(|event| (event.verb().code(), event.who.as_str())).collect();
    assert_eq!(whats, [("lapsed", "CD"), ("claim", "AB")]);
    assert_eq!((next.version, next.owner.as_deref()), (6, Some("AB")));
    let refused = claimed.act(&act("contacted"), &acting("CD", late, &calendar()));
    assert_eq!(refused.unwrap_err(), Refusal::NotClaimed, "the old owner's late act");
}

/// docs/contract.md, Moves: not before receipt, not in the future, by the London date.
#[test]
fn contact_is_between_receipt_and_today() {
    let table = [
        ("the day before", "2026-11-22", Err(Refusal::BeforeReceipt("2026-11-23".parse().unwrap()))),
        ("the day of receipt", "2026-11-23", Ok(())),
        ("today", "2026-11-24", Ok(())),
        ("tomorrow", "2026-11-25", Err(Refusal::InFuture)),
    ];
    for (row, on, expected) in table {
        let contacted = Act::Contacted(Contact { how: Some(How::Phone), ..Contact::on(on.parse().unwrap()) });
        let claimed = State { lease_until: Some(utc("2026-11-25T09:00:00Z")), ..state(Status::Claimed, "AB") };
        let came = claimed.act(&contacted, &acting("AB", "2026-11-24T09:00:00Z", &calendar()));
        assert_eq!(came.map(|_| ()), expected, "{row}");
    }
}

/// Whoever knows something may say it, whoever has the entry; it moves nothing.
#[test]
fn anyone_may_add_a_note() {
    for (status, owner) in
        [(Status::Waiting, ""), (Status::Claimed, "CD"), (Status::Contacted, "CD"), (Status::Closed, "CD")]
    {
        let before = state(status, owner);
        let (after, events) = before.act(&act("note"), &acting("AB", NOW, &calendar())).unwrap();
        assert_eq!(after, State { version: 5, ..before }, "{}", status.code());
        assert_eq!((events[0].verb().code(), events[0].text()), ("note", "the ward rang"));
    }
}

#[test]
fn what_is_written_is_kept_whole_or_refused() {
    let claimed = state(Status::Claimed, "AB");
    let of = |act: &Act| claimed.act(act, &acting("AB", NOW, &calendar()));
    let long = "n".repeat(LONGEST_NOTE + 1);
    let contact = |by: &str, note: &str| {
        Act::Contacted(Contact { by: by.into(), note: note.into(), ..Contact::on("2026-11-23".parse().unwrap()) })
    };
    let original = |outcome| {
        Act::Close(Closing { duplicate_of: Some(crate::Reference::from_key(&[7; 32])), ..Closing::new(outcome) })
    };
    let minutes = |minutes| {
        let day = "2026-11-23".parse().unwrap();
        Act::Log(LogLine { minutes: Some(minutes), ..LogLine::new(LogKind::Visit, day) })
    };
    let table = [
        ("an empty note", Act::Note(Remark::new(" \n")), Refusal::EmptyNote),
        ("a long note", Act::Note(Remark::new(long.clone())), Refusal::LongNote),
        (
            "a long note on closing",
            Act::Close(Closing { note: long.clone(), ..Closing::new(Outcome::Declined) }),
            Refusal::LongNote,
        ),
        ("a long note on a contact", contact("", &long), Refusal::LongNote),
        ("a long name", contact(&"n".repeat(LONGEST_NAME + 1), ""), Refusal::LongName),
        ("an original of what is no duplicate", original(Outcome::Declined), Refusal::NoDuplicate),
        ("no minutes", minutes(0), Refusal::WrongMinutes),
        ("more minutes than a day has", minutes(MOST_MINUTES + 1), Refusal::WrongMinutes),
    ];
    for (row, act, expected) in table {
        assert_eq!(of(&act).unwrap_err(), expected, "{row}");
    }
    for whole in [original(Outcome::Duplicate), minutes(1), minutes(MOST_MINUTES)] {
        assert!(of(&whole).is_ok(), "{whole:?}");
    }
    let (_, events) = of(&contact("Dee Lark", &"é".repeat(LONGEST_NOTE))).unwrap();
    assert_eq!(
        (events[0].contact().unwrap().by.as_str(), events[0].text().chars().count()),
        ("Dee Lark", LONGEST_NOTE)
    );
}

/// Whoever holds no key reads no history: what looks at it is refused, and nothing else is.
#[test]
fn only_what_needs_the_history_is_refused_without_it() {
    let why = || "the wrong case".to_owned();
    let supported = |without_contact| Act::Close(Closing { without_contact, ..Closing::new(Outcome::Supported) });
    let correction = Correction { on: None, how: Some(How::Phone), why: why() };
    let table = [
        (Act::Undo { why: why() }, true),
        (Act::Correct(correction), true),
        (Act::Hold { why: why() }, true),
        (Act::ReleaseHold, true),
        (supported(false), true),
        (supported(true), false),
        (Act::Close(Closing::new(Outcome::Declined)), false),
        (act("contacted"), false),
        (act("note"), false),
        (Act::Informed, false),
    ];
    let calendar = calendar();
    for (act, needs) in table {
        assert_eq!(act.needs_history(), needs, "{act:?}");
        let without = Acting { history: None, ..acting("AB", NOW, &calendar) };
        let told = state(Status::Claimed, "AB").act(&act, &without);
        assert_eq!(told.err() == Some(Refusal::NoHistory), needs, "{act:?}");
    }
}

/// When it was closed, and as a duplicate of which: by the last closing that counts, and never while it is open.
#[test]
fn the_last_closing_that_counts_says_when_and_of_which() {
    let original = crate::Reference::from_key(&[7; 32]);
    let duplicate = What::Close(Closing { duplicate_of: Some(original.clone()), ..Closing::new(Outcome::Duplicate) });
    let declined = What::Close(Closing::new(Outcome::Declined));
    let undone = What::Undone { act: Verb::Close, why: "the wrong case".to_owned() };
    let at = |hour: u32| utc(&format!("2026-11-24T{hour:02}:00:00Z"));
    let original = Some(original);
    for (row, whats, closed, of) in [
        ("open", vec![What::Claim], None, None),
        ("closed", vec![What::Claim, duplicate.clone()], Some(at(1)), original.clone()),
        ("reopened", vec![duplicate.clone(), What::Reopen], None, None),
        ("closed again", vec![duplicate.clone(), What::Reopen, declined.clone()], Some(at(2)), None),
        ("undone", vec![What::Claim, duplicate.clone(), undone], None, None),
        ("a note since", vec![duplicate, What::Note(Remark::new("she rang"))], Some(at(0)), original),
    ] {
        let history: Vec<Event> = (0..).zip(whats).map(|(hour, what)| Event::new(at(hour), "AB", what)).collect();
        assert_eq!((closed_at(&history), duplicate_of(&history)), (closed, of), "{row}");
    }
}

/// A correction that says what is recorded already is refused; the day or the way alone may be put right.
#[test]
fn a_correction_changes_something() {
    let day = "2026-11-23".parse().unwrap();
    let contact = What::Contacted(Contact { how: Some(How::Phone), ..Contact::on(day) });
    let history = [Event::new(utc(NOW), "AB", What::Claim), Event::new(utc(NOW), "AB", contact)];
    let calendar = calendar();
    let acting = Acting { history: Some(&history), ..acting("AB", "2026-11-25T10:00:00Z", &calendar) };
    let later = "2026-11-24".parse().ok();
    for (row, on, how, changes) in [
        ("nothing", None, None, false),
        ("the same day", Some(day), None, false),
        ("the same way", None, Some(How::Phone), false),
        ("both the same", Some(day), Some(How::Phone), false),
        ("another day", later, None, true),
        ("another way", Some(day), Some(How::Visit), true),
        ("another day, the same way", later, Some(How::Phone), true),
    ] {
        let put_right = Act::Correct(Correction { on, how, why: "the wrong day".to_owned() });
        let came = state(Status::Contacted, "AB").act(&put_right, &acting);
        let expected = if changes { None } else { Some(Refusal::NothingChanged) };
        assert_eq!(came.err(), expected, "{row}");
    }
}

/// Status and owner after a history, also one of which a part was undone or is missing.
#[test]
fn a_history_says_who_has_it() {
    let on = "2026-11-23".parse().unwrap();
    let assign = What::Assign { to: "CD".to_owned() };
    let undone = What::Undone { act: Verb::TakeOver, why: "the wrong case".to_owned() };
    let contacted = || What::Contacted(Contact::on(on));
    for (row, events, status, owner) in [
        ("assigned", vec![("AB", assign.clone())], Status::Claimed, "CD"),
        (
            "assigned once contacted",
            vec![("AB", What::Claim), ("AB", contacted()), ("AB", assign)],
            Status::Contacted,
            "CD",
        ),
        ("the claim is missing", vec![("AB", contacted())], Status::Contacted, "AB"),
        (
            "the end of what was undone",
            vec![("AB", What::Claim), ("CD", What::TakeOver), ("CD", What::Lapsed), ("AB", undone)],
            Status::Claimed,
            "AB",
        ),
    ] {
        let history: Vec<Event> = events.into_iter().map(|(who, what)| Event::new(utc(NOW), who, what)).collect();
        let (told, who, heard) = told_by(&history);
        assert_eq!((told, who.as_deref(), heard), (status, Some(owner), told == Status::Contacted), "{row}");
    }
}
