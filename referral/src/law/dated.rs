//! A rule that is in force for a time, as a table of `law.toml`: `in_force_from`, `in_force_to`, `from_switch` and
//! `until_switch` beside what the rule itself says.

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error};

/// A rule and when it is in force. Without a date and without a switch it is off.
#[derive(Debug, Clone)]
pub(super) struct Dated<T> {
    from: Option<NaiveDate>,
    /// The first day on which it is no longer in force.
    to: Option<NaiveDate>,
    from_switch: Option<String>,
    until_switch: Option<String>,
    pub(super) rule: T,
}

impl<T> Dated<T> {
    /// Whether it is in force on that day, where `is_on` says which switches are on.
    pub(super) fn in_force(&self, on: NaiveDate, is_on: impl Fn(&str) -> bool) -> bool {
        let started = match &self.from_switch {
            Some(switch) => is_on(switch),
            None => self.from.is_some_and(|from| from <= on),
        };
        started && self.to.is_none_or(|to| on < to) && !self.until_switch.as_deref().is_some_and(is_on)
    }

    /// The switches it names.
    pub(super) fn switches(&self) -> impl Iterator<Item = &str> {
        [&self.from_switch, &self.until_switch].into_iter().flatten().map(String::as_str)
    }
}

/// serde cannot refuse unknown keys of a flattened table, so the four are taken out before the rule reads the rest.
impl<'de, T: DeserializeOwned> Deserialize<'de> for Dated<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut table = toml::Table::deserialize(from)?;
        let mut day = |key: &str| table.remove(key).map(date).transpose().map_err(Error::custom);
        let (from, to) = (day("in_force_from")?, day("in_force_to")?);
        let mut switch = |key: &str| table.remove(key).map(toml::Value::try_into).transpose().map_err(Error::custom);
        let (from_switch, until_switch) = (switch("from_switch")?, switch("until_switch")?);
        let rule = toml::Value::Table(table).try_into().map_err(Error::custom)?;
        Ok(Self { from, to, from_switch, until_switch, rule })
    }
}

fn date(value: toml::Value) -> Result<NaiveDate, toml::de::Error> {
    value.try_into::<Day>().map(|day| day.0)
}

/// A day as TOML writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day(pub(super) NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = toml::value::Datetime::deserialize(from)?;
        let date = value.date.and_then(|d| NaiveDate::from_ymd_opt(d.year.into(), d.month.into(), d.day.into()));
        date.map(Self).ok_or_else(|| Error::custom("write a date as 2026-12-25"))
    }
}
