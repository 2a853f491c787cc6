//! The signed issue time of a check page: for spam marks and expiry, and so that midnight cannot double a referral.

use chrono::{DateTime, TimeDelta, Utc};
use queue::TokenKey;
use subtle::ConstantTimeEq as _;

/// How long a check page may lie open.
const VALID_HOURS: i64 = 24;
/// A person needs longer than this to read the page.
const TOO_FAST_SECONDS: i64 = 3;

/// When a check page was first drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct IssueTime(DateTime<Utc>);

impl IssueTime {
    /// A check page drawn now.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(now)
    }

    /// `<unix seconds>.<first half of the MAC in hex>`.
    pub fn sign(self, key: &TokenKey) -> String {
        let seconds = self.0.timestamp().to_string();
        let mac = mac(key, &seconds);
        format!("{seconds}.{mac}")
    }

    /// None where the text is missing, altered, from the future or older than 24 hours.
    pub fn read(text: &str, key: &TokenKey, now: DateTime<Utc>) -> Option<Self> {
        let (seconds, given) = text.split_once('.')?;
        if !same(given, &mac(key, seconds)) {
            return None;
        }
        let issued = DateTime::from_timestamp(seconds.parse().ok()?, 0)?;
        let age = now - issued;
        (age >= -TimeDelta::minutes(1) && age <= TimeDelta::hours(VALID_HOURS)).then_some(Self(issued))
    }

    pub(crate) fn instant(self) -> DateTime<Utc> {
        self.0
    }

    pub(crate) fn is_too_fast(self, now: DateTime<Utc>) -> bool {
        now - self.0 < TimeDelta::seconds(TOO_FAST_SECONDS)
    }
}

fn mac(key: &TokenKey, seconds: &str) -> String {
    signature(key, "issued", &[seconds.as_bytes()])
}

/// The first half of the MAC as 32 lower-case hexadecimal digits.
pub(crate) fn signature(key: &TokenKey, purpose: &str, parts: &[&[u8]]) -> String {
    hex::encode(&key.mac(purpose, parts)[..16])
}

/// Whether two signatures are the same, in a time that does not tell where they differ.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// docs/security.md, Accept protocol: missing, altered or over 24 hours is no issue time.
    #[test]
    fn only_our_own_recent_time_is_read() {
        let key = TokenKey::parse(&"ab".repeat(32)).unwrap();
        let other = TokenKey::parse(&"cd".repeat(32)).unwrap();
        let issued: DateTime<Utc> = "2026-11-23T23:50:00Z".parse().unwrap();
        let signed = IssueTime::at(issued).sign(&key);
        let after = |hours, seconds| issued + TimeDelta::hours(hours) + TimeDelta::seconds(seconds);
        let table = [
            ("at once", signed.clone(), after(0, 0), true),
            ("after 24 hours", signed.clone(), after(24, 0), true),
            ("a second later", signed.clone(), after(24, 1), false),
            ("an altered time", signed.replacen('1', "2", 1), after(0, 0), false),
            ("another key", IssueTime::at(issued).sign(&other), after(0, 0), false),
            ("missing", String::new(), after(0, 0), false),
            ("no MAC", issued.timestamp().to_string(), after(0, 0), false),
            ("from the future", signed, after(-1, 0), false),
        ];
        for (row, text, now, valid) in table {
            assert_eq!(IssueTime::read(&text, &key, now).is_some(), valid, "{row}");
        }
    }
}
