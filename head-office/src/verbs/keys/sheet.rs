//! The recovery sheet: one page to print, with the key as text and as a QR code.

use chrono::NaiveDate;
use queue::NewIdentity;
use referral::long_date;
use templates::{Qr, RecoverySheet, Spare, Theme};

use crate::Refused;

/// Letters of the key on one line of the sheet.
const LINE: usize = 16;

/// The page, self-contained.
pub(super) fn page(key: &NewIdentity, name: &str, made: NaiveDate) -> Result<String, Refused> {
    let broken = |error: &dyn std::fmt::Display| Refused::new(format!("The sheet cannot be drawn: {error}."));
    let plain = key.plain();
    let secret = plain.lines().find(|line| !line.starts_with('#')).unwrap_or_default();
    let theme = Theme::desk().map_err(|error| broken(&error))?;
    let letters: Vec<char> = secret.chars().collect();
    let sheet = RecoverySheet {
        name: name.to_owned(),
        made: long_date(made),
        public: key.public(),
        lines: letters.chunks(LINE).map(|line| line.iter().collect()).collect(),
        // Capital letters and digits make a small code.
        qr: Qr::of(secret, Spare::Much).ok_or_else(|| broken(&"the key is too long for a QR code"))?,
        style: theme.stylesheet().text.clone(),
    };
    theme.render(&sheet).map_err(|error| broken(&error))
}
