//! What is undone is as if it had not been.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use serde_json::json;

use crate::life::*;
use crate::{Activity, Answers, Calendar, Channel, Eligibility, Entry, Reference, Referral, Rules, london};

fn rules() -> Rules {
    let law = include_str!("../../../../content/law.toml");
    let calendar = include_str!("../../../../content/calendar.toml");
    Rules::parse(law, calendar, include_str!("../../../../content/places.toml")).unwrap()
}

fn entry(rules: &Rules, received_at: DateTime<Utc>) -> Entry {
    let body = json!({
        "referrer": {"type": "patient"},
        "patient": {"name": "Ida Moss", "hospital": "alderbrook"},
        "legal": {"route": "section-3"},
    });
    let answers = Answers::from_json(&body).map_err(|(_, problems)| problems).unwrap();
    let referral = Referral::parse(&answers, rules, london(received_at).date_naive()).unwrap();
    Entry::receive(Reference::from_key(&[7; 32]), referral, Channel::Form, Vec::new(), received_at, rules)
}

/// A case on which acts are tried one after another.
struct Case<'a> {
    calendar: &'a Calendar,
    received_at: DateTime<Utc>,
    state: State,
    history: Vec<Event>,
}

impl<'a> Case<'a> {
    fn new(calendar: &'a Calendar, received_at: DateTime<Utc>) -> Self {
        Self { calendar, received_at, state: State::waiting(), history: Vec::new() }
    }

    /// Does an act if the rules allow it, and says whether they do.
    fn does(&mut self, act: &Act, who: &str, now: DateTime<Utc>) -> bool {
        let (received_at, calendar, history) = (self.received_at, self.calendar, Some(&self.history[..]));
        let Ok((next, events)) = self.state.act(act, &Acting { who, received_at, now, calendar, history }) else {
            return false;
        };
        assert_eq!(next.version, self.state.version + events.len() as u64, "every act raises the version");
        self.state = next;
        self.history.extend(events);
        true
    }

    fn row(&self, entry: &Entry) -> Activity {
        let decided = Entry { decided: entry.decided_in(&self.history), ..entry.clone() };
        Activity::of(&decided, &self.history, self.calendar)
    }
}

fn act(nth: u8, on: chrono::NaiveDate) -> Act {
    let why = || "the wrong case".to_owned();
    let contact = Contact { how: Some(How::Phone), ..Contact::on(on) };
    match nth % 16 {
        0 | 1 => Act::Claim,
        2 => Act::Release,
        3 => Act::TakeOver,
        4 => Act::Assign { to: StaffName::parse("CD").unwrap() },
        5 | 6 => Act::Contacted(contact),
        7 => Act::Attempt(contact),
        8 => Act::Close(Closing::new(Outcome::Supported)),
        9 => Act::Close(Closing::new(Outcome::Duplicate)),
        10 => Act::Reopen,
        11 => Act::Decide { eligibility: Eligibility::NotCovered, why: why() },
        12 => Act::Decide { eligibility: Eligibility::Eligible, why: why() },
        13 => Act::Log(LogLine { minutes: Some(30), ..LogLine::new(LogKind::Visit, on) }),
        14 => Act::Correct(Correction { on: None, how: Some(How::Letter), why: why() }),
        _ => Act::Note(Remark::new("rang the ward")),
    }
}

proptest! {
    /// docs/contract.md, Mistakes and changes: any sequence of acts, one undone, equals the sequence without it: in
    /// what may be done next, in state and owner, and in the row that reports count.
    #[test]
    fn an_undone_act_is_as_if_it_had_not_been(
        steps in proptest::collection::vec((0_u8..16, 0_usize..3, 1_i64..40), 1..14),
        undone in 0_usize..14,
    ) {
        let rules = rules();
        let received_at: DateTime<Utc> = "2026-11-23T09:00:00Z".parse().unwrap();
        let entry = entry(&rules, received_at);
        let (mut with, mut without) = (Case::new(&rules.calendar, received_at), Case::new(&rules.calendar, received_at));
        let mut now = received_at;
        for (at, (nth, who, hours)) in steps.into_iter().enumerate() {
            now += TimeDelta::hours(hours);
            let (act, who) = (act(nth, london(now).date_naive()), ["AB", "CD", "ab"][who]);
            if at == undone && act.verb().can_be_undone() && with.does(&act, who, now) {
                let undo = Act::Undo { why: "pressed on the wrong line".to_owned() };
                prop_assert!(with.does(&undo, "EF", now + TimeDelta::minutes(5)), "whoever did it");
            } else {
                let done = without.does(&act, who, now);
                prop_assert_eq!(with.does(&act, who, now), done, "{:?} is allowed after one as after the other", act);
            }
            let (one, other) = (with.state.at(now), without.state.at(now));
            prop_assert_eq!(State { version: 0, ..one }, State { version: 0, ..other });
            prop_assert_eq!(with.row(&entry), without.row(&entry));
        }
        let told = told_by(&with.history);
        prop_assert_eq!(told, (with.state.status, with.state.owner.clone(), with.state.heard), "verify compares the two");
        let replayed = State::replay(&with.history, with.state.version, &rules.calendar);
        prop_assert_eq!(replayed.at(now), with.state.at(now));
    }
}

/// docs/contract.md, Mistakes and changes: a second undo takes back the one before.
#[test]
fn undo_takes_back_one_act_after_the_other() {
    let rules = rules();
    let received_at: DateTime<Utc> = "2026-11-23T09:00:00Z".parse().unwrap();
    let mut case = Case::new(&rules.calendar, received_at);
    let (mut now, day) = (received_at, "2026-11-23".parse().unwrap());
    let acts =
        [Act::Claim, Act::Contacted(Contact::on(day)), Act::Close(Closing::new(Outcome::Supported)), Act::Reopen];
    for act in acts {
        now += TimeDelta::minutes(10);
        assert!(case.does(&act, "AB", now), "{act:?}");
    }
    let undo = Act::Undo { why: "the wrong case".to_owned() };
    let expected = [
        (Verb::Reopen, Status::Closed, Some("AB")),
        (Verb::Close, Status::Contacted, Some("AB")),
        (Verb::Contacted, Status::Claimed, Some("AB")),
        (Verb::Claim, Status::Waiting, None),
    ];
    for (verb, status, owner) in expected {
        assert_eq!(last_undoable(&case.history).unwrap().verb(), verb);
        now += TimeDelta::minutes(10);
        assert!(case.does(&undo, "CD", now));
        assert_eq!((case.state.status, case.state.owner.as_deref()), (status, owner), "after {}", verb.code());
        assert!(matches!(&case.history.last().unwrap().what, What::Undone { act, .. } if *act == verb));
    }
    let acting = |history| Acting { who: "CD", received_at, now, calendar: &rules.calendar, history };
    let refused = |act: &Act, history| case.state.act(act, &acting(history)).unwrap_err();
    assert_eq!(refused(&undo, Some(&case.history[..])), Refusal::NothingToUndo);
    assert_eq!(refused(&undo, None), Refusal::NoHistory);
    assert_eq!(case.history.len(), 8, "nothing is erased from the history");
}

/// docs/contract.md, Mistakes and changes: what a correction, a decision, a hold and a closing ask for.
#[test]
fn each_new_act_has_its_rules() {
    let rules = rules();
    let received_at: DateTime<Utc> = "2026-11-23T09:00:00Z".parse().unwrap();
    let now = "2026-11-25T10:00:00Z".parse().unwrap();
    let on = |day: &str| Some(day.parse().unwrap());
    let (why, none) = ("the wrong day".to_owned(), String::new());
    let event = |what| Event::new("2026-11-24T10:00:00Z".parse().unwrap(), "AB", what);
    let heard = [event(What::Claim), event(What::Contacted(Contact::on("2026-11-24".parse().unwrap())))];
    let held = [event(What::Hold { why: why.clone() })];
    let correct = |on, how, why: &String| Act::Correct(Correction { on, how, why: why.clone() });
    let decide = |eligibility, why: &String| Act::Decide { eligibility, why: why.clone() };
    let log =
        |day: &str, minutes| Act::Log(LogLine { minutes, ..LogLine::new(LogKind::Meeting, day.parse().unwrap()) });
    let supported = |without_contact| Act::Close(Closing { without_contact, ..Closing::new(Outcome::Supported) });
    type Row<'a> = (&'a str, Act, &'a [Event], Result<(), Refusal>);
    let table: [Row<'_>; 19] = [
        ("a better day", correct(on("2026-11-23"), None, &why), &heard, Ok(())),
        ("the same day", correct(on("2026-11-24"), None, &why), &heard, Err(Refusal::NothingChanged)),
        ("neither", correct(None, None, &why), &heard, Err(Refusal::NothingChanged)),
        ("tomorrow", correct(on("2026-11-26"), None, &why), &heard, Err(Refusal::InFuture)),
        ("no reason", correct(on("2026-11-23"), None, &none), &heard, Err(Refusal::EmptyWhy)),
        ("nothing to correct", correct(on("2026-11-23"), None, &why), &[], Err(Refusal::NothingToCorrect)),
        ("decided", decide(Eligibility::Eligible, &why), &[], Ok(())),
        ("not decided", decide(Eligibility::ToCheck, &why), &[], Err(Refusal::Undecided)),
        ("decided without a reason", decide(Eligibility::Eligible, &none), &[], Err(Refusal::EmptyWhy)),
        ("held", Act::Hold { why: why.clone() }, &[], Ok(())),
        ("held twice", Act::Hold { why: why.clone() }, &held, Err(Refusal::AlreadyHeld)),
        ("a hold ended", Act::ReleaseHold, &held, Ok(())),
        ("no hold to end", Act::ReleaseHold, &heard, Err(Refusal::NotHeld)),
        ("a line of the case file", log("2026-11-25", Some(45)), &heard, Ok(())),
        ("of no time at all", log("2026-11-25", Some(0)), &heard, Err(Refusal::WrongMinutes)),
        ("of tomorrow", log("2026-11-26", None), &heard, Err(Refusal::InFuture)),
        ("supported, heard once before", supported(false), &heard, Ok(())),
        ("supported, never heard", supported(false), &[], Err(Refusal::NoContact)),
        ("supported, said to be without contact", supported(true), &[], Ok(())),
    ];
    let claimed =
        State { status: Status::Claimed, owner: Some("AB".into()), lease_until: None, version: 2, ..State::waiting() };
    for (row, act, history, expected) in table {
        let acting = Acting { who: "ab", received_at, now, calendar: &rules.calendar, history: Some(history) };
        assert_eq!(claimed.act(&act, &acting).map(|_| ()), expected, "{row}");
    }
    let said = Refusal::NoContact.to_string();
    assert!(said.contains("contacted") && said.contains("--without-contact"), "{said}");
}

/// docs/contract.md, People: a colleague then owns it; a waiting one is claimed with its lease.
#[test]
fn assigning_gives_it_to_a_colleague() {
    let rules = rules();
    let received_at: DateTime<Utc> = "2026-11-23T09:00:00Z".parse().unwrap();
    let to = |name: &str| Act::Assign { to: StaffName::parse(name).unwrap() };
    let mut case = Case::new(&rules.calendar, received_at);
    assert!(case.does(&to("CD"), "AB", received_at));
    assert_eq!((case.state.status, case.state.owner.as_deref()), (Status::Claimed, Some("CD")));
    assert_eq!(case.state.lease_until, Some("2026-11-24T09:00:00Z".parse().unwrap()));
    assert!(!case.does(&to("cd"), "AB", received_at), "CD has it already");
    assert!(case.does(&Act::Contacted(Contact::on("2026-11-23".parse().unwrap())), "cd", received_at));
    assert_eq!(case.state.owner.as_deref(), Some("CD"), "as the name was first written");
    assert!(case.does(&to("EF"), "AB", received_at));
    assert_eq!((case.state.status, case.state.owner.as_deref()), (Status::Contacted, Some("EF")));
    assert!(case.does(&Act::Close(Closing::new(Outcome::Supported)), "EF", received_at));
    assert!(!case.does(&to("AB"), "AB", received_at), "closed");
}

/// A lease that ran out ends the claim it was written for, and nothing else once that claim is undone.
#[test]
fn an_undone_claim_takes_its_lapse_along() {
    let rules = rules();
    let received_at: DateTime<Utc> = "2026-11-23T09:00:00Z".parse().unwrap();
    let mut case = Case::new(&rules.calendar, received_at);
    let days = |days| received_at + TimeDelta::days(days);
    assert!(case.does(&Act::Close(Closing::new(Outcome::Duplicate)), "AB", days(0)));
    assert!(case.does(&Act::Reopen, "AB", days(0)));
    assert!(case.does(&Act::Claim, "CD", days(0)));
    assert!(case.does(&Act::Claim, "EF", days(3)), "the lease of CD has run out");
    assert!(case.history.iter().any(|event| event.verb() == Verb::Lapsed));
    let undo = Act::Undo { why: "one after the other".to_owned() };
    for expected in [Status::Waiting, Status::Waiting, Status::Closed] {
        assert!(case.does(&undo, "EF", days(3)));
        assert_eq!(case.state.status, expected);
    }
}
