//! Values by code in a fixed order; in JSON an object.

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// Codes with their values, in the order shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByCode<T>(pub Vec<(String, T)>);

impl<T> ByCode<T> {
    /// The value of a code.
    pub fn get(&self, code: &str) -> Option<&T> {
        self.0.iter().find(|(known, _)| known == code).map(|(_, value)| value)
    }
}

impl ByCode<u32> {
    /// Every code at 0.
    pub(crate) fn zero<'a>(codes: impl IntoIterator<Item = &'a str>) -> Self {
        Self(codes.into_iter().map(|code| (code.to_owned(), 0)).collect())
    }

    /// One more of this code; the last takes a code that is none of them.
    pub(crate) fn add(&mut self, code: &str) {
        let at = self.0.iter().position(|(known, _)| known == code).unwrap_or(self.0.len().saturating_sub(1));
        if let Some((_, count)) = self.0.get_mut(at) {
            *count += 1;
        }
    }
}

impl<T: Serialize> Serialize for ByCode<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(code, value)| (code, value)))
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for ByCode<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let read = |(code, value): (String, Value)| {
            serde_json::from_value(value).map(|value| (code, value)).map_err(D::Error::custom)
        };
        Map::deserialize(from)?.into_iter().map(read).collect::<Result<_, _>>().map(Self)
    }
}
