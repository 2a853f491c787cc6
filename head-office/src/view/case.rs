//! Everything about one referral.

use queue::{Case, Shown};
use referral::life::Event;
use referral::{Field, Group, Kind, ReferrerType, Value, long_date};
use templates::{CasePage, DeskFrame, DeskLine, Fact, FactPart, Happened};

use super::{Typed, View, lease_in_words};
use crate::due::long_time;
use crate::visible::visible;

/// Labels are read as a professional reads them, never as the patient is spoken to.
const READER: ReferrerType = ReferrerType::Amhp;

/// What must be known before anyone calls or visits, in this order.
const FIRST: [&str; 4] = ["safe_visit", "patient.needs", "patient.language", "consent"];

/// The rest, by what it is about.
const PARTS: [(&str, &[Group]); 5] = [
    ("How to reach the patient", &[Group::Place]),
    ("What is wanted", &[Group::Help]),
    ("The patient", &[Group::Patient, Group::Equality]),
    ("The Mental Health Act", &[Group::Act]),
    ("Who asked", &[Group::You, Group::Helper, Group::Consent, Group::Needs]),
];

impl View<'_> {
    /// One referral. `duplicates` are lines of others that may be about the same person.
    pub(crate) fn case(
        &self,
        shown: &Shown,
        frame: DeskFrame,
        refused: &str,
        typed: Typed,
        duplicates: Vec<DeskLine>,
    ) -> CasePage {
        let Shown { case, events, unopened } = shown;
        let (entry, state, words) = (&case.entry, case.state.at(self.now), &self.content.words);
        let marks = entry.marks.iter().filter_map(|mark| serde_json::to_value(mark).ok());
        let marks = marks.filter_map(|mark| mark.as_str().map(|code| words.label("mark", code).to_owned()));
        let warnings = entry.referral.warnings();
        let facts: Vec<(&'static Field, Fact)> = self.facts(case).collect();
        CasePage {
            frame,
            line: self.line(case),
            refused: refused.to_owned(),
            first: first(&facts),
            rule: words.label("rule", &entry.decision.rule).to_owned(),
            source: entry.decision.source.clone(),
            rules: entry.decision.rules.clone(),
            received: long_time(entry.received_at),
            lease: state.lease_until.map(|until| lease_in_words(until, self.today())).unwrap_or_default(),
            marks: marks.chain(warnings.iter().map(|known| words.problem(known, READER).to_owned())).collect(),
            duplicates,
            parts: parts(&facts),
            answers: facts.into_iter().map(|(_, fact)| fact).collect(),
            events: events.iter().map(|event| self.happened(event)).collect(),
            unread: *unopened,
            moves: self.moves(case, typed),
            version: case.state.version,
        }
    }

    fn facts<'c>(&'c self, case: &'c Case) -> impl Iterator<Item = (&'static Field, Fact)> + 'c {
        let referral = &case.entry.referral;
        let words = &self.content.words;
        referral.answers().flat_map(move |(field, value)| {
            let fact = Fact { label: words.field(field.name, READER).desk, lines: self.lines(field, value) };
            // A phone may be shared: where nothing was said, no message is left.
            let silent = field.name == "patient.phone" && referral.get("patient.message_ok").is_none();
            let message = silent.then(|| Fact {
                label: words.field("patient.message_ok", READER).desk,
                lines: vec![words.label("flag", "no-message").to_owned()],
            });
            [Some((field, fact)), message.map(|fact| (field, fact))].into_iter().flatten()
        })
    }

    fn lines(&self, field: &Field, value: &Value) -> Vec<String> {
        let words = &self.content.words;
        let choice = |code: &str| words.choice(field.name, code, READER).0.to_owned();
        match value {
            Value::Text(text) => visible(text).split('\n').map(str::to_owned).collect(),
            Value::Date(date) => vec![long_date(*date)],
            Value::Unknown => vec!["Not known".to_owned()],
            Value::Codes(codes) => codes.iter().map(|code| choice(code)).collect(),
            Value::YesNo(yes) => vec![choice(if *yes { "yes" } else { "no" })],
            Value::Code(code) => vec![match (field.kind, self.content.rules.places.hospital(code)) {
                (Kind::Hospital, Some(hospital)) => format!("{}, {}", hospital.name, hospital.town),
                (Kind::Referrer, _) => {
                    ReferrerType::from_code(code).map_or(code.as_str(), |kind| words.referrer_name(kind)).to_owned()
                }
                _ => choice(code),
            }],
        }
    }

    fn happened(&self, event: &Event) -> Happened {
        let words = &self.content.words;
        let details = [
            event.on.map(long_date),
            event.how.map(|how| words.label("how", how.code()).to_owned()),
            (!event.by.is_empty()).then(|| format!("by {}", visible(&event.by))),
            event.outcome.map(|outcome| words.label("outcome", outcome.code()).to_owned()),
            (!event.note.is_empty()).then(|| visible(&event.note)),
        ];
        Happened {
            at: event.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            when: long_time(event.at),
            who: visible(&event.who),
            what: words.label("event", &event.what).to_owned(),
            reading: event.what == "opened",
            details: details.into_iter().flatten().collect(),
        }
    }
}

fn first(facts: &[(&'static Field, Fact)]) -> Vec<Fact> {
    let named = |name| facts.iter().filter(move |(field, _)| field.name == name);
    FIRST.into_iter().flat_map(named).map(|(_, fact)| fact.clone()).collect()
}

fn parts(facts: &[(&'static Field, Fact)]) -> Vec<FactPart> {
    let rest = || facts.iter().filter(|(field, _)| !FIRST.contains(&field.name));
    let parts = PARTS.into_iter().map(|(heading, groups)| FactPart {
        heading,
        facts: rest().filter(|(field, _)| groups.contains(&field.group)).map(|(_, fact)| fact.clone()).collect(),
    });
    parts.filter(|part| !part.facts.is_empty()).collect()
}
