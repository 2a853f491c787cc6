//! What was typed: decoded once, bounded by the body's limit, still strings.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::form::{self, Form};
use crate::typed::is_blank;
use crate::{FIELDS, ReferrerType};

/// Answers by the name of the control they were typed into.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Answers {
    typed: BTreeMap<String, Vec<String>>,
    /// Controls whose bytes were no text: what could be read of them is kept, and is no answer.
    unread: BTreeSet<String>,
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
            let carried = form::uncarried(name, value);
            let (name, value) = carried.as_ref().map_or((name, value), |(name, value)| (name, value));
            if name != "referrer.type" && controls.contains(name) {
                answers.put(name, value.clone());
            }
        }
        answers.put("referrer.type", referrer.code().to_owned());
        answers
    }

    /// The same, of a body in which some values may be no text.
    pub fn from_form(form: &Form, referrer: ReferrerType) -> Self {
        let unread = form.unread.iter().cloned().collect();
        Self { unread, ..Self::from_pairs(&form.pairs, referrer) }
    }

    /// Of these, what the person who asks said of themself.
    #[must_use]
    pub fn of_referrer(&self) -> Self {
        let mut own = Self::default();
        for field in FIELDS.iter().filter(|field| field.about == crate::About::Referrer) {
            own.replace(field, self);
        }
        own
    }

    /// Whether what was sent for a control is no text.
    pub(crate) fn is_unread(&self, control: &str) -> bool {
        self.unread.contains(control)
    }

    /// Puts what `from` holds for a field in the place of what is here.
    pub(crate) fn replace(&mut self, field: &crate::Field, from: &Self) {
        for control in field.controls() {
            self.typed.remove(&control);
            from.all(&control).iter().for_each(|value| self.put(&control, value.clone()));
        }
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
        self.all(control).iter().any(|value| !is_blank(value))
    }

    /// Names and values of the hidden controls by which the check page carries the answers on, in table order.
    pub fn pairs(&self) -> impl Iterator<Item = (String, String)> {
        let controls = FIELDS.iter().flat_map(crate::Field::controls);
        controls.flat_map(|control| {
            let values = self.all(&control).iter();
            values.map(|value| form::carried(&control, value)).collect::<Vec<_>>()
        })
    }
}
