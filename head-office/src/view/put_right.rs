//! The forms that put something right: undo, correct, change, decide, the case file, a colleague, hold and erase.

use queue::Shown;
use referral::life::{Act, Event, How, LogKind, StaffName, Status, What, effective, held, last_undoable};
use referral::{Answers, Eligibility, Field, Group};
use templates::{ChangeForm, DeskChoice, Mending, Questions};

use super::acts::Typed;
use super::reading::View;
use crate::office::act_wording::within;
use crate::office::dates::past_date;
use crate::office::visible::visible;

/// What must be known before anyone calls or visits, in this order.
pub(crate) const CARE: [&str; 4] = ["safe_visit", "patient.needs", "patient.language", "consent"];

/// The rest, by what it is about: the name in a form, the heading, the groups.
pub(crate) const PARTS: [(&str, &str, &[Group]); 5] = [
    ("place", "How to reach the patient", &[Group::Place]),
    ("wanted", "What is wanted", &[Group::Help]),
    ("patient", "The patient", &[Group::Patient, Group::Equality]),
    ("act", "The Mental Health Act", &[Group::Act]),
    ("asker", "Who asked", &[Group::You, Group::Helper, Group::Consent, Group::Needs]),
];

/// Whether a field is in the part of this name.
pub(crate) fn is_in_part(field: &Field, part: &str) -> bool {
    let is_care = CARE.contains(&field.name);
    match PARTS.iter().find(|(code, ..)| *code == part) {
        Some((.., groups)) => !is_care && groups.contains(&field.group),
        None => part == "care" && is_care,
    }
}

impl View {
    /// The form that changes the answers of one part.
    pub(super) fn change_form(&self, shown: &Shown, part: &str, typed: &Typed) -> ChangeForm {
        let referral = &shown.case.entry.referral;
        let open = typed.is(&["amend"]) && typed.get("part") == part;
        let (answers, problems) = if open {
            (Answers::from_pairs(&typed.pairs, referral.referrer()), typed.problems.as_slice())
        } else {
            (referral.to_answers(), [].as_slice())
        };
        let wanted = |field: &Field| is_in_part(field, part);
        let why = if open { typed.get("why").to_owned() } else { String::new() };
        ChangeForm {
            questions: Questions::of(&self.content, referral.referrer(), wanted, &answers, problems),
            why,
            open,
        }
    }

    /// Everything else that can be put right.
    pub(super) fn mending(&self, shown: &Shown, colleagues: &[String], typed: &Typed) -> Mending {
        let (state, events) = (shown.case.state.at(self.now), &shown.events);
        let words = &self.content.words;
        let today = self.today().to_string();
        let acting = self.acting(&shown.case, events);
        let can = |act: &Act| shown.case.state.act(act, &acting).is_ok();
        let nobody = StaffName::parse("?").ok();
        let kinds = LogKind::ALL.into_iter().filter(|_| state.status != Status::Closed).map(LogKind::code);
        let decisions = [Eligibility::Eligible, Eligibility::NotCovered].map(Eligibility::code);
        let contact = recorded_contact(events);
        let contact = contact.as_ref().and_then(Event::contact);
        let (on, recorded_on) = (typed.get_of(&["correct"], "on"), contact.map(|made| made.on.to_string()));
        let recorded_how = contact.and_then(|made| made.how).map_or("", How::code);
        let how = if typed.is(&["correct"]) { typed.get("how") } else { recorded_how };
        let log_on = typed.get_of(&["log"], "on");
        Mending {
            undo: last_undoable(events).map(|event| self.act_in_words(&event, is_again(events))).unwrap_or_default(),
            correct: contact.map(|made| self.contact_in_words(made.on, made.how)).unwrap_or_default(),
            on: Some(on).filter(|on| !on.is_empty()).map(str::to_owned).or(recorded_on).unwrap_or_default(),
            how: DeskChoice::all(words, "how", How::ALL.map(How::code), how),
            decide: DeskChoice::all(words, "eligibility", decisions, typed.get_of(&["decide"], "eligibility")),
            kinds: DeskChoice::all(words, "work", kinds, typed.get_of(&["log"], "kind")),
            log_on: if log_on.is_empty() { today } else { log_on.to_owned() },
            minutes: typed.get_of(&["log"], "minutes").to_owned(),
            log_note: typed.get_of(&["log"], "note").to_owned(),
            assign: nobody.is_some_and(|to| can(&Act::Assign { to })),
            to: typed.get_of(&["assign"], "to").to_owned(),
            colleagues: colleagues.iter().map(|name| visible(name)).collect(),
            held: held(events).map(|event| self.hold_in_words(event)).unwrap_or_default(),
            refused: typed.verb.clone(),
            why: typed.get("why").to_owned(),
        }
    }

    /// `First contact made by OQ, 25 November`.
    fn act_in_words(&self, event: &Event, again: bool) -> String {
        let code = if again && event.contact().is_some() { "contacted-again" } else { event.verb().code() };
        let what = self.content.words.label("event", code);
        let to = match &event.what {
            What::Assign { to } => format!(" {}", visible(to)),
            _ => String::new(),
        };
        let on = referral::london(event.at).date_naive();
        format!("{what}{to}, by {}, {}", visible(&event.who), past_date(on, self.today()))
    }

    fn contact_in_words(&self, on: chrono::NaiveDate, how: Option<How>) -> String {
        let how =
            how.map(|how| format!(", {}", within(self.content.words.label("by", how.code())))).unwrap_or_default();
        format!("{}{how}", past_date(on, self.today()))
    }

    fn hold_in_words(&self, event: &Event) -> String {
        let on = referral::london(event.at).date_naive();
        format!("{} ({}, {})", visible(event.text()), visible(&event.who), past_date(on, self.today()))
    }
}

/// Whether the patient had heard from us before the last contact.
fn is_again(events: &[Event]) -> bool {
    effective(events).iter().filter(|event| matches!(event.what, What::Contacted(_))).count() > 1
}

/// The contact that a correction puts right: the last that counts.
fn recorded_contact(events: &[Event]) -> Option<Event> {
    effective(events).into_iter().rfind(|event| matches!(event.what, What::Contacted(_)))
}
