//! The forms of what may be done next.

use queue::Case;
use referral::life::{Act, Acting, Closing, Contact, Event, How, Outcome, Status, Verb, effective};
use referral::{Problem, form, london, read_date};
use templates::{DeskChoice, Moves};

use super::reading::View;
use crate::office::act_wording::is_with;
use crate::office::dates::short_date;
use crate::office::visible::visible;

/// The latest year that is read as one; the rules refuse days in the future.
pub(crate) const LATEST_YEAR: i32 = 2099;

/// What was typed into a form before it was refused. No `Debug`: it may be about a person.
#[derive(Default, Clone, PartialEq)]
pub(crate) struct Typed {
    /// The act, as in the address.
    pub(crate) verb: String,
    /// What was sent, by name, in order.
    pub(crate) pairs: Vec<(String, String)>,
    /// What is wrong with changed answers.
    pub(crate) problems: Vec<Problem>,
}

/// Fields of a form that nobody types.
const CARRIED: [&str; 4] = ["version", "after", "part", "sure"];

impl Typed {
    /// What was sent as a form, or in an address; none where it cannot be read.
    pub(crate) fn read(sent: &[u8]) -> Option<Self> {
        form::decode(sent).ok().map(|pairs| Self { pairs, ..Self::default() })
    }

    /// The version of the referral that was seen.
    pub(crate) fn version(&self) -> Option<u64> {
        self.get("version").parse().ok()
    }

    /// Whether its text tells of others than the patient.
    pub(crate) fn is_about_others(&self) -> bool {
        self.get("about_others") == "yes"
    }

    /// The first value under this name, or nothing.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The same, if it was typed into the form of one of these acts.
    pub(crate) fn get_of(&self, verbs: &[&str], name: &str) -> &str {
        if self.is(verbs) { self.get(name) } else { "" }
    }

    /// Everything that was typed, for a page that has no box for it.
    pub(crate) fn texts(&self) -> Vec<String> {
        let typed =
            self.pairs.iter().filter(|(name, text)| !CARRIED.contains(&name.as_str()) && !text.trim().is_empty());
        typed.map(|(_, text)| visible(text)).collect()
    }

    /// Whether it was the form of one of these acts.
    pub(crate) fn is(&self, verbs: &[&str]) -> bool {
        verbs.contains(&self.verb.as_str())
    }
}

impl View {
    /// The rules of the life cycle are asked, not repeated: a form is shown where its act would be accepted.
    pub(super) fn moves(&self, case: &Case, events: &[Event], typed: &Typed) -> Moves {
        let (entry, state) = (&case.entry, &case.state);
        let (today, received) = (self.today(), london(entry.received_at).date_naive());
        let (words, acting) = (&self.content.words, self.acting(case, events));
        let can = |act: &Act| state.act(act, &acting).is_ok();
        let now = state.at(self.now);
        let close = |outcome| can(&Act::Close(Closing { without_contact: true, ..Closing::new(outcome) }));
        let outcomes = Outcome::ALL.into_iter().filter(|outcome| close(*outcome)).map(Outcome::code);
        let outcomes = DeskChoice::all(words, "outcome", outcomes, typed.get_of(&["close"], "outcome"));
        let contacted = can(&Act::Contacted(Contact::on(today)));
        let of_contact = |name| typed.get_of(&["contacted", "attempt"], name).to_owned();
        let (contact_note, close_note) = (of_contact("note"), typed.get_of(&["close"], "note").to_owned());
        let contact_after = match () {
            () if contacted => "",
            () if can(&Act::Claim) => "claim",
            () if can(&Act::TakeOver) && now.status == Status::Claimed => "take-over",
            () => "",
        };
        let has_contact = contacted || !contact_after.is_empty();
        // A note whose box is gone is offered as a note alone: that is never refused.
        let mut note = typed.get_of(&["note"], "note").to_owned();
        if !has_contact {
            note.push_str(&contact_note);
        }
        if outcomes.is_empty() {
            note.push_str(&close_note);
        }
        Moves {
            claim: can(&Act::Claim),
            renew: now.status == Status::Claimed && is_with(&now, &self.staff),
            release: can(&Act::Release),
            take_over: can(&Act::TakeOver),
            reopen: can(&Act::Reopen),
            contacted,
            contact_after,
            contact_open: has_contact && typed.is(&["contacted", "attempt"]),
            close_open: !outcomes.is_empty() && typed.is(&["close"]),
            from: received.to_string(),
            until: today.to_string(),
            how: DeskChoice::all(words, "how", How::ALL.map(How::code), &of_contact("how")),
            left_over: self.left_over(typed, has_contact, &outcomes),
            outcomes,
            on: Some(of_contact("on")).filter(|on| !on.is_empty()).unwrap_or_else(|| today.to_string()),
            no_contact: now.status == Status::Claimed && !is_contacted(events),
            contact_note: if has_contact { contact_note } else { String::new() },
            duplicate_of: visible(typed.get_of(&["close"], "duplicate_of")),
            close_note,
            note,
            by: of_contact("by"),
        }
    }

    /// What the rules of the life cycle are asked with.
    pub(crate) fn acting<'a>(&'a self, case: &Case, events: &'a [Event]) -> Acting<'a> {
        let calendar = &self.content.rules.calendar;
        let received_at = case.entry.received_at;
        Acting { who: &self.staff, received_at, now: self.now, calendar, history: Some(events) }
    }

    /// What has no box any more, because the referral has moved on.
    fn left_over(&self, typed: &Typed, has_contact: bool, outcomes: &[DeskChoice]) -> Vec<String> {
        let words = &self.content.words;
        let of = |name| typed.get_of(&["contacted", "attempt", "close"], name);
        let day = read_date(of("on"), "", "", LATEST_YEAR).map(|on| short_date(on, self.today()));
        let offered = outcomes.iter().any(|choice| choice.code == of("outcome"));
        let lost = [
            (!has_contact, day.as_deref().unwrap_or(of("on"))),
            (!has_contact, words.label("how", of("how"))),
            (!has_contact, of("by")),
            (!offered, words.label("outcome", of("outcome"))),
        ];
        let lost = lost.into_iter().filter(|(gone, text)| *gone && !text.trim().is_empty());
        lost.map(|(_, text)| visible(text)).collect()
    }
}

/// Whether a contact with the patient is recorded.
fn is_contacted(events: &[Event]) -> bool {
    effective(events).iter().any(|event| event.verb() == Verb::Contacted)
}
