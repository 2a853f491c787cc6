//! What one program seals with a key of its own making, which is itself sealed to all who hold a key: of a hundred
//! thousand texts each opens in a microsecond, where `age` takes a hundred for each. Nobody but the program that made a
//! key ever seals with it, so a key that somebody else puts into the table reads nothing.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretBox};

use crate::{Identity, QueueError, Recipients};

use super::seal;

/// The nonce before each ciphertext.
const NONCE: usize = 24;
/// Bytes of a key's name.
const NAME: usize = 8;

/// A key for many texts. Zeroed when dropped, and never part of a `Debug`.
#[derive(Debug)]
pub(crate) struct SharedKey(SecretBox<[u8; 32]>);

impl SharedKey {
    /// A new key under a name that says nothing, and both sealed.
    pub(crate) fn generate(to: &Recipients) -> Result<(String, Self, Vec<u8>), QueueError> {
        let (mut name, mut key) = ([0_u8; NAME], Box::new([0_u8; 32]));
        getrandom::fill(&mut name).map_err(|_| QueueError::Sealing)?;
        getrandom::fill(key.as_mut_slice()).map_err(|_| QueueError::Sealing)?;
        let (name, key) = (hex::encode(name), SecretBox::new(key));
        let inside = [name.clone(), hex::encode(key.expose_secret())];
        let sealed = seal::seal_short(&*Zeroizing::new(inside), to)?;
        Ok((name, Self(key), sealed))
    }

    /// Opens a key kept under this name.
    pub(crate) fn open(sealed: &[u8], name: &str, identity: &Identity) -> Option<Self> {
        let inside: Zeroizing<[String; 2]> = Zeroizing::new(seal::open(sealed, identity).ok()?);
        let mut key = Box::new([0_u8; 32]);
        hex::decode_to_slice(&inside[1], key.as_mut_slice()).ok()?;
        (inside[0] == name).then(|| Self(SecretBox::new(key)))
    }

    /// Seals a text in its place.
    pub(crate) fn seal(&self, text: &[u8], place: &str) -> Result<Vec<u8>, QueueError> {
        let mut nonce = [0_u8; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| QueueError::Sealing)?;
        let payload = Payload { msg: text, aad: place.as_bytes() };
        let sealed = self.cipher().encrypt(XNonce::from_slice(&nonce), payload).map_err(|_| QueueError::Sealing)?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// Opens a text in its place.
    pub(crate) fn unseal(&self, sealed: &[u8], place: &str) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE)?;
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        self.cipher().decrypt(XNonce::from_slice(nonce), payload).ok()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.0.expose_secret().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NewIdentity;

    #[test]
    fn a_text_opens_in_its_place_with_its_key_alone() {
        let keys = [(); 4].map(|()| NewIdentity::generate());
        let to = Recipients::parse(&keys[..3].iter().map(NewIdentity::public).collect::<Vec<_>>().join(",")).unwrap();
        let [own, stranger] = [0, 3].map(|nth| Identity::parse(keys[nth].plain().as_bytes(), None).unwrap());
        let (name, key, sealed) = SharedKey::generate(&to).unwrap();
        let text = key.seal(b"ida moss", "7K3Q9A41ZZ").unwrap();
        let opened = SharedKey::open(&sealed, &name, &own).unwrap();
        assert_eq!(opened.unseal(&text, "7K3Q9A41ZZ").unwrap(), b"ida moss");
        assert!(opened.unseal(&text, "8K3Q9A41ZZ").is_none(), "moved to another referral");
        assert!(opened.unseal(&text[..20], "7K3Q9A41ZZ").is_none(), "cut");
        assert!(SharedKey::open(&sealed, &name, &stranger).is_none(), "not sealed to them");
        assert!(SharedKey::open(&sealed, "another", &own).is_none(), "moved to another name");
        let (_, other, _) = SharedKey::generate(&to).unwrap();
        assert!(other.unseal(&text, "7K3Q9A41ZZ").is_none(), "another key");
    }
}
