//! What happened to a referral, as people read it: in the order of time, readings apart.

use chrono::{DateTime, SecondsFormat, Utc};
use queue::is_unread_mark;
use referral::life::{Event, State, Status, Verb, What};
use referral::london;
use templates::Happened;

use super::reading::{READER, View};
use crate::office::act_wording::within;
use crate::office::confidence::is_kept_back;
use crate::office::dates::{long_time, past_time, short_date};
use crate::office::visible::visible;

impl View {
    /// Everything that was done, oldest first; a claim that ran out comes where it ran out, not where somebody
    /// noticed.
    pub(super) fn history(&self, state: &State, events: &[Event], for_patient: bool) -> Vec<Happened> {
        let calendar = &self.content.rules.calendar;
        let (mut told, mut lease, mut reached) = (Vec::new(), None, false);
        for event in events.iter().filter(|event| event.verb() != Verb::Opened || is_unread_mark(event)) {
            match event.verb() {
                Verb::Claim | Verb::TakeOver | Verb::Assign => lease = Some(calendar.lease_until(event.at)),
                Verb::Lapsed => {
                    let at = lease.take().unwrap_or(event.at);
                    told.push((at, ran_out(at, &event.who)));
                    continue;
                }
                _ => {}
            }
            told.push((event.at, self.happened(event, reached, for_patient && is_kept_back(event, events))));
            reached |= event.verb() == Verb::Contacted;
        }
        if let (Status::Claimed, Some(until), Some(owner)) = (state.status, state.lease_until, &state.owner)
            && until <= self.now
        {
            told.push((until, ran_out(until, owner)));
        }
        told.sort_by_key(|(at, _)| *at);
        told.into_iter().map(|(_, happened)| happened).collect()
    }

    /// Who read it, each once and with the last time: `KW (25 November, 09:30)`.
    pub(super) fn readers(&self, events: &[Event]) -> Vec<String> {
        let mut last: Vec<(String, DateTime<Utc>)> = Vec::new();
        for event in events.iter().filter(|event| event.verb() == Verb::Opened && !is_unread_mark(event)) {
            let by = by(event);
            match last.iter_mut().find(|(who, _)| *who == by) {
                Some((_, at)) => *at = event.at.max(*at),
                None => last.push((by, event.at)),
            }
        }
        last.sort_by_key(|(_, at)| *at);
        last.iter().map(|(who, at)| format!("{who} ({})", past_time(*at, self.today()))).collect()
    }

    fn happened(&self, event: &Event, reached: bool, is_kept_back: bool) -> Happened {
        let words = &self.content.words;
        let what = match event.verb() {
            Verb::Contacted if reached => "contacted-again",
            Verb::Opened => match event.what {
                What::Opened { mark: Some(mark) } => mark.code(),
                _ => "opened",
            },
            verb => verb.code(),
        };
        let another_day = event.contact().map(|contact| contact.on).filter(|on| *on != london(event.at).date_naive());
        let details = [
            another_day.map(|on| short_date(on, self.today())),
            event.contact().and_then(|contact| contact.how).map(|how| words.label("by", how.code()).to_owned()),
            event.contact().filter(|made| !made.by.is_empty()).map(|made| format!("by {}", visible(&made.by))),
            event.closing().map(|closing| words.label("outcome", closing.outcome.code()).to_owned()),
        ];
        let note = if is_kept_back { "" } else { event.text().trim() };
        let more = self.said_beside(event);
        Happened {
            at: instant(event.at),
            when: long_time(event.at),
            who: by(event),
            what: match &event.what {
                What::Assign { to } => format!("{} {}", words.label("event", what), visible(to)),
                _ => words.label("event", what).to_owned(),
            },
            details: details.into_iter().flatten().chain(more).collect(),
            note: visible(note).lines().map(str::to_owned).collect(),
        }
    }
}

impl View {
    /// What an event says beside its day, its way and its text.
    fn said_beside(&self, event: &Event) -> Vec<String> {
        let words = &self.content.words;
        let others = event.is_about_others().then(|| "not for the patient’s copy".to_owned());
        let own = match &event.what {
            What::Undone { act, .. } => vec![within(words.label("event", act.code()))],
            What::Corrected(put_right) => {
                let on = put_right.on.map(|on| short_date(on, self.today()));
                let how = put_right.how.map(|how| words.label("by", how.code()).to_owned());
                on.into_iter().chain(how).collect()
            }
            What::Amended(amendment) => {
                let label = |name: &String| words.field(name, READER).desk;
                amendment.fields.iter().map(label).collect()
            }
            What::Decide { eligibility, .. } => vec![within(words.label("eligibility", eligibility.code()))],
            What::Log(line) => {
                let minutes = line.minutes.map(|minutes| format!("{minutes} minutes"));
                let on = (line.on != london(event.at).date_naive()).then(|| short_date(line.on, self.today()));
                let kind = words.label("work", line.kind.code()).to_owned();
                [Some(kind), on, minutes].into_iter().flatten().collect()
            }
            What::Close(closing) => {
                let of = closing.duplicate_of.as_ref().map(|original| format!("of {}", original.spoken()));
                let without = closing.without_contact.then(|| "no contact is recorded".to_owned());
                of.into_iter().chain(without).collect()
            }
            _ => Vec::new(),
        };
        own.into_iter().chain(others).collect()
    }
}

/// Who did it, and whose key it was done with where that is somebody else.
fn by(event: &Event) -> String {
    let key = event.key.as_deref().map(|key| format!(", with the key of {}", visible(key)));
    visible(&event.who) + &key.unwrap_or_default()
}

fn ran_out(at: DateTime<Utc>, owner: &str) -> Happened {
    Happened {
        at: instant(at),
        when: long_time(at),
        who: String::new(),
        what: format!("{}’s claim ran out", visible(owner)),
        details: Vec::new(),
        note: Vec::new(),
    }
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
