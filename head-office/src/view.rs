//! A referral as people read it: what the desk shows, `show` writes and `print` prints.

use chrono::{DateTime, Utc};
use queue::{Case, Clear, Shown};
use referral::life::{Act, Contact, Event, How, Outcome, State, Status};
use referral::{Field, Kind, ReferrerType, Urgency, Value, london, long_date};
use templates::{CasePage, Content, DeskFrame, DeskLine, Fact, Happened, MoveChoice, Moves};

use crate::due::{due_in_words, long_time, short_date};
use crate::visible::visible;

/// Labels are read as a professional reads them, never as the patient is spoken to.
const READER: ReferrerType = ReferrerType::Amhp;

/// What must be known before anyone calls or visits.
const FIRST: [&str; 4] = ["patient.needs", "patient.language", "safe_visit", "consent"];

/// Whose eyes, when, and with which words.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) content: &'a Content,
    pub(crate) staff: &'a str,
    pub(crate) now: DateTime<Utc>,
}

/// What was typed into a move's form before it was refused.
#[derive(Default)]
pub(crate) struct Typed {
    pub(crate) on: String,
    pub(crate) how: String,
    pub(crate) by: String,
    pub(crate) outcome: String,
    pub(crate) note: String,
}

impl View<'_> {
    /// The line of an opened entry.
    pub(crate) fn line(&self, case: &Case) -> DeskLine {
        let (entry, state, words) = (&case.entry, case.state.at(self.now), &self.content.words);
        let today = london(self.now).date_naive();
        let urgent = match entry.referral.urgency(today, &self.content.rules.calendar) {
            Some(Urgency::Section2) => words.label("urgency", "section-2"),
            Some(Urgency::ImportantDate) => words.label("urgency", "important-date"),
            None => "",
        };
        DeskLine {
            reference: entry.reference.to_string(),
            spoken: entry.reference.spoken(),
            due: due_in_words(entry.due_on, state.status, today, &self.content.rules.calendar),
            status: words.label("status", state.status.code()).to_owned(),
            owner: visible(&state.owner.unwrap_or_default()),
            eligibility: words.label("eligibility", entry.decision.eligibility.code()).to_owned(),
            urgent: urgent.to_owned(),
            place: self.place(case),
            name: visible(entry.referral.text("patient.name")),
        }
    }

    /// The line of an entry that stays sealed.
    pub(crate) fn sealed(&self, clear: &Clear) -> DeskLine {
        let state = clear.state.at(self.now);
        let today = london(self.now).date_naive();
        DeskLine {
            reference: clear.reference.to_string(),
            spoken: clear.reference.spoken(),
            due: due_in_words(clear.due_on, state.status, today, &self.content.rules.calendar),
            status: self.content.words.label("status", state.status.code()).to_owned(),
            owner: visible(&state.owner.unwrap_or_default()),
            eligibility: String::new(),
            urgent: String::new(),
            place: String::new(),
            name: String::new(),
        }
    }

    fn place(&self, case: &Case) -> String {
        let referral = &case.entry.referral;
        let hospital = referral.text("patient.hospital");
        let named = self.content.rules.places.hospital(hospital).map(|known| known.name.as_str());
        let parts = [named.unwrap_or_default(), referral.text("patient.ward")];
        let said: Vec<String> = parts.into_iter().filter(|part| !part.trim().is_empty()).map(visible).collect();
        said.join(", ").replace('\n', " ")
    }

    /// Everything about one entry.
    pub(crate) fn case(&self, shown: &Shown, frame: DeskFrame, refused: &str, typed: Typed) -> CasePage {
        let Shown { case, events, unopened } = shown;
        let (entry, state, words) = (&case.entry, case.state.at(self.now), &self.content.words);
        let today = london(self.now).date_naive();
        let marks = entry.marks.iter().filter_map(|mark| serde_json::to_value(mark).ok());
        let marks = marks.filter_map(|mark| mark.as_str().map(|code| words.label("mark", code).to_owned()));
        let warnings = entry.referral.warnings();
        CasePage {
            frame,
            line: self.line(case),
            refused: refused.to_owned(),
            first: self.facts(case).filter(|(field, _)| FIRST.contains(&field.name)).map(|(_, fact)| fact).collect(),
            rule: words.label("rule", &entry.decision.rule).to_owned(),
            source: entry.decision.source.clone(),
            rules: entry.decision.rules.clone(),
            received: long_time(entry.received_at),
            lease: state.lease_until.map(|until| lease_in_words(until, today)).unwrap_or_default(),
            marks: marks.chain(warnings.iter().map(|known| words.problem(known, READER).to_owned())).collect(),
            answers: self.facts(case).map(|(_, fact)| fact).collect(),
            events: events.iter().map(|event| self.happened(event)).collect(),
            unread: *unopened,
            moves: self.moves(case, typed),
            version: case.state.version,
        }
    }

    fn facts<'c>(&'c self, case: &'c Case) -> impl Iterator<Item = (&'static Field, Fact)> + 'c {
        case.entry.referral.answers().map(|(field, value)| {
            let label = match field.kind {
                Kind::Referrer => "Asked by".to_owned(),
                _ => self.content.words.field(field.name, READER).row,
            };
            (field, Fact { label, lines: self.lines(field, value) })
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
            details: details.into_iter().flatten().collect(),
        }
    }

    /// The rules of the life cycle are asked, not repeated: a form stands where its act would be accepted.
    fn moves(&self, case: &Case, typed: Typed) -> Moves {
        let (entry, state) = (&case.entry, &case.state);
        let (today, received) = (london(self.now).date_naive(), london(entry.received_at).date_naive());
        let calendar = &self.content.rules.calendar;
        let can = |act: &Act| state.act(act, self.staff, entry.received_at, self.now, calendar).is_ok();
        let words = &self.content.words;
        let outcomes =
            Outcome::ALL.into_iter().filter(|outcome| can(&Act::Close { outcome: *outcome, note: String::new() }));
        let choice = |code: &'static str, table: &str, chosen: &str| MoveChoice {
            code,
            label: words.label(table, code).to_owned(),
            chosen: code == chosen,
        };
        Moves {
            claim: can(&Act::Claim),
            renew: is_mine(&state.at(self.now), self.staff),
            release: can(&Act::Release),
            take_over: can(&Act::TakeOver),
            reopen: can(&Act::Reopen),
            contacted: can(&Act::Contacted(Contact::on(today))),
            attempt: can(&Act::Attempt(Contact::on(today))),
            from: received.to_string(),
            until: today.to_string(),
            how: How::ALL.into_iter().map(|how| choice(how.code(), "how", &typed.how)).collect(),
            outcomes: outcomes.map(|outcome| choice(outcome.code(), "outcome", &typed.outcome)).collect(),
            on: if typed.on.is_empty() { today.to_string() } else { typed.on },
            note: typed.note,
        }
    }
}

/// Whether this person holds it now.
pub(crate) fn is_mine(state: &State, staff: &str) -> bool {
    state.status == Status::Claimed && state.owner.as_deref() == Some(staff)
}

/// `Tuesday 24 November, 14:05`.
pub(crate) fn lease_in_words(until: DateTime<Utc>, today: chrono::NaiveDate) -> String {
    let local = london(until);
    format!("{}, {}", short_date(local.date_naive(), today), local.format("%H:%M"))
}
