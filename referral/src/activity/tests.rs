use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::*;
use crate::life::{Closing, Contact, Correction, Event, LogKind, LogLine, Outcome, Verb, What};
use crate::{Answers, Channel, Eligibility, Entry, Mark, Reference, Referral, Rules, Value};

fn rules() -> Rules {
    let [law, calendar, places] = [
        include_str!("../../../content/law.toml"),
        include_str!("../../../content/calendar.toml"),
        include_str!("../../../content/places.toml"),
    ];
    Rules::parse(law, calendar, places).unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Every box filled: nothing of a person or of typed text may reach the row.
fn entry() -> Entry {
    let body = json!({
        "referrer": {"type": "responsible-clinician", "name": "Dr Ada Moss", "workplace": "Fern House",
                     "phone": "01632 960123", "email": "ada@moss.example"},
        "patient": {"name": "Marek Nowicki", "known_as": "Marko", "date_of_birth": "1984-11-24", "gender": "male",
                    "ethnic_group": "white-other", "hospital": "alderbrook", "ward": "Larch", "address": "Room 4",
                    "postcode": "NF1 2AB", "phone": "01632 960456", "message_ok": true, "nhs_number": "943 476 5919",
                    "needs": ["interpreter", "braille"], "language": "He speaks Polish with his sister Zofia"},
        "legal": {"route": "section-3", "section": "s3 since spring", "started_on": "2026-11-01"},
        "consent": "agrees",
        "help_wanted": "Someone for the tribunal",
        "important_date": {"on": "2026-12-01", "what": "Hearing"},
        "preferred_advocate": "Joan Pike",
        "safe_visit": "Two visitors",
    });
    let rules = rules();
    let answers = Answers::from_json(&body).map_err(|(_, problems)| problems).unwrap();
    let referral = Referral::parse(&answers, &rules, on("2026-11-23")).unwrap();
    let marks = vec![Mark::TooFast];
    Entry::receive(Reference::from_key(&[7; 32]), referral, Channel::Form, marks, at("2026-11-23T10:15:00Z"), &rules)
}

fn event(instant: &str, what: What) -> Event {
    Event::new(at(instant), "OQ", what)
}

fn contact(said: &str) -> Contact {
    Contact { note: "Spoke to Zofia".to_owned(), ..Contact::on(on(said)) }
}

fn closed(instant: &str, outcome: Outcome) -> Event {
    event(instant, What::Close(Closing { note: "Spoke to Zofia".to_owned(), ..Closing::new(outcome) }))
}

fn row(events: &[Event]) -> Activity {
    Activity::of(&entry(), events, &rules().calendar)
}

/// docs/domain.md, What is counted "open at end of period": what was so on a past day stays so, whatever is done with the referral later.
#[test]
fn a_later_correction_leaves_what_was_open_then() {
    let events = [
        closed("2026-11-25T09:00:00Z", Outcome::Supported),
        event("2027-02-01T09:00:00Z", What::Reopen),
        closed("2027-02-03T09:00:00Z", Outcome::Declined),
    ];
    let row = row(&events);
    let table = [
        ("2026-11-24", true),
        ("2026-11-25", false),
        ("2027-01-31", false),
        ("2027-02-01", true),
        ("2027-02-02", true),
        ("2027-02-03", false),
    ];
    for (day, open) in table {
        assert_eq!(row.open_at_end_of(on(day)), open, "{day}");
    }
    assert_eq!((row.outcome, row.closed_on), (Some(Outcome::Declined), Some(on("2027-02-03"))));
    assert!(!self::row(&events[..2]).open_at_end_of(on("2026-12-31")), "also while it is open again");
    assert_eq!(serde_json::from_str::<Activity>(&serde_json::to_string(&row).unwrap()).unwrap(), row);
}

/// docs/domain.md, Small numbers: "no names" is not anonymous. Nothing typed, no exact birth date, no reference, nobody of staff.
#[test]
fn no_person_and_no_typed_text_is_left() {
    let events = [event("2026-11-24T09:00:00Z", What::Contacted(contact("2026-11-24")))];
    let text = serde_json::to_string(&row(&events)).unwrap();
    let typed = [
        "Ada", "Moss", "Fern", "01632", "ada@", "Marek", "Marko", "1984", "Larch", "Room", "NF1", "943", "Zofia",
        "sister", "spring", "11-01", "tribunal", "12-01", "Hearing", "Joan", "Two", "OQ", "Spoke",
    ];
    let reference = entry().reference;
    for word in typed.into_iter().chain([reference.as_str()]) {
        assert!(!text.contains(word), "{word} is in {text}");
    }
    assert!(text.contains("\"polish\"") && text.contains("\"35-44\""), "{text}");
    assert_eq!(serde_json::from_str::<Activity>(&text).unwrap(), row(&events), "it comes back whole");
}

/// docs/domain.md, What is counted: first contact, also after a reopening.
#[test]
fn the_history_is_read_as_it_happened() {
    let events = [
        event("2026-11-24T09:00:00Z", What::Claim),
        event("2026-11-25T09:00:00Z", What::Attempt(contact("2026-11-24"))),
        event("2026-11-27T09:00:00Z", What::Contacted(contact("2026-11-26"))),
        closed("2026-11-30T23:30:00Z", Outcome::Supported),
    ];
    let whole = row(&events);
    assert_eq!(whole.claimed_on, Some(on("2026-11-24")));
    assert_eq!(whole.attempted_on, Some(on("2026-11-24")), "the day that was said, not the day it was written down");
    assert_eq!(whole.contacted_on, Some(on("2026-11-26")));
    assert_eq!(whole.working_days_to_contact(&rules().calendar), Some(3));
    assert_eq!((whole.outcome, whole.closed_on), (Some(Outcome::Supported), Some(on("2026-11-30"))));
    assert!(whole.open_at_end_of(on("2026-11-29")) && !whole.open_at_end_of(on("2026-11-30")));
    assert!(!whole.open_at_end_of(on("2026-11-22")), "not before it came in");

    let mut again = events.to_vec();
    again.push(event("2026-12-02T09:00:00Z", What::Reopen));
    let again = row(&again);
    assert_eq!((again.outcome, again.closed_on), (None, None));
    assert_eq!(again.contacted_on, Some(on("2026-11-26")), "first contact stays first contact");
}

/// docs/domain.md, What is counted: due Monday 30 November.
#[test]
fn the_promise_is_kept_broken_or_running() {
    let claim = || event("2026-11-24T09:00:00Z", What::Claim);
    let heard = |day: &str| event("2026-12-03T09:00:00Z", What::Contacted(contact(day)));
    let tried = |day: &str| event("2026-12-03T09:00:00Z", What::Attempt(contact(day)));
    let close = |outcome| closed("2026-11-27T09:00:00Z", outcome);
    let table = [
        ("on the last day", vec![claim(), heard("2026-11-30")], Promise::Kept),
        ("a day late, nobody tried", vec![claim(), heard("2026-12-01")], Promise::Broken(Late::NoTryInTime)),
        (
            "a day late, tried in time",
            vec![claim(), tried("2026-11-30"), heard("2026-12-01")],
            Promise::Broken(Late::TriedInTime),
        ),
        ("nobody took it", vec![], Promise::Broken(Late::TakenLate)),
        ("tried too late", vec![claim(), tried("2026-12-01")], Promise::Broken(Late::NoTryInTime)),
        ("said no before the due date", vec![claim(), close(Outcome::Declined)], Promise::None),
        ("said no after contact", vec![heard("2026-11-25"), close(Outcome::Declined)], Promise::Kept),
        ("a duplicate", vec![close(Outcome::Duplicate)], Promise::None),
        ("not covered after all", vec![heard("2026-11-25"), close(Outcome::NotEligible)], Promise::None),
        (
            "given up in time is no contact",
            vec![claim(), close(Outcome::CouldNotReach)],
            Promise::Broken(Late::NoTryInTime),
        ),
    ];
    for (name, events, expected) in table {
        assert_eq!(row(&events).promise(on("2026-12-04")), expected, "{name}");
    }
    assert_eq!(row(&[]).promise(on("2026-11-30")), Promise::Running);
    let not_covered = Activity { eligibility: Eligibility::NotCovered, ..row(&[heard("2026-11-25")]) };
    assert_eq!(not_covered.promise(on("2026-12-04")), Promise::None);
}

/// docs/domain.md, Languages: a language is typed as people say it, and counted by a list.
#[test]
fn languages_become_codes() {
    let table = [
        ("", "not-asked"),
        ("Polish", "polish"),
        ("  POLISH. ", "polish"),
        ("speaks Panjabi", "punjabi"),
        ("British Sign Language (BSL)", "british-sign-language"),
        ("Mandarin Chinese", "chinese"),
        ("Polish and Russian", "other"),
        ("Klingon", "other"),
        ("her aunt's", "other"),
    ];
    for (typed, expected) in table {
        assert_eq!(language::code(typed), expected, "{typed}");
    }
}

/// docs/domain.md, What is counted: bands, unknown and not asked.
#[test]
fn ages_become_bands() {
    let day = on("2026-11-23");
    let born = |text: &str| Some(Value::Date(on(text)));
    let table = [
        (born("2008-11-24"), "under-18"),
        (born("2008-11-23"), "18-24"),
        (born("2001-11-24"), "18-24"),
        (born("2001-11-23"), "25-34"),
        (born("1951-11-23"), "75-and-over"),
        (born("1951-11-24"), "65-74"),
        (Some(Value::Unknown), "not-known"),
        (None, "not-asked"),
    ];
    for (born, expected) in table {
        let band = AgeBand::of(born.as_ref(), day);
        assert_eq!(band.code(), expected);
        assert_eq!(serde_json::to_value(band).unwrap(), expected, "one code everywhere");
    }
}

/// Rows from before channel, contacts, minutes, decisions and erasures were kept.
#[test]
fn an_old_row_is_still_read() {
    let old = r#"{"received_on":"2026-11-23","due_on":"2026-11-30","day_zero":"2026-11-23","referrer":"amhp",
        "route":"section-3","eligibility":"eligible","rule":"detained-part-2","rules":"2026-11-23",
        "hospital":"alderbrook","gender":"not-asked","age_band":"35-44","ethnic_group":"arab","language":"polish",
        "needs":["bsl"],"outcome":"supported","closed_on":"2026-12-01","claimed_on":"2026-11-24",
        "attempted_on":null,"contacted_on":"2026-11-25"}"#;
    let row: Activity = serde_json::from_str(old).unwrap();
    assert_eq!((row.channel, row.decided, row.erased_on), (Channel::Form, false, None));
    assert_eq!((row.age_band, row.promise(on("2026-12-04"))), (AgeBand::From35, Promise::Kept));
}

/// docs/contract.md, Mistakes and changes: the promise follows what was corrected, undone, decided and erased.
#[test]
fn figures_follow_what_was_put_right() {
    let claim = || event("2026-11-24T09:00:00Z", What::Claim);
    let heard = |day: &str| event("2026-12-03T09:00:00Z", What::Contacted(contact(day)));
    let why = || "the wrong case".to_owned();
    let undone = |act| event("2026-12-03T10:00:00Z", What::Undone { act, why: why() });
    let day = |day: &str| Correction { on: Some(on(day)), how: None, why: why() };
    let right = |to: &str| event("2026-12-03T10:00:00Z", What::Corrected(day(to)));
    let erased = |at: &str| event(at, What::Erase { why: why() });
    let table = [
        ("a late day that was in time", vec![claim(), heard("2026-12-01"), right("2026-11-30")], Promise::Kept),
        (
            "a day in time that was late",
            vec![claim(), heard("2026-11-30"), right("2026-12-01")],
            Promise::Broken(Late::NoTryInTime),
        ),
        (
            "a contact on the wrong case",
            vec![claim(), heard("2026-11-30"), undone(Verb::Contacted)],
            Promise::Broken(Late::NoTryInTime),
        ),
        ("erased before it was due", vec![erased("2026-11-27T09:00:00Z")], Promise::None),
        ("erased after it was due", vec![erased("2026-12-02T09:00:00Z")], Promise::Broken(Late::TakenLate)),
    ];
    for (name, events, expected) in table {
        assert_eq!(row(&events).promise(on("2026-12-04")), expected, "{name}");
    }
    let gone = row(&[erased("2026-11-27T09:00:00Z")]);
    assert!(gone.open_at_end_of(on("2026-11-26")) && !gone.open_at_end_of(on("2026-11-27")));
    let decide = event("2026-11-24T09:00:00Z", What::Decide { eligibility: Eligibility::NotCovered, why: why() });
    let decided = Entry { decided: entry().decided_in(std::slice::from_ref(&decide)), ..entry() };
    let row = Activity::of(&decided, &[decide], &rules().calendar);
    assert_eq!(
        (row.eligibility, row.decided, row.promise(on("2026-12-04"))),
        (Eligibility::NotCovered, true, Promise::None)
    );
}

/// docs/contract.md, Report: contacts are first contacts and lines of the case file of some kinds.
#[test]
fn contacts_and_minutes_are_counted() {
    let line = |kind, minutes| What::Log(LogLine { minutes, ..LogLine::new(kind, on("2026-11-26")) });
    let events = [
        event("2026-11-25T09:00:00Z", What::Contacted(contact("2026-11-24"))),
        event("2026-11-26T09:00:00Z", line(LogKind::WardRound, Some(40))),
        event("2026-11-26T10:00:00Z", line(LogKind::Letter, Some(15))),
        event("2026-11-26T11:00:00Z", line(LogKind::Phone, None)),
    ];
    let row = row(&events);
    assert_eq!(row.contacts, ["2026-11-24", "2026-11-26", "2026-11-26"].map(on));
    assert_eq!(row.minutes, [(on("2026-11-26"), 40), (on("2026-11-26"), 15)]);
}
