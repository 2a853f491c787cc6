//! What was typed: decoded once, bounded by the body's limit, still strings.

use std::collections::BTreeMap;
use std::fmt;

use crate::{FIELDS, ReferrerType};

/// Answers by the name of the control they were typed into.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Answers {
    typed: BTreeMap<String, Vec<String>>,
}

/// Personal data never reaches a log through `{:?}`.
impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answers(…)")
    }
}

impl Answers {
    /// Takes the answers out of decoded pairs. Pairs that are no field of ours are left out.
    pub fn from_pairs(pairs: &[(String, String)], referrer: ReferrerType) -> Self {
        let controls: Vec<String> = FIELDS.iter().flat_map(crate::Field::controls).collect();
        let mut answers = Self::default();
        for (name, value) in pairs {
            if name != "referrer.type" && controls.contains(name) {
                answers.put(name, value.clone());
            }
        }
        answers.put("referrer.type", referrer.code().to_owned());
        answers
    }

    /// An empty control is no answer, also where another of its name holds one.
    pub(crate) fn put(&mut self, control: &str, value: String) {
        if !value.is_empty() {
            self.typed.entry(control.to_owned()).or_default().push(value);
        }
    }

    /// What was typed into a control; the empty string where nothing was.
    pub fn one(&self, control: &str) -> &str {
        self.all(control).first().map_or("", String::as_str)
    }

    /// Everything sent for a control, such as ticked boxes.
    pub fn all(&self, control: &str) -> &[String] {
        self.typed.get(control).map_or(&[], Vec::as_slice)
    }

    /// Whether there is more than white space in a control.
    pub fn has(&self, control: &str) -> bool {
        self.all(control).iter().any(|value| !value.trim().is_empty())
    }

    /// Controls and values that hold something, in table order: what the check page carries on.
    pub fn pairs(&self) -> impl Iterator<Item = (String, &str)> {
        let controls = FIELDS.iter().flat_map(crate::Field::controls);
        controls.flat_map(|control| {
            let values = self.all(&control).iter();
            values.map(|value| (control.clone(), value.as_str())).collect::<Vec<_>>()
        })
    }
}
