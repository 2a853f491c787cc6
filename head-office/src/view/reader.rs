//! Whom the labels of a referral are written for at head office.

use content_reader::Reader;

/// Labels are read as a professional reads them, never as the patient is spoken to.
pub(super) const READER: Reader = Reader::Staff;
