//! Everything about one referral.

use chrono::{Datelike, NaiveDate};
use queue::{Case, Other, Others, Shown};
use referral::{Field, Kind, ReferrerType, Value, dial, london, long_date};
use templates::{CasePage, DeskLine, Fact, FactPart};

use super::acts::Typed;
use super::put_right::{CARE, PARTS, is_in_part};
use super::reading::{READER, View};
use crate::office::act_wording::lease_in_words;
use crate::office::confidence::is_confidential;
use crate::office::dates::{long_time, past_date};
use crate::office::history::History;
use crate::office::refused::sentence;
use crate::office::visible::visible;

/// What is on the page of a referral beside the referral itself.
#[derive(Default)]
pub(crate) struct Around {
    /// The sentence of a refusal, and what was typed before it.
    pub(crate) refused: String,
    pub(crate) typed: Typed,
    /// Lines of others that may be about the same person.
    pub(crate) duplicates: Vec<DeskLine>,
    /// What was done just now, and what is due next.
    pub(crate) done: String,
    pub(crate) can_undo: bool,
    /// It is the copy that the patient may have.
    pub(crate) for_patient: bool,
    /// Other referrals of the same person.
    pub(crate) others: Others,
    /// Names of staff who have something open.
    pub(crate) colleagues: Vec<String>,
    pub(crate) next: Option<DeskLine>,
}

impl View {
    /// One referral.
    pub(crate) fn case(&self, shown: &Shown, around: Around) -> CasePage {
        let Shown { case, events, unopened, unrecorded } = shown;
        let unrecorded = unrecorded.as_ref().map(|why| format!("That you read this could not be recorded: {why}."));
        let (entry, state, words) = (&case.entry, case.state.at(self.now), &self.content.words);
        let marks = entry.marks.iter().filter_map(|mark| serde_json::to_value(mark).ok());
        let marks = marks.filter_map(|mark| mark.as_str().map(|code| words.label("mark", code).to_owned()));
        let warnings = entry.referral.warnings();
        let looks = warnings.iter().map(|known| match words.label("look", known.code) {
            code if code == known.code => words.problem(known, READER).to_owned(),
            own => own.to_owned(),
        });
        let facts = self.facts(case).filter(|(field, _)| !around.for_patient || !is_confidential(field));
        let facts: Vec<(&'static Field, Fact)> = facts.collect();
        let parts = self.parts(shown, &facts, &around);
        let safe_visits: Vec<Fact> = around.others.earlier.iter().filter_map(|one| self.said_earlier(one)).collect();
        let mut duplicates = around.duplicates;
        // Those of which it is certain are among the earlier and later ones.
        let certain = |line: &DeskLine| around.others.all().any(|one| one.reference.as_str() == line.reference);
        duplicates.retain(|line| !certain(line));
        CasePage {
            line: self.line(case, &self.case_now(case, History::of(events))),
            refused: if around.refused.is_empty() { unrecorded.unwrap_or_default() } else { around.refused },
            done: around.done,
            can_undo: around.can_undo,
            care: self.change_form(shown, "care", &around.typed),
            asks_safety: entry.referral.referrer() != ReferrerType::Patient,
            decided: entry.decided.as_ref().map(|decided| self.decided(decided)).unwrap_or_default(),
            earlier: around.others.earlier.iter().map(|one| self.other(one, shown)).collect(),
            later: around.others.later.iter().map(|one| self.other(one, shown)).collect(),
            channel: self.channel(entry, around.for_patient),
            tribunal: self.tribunal(case),
            word: self.word(entry, &state),
            mend: self.mending(shown, &around.colleagues, &around.typed),
            next: around.next,
            first: self.first(case, &facts).into_iter().chain(safe_visits).collect(),
            rule: words.label("rule", &entry.decision.rule).to_owned(),
            source: entry.decision.source.clone(),
            rules: entry.decision.rules.parse().map_or_else(|_| entry.decision.rules.clone(), long_date_alone),
            received: long_time(entry.received_at),
            lease: state.lease_until.map(|until| lease_in_words(until, self.today())).unwrap_or_default(),
            marks: marks.chain(looks).map(|mark| sentence(&mark)).collect(),
            duplicates,
            parts,
            answers: facts.into_iter().map(|(_, fact)| fact).collect(),
            events: self.history(&case.state, events, around.for_patient),
            readers: self.readers(events),
            unread: *unopened,
            moves: self.moves(case, events, &around.typed),
            version: case.state.version,
        }
    }

    fn facts<'c>(&'c self, case: &'c Case) -> impl Iterator<Item = (&'static Field, Fact)> + 'c {
        let words = &self.content.words;
        case.entry.referral.answers().flat_map(move |(field, value)| {
            let dial = match value {
                Value::Text(typed) if field.kind == Kind::Phone => dial(typed),
                _ => String::new(),
            };
            let was = self.received_as(case, field);
            let fact = Fact { label: words.field(field.name, READER).desk, lines: self.lines(field, value), dial, was };
            let message = (field.name == "patient.phone").then(|| self.silence(case)).flatten();
            [Some((field, fact)), message.map(|fact| (field, fact))].into_iter().flatten()
        })
    }

    /// A phone may be shared: where nothing was said, no message is left.
    fn silence(&self, case: &Case) -> Option<Fact> {
        let words = &self.content.words;
        let referral = &case.entry.referral;
        let silent = referral.get("patient.phone").is_some() && referral.get("patient.message_ok").is_none();
        silent.then(|| Fact {
            label: words.field("patient.message_ok", READER).desk,
            lines: vec![words.label("flag", "no-message").to_owned()],
            ..Fact::default()
        })
    }

    /// What must be known before anyone calls or visits.
    fn first(&self, case: &Case, facts: &[(&'static Field, Fact)]) -> Vec<Fact> {
        let named = |name| facts.iter().filter(move |(field, _)| field.name == name);
        let words = &self.content.words;
        let refused = matches!(case.entry.referral.get("patient.message_ok"), Some(Value::YesNo(false)));
        let refused = refused.then(|| Fact {
            label: words.field("patient.message_ok", READER).desk,
            lines: vec![words.label("flag", "message-refused").to_owned()],
            ..Fact::default()
        });
        let answers = CARE.into_iter().flat_map(named).map(|(_, fact)| fact.clone());
        refused.or_else(|| self.silence(case)).into_iter().chain(answers).collect()
    }

    /// What an earlier referral said about a safe visit: it holds until somebody says otherwise.
    fn said_earlier(&self, other: &Other) -> Option<Fact> {
        let on = past_date(london(other.received_at).date_naive(), self.today());
        (!other.safe_visit.trim().is_empty()).then(|| Fact {
            label: format!("To visit safely, said {on}"),
            lines: visible(other.safe_visit.trim()).lines().map(str::to_owned).collect(),
            ..Fact::default()
        })
    }

    fn parts(&self, shown: &Shown, facts: &[(&'static Field, Fact)], around: &Around) -> Vec<FactPart> {
        let facts_of =
            |code| facts.iter().filter(move |(field, _)| is_in_part(field, code)).map(|(_, fact)| fact.clone());
        let called_by =
            shown.case.entry.called_by.as_deref().filter(|who| !around.for_patient && !who.trim().is_empty());
        let called_by = called_by.map(|who| Fact {
            label: "Got in touch".to_owned(),
            lines: vec![visible(who)],
            ..Fact::default()
        });
        let part = |(code, heading, _)| FactPart {
            code,
            heading,
            facts: facts_of(code).chain(called_by.clone().filter(|_| code == "asker")).collect(),
            change: self.change_form(shown, code, &around.typed),
        };
        PARTS.into_iter().map(part).collect()
    }

    /// What a changed answer was when it came in.
    fn received_as(&self, case: &Case, field: &Field) -> String {
        let Some(first) = case.entry.as_received.get(field.name) else { return String::new() };
        let first = Value::from_stored(field, first).map(|value| self.lines(field, &value).join(", "));
        first.unwrap_or_else(|| "no answer".to_owned())
    }

    fn lines(&self, field: &Field, value: &Value) -> Vec<String> {
        let words = &self.content.words;
        let choice = |code: &str| words.choice(field.name, code, READER).0.to_owned();
        match value {
            Value::Text(text) => visible(text).split('\n').map(str::to_owned).collect(),
            Value::Date(born) if field.name == "patient.date_of_birth" => {
                vec![format!("{} (aged {})", long_date(*born), age(*born, self.today()))]
            }
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
}

/// `23 November 2026`.
fn long_date_alone(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// In whole years.
fn age(born: NaiveDate, today: NaiveDate) -> i32 {
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    today.year() - born.year() - i32::from(!had_birthday)
}
