//! The function's secret, from which keys, references and digests are made.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A key of 32 bytes, so that nobody without it can guess a stored hash from likely answers.
#[derive(Clone)]
pub struct TokenKey([u8; 32]);

/// What is wrong with a token key. The key itself is never in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenKeyError {
    /// Not 64 hex digits.
    #[error("the token key must be 64 hex digits")]
    NotHex,
    /// All digits the same: a placeholder.
    #[error("the token key must be random")]
    NotRandom,
}

impl TokenKey {
    /// Reads 64 hex digits; white space around them does not matter.
    ///
    /// # Errors
    /// When it is anything else.
    pub fn parse(hex: &str) -> Result<Self, TokenKeyError> {
        let digits: Option<Vec<u8>> =
            hex.trim().chars().map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
        let digits = digits.filter(|digits| digits.len() == 64).ok_or(TokenKeyError::NotHex)?;
        if digits.iter().all(|digit| *digit == digits[0]) {
            return Err(TokenKeyError::NotRandom);
        }
        let mut key = [0; 32];
        for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = pair[0] << 4 | pair[1];
        }
        Ok(Self(key))
    }

    /// HMAC-SHA256 over the purpose and the parts, each with its length before it, so that no two lists of
    /// parts can ever be the same bytes.
    pub fn mac(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        // HMAC takes a key of any length; this one is one block at most, as RFC 2104 pads it.
        let mut block = [0_u8; 64];
        block[..32].copy_from_slice(&self.0);
        let mut mac = Hmac::<Sha256>::new(&block.into());
        for part in [purpose.as_bytes()].iter().chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

/// The key never reaches a log.
impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenKey(…)")
    }
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|d| char::from_digit(d.into(), 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_random_hex_is_a_key() {
        let good = "0123456789abcdefABCDEF0000000000000000000000000000000000000000ff";
        assert!(TokenKey::parse(&format!(" {good}\n")).is_ok());
        assert_eq!(TokenKey::parse("").unwrap_err(), TokenKeyError::NotHex);
        assert_eq!(TokenKey::parse(&good[1..]).unwrap_err(), TokenKeyError::NotHex);
        assert_eq!(TokenKey::parse(&good.replace('0', "é")).unwrap_err(), TokenKeyError::NotHex);
        assert_eq!(TokenKey::parse(&"0".repeat(64)).unwrap_err(), TokenKeyError::NotRandom);
    }

    #[test]
    fn parts_do_not_run_together() {
        let key = TokenKey::parse(&"0f".repeat(32)).unwrap();
        assert_ne!(key.mac("a", &[b"bc", b"d"]), key.mac("a", &[b"b", b"cd"]));
        assert_ne!(key.mac("a", &[b"b"]), key.mac("ab", &[]));
        assert_eq!(key.mac("a", &[b"b"]), key.mac("a", &[b"b"]));
    }

    #[test]
    fn it_is_the_standard_hmac() {
        // RFC 4231 has no 32-byte key; this value is from Python's hmac over the same framing.
        let key = TokenKey::parse("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f").unwrap();
        assert_eq!(hex(&key.mac("entry", &[b"x"])), PYTHON);
    }

    const PYTHON: &str = "8321f14be52bbd89b6e307958bb027354181c2306b25d2f42db81b0b89d3b364";
}
