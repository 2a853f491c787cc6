//! What a fuzzer may open, past the table: any bytes by any reader of ours.

use referral::Reference;
use referral::life::Event;

use crate::sealing::seal;
use crate::{Identity, QueueError, Recipients};

/// The reference under which [`sealed`] seals.
fn reference() -> Reference {
    Reference::from_key(&[7; 32])
}

/// Opens bytes as a row for counting, an entry or a line of a history; gives what is inside as text.
pub fn opened(bytes: &[u8], identity: &Identity) -> Option<String> {
    let row = seal::open_activity(bytes, &reference(), identity).map(|row| format!("{row:?}"));
    let line = || seal::open_event(bytes, &reference(), "event#000001", identity);
    let entry = seal::open_entry(bytes, &reference(), identity).map(|entry| entry.referral.to_json().to_string());
    row.or(entry).or_else(|_| line().map(|event| event.text().to_owned())).ok()
}

/// A line of a history, sealed.
///
/// # Errors
/// When sealing fails.
pub fn sealed(event: &Event, to: &Recipients) -> Result<Vec<u8>, QueueError> {
    seal::seal_event(event, &reference(), "event#000001", to)
}
