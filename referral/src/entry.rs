//! What head office receives: a referral with its reference, its dates and the decision made about it.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, NaiveDate, SubsecRound, Timelike, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumCount, EnumString, IntoStaticStr, VariantArray};

use crate::code::coded;
use crate::life::{Event, What, effective};
use crate::{Decision, Eligibility, Reference, Referral, Rules, london};

/// How a referral came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, EnumString, EnumCount, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Channel {
    /// The web form.
    Form,
    /// `POST /api/referrals`.
    Api,
    /// Somebody phoned.
    Phone,
    /// A letter, or the paper form.
    Paper,
    /// An e-mail.
    Email,
    /// Somebody came or was met.
    InPerson,
    /// Nobody's: the daily test that the service still works, kept apart from all others.
    Canary,
}

/// A reason to look twice. Marks never stop a referral; they are sealed with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, EnumString, EnumCount, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Mark {
    /// The box that people are told to leave empty was filled.
    Honeypot,
    /// Sent within seconds of the check page.
    TooFast,
    /// The browser said neither where the request came from nor how.
    NoOrigin,
}

coded!(Channel, Mark);

impl Channel {
    /// Those that staff may name for a referral that they write down themselves.
    pub const BY_STAFF: [Self; 4] = [Self::Phone, Self::Paper, Self::Email, Self::InPerson];
}

/// Whether a person was covered, as decided by a member of staff.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonDecision {
    /// Covered or not.
    pub eligibility: Eligibility,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub why: String,
    /// What the rules had said.
    pub first: Eligibility,
}

/// What answers first were that staff have changed since, by dotted name; `null` where there was no answer.
pub type AsReceived = BTreeMap<String, serde_json::Value>;

/// One referral as head office holds it.
#[derive(Clone)]
pub struct Entry {
    /// What the person was given.
    pub reference: Reference,
    /// To the minute, UTC.
    pub received_at: DateTime<Utc>,
    /// The day by whose end the patient must have heard from us.
    pub due_on: NaiveDate,
    /// Covered or not, and by which rule.
    pub decision: Decision,
    /// What a member of staff decided since; it goes before the rules' decision.
    pub decided: Option<PersonDecision>,
    /// How it came in.
    pub channel: Channel,
    /// Reasons to look twice.
    pub marks: Vec<Mark>,
    /// The answers as they are now.
    pub referral: Referral,
    /// What changed answers first were.
    pub as_received: AsReceived,
    /// The member of staff who wrote it down, where it did not come by form or API.
    pub received_by: Option<String>,
    /// Who phoned or wrote, where that is not the referrer: a ward nurse, hospital managers.
    pub called_by: Option<String>,
}

/// Personal data never reaches a log through `{:?}`.
impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entry({})", self.reference)
    }
}

impl Entry {
    /// Receives a referral `now`: the instant is kept to the minute, the decision is made on the local date.
    pub fn receive(
        reference: Reference,
        referral: Referral,
        channel: Channel,
        marks: Vec<Mark>,
        now: DateTime<Utc>,
        rules: &Rules,
    ) -> Self {
        let received_at = to_the_minute(now);
        let today = london(received_at).date_naive();
        let born = referral.date("patient.date_of_birth");
        Self {
            reference,
            received_at,
            due_on: rules.calendar.due_on(received_at),
            decision: rules.law.decide(referral.route(), today, born),
            channel,
            marks,
            referral,
            decided: None,
            as_received: AsReceived::new(),
            received_by: None,
            called_by: None,
        }
    }

    /// Covered or not: what a person decided, otherwise what the rules did.
    pub fn eligibility(&self) -> Eligibility {
        self.decided.as_ref().map_or(self.decision.eligibility, |decided| decided.eligibility)
    }

    /// What the history says a person decided, for the entry that is sealed again with a `decide` or its undoing.
    pub fn decided_in(&self, history: &[Event]) -> Option<PersonDecision> {
        let counted = effective(history);
        counted.iter().rev().find_map(|event| match &event.what {
            What::Decide { eligibility, why } => Some(PersonDecision {
                eligibility: *eligibility,
                by: event.who.clone(),
                at: event.at,
                why: why.clone(),
                first: self.decision.eligibility,
            }),
            _ => None,
        })
    }
}

/// Seconds would tell too much about who was where (docs/security.md, What is in clear).
fn to_the_minute(now: DateTime<Utc>) -> DateTime<Utc> {
    now.trunc_subsecs(0).with_second(0).unwrap_or(now)
}
