//! What `words.toml` holds for a field, a referrer, a part of the form, a choice and a language.

use referral::ReferrerType;
use serde::Deserialize;

use crate::Reader;

/// The words of one field. Where the patient is asked directly, `patient` says it to them; `professional` says it to those
/// who ask as part of their work, `amhp` to one kind of them, and `staff` to head office, where somebody else answers.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FieldWords {
    /// The question.
    pub label: String,
    /// Its short name on the check page and at the desk.
    pub row: String,
    /// Its short name where a third person reads it; the same as `row` unless given.
    pub desk: String,
    /// How to answer.
    pub hint: String,
    /// Why we ask.
    pub why: String,
    /// How to answer on paper, where that differs.
    pub paper: String,
    pub(super) patient: Option<Box<FieldWords>>,
    pub(super) professional: Option<Box<FieldWords>>,
    pub(super) amhp: Option<Box<FieldWords>>,
    pub(super) staff: Option<Box<FieldWords>>,
}

impl FieldWords {
    /// The words for this reader alone, nearest first.
    pub(super) fn own(&self, reader: Reader) -> impl Iterator<Item = &Self> + Clone {
        let staff = self.staff.as_deref().filter(|_| reader == Reader::Staff);
        let amhp = self.amhp.as_deref().filter(|_| reader.is(ReferrerType::Amhp));
        let patient = self.patient.as_deref().filter(|_| reader.is(ReferrerType::Patient));
        let professional = self.professional.as_deref().filter(|_| reader.is_professional());
        [staff, amhp, patient, professional].into_iter().flatten()
    }
}

/// What a referrer type is called, and the head of its form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReferrerWords {
    /// Who they are, such as `A nearest relative`.
    pub name: String,
    /// The heading of their form.
    pub title: String,
    /// The text under it.
    pub lead: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct GroupWords {
    pub(super) heading: String,
    pub(super) summary: String,
    pub(super) patient: Option<Box<GroupWords>>,
    pub(super) staff: Option<Box<GroupWords>>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ChoiceWords {
    pub(super) label: String,
    pub(super) hint: String,
    pub(super) patient: Option<Box<ChoiceWords>>,
    pub(super) professional: Option<Box<ChoiceWords>>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct GuidanceWords {
    pub(super) title: String,
    pub(super) text: String,
    pub(super) patient: Option<Box<GuidanceWords>>,
}

/// A language, as its speakers call it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Language {
    /// Its name, such as `English`.
    pub name: String,
    /// `ltr` or `rtl`: the way it is written.
    pub dir: String,
    /// Who read these words as a speaker of the language.
    pub reviewer: String,
}
