//! Whether a person is covered, and by which rule of which rule set that was decided.

use serde::{Deserialize, Serialize};
use strum::{EnumCount, EnumString, IntoStaticStr, VariantArray};

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
