//! The form of Easy Read: three questions of the patient's form, few choices each; blank, or back with its answers.

use std::collections::BTreeMap;

use content_reader::Content;
use referral::{Answers, Problem, ReferrerType, Route};
use serde::Serialize;

use crate::{Frame, HONEYPOT, Page, Theme};

/// The name of the hidden control that says an answer came from this form.
pub const EASY: &str = "easy";
/// How many choices a question may have; the last hospital is always "another place".
const MOST: usize = 6;
/// The harmless choice first: some programs take the first one by themselves.
const SECTIONS: [Route; 5] = [Route::NotSure, Route::Section2, Route::Section3, Route::Other, Route::Informal];
/// The questions, and the fields each is typed into. An error leads to the first.
const QUESTIONS: [(&str, &[&str]); 3] =
    [("name", &["patient.name"]), ("place", &["patient.hospital", "patient.address"]), ("section", &["legal.route"])];

/// What `part-easy-form.html` is drawn with. No `Debug`: it holds answers.
#[derive(Clone, Serialize)]
pub(crate) struct EasyForm<'a> {
    words: &'a toml::Table,
    action: String,
    trap: &'static str,
    easy: &'static str,
    issued: String,
    name: String,
    address: String,
    hospitals: Vec<Choice<'a>>,
    sections: Vec<Choice<'a>>,
    problems: Vec<Said<'a>>,
    /// What is wrong with each question; empty where nothing is.
    wrong: BTreeMap<&'static str, &'a str>,
}

#[derive(Clone, Serialize)]
struct Choice<'a> {
    code: &'a str,
    label: &'a str,
    chosen: bool,
}

/// What is wrong with a question.
#[derive(Clone, Serialize)]
struct Said<'a> {
    question: &'static str,
    target: &'static str,
    message: &'a str,
}

impl<'a> EasyForm<'a> {
    /// The blank form; none without its words.
    pub(crate) fn new(content: &'a Content) -> Option<Self> {
        Self::filled(content, &Answers::default(), &[])
    }

    /// The form with its answers and what is wrong with them; none where it cannot show all of either.
    fn filled(content: &'a Content, answers: &Answers, problems: &[Problem]) -> Option<Self> {
        let words = content.words.page("easy")?;
        let label = |code: &str| words.get("section")?.get(code)?.as_str();
        let chosen = |field: &str, code: &str| answers.one(field) == code;
        let sections: Vec<Choice<'_>> = (SECTIONS.into_iter().map(Route::code))
            .filter_map(|code| Some(Choice { code, label: label(code)?, chosen: chosen("legal.route", code) }))
            .collect();
        let places = content.rules.places.hospitals().iter().take(MOST - 1);
        let listed = places.map(|hospital| (hospital.slug.as_str(), hospital.name.as_str()));
        let other = words.get("other").and_then(toml::Value::as_str).map(|label| (referral::Places::OTHER, label));
        let hospitals: Vec<Choice<'_>> = listed
            .chain(other)
            .map(|(code, label)| Choice { code, label, chosen: chosen("patient.hospital", code) })
            .collect();
        let shown = |field: &str, choices: &[Choice<'_>]| {
            answers.one(field).is_empty() || choices.iter().any(|choice| choice.chosen)
        };
        let asked = |name: &str| QUESTIONS.iter().any(|(_, fields)| fields.contains(&name));
        let kept =
            answers.pairs().all(|(name, _)| name == "referrer.type" || asked(&name) && answers.all(&name).len() == 1);
        let problems: Vec<Said<'_>> = problems.iter().map(|problem| said(words, problem)).collect::<Option<_>>()?;
        let message = |question| problems.iter().find(|said| said.question == question).map_or("", |said| said.message);
        let is_whole = kept && shown("legal.route", &sections) && shown("patient.hospital", &hospitals);
        is_whole.then_some(Self {
            words,
            action: format!("{}/referral/{}", content.base, ReferrerType::Patient.code()),
            trap: HONEYPOT,
            easy: EASY,
            issued: String::new(),
            name: answers.one("patient.name").to_owned(),
            address: answers.one("patient.address").to_owned(),
            hospitals,
            sections,
            wrong: QUESTIONS.map(|(question, _)| (question, message(question))).into(),
            problems,
        })
    }
}

/// What is wrong, in words of Easy Read; none where this form does not ask it.
fn said<'a>(words: &'a toml::Table, problem: &Problem) -> Option<Said<'a>> {
    let (question, fields) = QUESTIONS.iter().find(|(_, fields)| fields.contains(&problem.field.as_str()))?;
    let is_missing = matches!(problem.code, "missing" | "one-of-place" | "choose");
    let message = words.get("problem")?.get(if is_missing { question } else { "again" })?.as_str()?;
    Some(Said { question, target: fields[0], message })
}

/// The form of Easy Read as it comes back: refused, or opened to change an answer.
#[derive(Serialize)]
pub struct EasyPage<'a> {
    frame: Frame<'a>,
    easy: EasyForm<'a>,
}

impl<'a> EasyPage<'a> {
    /// The form with these answers. None where some answer or problem has no place in it: the patient's form has.
    pub fn filled(
        theme: &'a Theme,
        content: &'a Content,
        answers: &Answers,
        problems: &[Problem],
        issued: &str,
    ) -> Option<Self> {
        let easy = EasyForm { issued: issued.to_owned(), ..EasyForm::filled(content, answers, problems)? };
        let frame = Frame::new(theme, content, easy.words.get("title")?.as_str()?);
        let frame = if problems.is_empty() { frame } else { frame.prefixed(content.words.ui("error_prefix")) };
        Some(Self { frame, easy })
    }
}

impl Page for EasyPage<'_> {
    const TEMPLATE: &'static str = "easy-form.html";
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
        assert!(form.hospitals.len() > 1 && form.hospitals.len() <= MOST);
    }

    /// Answers that it cannot show are left to the patient's form, so that none is lost.
    #[test]
    fn an_answer_it_does_not_ask_is_left_to_the_whole_form() {
        let content = Content::parse(&Texts::compiled()).unwrap();
        let table = [
            ("its own", vec![("patient.name", "Ida Moss"), ("legal.route", "not-sure")], true),
            ("another question", vec![("patient.name", "Ida Moss"), ("patient.ward", "Fern")], false),
            ("another section", vec![("legal.route", "cto")], false),
            ("a hospital that is not listed", vec![("patient.hospital", "nowhere")], false),
            ("two names", vec![("patient.name", "Ida"), ("patient.name", "Moss")], false),
        ];
        for (row, typed, shown) in table {
            let typed: Vec<_> = typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            let answers = Answers::from_pairs(&typed, ReferrerType::Patient);
            assert_eq!(EasyForm::filled(&content, &answers, &[]).is_some(), shown, "{row}");
        }
    }
}
