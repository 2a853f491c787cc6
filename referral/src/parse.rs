//! Makes [`Answers`] a [`Referral`]; nothing else does. Everything that is wrong is said at once, in page order.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::{
    Answers, Ask, Calendar, FIELDS, Field, Kind, Places, Problem, ReferrerType, Route, Rules, Value, read_date, typed,
};

/// A referral whose answers are complete and well formed, for a referrer the law allows.
#[derive(Clone, PartialEq, Eq)]
pub struct Referral {
    referrer: ReferrerType,
    values: BTreeMap<&'static str, Value>,
}

/// Personal data never reaches a log through `{:?}`.
impl fmt::Debug for Referral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Referral(…)")
    }
}

/// Why a referral should be looked at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// Section 2 began seven or more days ago: half the time to go to the tribunal is gone.
    Section2,
    /// An important date is within three working days.
    ImportantDate,
}

/// Days into section 2 after which half the time to ask a tribunal is gone (docs/domain.md, Working days).
const SECTION_2_URGENT_DAYS: i64 = 7;
/// Working days before an important date within which a referral is urgent.
const IMPORTANT_DATE_URGENT_DAYS: u32 = 3;

impl Referral {
    /// Checks every answer on the local date `today`.
    ///
    /// # Errors
    /// Every problem there is, in page order. Nothing typed is in them.
    pub fn parse(answers: &Answers, rules: &Rules, today: NaiveDate) -> Result<Self, Vec<Problem>> {
        Self::parse_as(Field::asked, answers, rules, today)
    }

    /// The same of answers that staff write down: see [`Field::written_down`].
    ///
    /// # Errors
    /// Every problem there is, in page order. Nothing typed is in them.
    pub fn parse_written_down(answers: &Answers, rules: &Rules, today: NaiveDate) -> Result<Self, Vec<Problem>> {
        Self::parse_as(Field::written_down, answers, rules, today)
    }

    fn parse_as(
        asked: fn(&Field, ReferrerType) -> Ask,
        answers: &Answers,
        rules: &Rules,
        today: NaiveDate,
    ) -> Result<Self, Vec<Problem>> {
        let Some(referrer) = referrer(answers, rules, today) else {
            return Err(vec![Problem::new("referrer.type", "wrong-referrer")]);
        };
        let mut values = BTreeMap::new();
        let mut problems = Vec::new();
        for field in FIELDS {
            let asked = asked(field, referrer);
            if asked == Ask::Not {
                let given = field.controls().iter().any(|control| answers.has(control));
                problems.extend(given.then(|| Problem::new(field.name, "not-asked")));
                continue;
            }
            match read(field, answers, rules, today) {
                Err(code) => problems.push(Problem::new(field.name, code)),
                Ok(Some(value)) => drop(values.insert(field.name, value)),
                Ok(None) => problems.extend(missing(field, asked, referrer, answers)),
            }
        }
        if problems.is_empty() { Ok(Self { referrer, values }) } else { Err(problems) }
    }

    /// Takes values that were parsed when they were stored.
    pub(crate) fn restore(referrer: ReferrerType, values: BTreeMap<&'static str, Value>) -> Self {
        Self { referrer, values }
    }

    /// Every value by its field's name.
    pub(crate) fn values(&self) -> BTreeMap<&'static str, Value> {
        self.values.clone()
    }

    /// Who is asking.
    pub fn referrer(&self) -> ReferrerType {
        self.referrer
    }

    /// The answer to a field, by dotted name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// The answers given, in page order.
    pub fn answers(&self) -> impl Iterator<Item = (&'static Field, &Value)> {
        FIELDS.iter().filter_map(|field| self.values.get(field.name).map(|value| (field, value)))
    }

    /// Typed text or a code; the empty string where there is none.
    pub fn text(&self, name: &str) -> &str {
        match self.get(name) {
            Some(Value::Text(text) | Value::Code(text)) => text,
            _ => "",
        }
    }

    /// A date that was given and known.
    pub fn date(&self, name: &str) -> Option<NaiveDate> {
        match self.get(name) {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        }
    }

    /// How the patient is held, as far as the person asking knows.
    pub fn route(&self) -> Route {
        Route::from_code(self.text("legal.route")).unwrap_or(Route::NotSure)
    }

    /// What to look at again, without stopping anyone, in page order: an e-mail domain with letters outside a to z, an
    /// NHS number whose check digit fails, a way to reach the patient without its number or address, "another hospital" that nobody named, and a route that has an age limit
    /// (section 58A) without a date of birth.
    pub fn warnings(&self) -> Vec<Problem> {
        let nhs_number = self.text("patient.nhs_number");
        let unnamed = self.text("patient.hospital") == Places::OTHER && self.get("patient.address").is_none();
        let ageless = self.route() == Route::Section58a && self.date("patient.date_of_birth").is_none();
        let reasons = [
            ("referrer.email", "email-domain", typed::has_foreign_domain(self.text("referrer.email"))),
            ("patient.email", "email-domain", typed::has_foreign_domain(self.text("patient.email"))),
            ("patient.contact_by", "contact-missing", self.lacks_what_to_contact_by()),
            ("patient.date_of_birth", "birth-helps", ageless),
            ("patient.nhs_number", "nhs-number-check", !nhs_number.is_empty() && !typed::is_nhs_number(nhs_number)),
            ("patient.address", "place-unnamed", unnamed),
        ];
        reasons.into_iter().filter(|(.., holds)| *holds).map(|(field, code, _)| Problem::new(field, code)).collect()
    }

    /// Whether the patient is to be reached in a way for which no number or address was given.
    fn lacks_what_to_contact_by(&self) -> bool {
        match self.text("patient.contact_by") {
            "phone" | "text" => self.get("patient.phone").is_none(),
            "email" => self.get("patient.email").is_none(),
            _ => false,
        }
    }

    /// The same, and what only the person asking can still mend on the day: an important date that has passed.
    pub fn warnings_on(&self, today: NaiveDate) -> Vec<Problem> {
        let past = self.date("important_date.on").is_some_and(|on| on < today);
        self.warnings().into_iter().chain(past.then(|| Problem::new("important_date.on", "date-past"))).collect()
    }

    /// Whether this should be looked at before the rest of the queue, seen from `today`.
    pub fn urgency(&self, today: NaiveDate, calendar: &Calendar) -> Option<Urgency> {
        let begun = self.date("legal.started_on").filter(|_| self.route() == Route::Section2);
        if begun.is_some_and(|begun| (today - begun).num_days() >= SECTION_2_URGENT_DAYS) {
            return Some(Urgency::Section2);
        }
        let last = calendar.add_working_days(today, IMPORTANT_DATE_URGENT_DAYS);
        let soon = self.date("important_date.on").is_some_and(|on| on >= today && on <= last);
        soon.then_some(Urgency::ImportantDate)
    }
}

fn referrer(answers: &Answers, rules: &Rules, today: NaiveDate) -> Option<ReferrerType> {
    let kind = ReferrerType::from_code(answers.one("referrer.type"))?;
    rules.law.referrers(today).contains(&kind).then_some(kind)
}

/// The problem, if any, with a field that was left empty. One of several is said once, at the first of them.
pub(crate) fn missing(field: &Field, asked: Ask, referrer: ReferrerType, answers: &Answers) -> Option<Problem> {
    match asked {
        Ask::Required => match field.kind {
            Kind::PastDate { unknown: true } => Some(Problem::new(field.name, "missing-or-unknown")),
            Kind::Choice(_) => Some(Problem::new(field.name, "choose")),
            _ => Some(Problem::new(field.name, "missing")),
        },
        Ask::OneOf(word) => {
            let mut several = FIELDS.iter().filter(|other| other.asked(referrer) == asked);
            let first = several.clone().next().is_some_and(|other| other.name == field.name);
            let none = several.all(|other| !answers.has(other.name));
            let code = if word == "place" { "one-of-place" } else { "one-of-contact" };
            (first && none).then(|| Problem::new(field.name, code))
        }
        Ask::Optional | Ask::Beside | Ask::Not => None,
    }
}

/// Reads one field; `None` where it was left empty or holds white space alone.
pub(crate) fn read(
    field: &Field,
    answers: &Answers,
    rules: &Rules,
    today: NaiveDate,
) -> Result<Option<Value>, &'static str> {
    for control in field.controls() {
        if answers.is_unread(&control) {
            return Err("unreadable");
        }
        let all = answers.all(&control);
        if all.len() > 1 && !matches!(field.kind, Kind::Choices(_)) && all.iter().any(|value| *value != all[0]) {
            return Err("repeated");
        }
        if all.iter().any(|value| value.chars().count() > field.limit()) {
            return Err("too-long");
        }
    }
    let typed = answers.one(field.name);
    match field.kind {
        Kind::PastDate { unknown } => return past_date(field.name, answers, unknown, today),
        Kind::Date => return date(field.name, answers, today.year() + 20),
        Kind::Choices(codes) => return choices(answers.all(field.name), codes),
        _ if typed::is_blank(typed) => return Ok(None),
        _ => {}
    }
    one_value(field.kind, typed, rules).map(Some)
}

fn one_value(kind: Kind, typed: &str, rules: &Rules) -> Result<Value, &'static str> {
    let held = |right: bool, code: &'static str| if right { Ok(Value::Text(typed.to_owned())) } else { Err(code) };
    let chosen = |known: bool| if known { Ok(Value::Code(typed.to_owned())) } else { Err("choose-listed") };
    match kind {
        Kind::Phone => held(typed::is_phone(typed), "phone"),
        Kind::Email => held(typed::is_email(typed), "email"),
        Kind::Hospital => chosen(rules.places.knows(typed)),
        Kind::Choice(codes) => chosen(codes.contains(&typed)),
        Kind::Referrer => Ok(Value::Code(typed.to_owned())),
        Kind::YesNo => match typed {
            "yes" => Ok(Value::YesNo(true)),
            "no" => Ok(Value::YesNo(false)),
            _ => Err("yes-no"),
        },
        _ => Ok(Value::Text(typed.to_owned())),
    }
}

fn choices(ticked: &[String], codes: &[&str]) -> Result<Option<Value>, &'static str> {
    let ticked: Vec<&String> = ticked.iter().filter(|code| !code.trim().is_empty()).collect();
    if ticked.iter().any(|code| !codes.contains(&code.as_str())) {
        return Err("choose-listed");
    }
    let mut chosen: Vec<String> = Vec::new();
    for code in ticked {
        if !chosen.contains(code) {
            chosen.push(code.clone());
        }
    }
    Ok((!chosen.is_empty()).then_some(Value::Codes(chosen)))
}

fn past_date(
    name: &str,
    answers: &Answers,
    may_be_unknown: bool,
    today: NaiveDate,
) -> Result<Option<Value>, &'static str> {
    let given = date(name, answers, today.year());
    let ticked = answers.has(&format!("{name}.unknown")) || answers.one(name) == "unknown";
    let unknown = may_be_unknown && ticked;
    match given {
        _ if unknown && answers.one(name) == "unknown" => Ok(Some(Value::Unknown)),
        Ok(None) if unknown => Ok(Some(Value::Unknown)),
        Ok(Some(_)) | Err(_) if unknown => Err("date-and-unknown"),
        Ok(Some(Value::Date(date))) if date > today => Err("date-future"),
        Ok(Some(Value::Date(date))) if date.year() < 1900 => Err("date-too-early"),
        other => other,
    }
}

fn date(name: &str, answers: &Answers, latest: i32) -> Result<Option<Value>, &'static str> {
    let part = |part: &str| answers.one(&format!("{name}.{part}"));
    let whole = answers.one(name);
    let [first, month, year] = if typed::is_blank(whole) {
        [part("day").trim(), part("month").trim(), part("year").trim()]
    } else {
        [whole.trim(), "", ""]
    };
    match (first, month, year) {
        ("", "", "") => Ok(None),
        _ => match read_date(first, month, year, latest) {
            Some(date) if date.year() < 1000 => Err("date-too-early"),
            Some(date) => Ok(Some(Value::Date(date))),
            None if [first, month, year].contains(&"") => Err("date-incomplete"),
            None => Err("date-not-real"),
        },
    }
}

#[cfg(test)]
mod tests;
