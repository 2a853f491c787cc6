//! Names of staff, as recorded with each act.

use std::fmt;

use crate::typed::is_unseen;

/// The characters a name may have.
const LONGEST: usize = 40;

/// The name or initials of a member of staff, as first written. Two names that differ in case alone are one person.
#[derive(Clone)]
pub struct StaffName(String);

/// What is wrong with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StaffNameError {
    /// Nothing but white space.
    #[error("the name is empty. Write initials or a name")]
    Empty,
    /// Over 40 characters.
    #[error("the name is too long. Shorten it to {LONGEST} characters")]
    Long,
    /// Characters that are not seen.
    #[error("the name has signs in it that cannot be seen. Type it anew")]
    Unseen,
}

impl StaffName {
    /// Reads a name; white space around it is left out.
    ///
    /// # Errors
    /// An empty name, one over 40 characters, or one with control or format characters.
    pub fn parse(text: &str) -> Result<Self, StaffNameError> {
        let name = text.trim();
        match name.chars().count() {
            _ if name.chars().any(is_unseen) => Err(StaffNameError::Unseen),
            0 => Err(StaffNameError::Empty),
            1..=LONGEST => Ok(Self(name.to_owned())),
            _ => Err(StaffNameError::Long),
        }
    }

    /// The name as it was first written: the spelling among `known` where it is there.
    #[must_use]
    pub fn first_used<'a>(self, mut known: impl Iterator<Item = &'a str>) -> Self {
        known.find(|name| same_staff(name, &self.0)).map(|name| Self(name.to_owned())).unwrap_or(self)
    }

    /// The name as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether two names are one person's: case does not matter.
pub fn same_staff(one: &str, other: &str) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}

impl PartialEq for StaffName {
    fn eq(&self, other: &Self) -> bool {
        same_staff(&self.0, &other.0)
    }
}

impl Eq for StaffName {}

impl fmt::Debug for StaffName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for StaffName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for StaffName {
    type Err = StaffNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_case_and_kept_as_first_written() {
        let name = |text: &str| StaffName::parse(text).unwrap();
        assert_eq!(name(" dee LARK "), name("Dee Lark"));
        assert_eq!(name("ÉM"), name("ém"));
        assert_eq!(name("dl").first_used(["AR", "DL"].into_iter()).as_str(), "DL");
        assert_eq!(name("dl").first_used(["AR"].into_iter()).as_str(), "dl");
    }

    #[test]
    fn unusable_names_are_refused() {
        let table = [
            ("", StaffNameError::Empty),
            (" \u{a0}", StaffNameError::Empty),
            ("A\u{202e}R", StaffNameError::Unseen),
            ("A\u{200b}R", StaffNameError::Unseen),
            ("A\nR", StaffNameError::Unseen),
        ];
        for (text, expected) in table {
            assert_eq!(StaffName::parse(text).unwrap_err(), expected, "{text:?}");
        }
        assert!(StaffName::parse(&"é".repeat(40)).is_ok());
        assert_eq!(StaffName::parse(&"é".repeat(41)).unwrap_err(), StaffNameError::Long);
    }
}
