//! A referral as people read it: what the desk shows, `show` writes and `print` prints.

mod case;
mod moves;

use chrono::{DateTime, NaiveDate, Utc};
use queue::{Case, Unopened, Why};
use referral::life::{State, Status};
use referral::{Eligibility, Urgency, london};
use templates::{Content, DeskLine};

use crate::due::{due_in_words, left_in_words, short_date};
use crate::refused::sentence;
use crate::visible::visible;

pub(crate) use moves::Typed;

/// Whose eyes, when, and with which words.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) content: &'a Content,
    pub(crate) staff: &'a str,
    pub(crate) now: DateTime<Utc>,
}

impl View<'_> {
    pub(crate) fn today(&self) -> NaiveDate {
        london(self.now).date_naive()
    }

    /// The line of an opened entry.
    pub(crate) fn line(&self, case: &Case) -> DeskLine {
        let (entry, words) = (&case.entry, &self.content.words);
        let urgent = match entry.referral.urgency(self.today(), &self.content.rules.calendar) {
            Some(Urgency::Section2) => words.label("urgency", "section-2"),
            Some(Urgency::ImportantDate) => words.label("urgency", "important-date"),
            None => "",
        };
        let mut flags = Vec::new();
        if !entry.marks.is_empty() {
            flags.push(words.label("flag", "mark").to_owned());
        }
        if entry.decision.eligibility == Eligibility::ToCheck {
            flags.push(words.label("flag", "to-check").to_owned());
        }
        DeskLine {
            eligibility: words.label("eligibility", entry.decision.eligibility.code()).to_owned(),
            urgent: urgent.to_owned(),
            flags,
            place: self.place(case),
            name: visible(entry.referral.text("patient.name")),
            ..self.clear_line(&entry.reference, entry.due_on, &case.state)
        }
    }

    /// The line of an entry that stays sealed, and why it does.
    pub(crate) fn sealed(&self, sealed: &Unopened) -> DeskLine {
        let Unopened { clear, why } = sealed;
        let flags = match why {
            Why::NoKey => Vec::new(),
            why => vec![sentence(&format!("{why}. {}", why.advice()))],
        };
        DeskLine { flags, ..self.clear_line(&clear.reference, clear.due_on, &clear.state) }
    }

    fn clear_line(&self, reference: &referral::Reference, due_on: NaiveDate, state: &State) -> DeskLine {
        let (state, today, calendar) = (state.at(self.now), self.today(), &self.content.rules.calendar);
        let left = left_in_words(due_on, state.status, today, calendar);
        DeskLine {
            reference: reference.to_string(),
            spoken: reference.spoken(),
            due: due_in_words(due_on, state.status, today, calendar),
            day: short_date(due_on, today),
            overdue: due_on < today && !left.is_empty(),
            left,
            status: self.content.words.label("status", state.status.code()).to_owned(),
            mine: is_with(&state, self.staff),
            owner: visible(&state.owner.unwrap_or_default()),
            eligibility: String::new(),
            urgent: String::new(),
            flags: Vec::new(),
            place: String::new(),
            name: String::new(),
        }
    }

    /// Hospital and ward on one line, as far as they are known.
    pub(crate) fn place(&self, case: &Case) -> String {
        let referral = &case.entry.referral;
        let hospital = referral.text("patient.hospital");
        let named = self.content.rules.places.hospital(hospital).map(|known| known.name.as_str());
        let parts = [named.unwrap_or_default(), referral.text("patient.ward")];
        let said: Vec<String> = parts.into_iter().filter(|part| !part.trim().is_empty()).map(visible).collect();
        said.join(", ").replace('\n', " ")
    }
}

/// Whether this person has it now: claimed, or contacted and still to be closed.
pub(crate) fn is_with(state: &State, staff: &str) -> bool {
    matches!(state.status, Status::Claimed | Status::Contacted) && state.owner.as_deref() == Some(staff)
}

/// `Tuesday 24 November, 14:05`.
pub(crate) fn lease_in_words(until: DateTime<Utc>, today: NaiveDate) -> String {
    let local = london(until);
    format!("{}, {}", short_date(local.date_naive(), today), local.format("%H:%M"))
}
