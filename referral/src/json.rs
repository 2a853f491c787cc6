//! Answers and referrals as JSON: nested objects by the dotted names, booleans as booleans, dates ISO.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Map, Value as Json};
use strum::VariantArray as _;

use crate::typed::is_blank;
use crate::{Answers, FIELDS, Field, Kind, Problem, Referral, ReferrerType, Value, field, typed::boxes};

impl Answers {
    /// Takes answers from a JSON object.
    ///
    /// # Errors
    /// Each unknown field by name, and each value of the wrong type.
    pub fn from_json(body: &Json) -> Result<Self, (Self, Vec<Problem>)> {
        let mut answers = Self::default();
        let mut problems = Vec::new();
        match body {
            Json::Object(object) => walk(object, "", &mut answers, &mut problems),
            _ => problems.push(Problem::new("", "wrong-type")),
        }
        if problems.is_empty() { Ok(answers) } else { Err((answers, problems)) }
    }
}

fn walk(object: &Map<String, Json>, prefix: &str, answers: &mut Answers, problems: &mut Vec<Problem>) {
    for (key, value) in object {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        // A dotted name is a path into nested objects, never one key.
        let row = if key.contains('.') { None } else { field(&name) };
        match (row, value) {
            (Some(_), Json::Null) => {}
            (Some(field), value) => {
                if let Err(code) = take(field, value, answers) {
                    problems.push(Problem::new(name, code));
                }
            }
            (None, Json::Object(inner)) if is_parent(&name) => walk(inner, &name, answers, problems),
            (None, _) if is_parent(&name) => problems.push(Problem::new(name, "wrong-type")),
            (None, _) => problems.push(Problem::new(name, "unknown-field")),
        }
    }
}

fn is_parent(name: &str) -> bool {
    FIELDS.iter().any(|field| field.name.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
}

/// Puts one JSON value where the form would have typed it, or gives the code of what is wrong with it.
fn take(field: &Field, value: &Json, answers: &mut Answers) -> Result<(), &'static str> {
    match (field.kind, value) {
        (Kind::YesNo, Json::Bool(yes)) => answers.put(field.name, if *yes { "yes" } else { "no" }.to_owned()),
        (Kind::Choices(_), Json::Array(codes)) => {
            let codes: Option<Vec<&str>> = codes.iter().map(Json::as_str).collect();
            let codes = codes.ok_or("wrong-type")?;
            if codes.iter().any(|code| code.trim().is_empty()) {
                return Err("choose-listed");
            }
            codes.into_iter().for_each(|code| answers.put(field.name, code.to_owned()));
        }
        (Kind::YesNo | Kind::Choices(_), Json::String(text)) if is_blank(text) => {}
        (Kind::YesNo | Kind::Choices(_), _) => return Err("wrong-type"),
        (kind @ (Kind::PastDate { .. } | Kind::Date), Json::String(text)) => {
            let unknown = kind == Kind::PastDate { unknown: true } && text == "unknown";
            if !unknown && !is_iso(text) && !is_blank(text) {
                return Err("date-not-iso");
            }
            answers.put(field.name, text.clone());
        }
        (_, Json::String(text)) => answers.put(field.name, text.clone()),
        (Kind::Referrer, _) => return Err("wrong-referrer"),
        _ => return Err("wrong-type"),
    }
    Ok(())
}

/// A program has no reason to guess at dates: `2026-12-25` and nothing else.
fn is_iso(text: &str) -> bool {
    text.len() == 10 && text.parse::<NaiveDate>().is_ok_and(|date| date.to_string() == text)
}

impl Value {
    /// The value as the API and `show --json` give it.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Text(text) | Self::Code(text) => Json::from(text.as_str()),
            Self::Date(date) => Json::from(date.to_string()),
            Self::Unknown => Json::from("unknown"),
            Self::Codes(codes) => Json::from(codes.clone()),
            Self::YesNo(yes) => Json::from(*yes),
        }
    }

    /// Reads a value that was stored as JSON; none of `null`.
    pub fn from_stored(field: &Field, json: &Json) -> Option<Self> {
        Self::from_json(field.kind, json)
    }

    fn from_json(kind: Kind, json: &Json) -> Option<Self> {
        match (kind, json) {
            (_, Json::Bool(yes)) => Some(Self::YesNo(*yes)),
            (_, Json::Array(codes)) => {
                Some(Self::Codes(codes.iter().filter_map(|code| code.as_str().map(str::to_owned)).collect()))
            }
            (Kind::PastDate { .. } | Kind::Date, Json::String(text)) => {
                text.parse().map_or(Some(Self::Unknown), |date| Some(Self::Date(date)))
            }
            (Kind::Choice(_) | Kind::Hospital | Kind::Referrer, Json::String(code)) => Some(Self::Code(code.clone())),
            (_, Json::String(text)) => Some(Self::Text(text.clone())),
            _ => None,
        }
    }
}

fn is_refused(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.code == "wrong-referrer")
}

/// What is wrong with the answers whoever of those who may ask does, for somebody who may not.
fn wrong_whoever_asks(answers: &Answers, parse: impl Fn(&Answers) -> Result<Referral, Vec<Problem>>) -> Vec<Problem> {
    let typed: Vec<_> = answers.pairs().collect();
    let by = |kind: &ReferrerType| parse(&Answers::from_pairs(&typed, *kind)).err().unwrap_or_default();
    let mut each = ReferrerType::VARIANTS.iter().map(by).filter(|found| !is_refused(found));
    let first = each.next().unwrap_or_default();
    each.fold(first, |shared, others| shared.into_iter().filter(|one| others.contains(one)).collect())
}

impl Referral {
    /// Reads a referral from a JSON object, whose answers `parse` takes.
    ///
    /// # Errors
    /// Unknown fields and those of the wrong type together with every problem of the rest, in page order, and the answers
    /// as far as they could be read.
    pub fn from_json(
        body: &Json,
        parse: impl Fn(&Answers) -> Result<Self, Vec<Problem>>,
    ) -> Result<Self, (Answers, Vec<Problem>)> {
        let (answers, mut problems) = match Answers::from_json(body) {
            Ok(answers) => (answers, Vec::new()),
            Err(wrong) => wrong,
        };
        let mut parsed = parse(&answers);
        if let Err(more) = &mut parsed {
            if is_refused(more) {
                more.extend(wrong_whoever_asks(&answers, &parse));
            }
            let known = |more: &Problem| problems.iter().any(|problem| problem.field == more.field);
            let rest: Vec<Problem> = more.iter().filter(|more| !known(more)).cloned().collect();
            problems.extend(rest);
        }
        Problem::in_page_order(&mut problems);
        parsed.ok().filter(|_| problems.is_empty()).ok_or((answers, problems))
    }

    /// Nested by the dotted names, in table order. The same answers always give the same text,
    /// whether they came from a form or from the API.
    pub fn to_json(&self) -> Json {
        let mut root = Map::new();
        for (field, value) in self.answers() {
            let mut at = &mut root;
            let mut parts: Vec<&str> = field.name.split('.').collect();
            let leaf = parts.pop().unwrap_or(field.name);
            for part in parts {
                let child = at.entry(part).or_insert_with(|| Json::Object(Map::new()));
                let Json::Object(inner) = child else { return Json::Null };
                at = inner;
            }
            at.insert(leaf.to_owned(), value.to_json());
        }
        Json::Object(root)
    }

    /// Reads a referral that was parsed before it was stored. Codes that have since left a list are kept.
    pub fn from_stored(json: &Json) -> Option<Self> {
        let at = |name: &str| name.split('.').try_fold(json, |json, part| json.get(part));
        let referrer = ReferrerType::from_code(at("referrer.type")?.as_str()?)?;
        let stored =
            FIELDS.iter().filter_map(|field| Some((field.name, Value::from_json(field.kind, at(field.name)?)?)));
        Some(Self::restore(referrer, stored.collect::<BTreeMap<_, _>>()))
    }

    /// The answers as they would be typed, to draw a filled form or page from.
    pub fn to_answers(&self) -> Answers {
        let mut answers = Answers::default();
        for (field, value) in self.answers() {
            match value {
                Value::Text(text) | Value::Code(text) => answers.put(field.name, text.clone()),
                Value::Date(date) => {
                    let parts = ["day", "month", "year"].into_iter().zip(boxes(*date));
                    parts.for_each(|(part, typed)| answers.put(&format!("{}.{part}", field.name), typed));
                }
                Value::Unknown => answers.put(&format!("{}.unknown", field.name), "yes".to_owned()),
                Value::Codes(codes) => codes.iter().for_each(|code| answers.put(field.name, code.clone())),
                Value::YesNo(yes) => answers.put(field.name, if *yes { "yes" } else { "no" }.to_owned()),
            }
        }
        answers
    }
}
