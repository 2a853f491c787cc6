//! What head office receives: a referral with its reference, its dates and the decision made about it.

use chrono::{DateTime, NaiveDate, SubsecRound, Timelike, Utc};
use serde::{Deserialize, Serialize};

use crate::{Decision, Reference, Referral, Rules, london};

/// How a referral came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// The web form.
    Form,
    /// `POST /api/referrals`.
    Api,
    /// Nobody's: the daily test that the service still works, kept apart from all others.
    Canary,
}

/// A reason to look twice. Marks never stop a referral; they are sealed with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// The box that people are told to leave empty was filled.
    Honeypot,
    /// Sent within seconds of the check page.
    TooFast,
    /// The browser said neither where the request came from nor how.
    NoOrigin,
}

/// One referral as head office holds it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What the person was given.
    pub reference: Reference,
    /// To the minute, UTC.
    pub received_at: DateTime<Utc>,
    /// The day by whose end the patient must have heard from us.
    pub due_on: NaiveDate,
    /// Covered or not, and by which rule.
    pub decision: Decision,
    /// How it came in.
    pub channel: Channel,
    /// Reasons to look twice.
    pub marks: Vec<Mark>,
    /// The answers.
    pub referral: Referral,
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
        }
    }
}

/// Seconds say too much of who was where (security.md 5.3).
fn to_the_minute(now: DateTime<Utc>) -> DateTime<Utc> {
    now.trunc_subsecs(0).with_second(0).unwrap_or(now)
}
