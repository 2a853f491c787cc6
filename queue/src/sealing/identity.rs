//! A member of staff's own key.

use std::fmt;
use std::io::Read;
use std::str::FromStr;

use age::armor::{ArmoredReader, ArmoredWriter, Format};
use age::{Decryptor, Encryptor, scrypt, x25519};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use super::typed;

/// An identity file is small; anything larger is something else.
const LARGEST: u64 = 64 * 1024;
/// How an armored file begins.
const ARMORED: &str = "-----BEGIN AGE";
/// How the text of a private key begins.
const PRIVATE: &str = "AGE-SECRET-KEY-";
/// About half a minute of work on a slow laptop. More is a mistake or an attack.
const HARDEST: u8 = 22;

/// The keys that open entries. `age` zeroes them when the last copy is dropped.
#[derive(Clone)]
pub struct Identity(Vec<x25519::Identity>);

/// What is wrong with an identity file. Nothing of the file is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// It is locked.
    #[error("this identity file needs its passphrase")]
    PassphraseNeeded,
    /// Locked with another passphrase.
    #[error("that is not the passphrase of this identity file")]
    WrongPassphrase,
    /// Not an age identity file.
    #[error("this is not an age identity file (AGE-SECRET-KEY-1…)")]
    Malformed,
}

impl Identity {
    /// Reads an age identity file: plain text, or locked with a passphrase (binary or armored).
    ///
    /// # Errors
    /// When it is none of these, or the passphrase is missing or wrong.
    pub fn parse(bytes: &[u8], passphrase: Option<&str>) -> Result<Self, IdentityError> {
        if Self::needs_passphrase(bytes) {
            let passphrase = passphrase.ok_or(IdentityError::PassphraseNeeded)?;
            return Self::plain(&unlock(bytes, passphrase)?);
        }
        Self::plain(bytes)
    }

    /// Whether the file is locked with a passphrase.
    pub fn needs_passphrase(bytes: &[u8]) -> bool {
        Decryptor::new(ArmoredReader::new(&as_saved(bytes)[..])).is_ok_and(|file| file.is_scrypt())
    }

    /// The public halves, to find oneself in the list of recipients.
    pub fn public(&self) -> Vec<String> {
        self.0.iter().map(|key| key.to_public().to_string()).collect()
    }

    fn plain(bytes: &[u8]) -> Result<Self, IdentityError> {
        let text = typed::text(bytes).ok_or(IdentityError::Malformed)?;
        // A key typed from paper may be in several lines: each goes on until the next begins.
        let mut keys: Vec<Zeroizing<String>> = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match keys.last_mut().filter(|_| !begins_key(line)) {
                Some(key) => key.push_str(line),
                None => keys.push(Zeroizing::new(line.to_owned())),
            }
        }
        let keys: Result<Vec<_>, _> =
            keys.iter().map(|key| x25519::Identity::from_str(&typed::age_key(key).to_uppercase())).collect();
        keys.ok().filter(|keys| !keys.is_empty()).map(Self).ok_or(IdentityError::Malformed)
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &dyn age::Identity> {
        self.0.iter().map(|key| key as &dyn age::Identity)
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(…)")
    }
}

fn begins_key(line: &str) -> bool {
    line.get(..PRIVATE.len()).is_some_and(|start| start.eq_ignore_ascii_case(PRIVATE))
}

/// An armored file is text, which may have been saved anew on Windows.
fn as_saved(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    let text = typed::text(bytes).filter(|text| text.trim_start().starts_with(ARMORED));
    Zeroizing::new(text.map_or_else(|| bytes.to_vec(), |text| text.trim_start().as_bytes().to_vec()))
}

fn unlock(bytes: &[u8], passphrase: &str) -> Result<Zeroizing<Vec<u8>>, IdentityError> {
    let bytes = as_saved(bytes);
    let file = Decryptor::new(ArmoredReader::new(&bytes[..])).map_err(|_| IdentityError::Malformed)?;
    let mut key = scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
    key.set_max_work_factor(HARDEST);
    let keys: [&dyn age::Identity; 1] = [&key];
    let opened = file.decrypt(keys.into_iter()).map_err(|_| IdentityError::WrongPassphrase)?;
    let mut text = Zeroizing::new(Vec::new());
    opened.take(LARGEST).read_to_end(&mut text).map_err(|_| IdentityError::Malformed)?;
    Ok(text)
}

/// A key just made.
pub struct NewIdentity(x25519::Identity);

impl NewIdentity {
    /// Makes a key.
    pub fn generate() -> Self {
        Self(x25519::Identity::generate())
    }

    /// The half to put in the list of recipients, `age1…`.
    pub fn public(&self) -> String {
        self.0.to_public().to_string()
    }

    /// The identity file as plain text: what a recovery sheet prints. Zeroed when dropped.
    pub fn plain(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("# public key: {}\n{}\n", self.public(), self.0.to_string().expose_secret()))
    }

    /// The identity file, armored and locked with a passphrase; the ordinary `age` command opens it.
    ///
    /// # Errors
    /// Only when the system has no randomness or memory.
    pub fn locked(&self, passphrase: &str) -> std::io::Result<Vec<u8>> {
        use std::io::Write;
        let encryptor = Encryptor::with_user_passphrase(SecretString::from(passphrase.to_owned()));
        let armored = ArmoredWriter::wrap_output(Vec::new(), Format::AsciiArmor)?;
        let mut writer = encryptor.wrap_output(armored)?;
        writer.write_all(self.plain().as_bytes())?;
        writer.finish()?.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_and_locked_files_open() {
        let new = NewIdentity::generate();
        let plain = Identity::parse(new.plain().as_bytes(), None).unwrap();
        assert_eq!(plain.public(), [new.public()]);
        let armored = new.locked("three wet otters").unwrap();
        let mut binary = Vec::new();
        ArmoredReader::new(&armored[..]).read_to_end(&mut binary).unwrap();
        for locked in [&armored, &binary] {
            assert!(Identity::needs_passphrase(locked));
            assert_eq!(Identity::parse(locked, None).unwrap_err(), IdentityError::PassphraseNeeded);
            assert_eq!(Identity::parse(locked, Some("wrong")).unwrap_err(), IdentityError::WrongPassphrase);
            assert_eq!(Identity::parse(locked, Some("three wet otters")).unwrap().public(), [new.public()]);
        }
    }

    #[test]
    fn anything_else_is_refused() {
        let public = NewIdentity::generate().public();
        for bytes in [&b""[..], b"# only a comment\n", b"\xff\xfe", public.as_bytes(), b"AGE-SECRET-KEY-1QQQ"] {
            assert!(!Identity::needs_passphrase(bytes));
            assert_eq!(Identity::parse(bytes, None).unwrap_err(), IdentityError::Malformed);
        }
    }
}
