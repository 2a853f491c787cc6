//! One line of an entry's history, as it is stored, sealed.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumCount, EnumDiscriminants, EnumString, IntoStaticStr, VariantArray};

use super::record::{Amendment, Closing, Contact, Correction, LogLine, Remark};
use super::staff::same_staff;
use crate::Eligibility;
use crate::code::coded;

/// One line of an entry's history. Its JSON is flat: `{"at","who","what":"contacted","on",…}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// Who: the name or initials of `IMHA_STAFF`.
    pub who: String,
    /// The name beside the key that opened the queue, in the list of recipients, where that is another name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, EnumDiscriminants)]
#[serde(tag = "what", rename_all = "kebab-case")]
#[strum_discriminants(
    name(Verb),
    doc = "The verb of an event: its `what` in JSON.",
    derive(IntoStaticStr, EnumString, EnumCount, VariantArray),
    strum(serialize_all = "kebab-case"),
    allow(missing_docs)
)]
pub enum What {
    /// Somebody took it, or renewed the lease.
    Claim,
    /// Its owner gave it back.
    Release,
    /// Somebody took it from a colleague.
    TakeOver,
    /// Somebody gave it to a colleague.
    Assign {
        /// The new owner.
        to: String,
    },
    /// The patient heard from us.
    Contacted(Contact),
    /// A try that did not reach the patient.
    Attempt(Contact),
    /// Something the next reader should know.
    Note(Remark),
    /// It was closed.
    Close(Closing),
    /// It was brought back to waiting.
    Reopen,
    /// A lease ran out; `who` is the one who had it.
    Lapsed,
    /// Somebody read it, or exported it.
    Opened {
        /// Whether nobody need have read it.
        #[serde(rename = "note", skip_serializing_if = "Option::is_none", default)]
        mark: Option<Reading>,
    },
    /// The person was taken out when the time to keep it was over.
    Purge,
    /// An act was taken back.
    Undone {
        /// The act.
        act: Verb,
        /// Why.
        why: String,
    },
    /// The recorded contact was put right.
    Corrected(Correction),
    /// Answers were changed.
    Amended(Amendment),
    /// A person decided whether the patient is covered.
    Decide {
        /// Covered or not.
        eligibility: Eligibility,
        /// Why.
        why: String,
    },
    /// A line of the case file.
    Log(LogLine),
    /// Purge shall pass it over.
    Hold {
        /// Why.
        why: String,
    },
    /// Purge need not pass it over any more.
    ReleaseHold,
    /// The person was taken out before the time to keep it was over.
    Erase {
        /// Why.
        why: String,
    },
    /// Word to the referrer was opened, ready to send.
    Informed,
}

/// Why an entry was opened without being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString, EnumCount, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Reading {
    /// It stood in an export.
    Export,
    /// Drawn to be printed: read only once somebody says that the sheet came out.
    Print,
}

coded!(Verb, Reading);

/// Notes never reach a log through `{:?}`.
impl std::fmt::Debug for What {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(Verb::from(self).code())
    }
}

impl Event {
    /// An event.
    pub fn new(at: DateTime<Utc>, who: &str, what: What) -> Self {
        Self { at, who: who.to_owned(), key: None, what }
    }

    /// The same, done with the key that has this name beside it in the list of recipients.
    #[must_use]
    pub fn with_key_of(self, name: Option<&str>) -> Self {
        // Who had a claim that ran out did nothing just now.
        let other = name.filter(|name| self.verb() != Verb::Lapsed && !same_staff(name, &self.who));
        Self { key: other.map(str::to_owned), ..self }
    }

    /// Its verb.
    pub fn verb(&self) -> Verb {
        Verb::from(&self.what)
    }

    /// What staff wrote with it, a note or a reason; empty where there is none.
    pub fn text(&self) -> &str {
        match &self.what {
            What::Contacted(contact) | What::Attempt(contact) => &contact.note,
            What::Note(remark) => &remark.note,
            What::Close(closing) => &closing.note,
            What::Log(line) => &line.note,
            What::Corrected(Correction { why, .. })
            | What::Amended(Amendment { why, .. })
            | What::Undone { why, .. }
            | What::Decide { why, .. }
            | What::Hold { why }
            | What::Erase { why } => why,
            _ => "",
        }
    }

    /// Whether what staff wrote tells of others than the patient.
    pub fn is_about_others(&self) -> bool {
        match &self.what {
            What::Contacted(contact) | What::Attempt(contact) => contact.about_others,
            What::Note(remark) => remark.about_others,
            What::Close(closing) => closing.about_others,
            What::Log(line) => line.about_others,
            What::Amended(amendment) => amendment.about_others,
            _ => false,
        }
    }

    /// The contact it records, also one that did not reach the patient.
    pub fn contact(&self) -> Option<&Contact> {
        match &self.what {
            What::Contacted(contact) | What::Attempt(contact) => Some(contact),
            _ => None,
        }
    }

    /// How it was closed, if it closes.
    pub fn closing(&self) -> Option<&Closing> {
        match &self.what {
            What::Close(closing) => Some(closing),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::life::{How, Outcome};

    /// What the table holds since before events were an enum.
    #[test]
    fn old_events_read_and_are_written_as_before() {
        let on = "2026-11-23".parse().unwrap();
        let at = "2026-11-23T10:00:00Z";
        let contact = |note: &str| Contact { how: Some(How::Phone), note: note.to_owned(), ..Contact::on(on) };
        let closing = Closing { note: "done".to_owned(), ..Closing::new(Outcome::Supported) };
        let table = [
            (json!({"at": at, "who": "AR", "what": "claim"}), What::Claim),
            (json!({"at": at, "who": "AR", "what": "release"}), What::Release),
            (json!({"at": at, "who": "AR", "what": "take-over"}), What::TakeOver),
            (json!({"at": at, "who": "AR", "what": "lapsed"}), What::Lapsed),
            (json!({"at": at, "who": "AR", "what": "reopen"}), What::Reopen),
            (json!({"at": at, "who": "AR", "what": "purge"}), What::Purge),
            (json!({"at": at, "who": "AR", "what": "opened"}), What::Opened { mark: None }),
            (
                json!({"at": at, "who": "AR", "what": "opened", "note": "export"}),
                What::Opened { mark: Some(Reading::Export) },
            ),
            (
                json!({"at": at, "who": "AR", "what": "contacted", "on": "2026-11-23", "how": "phone"}),
                What::Contacted(contact("")),
            ),
            (
                json!({"at": at, "who": "AR", "what": "attempt", "on": "2026-11-23", "how": "phone", "by": "Dee",
                       "note": "no answer"}),
                What::Attempt(Contact { by: "Dee".to_owned(), ..contact("no answer") }),
            ),
            (json!({"at": at, "who": "AR", "what": "note", "note": "rang"}), What::Note(Remark::new("rang"))),
            (
                json!({"at": at, "who": "AR", "what": "close", "outcome": "supported", "note": "done"}),
                What::Close(closing),
            ),
        ];
        for (stored, what) in table {
            let event = Event::new(at.parse().unwrap(), "AR", what);
            assert_eq!(serde_json::from_str::<Event>(&stored.to_string()).unwrap(), event, "{stored}");
            assert_eq!(serde_json::to_value(&event).unwrap(), stored);
        }
    }

    #[test]
    fn the_key_is_kept_where_its_holder_is_somebody_else() {
        let at = "2026-11-23T10:00:00Z".parse().unwrap();
        for (who, holder, what, kept) in [
            ("AR", Some("Asha Rao"), What::Claim, Some("Asha Rao")),
            ("asha rao", Some("Asha Rao"), What::Claim, None),
            ("AR", None, What::Claim, None),
            ("BO", Some("Asha Rao"), What::Lapsed, None),
        ] {
            let event = Event::new(at, who, what).with_key_of(holder);
            assert_eq!(event.key.as_deref(), kept, "{who}");
            let json = serde_json::to_value(&event).unwrap();
            assert_eq!(serde_json::from_value::<Event>(json).unwrap(), event);
        }
    }

    /// The JSON's `what` and the verb cannot differ.
    #[test]
    fn each_new_event_reads_back_flat() {
        let on = "2026-11-23".parse().unwrap();
        let why = || "wrong case".to_owned();
        let fields = vec!["patient.ward".to_owned()];
        let all = [
            What::Assign { to: "DL".to_owned() },
            What::Undone { act: Verb::TakeOver, why: why() },
            What::Corrected(Correction { on: Some(on), how: None, why: why() }),
            What::Amended(Amendment { fields, why: why(), about_others: true }),
            What::Decide { eligibility: Eligibility::NotCovered, why: why() },
            What::Log(LogLine { minutes: Some(40), ..LogLine::new(crate::life::LogKind::WardRound, on) }),
            What::Hold { why: why() },
            What::ReleaseHold,
            What::Erase { why: why() },
            What::Informed,
        ];
        for what in all {
            let event = Event::new("2026-11-23T10:00:00Z".parse().unwrap(), "AR", what);
            let json = serde_json::to_value(&event).unwrap();
            assert_eq!(json["what"], event.verb().code());
            assert!(json.as_object().unwrap().values().all(|value| !value.is_object()), "{json}");
            assert_eq!(serde_json::from_value::<Event>(json).unwrap(), event);
        }
    }
}
