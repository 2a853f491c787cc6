//! Invented referrals: what was asked and done is written down plainly, and made into rows by the desk's own rules.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use referral::life::{Act, Acting, Closing, Contact, Correction, Event, LogKind, LogLine, Outcome, State, Status};
use referral::{Activity, Answers, Channel, Eligibility, Entry, Reference, Referral, Rules};
use serde_json::json;

/// Hospitals and who pays; those of the last are on no list.
pub(crate) const HOSPITALS: [(&str, &str); 4] = [
    ("alderbrook", "Northfold Council"),
    ("hazel-house", "Westmarsh County Council"),
    ("st-clement", "Eastwell Borough Council"),
    ("other", "Council not known"),
];
const ROUTES: [(&str, &str); 5] = [
    ("section-2", "eligible"),
    ("section-3", "eligible"),
    ("cto", "eligible"),
    ("informal", "not-covered"),
    ("not-sure", "to-check"),
];
const OUTCOMES: [Outcome; 6] = [
    Outcome::Supported,
    Outcome::Declined,
    Outcome::PassedOn,
    Outcome::CouldNotReach,
    Outcome::Duplicate,
    Outcome::NotEligible,
];
const CHANNELS: [Channel; 4] = [Channel::Form, Channel::Api, Channel::Phone, Channel::InPerson];

/// What is so of a referral in the end, in plain dates and codes.
#[derive(Default)]
pub(crate) struct Told {
    pub(crate) received: NaiveDate,
    pub(crate) hospital: usize,
    pub(crate) channel: &'static str,
    pub(crate) referrer: &'static str,
    pub(crate) route: &'static str,
    pub(crate) gender: &'static str,
    pub(crate) eligibility: &'static str,
    pub(crate) claimed: Option<NaiveDate>,
    pub(crate) attempted: Option<NaiveDate>,
    pub(crate) contacted: Option<NaiveDate>,
    pub(crate) visits: Vec<NaiveDate>,
    pub(crate) minutes: Vec<(NaiveDate, u32)>,
    pub(crate) outcome: Option<&'static str>,
    /// From the day of a closing to the day it was open again, if it was.
    pub(crate) closed: Vec<(NaiveDate, Option<NaiveDate>)>,
}

impl Told {
    pub(crate) fn council(&self) -> &'static str {
        HOSPITALS[self.hospital].1
    }
}

/// Numbers that come out the same for the same seed (Knuth's constants).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn one_in(&mut self, of: u64) -> bool {
        self.below(of) == 0
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}

/// A referral as it is worked on: every act goes through the rules of the desk.
struct Case<'a> {
    rules: &'a Rules,
    entry: Entry,
    state: State,
    history: Vec<Event>,
    /// Acts of one day come a minute after another.
    minute: i64,
}

impl Case<'_> {
    fn act(&mut self, act: &Act, on: NaiveDate) {
        self.minute += 1;
        let now = on.and_hms_opt(11, 0, 0).unwrap().and_utc() + TimeDelta::minutes(self.minute);
        let now = now.max(self.entry.received_at + TimeDelta::minutes(self.minute));
        let acting = Acting {
            who: "OQ",
            received_at: self.entry.received_at,
            now,
            calendar: &self.rules.calendar,
            history: Some(&self.history),
        };
        let (next, events) = self.state.act(act, &acting).unwrap_or_else(|refused| panic!("{act:?}: {refused:?}"));
        self.state = next;
        self.history.extend(events);
    }

    fn undo(&mut self, on: NaiveDate) {
        self.act(&Act::Undo { why: "A mistake".to_owned() }, on);
    }
}

/// So many referrals from January 2026 to April 2027: the financial year 2026, and some weeks around it.
pub(crate) fn year(seed: u64, count: u64, rules: &Rules) -> Vec<(Told, Activity)> {
    let mut chance = Chance(seed);
    (0..count).map(|at| one(at, &mut chance, rules)).collect()
}

fn one(at: u64, chance: &mut Chance, rules: &Rules) -> (Told, Activity) {
    let received = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap() + Days::new(chance.below(470));
    let at_hour = received.and_hms_opt(u32::try_from(7 + chance.below(15)).unwrap(), 30, 0).unwrap().and_utc();
    let (route, eligibility) = chance.of(&ROUTES);
    let gender = chance.of(&["female", "male", "not-asked"]);
    let hospital = usize::try_from(chance.below(9)).unwrap();
    let hospital = [0, 0, 0, 0, 1, 1, 1, 2, 3][hospital];
    let (channel, referrer) = (chance.of(&CHANNELS), chance.of(&["amhp", "responsible-clinician"]));
    let entry = entry(at, at_hour, (HOSPITALS[hospital].0, route, gender, referrer), channel, rules);
    let told =
        Told { received, hospital, channel: channel.code(), referrer, route, gender, eligibility, ..Told::default() };
    let case = Case { rules, entry, state: State::waiting(), history: Vec::new(), minute: 0 };
    worked(told, case, chance)
}

fn entry(
    at: u64,
    received: DateTime<Utc>,
    (hospital, route, gender, referrer): (&str, &str, &str, &str),
    channel: Channel,
    rules: &Rules,
) -> Entry {
    let mut body = json!({
        "referrer": {"type": referrer, "name": "Ysolde Tamsin", "workplace": "Northfold", "phone": "01632 960123"},
        "patient": {"name": format!("Person {at}"), "date_of_birth": "1984-04-03", "hospital": hospital,
                    "address": "Ward 1, another hospital"},
        "legal": {"route": route},
        "consent": "agrees",
    });
    if gender != "not-asked" {
        body["patient"]["gender"] = json!(gender);
    }
    let answers = Answers::from_json(&body).unwrap();
    let referral = Referral::parse(&answers, rules, received.date_naive()).unwrap();
    let mut key = [0; 32];
    key[..8].copy_from_slice(&at.to_be_bytes());
    Entry::receive(Reference::from_key(&key), referral, channel, Vec::new(), received, rules)
}

/// What was done with it, mistakes and all, and what is so of it then.
fn worked(mut told: Told, mut case: Case<'_>, chance: &mut Chance) -> (Told, Activity) {
    if told.eligibility == "to-check" && chance.one_in(2) {
        decided(&mut told, &mut case, chance);
    }
    if !chance.one_in(9) {
        let on = claimed(&mut told, &mut case, chance);
        if !chance.one_in(6) {
            contacted(&mut told, &mut case, on, chance);
        }
        logged(&mut told, &mut case, on, chance);
        closed(&mut told, &mut case, on, chance);
    }
    let entry = Entry { decided: case.entry.decided_in(&case.history), ..case.entry };
    let row = Activity::of(&entry, &case.history, &case.rules.calendar);
    (told, row)
}

fn decided(told: &mut Told, case: &mut Case<'_>, chance: &mut Chance) {
    let eligibility = chance.of(&[Eligibility::Eligible, Eligibility::NotCovered]);
    case.act(&Act::Decide { eligibility, why: "As the ward says".to_owned() }, told.received);
    if chance.one_in(4) {
        case.undo(told.received);
    } else {
        told.eligibility = eligibility.code();
    }
}

/// The day it was claimed for good.
fn claimed(told: &mut Told, case: &mut Case<'_>, chance: &mut Chance) -> NaiveDate {
    let first = told.received + Days::new(chance.below(9));
    let second = told.received + Days::new(9 + chance.below(6));
    case.act(&Act::Claim, first);
    let on = if chance.one_in(6) {
        case.undo(first);
        case.act(&Act::Claim, second);
        second
    } else {
        first
    };
    told.claimed = Some(on);
    if chance.one_in(4) {
        case.act(&Act::Attempt(Contact::on(on)), on);
        told.attempted = Some(on);
    }
    on
}

fn contacted(told: &mut Told, case: &mut Case<'_>, on: NaiveDate, chance: &mut Chance) {
    case.act(&Act::Contacted(Contact::on(on)), on);
    told.contacted = Some(on);
    match chance.below(5) {
        0 => {
            let really = told.received.max(on - Days::new(chance.below(4)));
            if really != on {
                let why = "The day before that".to_owned();
                case.act(&Act::Correct(Correction { on: Some(really), how: None, why }), on);
                told.contacted = Some(really);
            }
        }
        1 => {
            case.undo(on);
            told.contacted = None;
        }
        _ => {}
    }
}

fn logged(told: &mut Told, case: &mut Case<'_>, on: NaiveDate, chance: &mut Chance) {
    told.visits.extend(told.contacted);
    for (kind, is_contact) in [(LogKind::Visit, true), (LogKind::Letter, false)] {
        if chance.one_in(2) {
            let minutes = u32::try_from(5 + chance.below(90)).unwrap();
            case.act(&Act::Log(LogLine { minutes: Some(minutes), ..LogLine::new(kind, on) }), on);
            told.visits.extend(is_contact.then_some(on));
            told.minutes.push((on, minutes));
        }
    }
}

/// Closed, closed and taken back, or closed, reopened and perhaps closed again.
fn closed(told: &mut Told, case: &mut Case<'_>, mut on: NaiveDate, chance: &mut Chance) {
    for _ in 0..1 + chance.below(2) {
        if chance.one_in(5) {
            return;
        }
        let outcome = chance.of(&OUTCOMES);
        if case.state.status != Status::Contacted {
            case.act(&Act::Claim, on);
        }
        case.act(&Act::Close(Closing { without_contact: true, ..Closing::new(outcome) }), on);
        match chance.below(4) {
            0 => return case.undo(on),
            1 => {
                let again = on + Days::new(1 + chance.below(40));
                told.closed.push((on, Some(again)));
                case.act(&Act::Reopen, again);
                told.outcome = None;
                on = again;
            }
            _ => {
                told.closed.push((on, None));
                told.outcome = Some(outcome.code());
                return;
            }
        }
    }
}
