//! One referral in a line: how much time is left, what comes first, where the patient is.

use chrono::NaiveDate;
use queue::{Case, Unopened, Why};
use referral::life::{State, Status};
use referral::{Eligibility, Referral, Value, left_in_words};
use templates::DeskLine;

use super::reading::View;
use crate::office::act_wording::{is_with, within};
use crate::office::case_now::CaseNow;
use crate::office::dates::{date_in_words, due_in_words, few_words, past_date, short_date};
use crate::office::history::History;
use crate::office::refused::sentence;
use crate::office::visible::visible;

/// As much of what was typed as a line has room for.
const SHORT: usize = 60;
const SHORTER: usize = 24;

impl View {
    /// The line of an opened entry.
    pub(crate) fn line(&self, case: &Case, now: &CaseNow) -> DeskLine {
        let (entry, words) = (&case.entry, &self.content.words);
        let CaseNow { state, history, deadlines, .. } = now;
        let mut flags = Vec::new();
        if !entry.marks.is_empty() {
            flags.push(words.label("flag", "mark").to_owned());
        }
        if entry.eligibility() == Eligibility::ToCheck {
            flags.push(words.label("flag", "to-check").to_owned());
        }
        if deadlines.promised && !self.content.rules.calendar.is_known(entry.due_on) {
            flags.push(words.label("flag", "due-unsure").to_owned());
        }
        let clear = self.clear_line(&entry.reference, entry.due_on, state, deadlines.promised);
        DeskLine {
            headline: self.headline(entry.due_on, now),
            eligibility: words.label("eligibility", entry.eligibility().code()).to_owned(),
            urgent: now.is_urgent(),
            tribunal: deadlines.tribunal.map(|day| self.last_day(day)).unwrap_or_default(),
            tribunal_first: deadlines.is_tribunal_first(),
            date: deadlines.important.map(|on| self.date(&entry.referral, on)).unwrap_or_default(),
            date_first: deadlines.is_important_first(),
            alarm: deadlines.alarm,
            tries: if now.is_to_reach() { tries(history.tries) } else { String::new() },
            asked: words.label("asked", entry.referral.referrer().code()).to_owned(),
            needs: self.needs(&entry.referral),
            flags,
            place: self.place(case),
            name: visible(entry.referral.text("patient.name")),
            ..clear
        }
    }

    /// The line of an entry that stays sealed, and why it does.
    pub(crate) fn sealed(&self, sealed: &Unopened) -> DeskLine {
        let Unopened { clear, why } = sealed;
        let flags = match why {
            Why::NoKey => Vec::new(),
            why => vec![sentence(&format!("{why}. {}", why.advice()))],
        };
        let state = clear.state.at(self.now);
        let to_reach = matches!(state.status, Status::Waiting | Status::Claimed);
        let line = self.clear_line(&clear.reference, clear.due_on, &state, to_reach && !state.heard);
        let headline = match (to_reach, state.heard) {
            (true, true) => "Reopened after first contact".to_owned(),
            (true, false) => format!("Due {}, {}", line.day, line.left),
            (false, _) => line.status.clone(),
        };
        DeskLine { flags, headline, ..line }
    }

    fn clear_line(
        &self,
        reference: &referral::Reference,
        due_on: NaiveDate,
        state: &State,
        promised: bool,
    ) -> DeskLine {
        let (today, calendar) = (self.today(), &self.content.rules.calendar);
        DeskLine {
            reference: reference.to_string(),
            spoken: reference.spoken(),
            day: short_date(due_on, today),
            overdue: promised && due_on < today,
            left: if promised { left_in_words(due_on, today, calendar) } else { String::new() },
            status: self.content.words.label("status", state.status.code()).to_owned(),
            mine: is_with(state, &self.staff),
            owner: state.owner.as_deref().map(visible).unwrap_or_default(),
            ..DeskLine::default()
        }
    }

    /// The clock in a sentence: what is promised, or what became of it.
    fn headline(&self, due_on: NaiveDate, CaseNow { state, history, .. }: &CaseNow) -> String {
        let (today, words) = (self.today(), &self.content.words);
        let past = |on| past_date(on, today);
        match (state.status, history) {
            (Status::Closed, History { closed: Some((on, outcome)), .. }) => {
                format!("Closed {}: {}", past(*on), within(words.label("outcome", outcome.code())))
            }
            (Status::Contacted, History { last_contact: Some((on, how)), first_contact, .. }) => {
                let how = how.map(|how| format!(", {}", words.label("by", how.code()))).unwrap_or_default();
                let first = first_contact.filter(|first| first != on);
                let first = first.map(|first| format!("; first contact was {}", past(first))).unwrap_or_default();
                let late = first_contact.is_some_and(|first| first > due_on);
                let late = if late { format!("; was due {}, late", past(due_on)) } else { String::new() };
                format!("Contacted {}{how}{first}{late}", past(*on))
            }
            (Status::Waiting | Status::Claimed, History { first_contact: Some(first), reopened, .. }) => {
                let since = reopened.map(|on| format!("Reopened {}; ", past(on))).unwrap_or_default();
                format!("{since}first contact was {}", past(*first))
            }
            (Status::Waiting | Status::Claimed, _) => {
                format!("Due {}", due_in_words(due_on, today, &self.content.rules.calendar))
            }
            (status, _) => words.label("status", status.code()).to_owned(),
        }
    }

    /// What the important date is, in a few words of whoever asked.
    fn date_name(&self, referral: &Referral, length: usize) -> String {
        let typed = visible(referral.text("important_date.what")).replace('\n', " ");
        match cut(typed.trim().trim_end_matches('.'), length) {
            what if what.is_empty() => self.content.words.label("urgency", "important-date").to_owned(),
            what => what,
        }
    }

    fn date(&self, referral: &Referral, on: NaiveDate) -> String {
        let what = self.date_name(referral, SHORT);
        if on >= self.today() {
            return date_in_words(&what, on, self.today());
        }
        let named =
            if referral.text("important_date.what").trim().is_empty() { String::new() } else { format!(": {what}") };
        let date = self.content.words.label("urgency", "important-date");
        format!("{date} passed {}, no contact{named}", past_date(on, self.today()))
    }

    /// `Last day to ask a tribunal: tomorrow`
    fn last_day(&self, day: NaiveDate) -> String {
        let label = |code| self.content.words.label("tribunal-day", code);
        if day < self.today() {
            return format!("{} {}", label("was"), short_date(day, self.today()));
        }
        date_in_words(label("is"), day, self.today())
    }

    /// The same for a column of a terminal.
    pub(crate) fn last_day_in_few_words(&self, day: NaiveDate) -> String {
        let label = |code| self.content.words.label("tribunal-day", code).to_lowercase();
        format!("{} {}", label(if day < self.today() { "was" } else { "is" }), few_words(day, self.today()))
    }

    /// The important date that is near, for a column of a terminal: `Tribunal today`.
    pub(crate) fn near_date_in_few_words(&self, referral: &Referral, now: &CaseNow) -> Option<String> {
        let near = now.deadlines.important.filter(|_| now.deadlines.alarm || now.urgency.is_some());
        let what = || self.date_name(referral, SHORTER);
        near.map(|on| match (on - self.today()).num_days() {
            0 => format!("{} today", what()),
            1 => format!("{} tomorrow", what()),
            ..0 => format!("{} passed {}", what(), few_words(on, self.today())),
            _ => format!("{} {}", what(), few_words(on, self.today())),
        })
    }

    fn needs(&self, referral: &Referral) -> Vec<String> {
        let words = &self.content.words;
        let codes = match referral.get("patient.needs") {
            Some(Value::Codes(codes)) => codes.as_slice(),
            _ => &[],
        };
        let booked = |code: &str| match words.label("need", code) {
            label if label == code => None,
            label if code == "interpreter" => {
                let language = cut(&visible(referral.text("patient.language")).replace('\n', " "), SHORTER);
                Some(if language.is_empty() { label.to_owned() } else { format!("{label}: {language}") })
            }
            label => Some(label.to_owned()),
        };
        codes.iter().filter_map(|code| booked(code)).collect()
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

fn tries(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "Tried once".to_owned(),
        count => format!("Tried {count} times"),
    }
}

fn cut(text: &str, length: usize) -> String {
    if text.chars().count() <= length {
        return text.to_owned();
    }
    text.chars().take(length - 1).chain(['…']).collect()
}
