//! The reference a person is given: ten Crockford characters that can be read over the phone.

use std::fmt;

use crate::typed::plain;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 10;

/// Fifty bits of the entry's keyed hash, in Crockford's base 32 (no I, L, O or U).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference(String);

impl Reference {
    /// The first fifty bits of the key. Takes at least seven bytes.
    pub fn from_key(key: &[u8; 32]) -> Self {
        let bits = key[..7].iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte)) >> 6;
        let letter = |at: usize| char::from(ALPHABET[(bits >> (5 * (LENGTH - 1 - at)) & 31) as usize]);
        Self((0..LENGTH).map(letter).collect())
    }

    /// Reads what a person said or typed: case, spaces and hyphens do not matter,
    /// O is read as 0, I and L as 1.
    pub fn parse(text: &str) -> Option<Self> {
        let heard = plain(text);
        let heard = heard.chars().filter(|c| !matches!(c, ' ' | '-')).map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        });
        let reference: String = heard.take(LENGTH + 1).collect();
        let known = |c: char| u8::try_from(c).is_ok_and(|c| ALPHABET.contains(&c));
        (reference.chars().count() == LENGTH && reference.chars().all(known)).then_some(Self(reference))
    }

    /// The ten characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In groups of three, three and four, for reading out.
    pub fn spoken(&self) -> String {
        format!("{} {} {}", &self.0[..3], &self.0[3..6], &self.0[6..])
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for Reference {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for Reference {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a reference"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_fifty_bits_and_no_more() {
        let mut key = [0_u8; 32];
        assert_eq!(Reference::from_key(&key).as_str(), "0000000000");
        key[6] = 0b0011_1111;
        assert_eq!(Reference::from_key(&key).as_str(), "0000000000", "the last six bits are not read");
        key[6] = 0b0100_0000;
        assert_eq!(Reference::from_key(&key).as_str(), "0000000001");
        assert_eq!(Reference::from_key(&[255; 32]).as_str(), "ZZZZZZZZZZ");
    }

    #[test]
    fn a_reference_heard_over_the_phone_is_read() {
        let table = [
            ("lower case and spaces", "7k3 q9a 41zz", Some("7K3Q9A41ZZ")),
            ("O for 0, I and L for 1", "oil0il0il0", Some("0110110110")),
            ("hyphens", "7K3-Q9A-41ZZ", Some("7K3Q9A41ZZ")),
            ("pasted, with a long dash and unseen signs", "\u{feff}7K3–Q9A\u{a0}41\u{200b}ZZ", Some("7K3Q9A41ZZ")),
            ("too short", "7K3Q9A41Z", None),
            ("too long", "7K3Q9A41ZZZ", None),
            ("U is not in the alphabet", "UUUUUUUUUU", None),
            ("a path is no reference", "../../etc/", None),
        ];
        for (row, text, expected) in table {
            assert_eq!(Reference::parse(text).as_ref().map(Reference::as_str), expected, "{row}");
        }
    }
}
