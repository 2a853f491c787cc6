//! Reads JSON without dropping anything: an object that has a name twice is refused.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value as Json};

/// Reads a JSON text. Of an answer given twice neither may be dropped silently, so an object that has a name twice
/// is refused (RFC 8259 section 4 leaves it open).
///
/// # Errors
/// Text that is not JSON, is nested deeper than any referral, or has a name twice.
pub fn read_json(text: &[u8]) -> Result<Json, serde_json::Error> {
    serde_json::from_slice::<Strict>(text).map(|read| read.0)
}

struct Strict(Json);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element::<Strict>()? {
            list.push(item.0);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Json, A::Error> {
        let mut object = Map::new();
        while let Some((name, value)) = pairs.next_entry::<String, Strict>()? {
            if object.insert(name, value.0).is_some() {
                return Err(A::Error::custom("a name is there twice"));
            }
        }
        Ok(object.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// docs/security.md, Bad inputs, JSON: depth, duplicate keys, 1e400, lone surrogates; what is read is what serde_json reads.
    #[test]
    fn nothing_is_dropped_on_the_way() {
        let good = r#"{"a": [1, -2, 2.5, true, null, {"a": "\u0000 é"}], "b": "x"}"#;
        assert_eq!(read_json(good.as_bytes()).unwrap(), serde_json::from_str::<Json>(good).unwrap());
        let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let table = [
            ("a name twice", r#"{"a": 1, "a": 1}"#.to_owned()),
            ("a name twice inside", r#"{"b": {"a": 1, "\u0061": 2}}"#.to_owned()),
            ("1e400", "1e400".to_owned()),
            ("a lone surrogate", r#""\ud800""#.to_owned()),
            ("128 deep", deep(128)),
            ("100,000 deep", deep(100_000)),
            ("two values", "{} {}".to_owned()),
            ("a byte order mark", "\u{feff}{}".to_owned()),
            ("nothing", String::new()),
        ];
        for (row, text) in table {
            assert!(read_json(text.as_bytes()).is_err(), "{row}");
        }
    }
}
