//! A referral with what is true of it now: its state, what its history tells, its deadlines. Pure.

use chrono::{DateTime, Utc};
use queue::Case;
use referral::life::{State, Status};
use referral::{Rules, Urgency, london};

use super::deadlines::Deadlines;
use super::history::History;

/// What is true of a case now.
pub(crate) struct CaseNow {
    /// An expired claim is waiting.
    pub(crate) state: State,
    pub(crate) history: History,
    pub(crate) deadlines: Deadlines,
    pub(crate) urgency: Option<Urgency>,
}

impl CaseNow {
    /// What is true of a case with this history.
    pub(crate) fn of(case: &Case, history: History, now: DateTime<Utc>, rules: &Rules) -> Self {
        let (state, today) = (case.state.at(now), london(now).date_naive());
        let deadlines = Deadlines::of(&case.entry, state.status, &history, today, rules);
        let urgency = case.entry.referral.urgency(today, &rules.calendar);
        Self { state, history, deadlines, urgency }
    }

    /// Whether it is marked as urgent: nobody has reached the patient yet, and something cannot wait.
    pub(crate) fn is_urgent(&self) -> bool {
        self.is_to_reach() && (self.urgency.is_some() || self.deadlines.alarm)
    }

    /// Whether somebody must still reach the patient.
    pub(crate) fn is_to_reach(&self) -> bool {
        matches!(self.state.status, Status::Waiting | Status::Claimed)
    }
}
