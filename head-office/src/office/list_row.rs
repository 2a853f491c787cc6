//! One open referral as `list --json` gives it.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use queue::{Case, Listing, Unopened};
use referral::life::State;
use referral::{Calendar, Channel, Eligibility, Reference, london};
use serde::Serialize;

/// What `list --json` gives. An entry that this person's key does not open has neither eligibility nor urgency; of one that
/// is damaged perhaps nothing but its reference is known.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct ListRow {
    /// What the person was given.
    reference: String,
    /// To the minute.
    received_at: Option<String>,
    /// The day by whose end the patient must have heard from us.
    due_on: Option<NaiveDate>,
    /// Where it is now.
    status: &'static str,
    /// Who has it.
    owner: Option<String>,
    eligibility: Option<Eligibility>,
    /// Whether it goes before the others.
    urgent: Option<bool>,
    /// How it came in.
    channel: Option<Channel>,
}

/// The status of one that is damaged, so that no key opens it (docs/contract.md, Damaged rows).
const DAMAGED: &str = "unreadable";

impl ListRow {
    /// The row of an opened entry.
    pub(crate) fn of(case: &Case, now: DateTime<Utc>, calendar: &Calendar) -> Self {
        let entry = &case.entry;
        Self {
            eligibility: Some(entry.eligibility()),
            urgent: Some(entry.referral.urgency(london(now).date_naive(), calendar).is_some()),
            channel: Some(entry.channel),
            ..Self::clear(&entry.reference, entry.received_at, entry.due_on, case.state.at(now))
        }
    }

    /// The row of an entry that stays sealed.
    fn sealed(Unopened { clear, why }: &Unopened, now: DateTime<Utc>) -> Self {
        let row = Self::clear(&clear.reference, clear.received_at, clear.due_on, clear.state.at(now));
        if why.is_altered() { Self { status: DAMAGED, ..row } } else { row }
    }

    fn clear(reference: &Reference, received_at: DateTime<Utc>, due_on: NaiveDate, state: State) -> Self {
        Self {
            reference: reference.to_string(),
            received_at: Some(received_at.to_rfc3339_opts(SecondsFormat::Secs, true)),
            due_on: Some(due_on),
            status: state.status.code(),
            owner: state.owner,
            ..Self::default()
        }
    }

    /// Every open entry, those that cannot be opened too: urgent first, then by due date. Those that are in no form of an
    /// entry come last: a program that counts must not be told of fewer than there are.
    pub(crate) fn all(listing: &Listing, now: DateTime<Utc>, calendar: &Calendar) -> Vec<Self> {
        let opened = listing.cases.iter().map(|case| Self::of(case, now, calendar));
        let sealed = listing.unopened.iter().map(|sealed| Self::sealed(sealed, now));
        let mut rows: Vec<Self> = opened.chain(sealed).collect();
        rows.sort_by(|a, b| a.order().cmp(&b.order()));
        let damaged = |name: &String| Self { reference: name.clone(), status: DAMAGED, ..Self::default() };
        rows.extend(listing.damaged.iter().map(damaged));
        rows
    }

    /// What rows are sorted by.
    fn order(&self) -> impl Ord {
        (self.urgent != Some(true), self.due_on, &self.received_at, &self.reference)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// An item in an entry's place that nobody can read: a program that counts is not told of fewer than there are.
    #[test]
    fn an_item_that_is_no_entry_stays_in_the_array() {
        let calendar = Calendar::parse(include_str!("../../../content/calendar.toml")).expect("a calendar");
        let listing = Listing { damaged: vec!["7K3Q9A41ZZ".to_owned()], ..Listing::default() };
        let array = json!(ListRow::all(&listing, DateTime::UNIX_EPOCH, &calendar));
        assert_eq!(array.as_array().map(Vec::len), Some(1));
        assert_eq!((&array[0]["reference"], &array[0]["status"]), (&json!("7K3Q9A41ZZ"), &json!("unreadable")));
        let members = array[0].as_object().expect("an object").keys();
        assert!(members.eq([
            "reference",
            "received_at",
            "due_on",
            "status",
            "owner",
            "eligibility",
            "urgent",
            "channel"
        ]));
    }
}
