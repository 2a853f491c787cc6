//! Sealing: age files for head office, and what is inside them.
//!
//! age authenticates neither the writer nor the key a file is stored under, so that key is inside and compared on
//! opening: a ciphertext moved to another item does not open there. Padding to steps hides how much was written.

use std::io::{Read, Write};

use age::{Decryptor, Encryptor};
use chrono::{DateTime, NaiveDate, Utc};
use referral::life::Event;
use referral::{Activity, AsReceived, Channel, Decision, Entry, Mark, PersonDecision, Reference, Referral};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::identity::Identity;
use super::recipients::Recipients;
use crate::QueueError;

/// The version of what is inside, so that it can change.
const VERSION: u32 = 1;
/// Plaintexts are filled up with spaces to a multiple of this.
const STEP: usize = 4096;
/// The same for the row left for counting, which holds codes and dates only.
const ROW_STEP: usize = 1024;
/// No item of the table can be larger.
const LARGEST: u64 = 400 * 1024;

#[derive(Serialize, Deserialize)]
struct EntryInside {
    v: u32,
    id: String,
    received_at: DateTime<Utc>,
    due_on: NaiveDate,
    recipients_fp: String,
    decision: Decision,
    channel: Channel,
    marks: Vec<Mark>,
    referral: Json,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decided: Option<PersonDecision>,
    #[serde(default, skip_serializing_if = "AsReceived::is_empty")]
    as_received: AsReceived,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    received_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    called_by: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct EventInside {
    v: u32,
    id: String,
    /// Its sort key.
    at: String,
    event: Event,
}

impl EventInside {
    fn new(event: &Event, reference: &Reference, at: &str) -> Self {
        Self { v: VERSION, id: reference.as_str().to_owned(), at: at.to_owned(), event: event.clone() }
    }
}

#[derive(Serialize, Deserialize)]
struct ActivityInside {
    v: u32,
    id: String,
    activity: Activity,
}

/// Seals an entry to head office.
pub(crate) fn seal_entry(entry: &Entry, recipients: &Recipients) -> Result<Vec<u8>, QueueError> {
    let inside = EntryInside {
        v: VERSION,
        id: entry.reference.as_str().to_owned(),
        received_at: entry.received_at,
        due_on: entry.due_on,
        recipients_fp: recipients.fingerprint().to_owned(),
        decision: entry.decision.clone(),
        channel: entry.channel,
        marks: entry.marks.clone(),
        referral: entry.referral.to_json(),
        decided: entry.decided.clone(),
        as_received: entry.as_received.clone(),
        received_by: entry.received_by.clone(),
        called_by: entry.called_by.clone(),
    };
    seal(&inside, recipients)
}

/// Opens an entry kept under this reference.
pub(crate) fn open_entry(sealed: &[u8], reference: &Reference, identity: &Identity) -> Result<Entry, QueueError> {
    let inside: EntryInside = open(sealed, identity)?;
    if inside.id != reference.as_str() || inside.v != VERSION {
        return Err(QueueError::CannotOpen);
    }
    Ok(Entry {
        reference: reference.clone(),
        received_at: inside.received_at,
        due_on: inside.due_on,
        decision: inside.decision,
        channel: inside.channel,
        marks: inside.marks,
        referral: Referral::from_stored(&inside.referral).ok_or(QueueError::CannotOpen)?,
        decided: inside.decided,
        as_received: inside.as_received,
        received_by: inside.received_by,
        called_by: inside.called_by,
    })
}

/// Seals the row that is left for counting. Rows are all of one length.
pub(crate) fn seal_activity(
    activity: &Activity,
    reference: &Reference,
    recipients: &Recipients,
) -> Result<Vec<u8>, QueueError> {
    let inside = ActivityInside { v: VERSION, id: reference.as_str().to_owned(), activity: activity.clone() };
    seal_in_steps(&inside, recipients, ROW_STEP)
}

/// Opens the row left of the entry with this reference.
pub(crate) fn open_activity(sealed: &[u8], reference: &Reference, identity: &Identity) -> Result<Activity, QueueError> {
    let inside: ActivityInside = open(sealed, identity)?;
    let in_place = inside.v == VERSION && inside.id == reference.as_str();
    in_place.then_some(inside.activity).ok_or(QueueError::CannotOpen)
}

/// Seals one line of an entry's history.
pub(crate) fn seal_event(
    event: &Event,
    reference: &Reference,
    at: &str,
    recipients: &Recipients,
) -> Result<Vec<u8>, QueueError> {
    seal(&EventInside::new(event, reference, at), recipients)
}

/// Seals the mark of an export. Marks hold who and when, never a note: they are all of one, smaller, length.
pub(crate) fn seal_mark(
    event: &Event,
    reference: &Reference,
    at: &str,
    recipients: &Recipients,
) -> Result<Vec<u8>, QueueError> {
    seal_in_steps(&EventInside::new(event, reference, at), recipients, ROW_STEP)
}

/// Opens one line of the history of the entry with this reference.
pub(crate) fn open_event(
    sealed: &[u8],
    reference: &Reference,
    at: &str,
    identity: &Identity,
) -> Result<Event, QueueError> {
    let inside: EventInside = open(sealed, identity)?;
    let in_place = inside.v == VERSION && inside.id == reference.as_str() && inside.at == at;
    in_place.then_some(inside.event).ok_or(QueueError::CannotOpen)
}

/// Seals anything, padded.
pub(crate) fn seal<T: Serialize>(inside: &T, recipients: &Recipients) -> Result<Vec<u8>, QueueError> {
    seal_in_steps(inside, recipients, STEP)
}

/// The same for what is always short, in smaller steps.
pub(crate) fn seal_short<T: Serialize>(inside: &T, recipients: &Recipients) -> Result<Vec<u8>, QueueError> {
    seal_in_steps(inside, recipients, ROW_STEP)
}

fn seal_in_steps<T: Serialize>(inside: &T, recipients: &Recipients, step: usize) -> Result<Vec<u8>, QueueError> {
    let mut plain = serde_json::to_vec(inside).map_err(|_| QueueError::Sealing)?;
    // JSON allows white space after the value, so the ordinary `age` command and any reader of JSON still do.
    plain.resize(plain.len().next_multiple_of(step), b' ');
    let write = || -> std::io::Result<Vec<u8>> {
        let encryptor = Encryptor::with_recipients(recipients.keys()).map_err(std::io::Error::other)?;
        let mut writer = encryptor.wrap_output(Vec::with_capacity(plain.len() + 1024))?;
        writer.write_all(&plain)?;
        writer.finish()
    };
    write().map_err(|_| QueueError::Sealing)
}

/// Opens what [`seal`] sealed.
pub(crate) fn open<T: DeserializeOwned>(sealed: &[u8], identity: &Identity) -> Result<T, QueueError> {
    let read = || {
        let file = Decryptor::new_buffered(sealed).ok()?;
        let mut plain = Vec::new();
        file.decrypt(identity.keys()).ok()?.take(LARGEST).read_to_end(&mut plain).ok()?;
        serde_json::from_slice(&plain).ok()
    };
    read().ok_or(QueueError::CannotOpen)
}

#[cfg(test)]
mod tests {
    use referral::life::{Remark, What};

    use super::*;
    use crate::NewIdentity;

    fn keys() -> (Recipients, Identity, Identity) {
        let [a, b, c, other] = [(); 4].map(|()| NewIdentity::generate());
        let list = format!("{},{},{}", a.public(), b.public(), c.public());
        let identity = |key: &NewIdentity| Identity::parse(key.plain().as_bytes(), None).unwrap();
        (Recipients::parse(&list).unwrap(), identity(&c), identity(&other))
    }

    fn event(note: &str) -> Event {
        Event::new(DateTime::UNIX_EPOCH, "AR", What::Note(Remark::new(note)))
    }

    #[test]
    fn an_event_opens_in_its_own_place_only() {
        let (to, recovery, stranger) = keys();
        let [here, elsewhere] = [[0; 32], [255; 32]].map(|key| Reference::from_key(&key));
        let sealed = seal_event(&event("spoke to the ward"), &here, "event#000001", &to).unwrap();
        assert_eq!(open_event(&sealed, &here, "event#000001", &recovery).unwrap().text(), "spoke to the ward");
        assert!(open_event(&sealed, &here, "event#000002", &recovery).is_err(), "moved within the history");
        assert!(open_event(&sealed, &elsewhere, "event#000001", &recovery).is_err(), "moved to another entry");
        assert!(open_event(&sealed, &here, "event#000001", &stranger).is_err(), "not sealed to them");
    }

    #[test]
    fn lengths_say_little() {
        let (to, ..) = keys();
        let here = Reference::from_key(&[0; 32]);
        let length = |note: &str| seal(&event(note), &to).map(|sealed| sealed.len()).unwrap() / STEP;
        assert_eq!(length(""), length(&"x".repeat(2000)));
        assert!(length(&"x".repeat(5000)) > length(""));
        assert!(seal_event(&event(""), &here, "p", &to).unwrap().len() > STEP);
    }

    #[test]
    fn nothing_altered_opens() {
        let (to, recovery, _) = keys();
        let here = Reference::from_key(&[0; 32]);
        let sealed = seal_event(&event("x"), &here, "p", &to).unwrap();
        for at in (0..sealed.len()).step_by(7) {
            let mut altered = sealed.clone();
            altered[at] ^= 1;
            assert!(open_event(&altered, &here, "p", &recovery).is_err(), "a bit of byte {at}");
            assert!(open_event(&sealed[..at], &here, "p", &recovery).is_err(), "cut at {at}");
        }
    }
}
