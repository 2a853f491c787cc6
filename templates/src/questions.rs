//! The questions of a form: words, answers and what is wrong with them, without a page around them.

use content_reader::{Content, Reader};
use referral::{About, Answers, Ask, FIELDS, Field, Group, Kind, Problem, ReferrerType, Value};
use serde::Serialize;

use crate::values::{codes, value_lines};

/// Routes that few people are under: first in the list they would frighten the many.
const RARE_ROUTES: [&str; 6] =
    ["guardianship", "conditional-discharge", "section-57", "section-58a", "short-term", "other"];
/// Put between two answers where one was asked for, so that neither is lost.
const AND: &str = " / ";

#[derive(Clone, Serialize)]
pub(crate) struct Choice {
    code: String,
    label: String,
    hint: String,
    chosen: bool,
    /// Put after "Something else" for those who are not professionals.
    rare: bool,
}

#[derive(Clone, Serialize)]
pub(crate) struct Control {
    pub(crate) name: &'static str,
    /// The id of the first thing to type into: where the error summary leads.
    pub(crate) target: String,
    pub(crate) kind: &'static str,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) why: String,
    pub(crate) optional: bool,
    pub(crate) autocomplete: &'static str,
    /// A person's name: phones must neither mend it nor underline it.
    pub(crate) is_name: bool,
    pub(crate) value: String,
    pub(crate) day: String,
    pub(crate) month: String,
    pub(crate) year: String,
    pub(crate) unknown: Option<bool>,
    pub(crate) choices: Vec<Choice>,
    /// Whether any of the choices is chosen.
    pub(crate) answered: bool,
    /// Whether some choices are rare, and whether one of those is chosen.
    pub(crate) rare: bool,
    pub(crate) rare_open: bool,
    pub(crate) problem: String,
}

#[derive(Clone, Serialize)]
pub(crate) struct FormPart {
    pub(crate) title: String,
    pub(crate) open: bool,
    pub(crate) fields: Vec<Control>,
}

#[derive(Clone, Serialize)]
pub(crate) struct Said {
    /// Empty where this form has no control to lead to.
    pub(crate) target: String,
    pub(crate) message: String,
}

/// The questions of a form without a page around them: the desk asks them too. No `Debug`: they hold answers.
#[derive(Clone, Default, Serialize)]
pub struct Questions {
    problems: Vec<Said>,
    required: Vec<FormPart>,
    optional: Vec<FormPart>,
    /// The questions that were asked for by name, in page order.
    fields: Vec<Control>,
    ui: std::collections::BTreeMap<String, String>,
}

impl Questions {
    /// All that staff may write down for this referrer, with every answer kept and every problem said.
    pub fn all(content: &Content, referrer: ReferrerType, answers: &Answers, problems: &[Problem]) -> Self {
        let drawing = Drawing { content, referrer, reader: Reader::Staff, answers, problems };
        Self {
            problems: drawing.said(),
            required: drawing.parts(true),
            optional: drawing.parts(false),
            fields: Vec::new(),
            ui: content.words.all_ui().clone(),
        }
    }

    /// Those of these fields that staff may write down for this referrer.
    pub fn of(
        content: &Content,
        referrer: ReferrerType,
        wanted: impl Fn(&Field) -> bool,
        answers: &Answers,
        problems: &[Problem],
    ) -> Self {
        let drawing = Drawing { content, referrer, reader: Reader::Staff, answers, problems };
        let asked = FIELDS.iter().filter(|field| field.kind != Kind::Referrer && drawing.asked(field) != Ask::Not);
        let fields: Vec<Control> = asked.filter(|field| wanted(field)).map(|field| drawing.control(field)).collect();
        let named = |name: &str| fields.iter().any(|control| control.name == name);
        let problems: Vec<Problem> = problems.iter().filter(|problem| named(&problem.field)).cloned().collect();
        let said = Drawing { problems: &problems, ..drawing }.said();
        Self { problems: said, fields, ui: content.words.all_ui().clone(), ..Self::default() }
    }
}

pub(crate) struct Drawing<'a> {
    pub(crate) content: &'a Content,
    pub(crate) referrer: ReferrerType,
    /// Whom the labels speak to.
    pub(crate) reader: Reader,
    pub(crate) answers: &'a Answers,
    pub(crate) problems: &'a [Problem],
}

impl Drawing<'_> {
    fn asked(&self, field: &Field) -> Ask {
        if self.reader == Reader::Staff { field.written_down(self.referrer) } else { field.asked(self.referrer) }
    }

    /// Every problem, with where it leads.
    pub(crate) fn said(&self) -> Vec<Said> {
        let said = self.problems.iter().filter_map(|problem| {
            let field = referral::field(&problem.field)?;
            let target = if self.asked(field) == Ask::Not { String::new() } else { field.target() };
            Some(Said { target, message: self.named_message(field, problem) })
        });
        said.collect()
    }

    /// The parts with required questions, or the parts with the rest.
    pub(crate) fn parts(&self, required: bool) -> Vec<FormPart> {
        let wanted = |field: &&Field| match self.asked(field) {
            Ask::Required | Ask::OneOf(_) | Ask::Beside => required,
            Ask::Optional => !required,
            Ask::Not => false,
        };
        let parts = Group::ALL.iter().filter_map(|group| {
            let fields = FIELDS.iter().filter(|field| field.group == *group && field.kind != Kind::Referrer);
            let fields: Vec<Control> = fields.filter(wanted).map(|field| self.control(field)).collect();
            let (heading, summary) = self.content.words.group(group.code(), self.reader);
            let open = fields.iter().any(|control| !control.problem.is_empty() || self.is_filled(control.name));
            let title = if required { heading } else { summary }.to_owned();
            (!fields.is_empty()).then_some(FormPart { title, open, fields })
        });
        parts.collect()
    }

    fn is_filled(&self, name: &str) -> bool {
        referral::field(name).is_some_and(|field| field.controls().iter().any(|control| self.answers.has(control)))
    }

    fn control(&self, field: &'static Field) -> Control {
        let words = self.content.words.field(field.name, self.reader);
        let asked = self.asked(field);
        let problem = self.problems.iter().find(|problem| problem.field == field.name);
        let part = |part: &str| self.answers.all(&format!("{}.{part}", field.name)).join(AND);
        let whole = self.answers.all(field.name).join(AND);
        let dated = matches!(field.kind, Kind::PastDate { .. } | Kind::Date);
        let unknown = matches!(field.kind, Kind::PastDate { unknown: true }) && asked == Ask::Required;
        let choices = self.choices(field);
        Control {
            name: field.name,
            target: field.target(),
            kind: kind(field),
            label: words.label,
            hint: words.hint,
            why: words.why,
            optional: matches!(asked, Ask::Beside),
            autocomplete: autocomplete(field),
            is_name: matches!(field.leaf(), "name" | "known_as"),
            value: whole.clone(),
            day: if dated && whole != "unknown" && !whole.is_empty() { whole.clone() } else { part("day") },
            month: part("month"),
            year: part("year"),
            unknown: unknown.then(|| self.answers.has(&format!("{}.unknown", field.name)) || whole == "unknown"),
            answered: self.answers.has(field.name),
            rare: choices.iter().any(|choice| choice.rare),
            rare_open: choices.iter().any(|choice| choice.rare && choice.chosen),
            choices,
            problem: problem.map_or_else(String::new, |problem| self.message(field, problem)),
        }
    }

    /// For the list of problems: like [`Self::message`], and it names the question.
    pub(crate) fn named_message(&self, field: &Field, problem: &Problem) -> String {
        if problem.code == "not-asked" {
            return self.message(field, problem);
        }
        let sentence = self.content.words.problem(problem, self.reader);
        let named = self.content.words.named_problem(problem, self.reader);
        self.message(field, problem).replacen(sentence, &named, 1)
    }

    /// What is wrong and what to do; with what was sent, where no control can show it.
    fn message(&self, field: &Field, problem: &Problem) -> String {
        let words = &self.content.words;
        let sentence = words.problem(problem, self.reader);
        let coded = !field.kind.codes().is_empty();
        let sent = match problem.code {
            "not-asked" => field.controls(),
            "repeated" | "choose-listed" | "yes-no" | "unreadable" if coded => vec![field.name.to_owned()],
            _ => return sentence.to_owned(),
        };
        let sent = sent.iter().flat_map(|control| self.answers.all(control));
        let said = |sent: &String| value_lines(self.content, field.name, &Value::Code(sent.clone()), self.reader);
        let sent: Vec<String> = sent.flat_map(said).collect();
        let name =
            if problem.code == "not-asked" { words.field(field.name, self.reader).row + ": " } else { String::new() };
        format!("{name}{sentence} {} {}", words.ui("you_sent"), sent.join(AND))
    }

    fn choices(&self, field: &Field) -> Vec<Choice> {
        let chosen = |code: &str| self.answers.all(field.name).iter().any(|typed| typed == code);
        let hospitals = self.content.rules.places.hospitals().iter().filter(|_| field.kind == Kind::Hospital);
        let listed = hospitals.map(|place| Choice {
            code: place.slug.clone(),
            label: format!("{}, {}", place.name, place.town),
            hint: String::new(),
            chosen: chosen(&place.slug),
            rare: false,
        });
        let coded = codes(field, self.referrer).into_iter().map(|code| {
            let (label, hint) = self.content.words.choice(field.name, code, self.reader);
            let rare = field.name == "legal.route" && !self.reader.is_professional() && RARE_ROUTES.contains(&code);
            let (label, hint) = (label.to_owned(), hint.to_owned());
            Choice { code: code.to_owned(), label, hint, chosen: chosen(code), rare }
        });
        listed.chain(coded).collect()
    }
}

fn kind(field: &Field) -> &'static str {
    match field.kind {
        Kind::Text(_) | Kind::Referrer => "text",
        Kind::LongText(_) => "long-text",
        Kind::Phone => "tel",
        Kind::Email => "email",
        Kind::NhsNumber => "number",
        Kind::PastDate { .. } | Kind::Date => "date",
        Kind::YesNo | Kind::Choice(_) if field.name == "patient.ethnic_group" => "select",
        Kind::YesNo | Kind::Choice(_) => "choice",
        Kind::Choices(_) => "choices",
        Kind::Hospital => "select",
    }
}

/// The referrer's own details may be filled in by their browser for the next patient. Other fields have no token:
/// `comfort.js` keeps them out of the browser's memory without losing them on Back (docs/contract.md, Form).
fn autocomplete(field: &Field) -> &'static str {
    match (field.about, field.leaf()) {
        (About::Referrer, "name") => "name",
        (About::Referrer, "phone") => "tel",
        (About::Referrer, "email") => "email",
        (About::Referrer, "workplace") => "organization",
        _ => "",
    }
}
