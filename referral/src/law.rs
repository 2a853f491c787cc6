//! Who may refer and whom the service covers, as dated data from `content/law.toml`.
//!
//! Evaluated on the local date of the request. Rules without a date are off; the switches of
//! the Mental Health Act 2025 turn several rules over together (domain.md 2.3).

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use strum::{EnumCount, EnumString, IntoStaticStr, VariantArray};

use crate::code::coded;
use crate::{ReferrerType, Route, SettingsError, settings};

const FILE: &str = "law.toml";

/// Is the person covered? Nobody is turned away by a machine: all three are queued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, EnumString, EnumCount, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Eligibility {
    /// A qualifying patient under the named rule.
    Eligible,
    /// Not covered under the named rule; other help is offered.
    NotCovered,
    /// A person at head office will check.
    ToCheck,
}

coded!(Eligibility);

/// What was decided, by which rule of which rule set. Stored with each entry and never rewritten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The outcome.
    pub eligibility: Eligibility,
    /// The rule's id in `law.toml`.
    pub rule: String,
    /// The section of the Act it rests on.
    pub source: String,
    /// The version of the rule set that decided.
    pub rules: String,
    /// The parts of the 2025 Act that were in force that day, by the name of their switch.
    #[serde(default)]
    pub switches: Vec<String>,
}

/// A part of the 2025 Act that is off until a person enters its commencement.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    source: String,
    #[serde(default, deserialize_with = "date")]
    commenced_on: Option<NaiveDate>,
    /// The commencement regulations, such as `SI 2028/123`; asked for together with the date.
    regulations: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReferrerRule {
    code: ReferrerType,
    #[serde(default, deserialize_with = "date")]
    in_force_from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "date")]
    in_force_to: Option<NaiveDate>,
    from_switch: Option<String>,
    until_switch: Option<String>,
    #[serde(rename = "source")]
    _source: String,
}

/// One dated rule about one route.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteRule {
    code: Route,
    rule: String,
    outcome: Eligibility,
    under_age: Option<u32>,
    #[serde(default, deserialize_with = "date")]
    in_force_from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "date")]
    in_force_to: Option<NaiveDate>,
    from_switch: Option<String>,
    until_switch: Option<String>,
    source: String,
}

impl RouteRule {
    /// The route this rule is about.
    pub fn route(&self) -> Route {
        self.code
    }

    /// The outcome where the rule's condition, if any, is met.
    pub fn outcome(&self) -> Eligibility {
        self.outcome
    }

    /// The rule holds only for people younger than this.
    pub fn under_age(&self) -> Option<u32> {
        self.under_age
    }

    /// The section of the Act.
    pub fn source(&self) -> &str {
        &self.source
    }
}

/// One dated rule about how long somebody has to use a right.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitRule {
    code: String,
    days: u32,
    #[serde(default, deserialize_with = "date")]
    in_force_from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "date")]
    in_force_to: Option<NaiveDate>,
    from_switch: Option<String>,
    until_switch: Option<String>,
    #[serde(rename = "source")]
    _source: String,
}

/// The rule set: switches, referrer types, routes, time limits.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    version: String,
    #[serde(deserialize_with = "date")]
    checked_on: Option<NaiveDate>,
    /// The person who compared the file with the Act; nobody but its writers where none is named.
    #[serde(default)]
    checked_by: String,
    #[serde(deserialize_with = "date")]
    text_as_of: Option<NaiveDate>,
    switch: BTreeMap<String, Switch>,
    referrer: Vec<ReferrerRule>,
    route: Vec<RouteRule>,
    #[serde(default)]
    limit: Vec<LimitRule>,
}

impl Law {
    /// Reads the law file.
    ///
    /// # Errors
    /// A wrong key or date, a switch that does not exist, a switch with a date and no regulations,
    /// or a route without a rule.
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        let law: Self = settings::read(FILE, text)?;
        if law.checked_on.is_none() {
            return Err(SettingsError::new(FILE, "checked_on: say when a person last checked the law"));
        }
        if law.text_as_of.is_none() || law.text_as_of > law.checked_on {
            return Err(SettingsError::new(
                FILE,
                "text_as_of: say up to which day the text that was read is up to date",
            ));
        }
        for (name, switch) in &law.switch {
            if switch.commenced_on.is_some() && switch.regulations.is_none() {
                let what = format!("switch.{name}: name the commencement `regulations` beside the date");
                return Err(SettingsError::new(FILE, what));
            }
        }
        let referrers = law.referrer.iter().flat_map(|rule| [&rule.from_switch, &rule.until_switch]);
        let routes = law.route.iter().flat_map(|rule| [&rule.from_switch, &rule.until_switch]);
        let limits = law.limit.iter().flat_map(|rule| [&rule.from_switch, &rule.until_switch]);
        if let Some(name) = referrers.chain(routes).chain(limits).flatten().find(|name| !law.switch.contains_key(*name))
        {
            return Err(SettingsError::new(FILE, format!("there is no switch named {name}")));
        }
        if let Some(route) = Route::ALL.into_iter().find(|route| !law.route.iter().any(|rule| rule.code == *route)) {
            return Err(SettingsError::new(FILE, format!("no [[route]] for {}", route.code())));
        }
        Ok(law)
    }

    /// The version stored with each decision.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The person who compared the file with the Act, if one is named.
    pub fn checked_by(&self) -> Option<&str> {
        Some(self.checked_by.trim()).filter(|name| !name.is_empty())
    }

    /// The day the file was last compared with the Act.
    pub fn checked_on(&self) -> NaiveDate {
        self.checked_on.unwrap_or_default()
    }

    /// The day up to which the text of the Act that was compared is up to date: an official copy lags behind.
    pub fn text_as_of(&self) -> NaiveDate {
        self.text_as_of.unwrap_or_default()
    }

    /// Whether a switch of the 2025 Act is on that day.
    pub fn is_on(&self, switch: &str, on: NaiveDate) -> bool {
        self.switch.get(switch).and_then(|switch| switch.commenced_on).is_some_and(|from| from <= on)
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
        let in_force = self.referrer.iter().filter(|rule| {
            self.in_force(
                on,
                rule.in_force_from,
                rule.in_force_to,
                rule.from_switch.as_ref(),
                rule.until_switch.as_ref(),
            )
        });
        in_force.map(|rule| rule.code).collect()
    }

    /// The rule for a route on that day; none where every rule for it is off.
    pub fn rule(&self, route: Route, on: NaiveDate) -> Option<&RouteRule> {
        self.route.iter().rfind(|rule| {
            rule.code == route
                && self.in_force(
                    on,
                    rule.in_force_from,
                    rule.in_force_to,
                    rule.from_switch.as_ref(),
                    rule.until_switch.as_ref(),
                )
        })
    }

    /// How many days somebody has to use a right, such as `section-2-tribunal`, by the rule in force that day.
    pub fn limit_days(&self, code: &str, on: NaiveDate) -> Option<u32> {
        let rule = self.limit.iter().rfind(|rule| {
            let (from_switch, until_switch) = (rule.from_switch.as_ref(), rule.until_switch.as_ref());
            rule.code == code && self.in_force(on, rule.in_force_from, rule.in_force_to, from_switch, until_switch)
        });
        rule.map(|rule| rule.days)
    }

    /// Decides on the day of the request. A route whose rules are all off goes to a person.
    pub fn decide(&self, route: Route, on: NaiveDate, born: Option<NaiveDate>) -> Decision {
        let decided = |eligibility, rule: &str, source: &str| Decision {
            eligibility,
            rule: rule.into(),
            source: source.into(),
            rules: self.version.clone(),
            switches: self.switches_on(on).into_iter().map(str::to_owned).collect(),
        };
        let Some(rule) = self.rule(route, on) else {
            return decided(Eligibility::ToCheck, "no-rule-in-force", "");
        };
        let eligibility = match (rule.under_age, born) {
            (None, _) => rule.outcome,
            (Some(_), None) => Eligibility::ToCheck,
            (Some(age), Some(born)) if is_under(age, born, on) => rule.outcome,
            (Some(_), Some(_)) => Eligibility::NotCovered,
        };
        decided(eligibility, &rule.rule, &rule.source)
    }

    fn in_force(
        &self,
        on: NaiveDate,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
        from_switch: Option<&String>,
        until_switch: Option<&String>,
    ) -> bool {
        let started = match from_switch {
            Some(switch) => self.is_on(switch, on),
            None => from.is_some_and(|from| from <= on),
        };
        started && to.is_none_or(|to| on < to) && !until_switch.is_some_and(|switch| self.is_on(switch, on))
    }
}

/// Younger than `age` years on that day; a person born on 29 February turns on 1 March.
fn is_under(age: u32, born: NaiveDate, on: NaiveDate) -> bool {
    born.checked_add_months(Months::new(age * 12)).is_none_or(|birthday| {
        let leap_born = birthday.format("%d").to_string() != born.format("%d").to_string();
        on < if leap_born { birthday.succ_opt().unwrap_or(birthday) } else { birthday }
    })
}

fn date<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
    let value = toml::value::Datetime::deserialize(from)?;
    let date = value.date.and_then(|d| NaiveDate::from_ymd_opt(d.year.into(), d.month.into(), d.day.into()));
    date.map(Some).ok_or_else(|| serde::de::Error::custom("write a date as 2026-12-25"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = include_str!("../../content/law.toml");

    fn law() -> Law {
        Law::parse(TEXT).unwrap()
    }

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn switched(name: &str) -> Law {
        let header = format!("[switch.{name}]\n");
        let on = format!("{header}commenced_on = 2027-03-01\nregulations = \"SI 2027/1\"\n");
        Law::parse(&TEXT.replace(&header, &on)).unwrap()
    }

    /// domain.md 1.1, one row a route.
    #[test]
    fn routes_are_decided_as_the_act_says() {
        use Eligibility::{Eligible, NotCovered, ToCheck};
        let table = [
            ("s2 DETAINED_P2", Route::Section2, Eligible),
            ("s3 DETAINED_P2", Route::Section3, Eligible),
            ("DETAINED_P3", Route::Part3, Eligible),
            ("CTO", Route::Cto, Eligible),
            ("GUARDIANSHIP", Route::Guardianship, Eligible),
            ("COND_DISCH", Route::ConditionalDischarge, Eligible),
            ("S57_DISCUSSED, any age", Route::Section57, Eligible),
            ("SHORT_TERM is carved out", Route::ShortTerm, NotCovered),
            ("INFORMAL, not today", Route::Informal, NotCovered),
            ("anything else: a person", Route::Other, ToCheck),
            ("not sure: a person", Route::NotSure, ToCheck),
        ];
        for (row, route, expected) in table {
            let decision = law().decide(route, on("2026-11-23"), None);
            assert_eq!(decision.eligibility, expected, "{row}");
            assert_eq!(decision.rules, law().version(), "{row}");
        }
    }

    /// domain.md 2.2: 14 days to ask the tribunal under section 2, 21 from the day that part of the 2025 Act commences.
    #[test]
    fn the_time_to_ask_a_tribunal_turns_over_on_its_day() {
        let days = |law: &Law, day: &str| law.limit_days("section-2-tribunal", on(day));
        assert_eq!(days(&law(), "2026-11-23"), Some(14));
        let changed = switched("tribunal-time");
        assert_eq!((days(&changed, "2027-02-28"), days(&changed, "2027-03-01")), (Some(14), Some(21)));
        assert_eq!(days(&law(), "1980-01-01"), None);
    }

    /// domain.md 1.1 S58A_U18: the age limit applies to this route only.
    #[test]
    fn section_58a_depends_on_age_that_day() {
        let table = [
            ("the day before the 18th birthday", Some("2008-11-24"), Eligibility::Eligible),
            ("on the 18th birthday", Some("2008-11-23"), Eligibility::NotCovered),
            ("age unknown", None, Eligibility::ToCheck),
        ];
        for (row, born, expected) in table {
            let decision = law().decide(Route::Section58a, on("2026-11-23"), born.map(on));
            assert_eq!(decision.eligibility, expected, "{row}");
        }
        assert!(is_under(18, on("2008-02-29"), on("2026-02-28")));
        assert!(!is_under(18, on("2008-02-29"), on("2026-03-01")));
    }

    /// domain.md 2.3: the day before, of and after a switch.
    #[test]
    fn informal_patients_are_covered_from_the_day_of_the_switch() {
        let law = switched("informal-patients");
        let at = |date| law.decide(Route::Informal, on(date), None).eligibility;
        assert_eq!(at("2027-02-28"), Eligibility::NotCovered);
        assert_eq!(at("2027-03-01"), Eligibility::Eligible);
        assert_eq!(at("2027-03-02"), Eligibility::Eligible);
        assert!(law.referrers(on("2027-03-02")).contains(&ReferrerType::NearestRelative), "a separate switch");
    }

    #[test]
    fn the_nominated_person_takes_the_nearest_relatives_place() {
        let law = switched("nominated-person");
        let before = law.referrers(on("2027-02-28"));
        let after = law.referrers(on("2027-03-01"));
        assert!(before.contains(&ReferrerType::NearestRelative) && !before.contains(&ReferrerType::NominatedPerson));
        assert!(!after.contains(&ReferrerType::NearestRelative) && after.contains(&ReferrerType::NominatedPerson));
    }

    #[test]
    fn today_only_the_four_may_refer() {
        let codes: Vec<_> = law().referrers(on("2026-11-23")).into_iter().map(ReferrerType::code).collect();
        assert_eq!(codes, ["patient", "nearest-relative", "responsible-clinician", "amhp"]);
    }

    #[test]
    fn a_switch_date_without_its_regulations_is_refused() {
        let text = TEXT.replace("[switch.opt-out-visits]\n", "[switch.opt-out-visits]\ncommenced_on = 2027-03-01\n");
        let error = Law::parse(&text).unwrap_err().to_string();
        assert!(error.contains("opt-out-visits") && error.contains("regulations"), "{error}");
    }
}
