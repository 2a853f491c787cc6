//! The function's secret, from which keys, references and digests are made.

use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretBox};
use sha2::Sha256;

use super::typed::hex_digits;

/// A key of 32 bytes, so that nobody without it can guess a stored hash from likely answers. Zeroed when the last
/// copy is dropped, and never part of a `Debug`.
#[derive(Debug, Clone)]
pub struct TokenKey(Arc<SecretBox<[u8; 32]>>);

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
    /// Reads 64 hex digits; white space does not matter, and O is nought.
    ///
    /// # Errors
    /// When it is anything else.
    pub fn parse(text: &str) -> Result<Self, TokenKeyError> {
        let mut key = Box::new([0_u8; 32]);
        let text = hex_digits(text);
        hex::decode_to_slice(text.as_bytes(), key.as_mut_slice()).map_err(|_| TokenKeyError::NotHex)?;
        let first = text.chars().next();
        if text.chars().all(|digit| Some(digit) == first) {
            return Err(TokenKeyError::NotRandom);
        }
        Ok(Self(Arc::new(SecretBox::new(key))))
    }

    /// HMAC-SHA256 over the purpose and the parts, each with its length before it, so that no two lists of
    /// parts can ever be the same bytes.
    pub fn mac(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        mac(self.0.expose_secret(), purpose, parts)
    }
}

/// See [`TokenKey::mac`].
pub(crate) fn mac(key: &[u8; 32], purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
    // HMAC takes a key of any length; this one is one block at most, as RFC 2104 pads it.
    let mut block = Zeroizing::new([0_u8; 64]);
    block[..32].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    for part in [purpose.as_bytes()].iter().chain(parts) {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
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
        assert_eq!(hex::encode(key.mac("entry", &[b"x"])), PYTHON);
    }

    const PYTHON: &str = "8321f14be52bbd89b6e307958bb027354181c2306b25d2f42db81b0b89d3b364";
}
