//! The recovery sheet: one page to print, with the key as text and as a QR code.

use chrono::NaiveDate;
use queue::NewIdentity;
use referral::long_date;
use serde_json::json;
use templates::{Qr, Spare, Theme};

use crate::Refused;

/// Letters of the key on one line of the sheet.
const LINE: usize = 16;

/// The page, self-contained.
pub(super) fn page(key: &NewIdentity, name: &str, made: NaiveDate) -> Result<String, Refused> {
    let plain = key.plain();
    let secret = plain.lines().find(|line| !line.starts_with('#')).unwrap_or_default();
    let theme = Theme::desk()?;
    let letters: Vec<char> = secret.chars().collect();
    // Capital letters and digits make a small code.
    let qr = Qr::of(secret, Spare::Much);
    let values = json!({
        "name": name, "made": long_date(made), "public": key.public(), "style": theme.stylesheet().text(),
        "lines": letters.chunks(LINE).map(String::from_iter).collect::<Vec<_>>(),
        "qr": qr.ok_or_else(|| Refused::new("The sheet cannot be drawn: the key is too long for a QR code."))?,
    });
    Ok(theme.render_as("desk/recovery.html", &values)?)
}
