//! One open referral as `list --json` gives it.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use queue::{Case, Clear, Listing};
use referral::life::Status;
use referral::{Calendar, Channel, Eligibility, Reference, london};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

/// What `list --json` gives. An entry that this person's key does not open has neither eligibility nor urgency.
#[derive(Debug, Clone, Serialize)]
pub struct ListRow {
    /// What the person was given.
    pub reference: Reference,
    /// To the minute.
    #[serde(serialize_with = "minute")]
    pub received_at: DateTime<Utc>,
    /// The day by whose end the patient must have heard from us.
    pub due_on: NaiveDate,
    /// Where it stands now.
    pub status: Status,
    /// Who has it.
    pub owner: Option<String>,
    /// Covered or not.
    pub eligibility: Option<Eligibility>,
    /// Whether it goes before the others.
    pub urgent: Option<bool>,
    /// How it came in.
    pub channel: Option<Channel>,
}

fn minute<S: Serializer>(at: &DateTime<Utc>, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&at.to_rfc3339_opts(SecondsFormat::Secs, true))
}

/// The status of one that is damaged, so that no key opens it.
const UNREADABLE: &str = "unreadable";

impl ListRow {
    /// The row of an opened entry.
    pub fn of(case: &Case, now: DateTime<Utc>, calendar: &Calendar) -> Self {
        let (entry, state) = (&case.entry, case.state.at(now));
        Self {
            reference: entry.reference.clone(),
            received_at: entry.received_at,
            due_on: entry.due_on,
            status: state.status,
            owner: state.owner,
            eligibility: Some(entry.eligibility()),
            urgent: Some(entry.referral.urgency(london(now).date_naive(), calendar).is_some()),
            channel: Some(entry.channel),
        }
    }

    /// The row of an entry that stays sealed.
    pub fn sealed(clear: &Clear, now: DateTime<Utc>) -> Self {
        let state = clear.state.at(now);
        Self {
            reference: clear.reference.clone(),
            received_at: clear.received_at,
            due_on: clear.due_on,
            status: state.status,
            owner: state.owner,
            eligibility: None,
            urgent: None,
            channel: None,
        }
    }

    /// Every open entry, those that cannot be opened too: urgent first, then by due date.
    pub fn all(listing: &Listing, now: DateTime<Utc>, calendar: &Calendar) -> Vec<Self> {
        let opened = listing.cases.iter().map(|case| Self::of(case, now, calendar));
        let mut rows: Vec<Self> =
            opened.chain(listing.unopened.iter().map(|sealed| Self::sealed(&sealed.clear, now))).collect();
        rows.sort_by_cached_key(Self::order);
        rows
    }

    /// The same as an array for machines. An item that is not in the form of an entry stands at its end: a consumer that
    /// counts must not be told of fewer than there are.
    pub(crate) fn array(listing: &Listing, now: DateTime<Utc>, calendar: &Calendar) -> Vec<Value> {
        let altered = |row: &Self| {
            listing.unopened.iter().any(|sealed| sealed.why.is_altered() && sealed.clear.reference == row.reference)
        };
        let rows = Self::all(listing, now, calendar).into_iter().map(|row| {
            let mut object = json!(row);
            if altered(&row) {
                object["status"] = json!(UNREADABLE);
            }
            object
        });
        let unread = listing.foreign.iter().map(|reference| {
            json!({
                "reference": reference, "received_at": null, "due_on": null, "status": UNREADABLE,
                "owner": null, "eligibility": null, "urgent": null, "channel": null,
            })
        });
        rows.chain(unread).collect()
    }

    /// What rows are sorted by.
    pub(crate) fn order(&self) -> (bool, NaiveDate, DateTime<Utc>, Reference) {
        (self.urgent != Some(true), self.due_on, self.received_at, self.reference.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An item in an entry's place that nobody can read: a program that counts is not told of fewer than there are.
    #[test]
    fn an_item_that_is_no_entry_stays_in_the_array() {
        let calendar = Calendar::parse(include_str!("../../../content/calendar.toml")).expect("a calendar");
        let listing = Listing { foreign: vec!["7K3Q9A41ZZ".to_owned()], ..Listing::default() };
        let array = ListRow::array(&listing, DateTime::UNIX_EPOCH, &calendar);
        assert_eq!(array.len(), 1);
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
