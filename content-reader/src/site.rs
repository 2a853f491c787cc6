//! The settings of the service, from `content/site.toml`: who runs it, the phone number and its charge, hours, urgent help,
//! menus, the desk.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

/// The service's phone number, never shown without its call charge (Ofcom's rule for 084 numbers).
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Phone {
    /// As people write it.
    pub display: String,
    /// As a phone dials it.
    pub tel: String,
    /// What a call costs, as a sentence.
    #[serde(deserialize_with = "said")]
    pub charge: String,
    /// Whether `charge` is the supplier's own figure: "up to" is only the most that such a call may cost.
    #[serde(default)]
    pub charge_known: bool,
    /// How to reach us without paying, said beside the charge wherever there is room.
    #[serde(default)]
    pub free: String,
}

/// A number of this kind is never shown without what it costs (docs/domain.md, Phone numbers shown).
fn said<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    if text.trim().is_empty() {
        let wrong =
            "[phone] charge says nothing. Write what a call costs, in a sentence: the number is never shown without it";
        return Err(serde::de::Error::custom(wrong));
    }
    Ok(text)
}

/// When somebody answers.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// As a sentence.
    pub text: String,
    /// Beside the phone number.
    pub short: String,
}

/// Somewhere to turn right now.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Urgent {
    /// The number or name, which is the link.
    pub title: String,
    /// When to use it.
    pub text: String,
    /// `tel:` or `sms:`.
    pub href: String,
}

/// How the desk behaves when nobody touches it.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct DeskSettings {
    /// Minutes without a request after which it locks.
    pub lock_after_minutes: NonZeroU32,
    /// Seconds from one refresh of a page to the next.
    pub refresh_seconds: NonZeroU32,
}

impl Default for DeskSettings {
    fn default() -> Self {
        const MINUTES: NonZeroU32 = NonZeroU32::new(15).unwrap();
        const SECONDS: NonZeroU32 = NonZeroU32::new(30).unwrap();
        Self { lock_after_minutes: MINUTES, refresh_seconds: SECONDS }
    }
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct NavLink {
    title: String,
    url: String,
}

/// Settings of the service, from `content/site.toml`.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub struct Site {
    /// The service's name.
    pub name: String,
    /// Who runs it.
    pub provider: String,
    /// The public origin, without a slash at the end.
    pub origin: String,
    /// The phone number.
    pub phone: Phone,
    /// Opening hours.
    pub hours: Hours,
    /// Urgent help, in the order shown.
    pub urgent: Vec<Urgent>,
    /// Where "Leave this page" leads: a site that says nothing about its reader.
    #[serde(default)]
    pub leave: String,
    /// The page that every header leads to for searching; empty where there is none.
    #[serde(default)]
    search: String,
    #[serde(default)]
    nav: Vec<NavLink>,
    #[serde(default)]
    footer: Vec<NavLink>,
    /// The desk's own.
    #[serde(default)]
    pub desk: DeskSettings,
    /// Anything else the pages may show.
    #[serde(flatten)]
    pub more: BTreeMap<String, toml::Value>,
}

impl Site {
    /// How many months a closed referral is kept, where the settings say so.
    pub fn retention_months(&self) -> Option<i64> {
        self.more.get("retention")?.get("months")?.as_integer()
    }

    /// The months of each outcome that is kept for another time, by its code.
    pub fn retention_by_outcome(&self) -> impl Iterator<Item = (&str, i64)> {
        let table = self.more.get("retention").and_then(|retention| retention.get("by_outcome"));
        let rows = table.and_then(toml::Value::as_table).into_iter().flatten();
        rows.filter_map(|(code, months)| Some((code.as_str(), months.as_integer()?)))
    }

    /// Moves the menus' own addresses under `base`, such as `/cy`.
    pub(crate) fn under(mut self, base: &str) -> Self {
        for link in self.nav.iter_mut().chain(&mut self.footer).filter(|link| link.url.starts_with('/')) {
            link.url.insert_str(0, base);
        }
        self
    }
}
