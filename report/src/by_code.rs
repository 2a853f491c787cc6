//! Values by code in a fixed order; in JSON an object.

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// Codes with their values, in the order shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ByCode<T>(Vec<(String, T)>);

impl<T> ByCode<T> {
    /// The value of a code.
    pub fn get(&self, code: &str) -> Option<&T> {
        self.iter().find(|(known, _)| *known == code).map(|(_, value)| value)
    }

    /// Each code with its value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(code, value)| (code.as_str(), value))
    }
}

impl<T: Default> ByCode<T> {
    /// The value of a code, which is added if it is not there.
    pub(crate) fn entry(&mut self, code: &str) -> &mut T {
        let at = self.0.iter().position(|(known, _)| known == code).unwrap_or(self.0.len());
        if at == self.0.len() {
            self.0.push((code.to_owned(), T::default()));
        }
        &mut self.0[at].1
    }
}

impl<T> FromIterator<(String, T)> for ByCode<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}

impl<T: Serialize> Serialize for ByCode<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.iter())
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for ByCode<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let read = |(code, value)| Ok((code, serde_json::from_value(value).map_err(D::Error::custom)?));
        Map::<String, Value>::deserialize(from)?.into_iter().map(read).collect()
    }
}
