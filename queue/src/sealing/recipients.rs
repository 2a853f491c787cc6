//! Whom referrals are sealed to: at least two staff and one recovery key, or nothing starts.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use age::x25519;
use sha2::{Digest, Sha256};

use super::identity::Identity;
use super::typed::{age_key, read_text_file};

/// The fewest staff keys. One lost laptop must not close the tray.
const STAFF_AT_LEAST: usize = 2;

/// Everyone a referral is sealed to.
#[derive(Clone)]
pub struct Recipients {
    holders: Vec<Holder>,
    keys: Vec<x25519::Recipient>,
    fingerprint: String,
}

/// Who holds a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// As in the comment before the key; empty in an inline list.
    pub name: String,
    /// Staff or recovery.
    pub role: Role,
    /// The public key, `age1…`.
    pub key: String,
}

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Opens referrals every day.
    Staff,
    /// Printed and kept, for the day all the others are gone.
    Recovery,
}

/// What is wrong with a list of recipients. The text itself is never in it: a secret key may have been pasted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecipientsError {
    /// Neither a file nor keys.
    #[error("there is no such file, and it lists no keys itself")]
    NoFile,
    /// A file that is there, and why it cannot be read.
    #[error("cannot read the file: {0}")]
    Unread(String),
    /// An identity instead of a public key.
    #[error("line {0} is a SECRET key. Treat it as known to others: make a new one, and list its public half (age1…)")]
    Secret(usize),
    /// Not an age X25519 public key.
    #[error("line {0} is not an age public key (age1…)")]
    Malformed(usize),
    /// No comment says whose key it is.
    #[error("line {0} has no comment before it that says whose key it is: `# name, staff` or `# name, recovery`")]
    Unnamed(usize),
    /// The same key again.
    #[error("line {0} repeats a key")]
    Repeated(usize),
    /// Too few.
    #[error("there must be at least two staff keys and one recovery key; there are {staff} and {recovery}")]
    TooFew {
        /// Staff keys found.
        staff: usize,
        /// Recovery keys found.
        recovery: usize,
    },
}

impl Recipients {
    /// What a setting names or lists: a file, or the keys themselves with commas between.
    ///
    /// # Errors
    /// As [`Recipients::parse`], or no file that can be read.
    pub fn of_setting(said: &str) -> Result<Self, RecipientsError> {
        let file = Path::new(said);
        if file.exists() {
            let text = read_text_file(file).map_err(|error| RecipientsError::Unread(error.to_string()))?;
            return Self::parse(&text);
        }
        if said.contains("age1") { Self::parse(said) } else { Err(RecipientsError::NoFile) }
    }

    /// Reads a recipients file (`# name, staff` or `# name, recovery` before each key), or keys in one line
    /// separated by commas, of which the last is the recovery key.
    ///
    /// # Errors
    /// The first line that cannot be used, or too few keys.
    pub fn parse(text: &str) -> Result<Self, RecipientsError> {
        let text = text.trim_start_matches('\u{feff}');
        let listed = if is_inline(text) { inline(text) } else { file(text)? };
        let mut found = Self::nobody();
        for (line, holder) in listed {
            found.add(line, holder)?;
        }
        let staff = found.count(Role::Staff);
        let recovery = found.count(Role::Recovery);
        if staff < STAFF_AT_LEAST || recovery == 0 {
            return Err(RecipientsError::TooFew { staff, recovery });
        }
        found.fingerprint = fingerprint(&found.holders);
        Ok(found)
    }

    /// Nobody: for a program that seals nothing, such as the digest. Whatever is sealed to nobody is refused by `age`.
    pub fn nobody() -> Self {
        Self { holders: Vec::new(), keys: Vec::new(), fingerprint: String::new() }
    }

    fn add(&mut self, line: usize, holder: Holder) -> Result<(), RecipientsError> {
        if is_secret(&holder.key) {
            return Err(RecipientsError::Secret(line));
        }
        let key = x25519::Recipient::from_str(&age_key(&holder.key)).map_err(|_| RecipientsError::Malformed(line))?;
        // Compared as age writes it, so that one key in two spellings is still one key.
        let key_text = key.to_string();
        if self.holders.iter().any(|other| other.key == key_text) {
            return Err(RecipientsError::Repeated(line));
        }
        self.holders.push(Holder { key: key_text, ..holder });
        self.keys.push(key);
        Ok(())
    }

    fn count(&self, role: Role) -> usize {
        self.holders.iter().filter(|holder| holder.role == role).count()
    }

    /// Tells one set of keys from another: stored with each entry, so that an unknown set is noticed.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Who holds the keys, in the order listed.
    pub fn holders(&self) -> &[Holder] {
        &self.holders
    }

    /// The name beside the key that this identity is the private half of; none where the list does not say.
    pub fn name_of(&self, identity: &Identity) -> Option<&str> {
        let own = identity.public();
        let holder = self.holders.iter().find(|holder| own.contains(&holder.key))?;
        Some(holder.name.as_str()).filter(|name| !name.is_empty())
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &dyn age::Recipient> {
        self.keys.iter().map(|key| key as &dyn age::Recipient)
    }
}

impl fmt::Debug for Recipients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recipients({})", self.fingerprint)
    }
}

fn is_inline(text: &str) -> bool {
    text.lines().any(|line| !line.trim_start().starts_with('#') && line.contains(','))
}

fn inline(text: &str) -> Vec<(usize, Holder)> {
    let keys: Vec<&str> = text.split(',').map(str::trim).filter(|key| !key.is_empty()).collect();
    let role = |at: usize| if at + 1 == keys.len() { Role::Recovery } else { Role::Staff };
    let holder =
        |(at, key): (usize, &&str)| (1, Holder { name: String::new(), role: role(at), key: (*key).to_owned() });
    keys.iter().enumerate().map(holder).collect()
}

fn file(text: &str) -> Result<Vec<(usize, Holder)>, RecipientsError> {
    let mut listed: Vec<(usize, Holder)> = Vec::new();
    let mut owner: Option<(String, Role)> = None;
    for (number, line) in (1..).zip(text.lines().map(str::trim)) {
        if let Some(comment) = line.strip_prefix('#') {
            owner = named(comment).or(owner);
        } else if let Some((_, cut)) = listed.last_mut().filter(|_| owner.is_none() && goes_on(line)) {
            // A key in several lines.
            cut.key.push_str(line);
        } else if !line.is_empty() {
            let (name, role) = owner.take().ok_or(RecipientsError::Unnamed(number))?;
            listed.push((number, Holder { name, role, key: line.to_owned() }));
        }
    }
    Ok(listed)
}

/// Whether a line can only be more of the key above it.
fn goes_on(line: &str) -> bool {
    !line.is_empty() && !line.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("age1")) && !is_secret(line)
}

fn is_secret(key: &str) -> bool {
    key.to_ascii_uppercase().starts_with("AGE-SECRET-KEY")
}

/// `name, staff` or `name, recovery`, with anything after it (a date, say).
fn named(comment: &str) -> Option<(String, Role)> {
    let mut parts = comment.split(',').map(str::trim);
    let name = parts.next()?.to_owned();
    let role = match parts.next()?.to_ascii_lowercase().as_str() {
        "staff" => Role::Staff,
        "recovery" => Role::Recovery,
        _ => return None,
    };
    Some((name, role))
}

fn fingerprint(holders: &[Holder]) -> String {
    let mut keys: Vec<&str> = holders.iter().map(|holder| holder.key.as_str()).collect();
    keys.sort_unstable();
    hex::encode(&Sha256::digest(keys.join("\n"))[..8])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NewIdentity;

    #[test]
    fn two_staff_and_a_recovery_key_or_nothing() {
        let [a, b, c] = [(); 3].map(|()| NewIdentity::generate().public());
        let secret = NewIdentity::generate().plain().lines().nth(1).unwrap().to_owned();
        let few = |staff, recovery| Some(RecipientsError::TooFew { staff, recovery });
        let table = [
            ("none", String::new(), few(0, 0)),
            ("comments alone", "# Asha Rao, staff\n".to_owned(), few(0, 0)),
            ("one", format!("# Asha Rao, staff\n{a}\n"), few(1, 0)),
            ("one inline", format!("{a},"), few(0, 1)),
            ("two inline", format!("{a},{b}"), few(1, 1)),
            ("two staff", format!("# Asha Rao, staff\n{a}\n# Ben Ode, staff\n{b}\n"), few(2, 0)),
            ("three inline", format!(" {a}, {b} ,{c}\n"), None),
            (
                "a file",
                format!(
                    "# whom we seal to\n\n# Asha Rao, staff, 2026-11-01\r\n{a}\n# Ben Ode, Staff\n{b}\n# safe, recovery\n{c}"
                ),
                None,
            ),
            ("a key without its comment", format!("# Asha Rao, staff\n{a}\n{b}\n"), Some(RecipientsError::Unnamed(3))),
            ("an unknown role", format!("# Asha Rao, boss\n{a}\n"), Some(RecipientsError::Unnamed(2))),
            ("cut short", format!("{a},{b},{}", &c[..c.len() - 1]), Some(RecipientsError::Malformed(1))),
            ("a letter changed", format!("# x, staff\n{}\n", a.replace('1', "2")), Some(RecipientsError::Malformed(2))),
            ("a secret key", format!("# Asha Rao, staff\n{secret}\n"), Some(RecipientsError::Secret(2))),
            ("a secret key inline", format!("{a},{b},{}", secret.to_lowercase()), Some(RecipientsError::Secret(1))),
            ("the same twice", format!("{a},{a},{b}"), Some(RecipientsError::Repeated(1))),
            ("the same in capitals", format!("{a},{},{b}", a.to_uppercase()), Some(RecipientsError::Repeated(1))),
        ];
        for (row, text, expected) in table {
            let error = Recipients::parse(&text).err();
            assert!(
                !format!("{error:?}{}", error.as_ref().map(ToString::to_string).unwrap_or_default())
                    .contains(&secret[15..])
            );
            assert_eq!(error, expected, "{row}");
        }
    }

    #[test]
    fn the_fingerprint_is_of_the_set() {
        let [a, b, c, d] = [(); 4].map(|()| NewIdentity::generate().public());
        let of = |list: &[&String]| {
            let list: Vec<&str> = list.iter().map(|key| key.as_str()).collect();
            Recipients::parse(&list.join(",")).unwrap().fingerprint().to_owned()
        };
        assert_eq!(of(&[&a, &b, &c]), of(&[&c, &a, &b]));
        assert_ne!(of(&[&a, &b, &c]), of(&[&a, &b, &d]));
    }
}
