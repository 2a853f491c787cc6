//! The row, and how it is made of an entry and its history.

use chrono::{DateTime, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::life::{Event, Outcome, Verb, What, effective};
use crate::{Calendar, Channel, Eligibility, Entry, Referral, ReferrerType, Route, Value, london};

use super::age::AgeBand;
use super::codes::{NOT_ASKED, NOT_IN_HOSPITAL, OTHER};
use super::language;

/// One referral, for counting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// The day it came in, in Europe/London.
    pub received_on: NaiveDate,
    /// The day by whose end the patient must have heard from us.
    pub due_on: NaiveDate,
    /// Day 0 of the clock under the policy of the time: `received_on`, or the next working day under policy B.
    pub day_zero: NaiveDate,
    /// Who asked.
    pub referrer: ReferrerType,
    /// How the patient is held.
    pub route: Route,
    /// Covered or not.
    pub eligibility: Eligibility,
    /// The rule that decided.
    pub rule: String,
    /// The rule set that decided.
    pub rules: String,
    /// A slug of `places.toml`, `other`, or [`NOT_IN_HOSPITAL`].
    pub hospital: String,
    /// A code of `patient.gender`, or [`NOT_ASKED`].
    pub gender: String,
    /// In whole years on the day of receipt.
    pub age_band: AgeBand,
    /// A code of `patient.ethnic_group`, or [`NOT_ASKED`].
    pub ethnic_group: String,
    /// One of [`crate::LANGUAGES`], `other`, or [`NOT_ASKED`].
    pub language: String,
    /// Codes of `patient.needs`.
    pub needs: Vec<String>,
    /// How it ended; none while it is open.
    pub outcome: Option<Outcome>,
    /// The day it was closed, in Europe/London; none while it is open.
    pub closed_on: Option<NaiveDate>,
    /// Earlier closings, in Europe/London: the day of each, and the day it was reopened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reopened: Vec<(NaiveDate, NaiveDate)>,
    /// The first day somebody took it.
    pub claimed_on: Option<NaiveDate>,
    /// The first day somebody tried and did not reach the patient.
    pub attempted_on: Option<NaiveDate>,
    /// The first day the patient heard from us.
    pub contacted_on: Option<NaiveDate>,
    /// How it reached us. A row of before this was kept is of the web form or the API, and counts as the form's.
    #[serde(default = "form")]
    pub channel: Channel,
    /// The days of every contact: the first ones, and lines of the case file that are contacts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<NaiveDate>,
    /// Minutes recorded in the case file, by the day they were spent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub minutes: Vec<(NaiveDate, u32)>,
    /// Whether a person decided if the patient is covered, and not the rules.
    #[serde(default)]
    pub decided: bool,
    /// The day the person was taken out before the time to keep them was over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erased_on: Option<NaiveDate>,
}

fn form() -> Channel {
    Channel::Form
}

impl Activity {
    /// The row of an entry with this history, oldest event first.
    pub fn of(entry: &Entry, events: &[Event], calendar: &Calendar) -> Self {
        let referral = &entry.referral;
        let received_on = london(entry.received_at).date_naive();
        let events = &effective(events)[..];
        let first = |verbs: &[Verb]| events.iter().filter(|event| verbs.contains(&event.verb())).map(day).min();
        let last = events.iter().rfind(|event| matches!(event.verb(), Verb::Close | Verb::Reopen));
        let closed = last.and_then(|event| event.closing().map(|closing| (event, closing)));
        Self {
            received_on,
            due_on: entry.due_on,
            day_zero: calendar.day_zero(entry.received_at),
            referrer: referral.referrer(),
            route: referral.route(),
            eligibility: entry.eligibility(),
            rule: entry.decision.rule.clone(),
            rules: entry.decision.rules.clone(),
            hospital: hospital(referral),
            gender: code(referral, "patient.gender"),
            age_band: AgeBand::of(referral.get("patient.date_of_birth"), received_on),
            ethnic_group: code(referral, "patient.ethnic_group"),
            language: language::code(referral.text("patient.language")),
            needs: needs(referral),
            outcome: closed.map(|(_, closing)| closing.outcome),
            closed_on: closed.map(|(event, _)| date(event.at)),
            reopened: reopened(events),
            claimed_on: first(&[Verb::Claim, Verb::Assign]),
            attempted_on: first(&[Verb::Attempt]),
            contacted_on: first(&[Verb::Contacted]),
            channel: entry.channel,
            contacts: events.iter().filter_map(contact_day).collect(),
            minutes: events.iter().filter_map(minutes).collect(),
            decided: entry.decided.is_some(),
            erased_on: first(&[Verb::Erase]),
        }
    }

    /// Whether it was still open at the end of that day.
    pub fn open_at_end_of(&self, day: NaiveDate) -> bool {
        let was_closed = |(closed, again): &(NaiveDate, NaiveDate)| *closed <= day && day < *again;
        let is_closed = self.closed_on.is_some_and(|closed| closed <= day);
        let is_gone = self.erased_on.is_some_and(|gone| gone <= day);
        self.received_on <= day && !is_closed && !is_gone && !self.reopened.iter().any(was_closed)
    }

    /// Working days from day 0 to the day the patient first heard from us.
    pub fn working_days_to_contact(&self, calendar: &Calendar) -> Option<u32> {
        let on = self.contacted_on?;
        Some(u32::try_from(calendar.working_days_between(self.day_zero, on)).unwrap_or_default())
    }
}

fn reopened(events: &[Event]) -> Vec<(NaiveDate, NaiveDate)> {
    let (mut spans, mut closed) = (Vec::new(), None);
    for event in events {
        match event.verb() {
            Verb::Close => closed = Some(date(event.at)),
            Verb::Reopen => spans.extend(closed.take().map(|closed| (closed, date(event.at)))),
            _ => {}
        }
    }
    spans
}

/// A contact or attempt happened on the day that was said, anything else when it was recorded.
fn day(event: &Event) -> NaiveDate {
    event.contact().map_or_else(|| date(event.at), |contact| contact.on)
}

/// The day of a contact with the patient or for them (docs/contract.md, Report).
fn contact_day(event: &Event) -> Option<NaiveDate> {
    match &event.what {
        What::Contacted(contact) => Some(contact.on),
        What::Log(line) if line.kind.is_contact() => Some(line.on),
        _ => None,
    }
}

fn minutes(event: &Event) -> Option<(NaiveDate, u32)> {
    match &event.what {
        What::Log(line) => line.minutes.map(|minutes| (line.on, minutes)),
        _ => None,
    }
}

fn date(at: DateTime<chrono::Utc>) -> NaiveDate {
    london(at).date_naive()
}

fn hospital(referral: &Referral) -> String {
    match referral.text("patient.hospital") {
        "" => NOT_IN_HOSPITAL.to_owned(),
        slug => slug.to_owned(),
    }
}

/// The code that was chosen. Anything that is no code of the field's list is `other`, so that text can never get here.
fn code(referral: &Referral, name: &str) -> String {
    let codes = crate::field(name).map(|field| field.kind.codes()).unwrap_or_default();
    match referral.text(name) {
        "" => NOT_ASKED.to_owned(),
        chosen if codes.contains(&chosen) => chosen.to_owned(),
        _ => OTHER.to_owned(),
    }
}

fn needs(referral: &Referral) -> Vec<String> {
    let codes = crate::field("patient.needs").map(|field| field.kind.codes()).unwrap_or_default();
    match referral.get("patient.needs") {
        Some(Value::Codes(chosen)) => chosen.iter().filter(|code| codes.contains(&code.as_str())).cloned().collect(),
        _ => Vec::new(),
    }
}
