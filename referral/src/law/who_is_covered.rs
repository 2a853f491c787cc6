//! Whether a person is covered, and by which rule of which rule set that was decided: the `[[route]]` tables of `law.toml`
//! (section 130C of the Act).

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use strum::{EnumCount, EnumString, IntoStaticStr, VariantArray};

use crate::Route;
use crate::code::coded;

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

/// One rule about one route.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteRule {
    code: Route,
    rule: String,
    outcome: Eligibility,
    under_age: Option<u32>,
    source: String,
}

impl RouteRule {
    pub(super) fn is_for(&self, route: Route) -> bool {
        self.code == route
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

/// Decides by the rule in force on the day of the request, if any: without one the outcome is for a person to check.
/// `rules` and `switches` are the version of the rule set and the parts of the 2025 Act in force.
pub(super) fn decide(
    rule: Option<&RouteRule>,
    (on, born): (NaiveDate, Option<NaiveDate>),
    (rules, switches): (&str, Vec<String>),
) -> Decision {
    let decided = |eligibility, rule: &str, source: &str| Decision {
        eligibility,
        rule: rule.to_owned(),
        source: source.to_owned(),
        rules: rules.to_owned(),
        switches,
    };
    let Some(rule) = rule else { return decided(Eligibility::ToCheck, "no-rule-in-force", "") };
    let eligibility = match (rule.under_age, born) {
        (None, _) => rule.outcome,
        (Some(_), None) => Eligibility::ToCheck,
        (Some(age), Some(born)) if is_under(age, born, on) => rule.outcome,
        (Some(_), Some(_)) => Eligibility::NotCovered,
    };
    decided(eligibility, &rule.rule, &rule.source)
}

/// Younger than `age` years on that day; a person born on 29 February turns on 1 March.
pub(super) fn is_under(age: u32, born: NaiveDate, on: NaiveDate) -> bool {
    born.checked_add_months(Months::new(age * 12)).is_none_or(|birthday| {
        let leap_born = birthday.format("%d").to_string() != born.format("%d").to_string();
        on < if leap_born { birthday.succ_opt().unwrap_or(birthday) } else { birthday }
    })
}
