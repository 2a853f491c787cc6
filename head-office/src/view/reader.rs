//! Whom the labels of a referral are written for at head office.

use referral::ReferrerType;

/// Labels are read as a professional reads them, never as the patient is spoken to.
pub(crate) const READER: ReferrerType = ReferrerType::Amhp;
