//! The form of Easy Read: three questions of the patient's form, few choices each.

use content_reader::Content;
use referral::Route;
use serde::Serialize;

use crate::HONEYPOT;

/// How many choices a question may have; the last hospital is always "another place".
const MOST: usize = 6;
/// The harmless choice first: some programs take the first one by themselves.
const SECTIONS: [Route; 5] = [Route::NotSure, Route::Section2, Route::Section3, Route::Other, Route::Informal];

/// What `part-easy-form.html` is drawn with.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct EasyForm<'a> {
    words: &'a toml::Table,
    action: String,
    trap: &'static str,
    hospitals: Vec<Choice<'a>>,
    sections: Vec<Choice<'a>>,
}

#[derive(Debug, Clone, Serialize)]
struct Choice<'a> {
    code: &'a str,
    label: &'a str,
}

impl<'a> EasyForm<'a> {
    /// The form; none without its words.
    pub(crate) fn new(content: &'a Content) -> Option<Self> {
        let words = content.words.page("easy")?;
        let label = |code: &str| words.get("section")?.get(code)?.as_str();
        let sections =
            SECTIONS.into_iter().filter_map(|route| Some(Choice { code: route.code(), label: label(route.code())? }));
        let places = content.rules.places.hospitals().iter();
        let hospitals = places.map(|hospital| Choice { code: &hospital.slug, label: &hospital.name });
        Some(Self {
            words,
            action: format!("/referral/{}", referral::ReferrerType::Patient.code()),
            trap: HONEYPOT,
            hospitals: hospitals.take(MOST - 1).collect(),
            sections: sections.collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use content_reader::Texts;

    use super::*;

    /// docs/contract.md, Site: at most six choices each.
    #[test]
    fn each_question_has_few_choices() {
        let content = Content::parse(&Texts::compiled()).unwrap();
        let form = EasyForm::new(&content).unwrap();
        assert_eq!((form.sections.len(), form.sections[0].code), (5, "not-sure"));
        assert!(!form.hospitals.is_empty() && form.hospitals.len() < MOST);
    }
}
