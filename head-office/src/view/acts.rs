//! The forms of what may be done next.

use queue::Case;
use referral::life::{Act, Acting, Closing, Contact, Event, How, Outcome, Status};
use referral::{london, read_date};
use templates::{MoveChoice, Moves};

use super::View;
use crate::office::act_wording::is_with;
use crate::office::dates::short_date;
use crate::office::visible::visible;

/// No day of a contact is later; the rules say which day is in the future.
pub(crate) const LATEST_YEAR: i32 = 2099;

/// What was typed into a move's form before it was refused.
#[derive(Default)]
pub(crate) struct Typed {
    /// The move, as in the address.
    pub(crate) verb: String,
    pub(crate) on: String,
    pub(crate) how: String,
    pub(crate) by: String,
    pub(crate) outcome: String,
    pub(crate) note: String,
}

impl Typed {
    /// Everything that was typed, for a page that has no box for it.
    pub(crate) fn texts(&self) -> Vec<String> {
        let all = [&self.on, &self.how, &self.by, &self.outcome, &self.note];
        all.into_iter().filter(|text| !text.trim().is_empty()).map(|text| visible(text)).collect()
    }

    /// Whether it was the form of one of these moves.
    fn is(&self, verbs: &[&str]) -> bool {
        verbs.contains(&self.verb.as_str())
    }

    /// The note, if it was typed into the box of one of these moves.
    fn note_of(&self, verbs: &[&str]) -> String {
        if self.is(verbs) { self.note.clone() } else { String::new() }
    }
}

impl View {
    /// The rules of the life cycle are asked, not repeated: a form stands where its act would be accepted.
    pub(super) fn moves(&self, case: &Case, events: &[Event], typed: Typed) -> Moves {
        let (entry, state) = (&case.entry, &case.state);
        let (today, received) = (self.today(), london(entry.received_at).date_naive());
        let calendar = &self.content.rules.calendar;
        let (who, received_at, now) = (&self.staff, entry.received_at, self.now);
        let acting = Acting { who, received_at, now, calendar, history: Some(events) };
        let can = |act: &Act| state.act(act, &acting).is_ok();
        let now = state.at(self.now);
        let close = |outcome| can(&Act::Close(Closing::new(outcome)));
        let outcomes: Vec<MoveChoice> = Outcome::ALL
            .into_iter()
            .filter(|outcome| close(*outcome))
            .map(|outcome| self.outcome(outcome, &typed))
            .collect();
        let contacted = can(&Act::Contacted(Contact::on(today)));
        let (contact_note, close_note) = (typed.note_of(&["contacted", "attempt"]), typed.note_of(&["close"]));
        let contact_after = match () {
            () if contacted => "",
            () if can(&Act::Claim) => "claim",
            () if can(&Act::TakeOver) && now.status == Status::Claimed => "take-over",
            () => "",
        };
        let has_contact = contacted || !contact_after.is_empty();
        // A note whose box is gone is offered as a note alone: that is never refused.
        let mut note = typed.note_of(&["note"]);
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
            how: How::ALL.into_iter().map(|how| self.how(how, &typed)).collect(),
            left_over: self.left_over(&typed, has_contact, &outcomes),
            outcomes,
            on: if typed.on.is_empty() { today.to_string() } else { typed.on },
            contact_note: if has_contact { contact_note } else { String::new() },
            close_note,
            note,
            by: typed.by,
        }
    }

    fn how(&self, how: How, typed: &Typed) -> MoveChoice {
        let label = self.content.words.label("how", how.code()).to_owned();
        MoveChoice { code: how.code(), label, chosen: typed.how == how.code() }
    }

    fn outcome(&self, outcome: Outcome, typed: &Typed) -> MoveChoice {
        let label = self.content.words.label("outcome", outcome.code()).to_owned();
        MoveChoice { code: outcome.code(), label, chosen: typed.outcome == outcome.code() }
    }

    /// What has no box to stand in any more, because the referral has moved on.
    fn left_over(&self, typed: &Typed, has_contact: bool, outcomes: &[MoveChoice]) -> Vec<String> {
        let words = &self.content.words;
        let day = read_date(&typed.on, "", "", LATEST_YEAR).map(|on| short_date(on, self.today()));
        let offered = outcomes.iter().any(|choice| choice.code == typed.outcome);
        let lost = [
            (!has_contact, day.as_deref().unwrap_or(&typed.on)),
            (!has_contact, words.label("how", &typed.how)),
            (!has_contact, typed.by.as_str()),
            (!offered, words.label("outcome", &typed.outcome)),
        ];
        let lost = lost.into_iter().filter(|(gone, text)| *gone && !text.trim().is_empty());
        lost.map(|(_, text)| visible(text)).collect()
    }
}
