//! Opens an entry, or says why it stays sealed.

use std::io::Read;

use age::{DecryptError, Decryptor};
use referral::{Entry, Reference};
use serde::Deserialize;

use super::identity::Identity;
use super::seal;
use super::why::Why;
use crate::items::Stored;

/// More than an item can hold.
const LARGEST: u64 = 400 * 1024;

/// Opens one entry, or says why not.
pub(crate) fn open_stored(stored: &Stored, identity: Option<&Identity>) -> Result<Entry, Why> {
    let identity = identity.ok_or(Why::NoKey)?;
    seal::open_entry(&stored.sealed, &stored.reference, identity)
        .map_err(|_| why(&stored.sealed, &stored.reference, identity))
}

/// What every form of an entry begins with.
#[derive(Deserialize)]
struct Outline {
    v: u64,
    id: String,
}

/// Looks again at what did not open. Every form since the first says its version and its reference.
fn why(sealed: &[u8], reference: &Reference, identity: &Identity) -> Why {
    let Ok(file) = Decryptor::new_buffered(sealed) else { return Why::Damaged };
    let mut plain = Vec::new();
    match file.decrypt(identity.keys()) {
        Ok(reader) => match reader.take(LARGEST).read_to_end(&mut plain) {
            Ok(_) => {}
            Err(_) => return Why::Damaged,
        },
        Err(DecryptError::NoMatchingKeys) => return Why::OtherKeys,
        Err(_) => return Why::Damaged,
    }
    match serde_json::from_slice::<Outline>(&plain) {
        Ok(outline) if outline.id != reference.as_str() => Why::Moved,
        Ok(outline) => Why::OtherForm(outline.v),
        Err(_) => Why::Damaged,
    }
}
