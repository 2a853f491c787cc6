//! Who may refer, whom the service covers and how long somebody has to ask a tribunal, as dated data from
//! `content/law.toml`.
//!
//! Evaluated on the local date of the request. Rules without a date are off; the switches of
//! the Mental Health Act 2025 turn several rules over together.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::{ReferrerType, Route, SettingsError, settings};

mod dated;
mod tribunal_table;
mod who_is_covered;
mod who_may_refer;

use dated::{Dated, Day};
pub(crate) use tribunal_table::{TribunalRule, Within};
pub use who_is_covered::{Decision, Eligibility, RouteRule};
use who_may_refer::{ReferrerRule, who_may_refer};

const FILE: &str = "law.toml";

/// The file, before it is known to be whole.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: String,
    checked_on: Day,
    #[serde(default)]
    checked_by: String,
    text_as_of: Day,
    switch: BTreeMap<String, SwitchTable>,
    referrer: Vec<Dated<ReferrerRule>>,
    route: Vec<Dated<RouteRule>>,
    #[serde(default)]
    tribunal: Vec<Dated<TribunalRule>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SwitchTable {
    source: String,
    commenced_on: Option<Day>,
    /// The commencement regulations, such as `SI 2028/123`; asked for together with the date.
    regulations: Option<String>,
}

/// A part of the 2025 Act that is off until a person enters its commencement.
#[derive(Debug, Clone)]
struct Switch {
    source: String,
    commenced_on: Option<NaiveDate>,
}

/// The rule set: switches, referrer types, routes, time limits.
#[derive(Debug, Clone)]
pub struct Law {
    version: String,
    checked_on: NaiveDate,
    checked_by: String,
    text_as_of: NaiveDate,
    switch: BTreeMap<String, Switch>,
    referrer: Vec<Dated<ReferrerRule>>,
    route: Vec<Dated<RouteRule>>,
    tribunal: Vec<Dated<TribunalRule>>,
}

impl Law {
    /// Reads the law file.
    ///
    /// # Errors
    /// A wrong key or date, a switch that does not exist, a switch with a date and no regulations,
    /// or a route without a rule.
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        let file: File = settings::read(FILE, text)?;
        if file.text_as_of > file.checked_on {
            return Err(SettingsError::new(FILE, "text_as_of: it cannot be later than checked_on"));
        }
        let switch = file.switch.into_iter().map(|(name, table)| Ok((name.clone(), switch(&name, table)?)));
        let law = Self {
            version: file.version,
            checked_on: file.checked_on.0,
            checked_by: file.checked_by,
            text_as_of: file.text_as_of.0,
            switch: switch.collect::<Result<_, SettingsError>>()?,
            referrer: file.referrer,
            route: file.route,
            tribunal: file.tribunal,
        };
        if let Some(name) = law.named_switches().find(|name| !law.switch.contains_key(*name)) {
            return Err(SettingsError::new(FILE, format!("there is no switch named {name}")));
        }
        if let Some(route) =
            Route::ALL.into_iter().find(|route| !law.route.iter().any(|dated| dated.rule.is_for(*route)))
        {
            return Err(SettingsError::new(FILE, format!("no [[route]] for {}", route.code())));
        }
        Ok(law)
    }

    fn named_switches(&self) -> impl Iterator<Item = &str> {
        let referrers = self.referrer.iter().flat_map(Dated::switches);
        let routes = self.route.iter().flat_map(Dated::switches);
        referrers.chain(routes).chain(self.tribunal.iter().flat_map(Dated::switches))
    }

    /// The version stored with each decision.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The day the file was last compared with the Act.
    pub fn checked_on(&self) -> NaiveDate {
        self.checked_on
    }

    /// The person who compared it; empty where nobody but its writers did.
    pub fn checked_by(&self) -> &str {
        &self.checked_by
    }

    /// The day up to which the text of the Act that was compared is up to date: an official copy lags behind.
    pub fn text_as_of(&self) -> NaiveDate {
        self.text_as_of
    }

    /// Whether a switch of the 2025 Act is on that day.
    pub fn is_on(&self, switch: &str, on: NaiveDate) -> bool {
        self.switch.get(switch).and_then(|switch| switch.commenced_on).is_some_and(|from| from <= on)
    }

    /// The same law with one more switch on, and for ever so: what it will change can be seen before its day.
    #[must_use]
    pub fn with_switch_on(&self, name: &str) -> Self {
        let mut law = self.clone();
        law.switch.entry(name.to_owned()).and_modify(|switch| switch.commenced_on = Some(NaiveDate::MIN));
        law
    }

    /// The switches that are on that day, by name.
    pub fn switches_on(&self, on: NaiveDate) -> Vec<&str> {
        self.switches().map(|(name, _)| name).filter(|name| self.is_on(name, on)).collect()
    }

    /// The switches by name, with the Act's own source.
    pub fn switches(&self) -> impl Iterator<Item = (&str, &str)> {
        self.switch.iter().map(|(name, switch)| (name.as_str(), switch.source.as_str()))
    }

    /// Who may refer on that day, in page order.
    pub fn referrers(&self, on: NaiveDate) -> Vec<ReferrerType> {
        who_may_refer(self.in_force(&self.referrer, on))
    }

    /// The rule for a route on that day; none where every rule for it is off.
    pub fn rule(&self, route: Route, on: NaiveDate) -> Option<&RouteRule> {
        self.in_force(&self.route, on).filter(|rule| rule.is_for(route)).last()
    }

    /// The rule for asking a tribunal, such as `section-2`, that is in force on the day the section began.
    pub(crate) fn tribunal_rule(&self, code: &str, on: NaiveDate) -> Option<&TribunalRule> {
        self.in_force(&self.tribunal, on).filter(|rule| rule.code == code).last()
    }

    /// How many days somebody has to ask a tribunal when section 2 begins on that day.
    pub fn section_2_days(&self, on: NaiveDate) -> Option<u32> {
        match self.tribunal_rule("section-2", on)?.within {
            Within::Days(days) => Some(days),
            Within::Months(_) => None,
        }
    }

    /// Decides on the day of the request. A route whose rules are all off goes to a person.
    pub fn decide(&self, route: Route, on: NaiveDate, born: Option<NaiveDate>) -> Decision {
        let switches = self.switches_on(on).into_iter().map(str::to_owned).collect();
        who_is_covered::decide(self.rule(route, on), (on, born), (&self.version, switches))
    }

    fn in_force<'a, T>(&'a self, rules: &'a [Dated<T>], on: NaiveDate) -> impl Iterator<Item = &'a T> {
        let in_force = move |dated: &&Dated<T>| dated.in_force(on, |switch| self.is_on(switch, on));
        rules.iter().filter(in_force).map(|dated| &dated.rule)
    }
}

fn switch(name: &str, table: SwitchTable) -> Result<Switch, SettingsError> {
    let commenced_on = table.commenced_on.map(|day| day.0);
    if commenced_on.is_some() && table.regulations.is_none() {
        let what = format!("switch.{name}: name the commencement `regulations` beside the date");
        return Err(SettingsError::new(FILE, what));
    }
    Ok(Switch { source: table.source, commenced_on })
}

#[cfg(test)]
mod tests;
