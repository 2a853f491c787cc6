//! What pages show that is counted, not written: which sections count, a dated example, the next closed days.
//!
//! In Markdown, `{{ name }}` alone in its paragraph is replaced by the template `part-name.html`, drawn with these
//! facts; within a sentence it is one of [`Facts::value`].

use std::collections::BTreeMap;

use chrono::NaiveDate;
use content_reader::{Content, Site};
use referral::{Advocate, Calendar, Hospital, ReferrerType, Route, long_date};
use serde::Serialize;

use crate::api::ApiFields;
use crate::dates::{self, TribunalExample};
use crate::easy::EasyForm;
use crate::{Qr, tribunal};

/// How many closed days are named ahead.
const CLOSED_DAYS: usize = 4;

/// One way of being under the Act, and whether the service covers it on the day.
#[derive(Debug, Clone, Serialize)]
struct Section {
    label: String,
    hint: String,
    /// `eligible`, `not-covered` or `to-check`.
    outcome: &'static str,
    source: String,
}

/// A day between asking and the promise.
#[derive(Debug, Clone, Serialize)]
struct Day {
    date: String,
    /// Without its year.
    short: String,
    /// The number of the working day; 0 on the day of asking, none on a day that does not count.
    number: Option<u32>,
    last: bool,
}

/// Facts of the rules and settings on one day.
#[derive(Clone, Serialize)]
pub struct Facts<'a> {
    site: &'a Site,
    /// Whose facts.
    #[serde(skip)]
    content: &'a Content,
    words: Option<&'a toml::Table>,
    /// In a patient's words, and in those of a professional.
    sections: Vec<Section>,
    sections_law: Vec<Section>,
    example: Vec<Day>,
    holiday_example: Vec<Day>,
    closed_days: Vec<String>,
    /// What a patient on section 2 must not wait for us with.
    tribunal: Option<String>,
    /// When somebody whose section begins today can ask, by section.
    tribunal_dates: Option<TribunalExample>,
    /// The form of Easy Read.
    easy: Option<EasyForm<'a>>,
    /// On the page of one hospital: its name, and who advocates there.
    hospital: Option<String>,
    advocates: Vec<Advocate>,
    /// Where the form is, or the hospital's page, to read out or type, cut where a line may end; and as a code.
    address: Vec<String>,
    qr: Option<Qr>,
    #[serde(skip)]
    values: BTreeMap<&'static str, String>,
}

impl<'a> Facts<'a> {
    /// The facts on a day. `qr` is the code of `form`, the patient's form.
    pub fn new(content: &'a Content, on: NaiveDate, (form, qr): (String, Option<Qr>)) -> Self {
        let calendar = &content.rules.calendar;
        let closed: Vec<NaiveDate> = calendar.holidays_from(on).take(CLOSED_DAYS).collect();
        let first = if calendar.is_working_day(on) { on } else { calendar.next_working_day(on) };
        let example = days(calendar, first);
        let before = closed.first().and_then(|day| day.iter_days().rev().find(|day| calendar.is_working_day(*day)));
        let mut values = BTreeMap::from([
            ("asked", long_date(first)),
            ("due", example.last().map_or_else(String::new, |day| day.date.clone())),
            ("law-checked", short_date(content.rules.law.checked_on())),
            ("law-text", short_date(content.rules.law.text_as_of())),
            ("provider", content.site.provider.clone()),
            ("service", content.site.name.clone()),
            ("phone", content.site.phone.display.clone()),
            ("charge", content.site.phone.charge.clone()),
        ]);
        values.insert("days-number", calendar.days_to_contact().to_string());
        if let Some(days) = content.words.page("parts").and_then(|words| words.get("days")?.as_str()) {
            values.insert("days", days.to_owned());
        }
        // The limit of time within a sentence; without a rule in force nothing is said, and the check tells.
        if let Some(days) = content.rules.law.section_2_days(on) {
            values.insert("tribunal-days", days.to_string());
        }
        if let Some(months) = dates::section_3_months(content, on) {
            values.insert("section-three-months", months.to_string());
        }
        if let Some(months) = content.site.retention_months() {
            values.insert("retention-years", (months / 12).to_string());
        }
        Self {
            site: &content.site,
            content,
            words: content.words.page("parts"),
            sections: sections(content, on, ReferrerType::Patient),
            sections_law: sections(content, on, ReferrerType::Amhp),
            example,
            holiday_example: before.map(|day| days(calendar, day)).unwrap_or_default(),
            tribunal: tribunal::days(content, on, true),
            tribunal_dates: dates::example(content, on),
            easy: EasyForm::new(content),
            closed_days: closed.into_iter().map(long_date).collect(),
            hospital: None,
            advocates: Vec::new(),
            address: cut(&form),
            qr,
            values,
        }
    }

    /// The fields of the API.
    pub fn api(&self) -> ApiFields {
        ApiFields::new(self.content)
    }

    /// The same for one hospital's page, whose address and code take the place of the form's. `picture` gives the address
    /// of a file among the pictures, if it is there.
    #[must_use]
    pub fn at(
        mut self,
        hospital: &Hospital,
        (page, qr): (String, Option<Qr>),
        picture: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let shown = |advocate: &Advocate| Advocate {
            picture: picture(&advocate.picture).filter(|_| !advocate.picture.is_empty()).unwrap_or_default(),
            ..advocate.clone()
        };
        self.advocates = hospital.advocates.iter().map(shown).collect();
        self.hospital = Some(hospital.name.clone());
        self.values.extend([("hospital", hospital.name.clone()), ("town", hospital.town.clone())]);
        (self.address, self.qr) = (cut(&page), qr);
        self
    }

    /// A fact that fits in a sentence, such as `due`; none of this name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }
}

/// An address in parts, after each of which a line may end.
fn cut(address: &str) -> Vec<String> {
    address.split_inclusive('/').map(str::to_owned).collect()
}

/// A date in the past, where the weekday says nothing: `9 April 2026`.
fn short_date(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// The routes in the order of the form, with the outcome of the rule in force.
fn sections(content: &Content, on: NaiveDate, reader: ReferrerType) -> Vec<Section> {
    let rows = Route::order(reader).into_iter().filter_map(|route| {
        let rule = content.rules.law.rule(route, on)?;
        let (label, hint) = content.words.choice("legal.route", route.code(), reader);
        let (label, hint, source) = (label.to_owned(), hint.to_owned(), rule.source().to_owned());
        Some(Section { label, hint, outcome: rule.outcome().code(), source })
    });
    rows.collect()
}

/// Every day from asking, on a working day, to the day by whose end the patient hears from us.
fn days(calendar: &Calendar, asked: NaiveDate) -> Vec<Day> {
    let due = calendar.add_working_days(asked, calendar.days_to_contact());
    let mut number = 0;
    let span = asked.iter_days().take_while(|date| *date <= due);
    span.map(|date| {
        let counts = date == asked || calendar.is_working_day(date);
        let (number_of, short) = (counts.then_some(number), date.format("%A %-d %B").to_string());
        let day = Day { date: long_date(date), short, number: number_of, last: date == due };
        number += u32::from(counts);
        day
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use content_reader::Texts;
    use std::collections::BTreeSet;

    fn facts(content: &Content, on: &str) -> (Vec<(Option<u32>, String)>, Vec<String>) {
        let facts = Facts::new(content, on.parse().unwrap(), (String::new(), None));
        (facts.holiday_example.into_iter().map(|day| (day.number, day.date)).collect(), facts.closed_days)
    }

    /// docs/domain.md, Working days, over Christmas and New Year.
    #[test]
    fn the_example_over_a_holiday_counts_as_the_promise_does() {
        let content = Content::parse(&Texts::compiled()).unwrap();
        let (days, closed) = facts(&content, "2026-11-23");
        assert_eq!(closed[0], "Friday 25 December 2026");
        assert_eq!(days.first().unwrap().1, "Thursday 24 December 2026");
        assert_eq!(days.last().unwrap(), &(Some(5), "Tuesday 5 January 2027".to_owned()));
        assert_eq!(days.iter().filter(|day| day.0.is_some()).count(), 6);
    }

    #[test]
    fn the_example_begins_on_a_working_day() {
        let content = Content::parse(&Texts::compiled()).unwrap();
        let facts = Facts::new(&content, "2026-11-28".parse().unwrap(), (String::new(), None));
        assert_eq!(facts.value("asked"), Some("Monday 30 November 2026"));
        assert_eq!(facts.value("due"), Some("Monday 7 December 2026"));
    }

    /// docs/domain.md, Who qualifies: the table says what the rules say, and a route whose rule turns over turns over with it.
    #[test]
    fn the_table_of_sections_is_drawn_from_the_law() {
        let texts = Texts::compiled();
        let outcome = |content: &Content, on: &str, code: &str| {
            let facts = Facts::new(content, on.parse().unwrap(), (String::new(), None));
            let (label, _) = content.words.choice("legal.route", code, ReferrerType::Amhp);
            facts.sections_law.iter().find(|row| row.label == label).unwrap().outcome
        };
        let content = Content::parse(&texts).unwrap();
        for (code, expected) in [("section-2", "eligible"), ("short-term", "not-covered"), ("not-sure", "to-check")] {
            assert_eq!(outcome(&content, "2026-11-23", code), expected, "{code}");
        }
        let switch = "[switch.informal-patients]";
        let law = texts.law.replace(switch, &format!("{switch}\ncommenced_on = 2028-04-01\nregulations = \"SI 1\""));
        let content = Content::parse(&Texts { law: &law, ..texts }).unwrap();
        assert_eq!(outcome(&content, "2028-03-31", "informal"), "not-covered");
        assert_eq!(outcome(&content, "2028-04-01", "informal"), "eligible");
    }

    /// docs/writing.md names each mark, and none that nothing answers.
    #[test]
    fn the_guide_for_writers_names_every_mark() {
        // Drawn by the intake, with what was sent.
        const NO_MARK: &str = "sent";
        let page = include_str!("../../docs/writing.md");
        let marks = |text: &str| -> BTreeSet<String> {
            let rest = text.split("`{{ ").skip(1).filter_map(|rest| rest.split_once(" }}`"));
            rest.map(|(name, _)| name.to_owned()).collect()
        };
        let (alone, within) = page.split_once("Within a sentence").unwrap();
        let folder = std::fs::read_dir(env!("CARGO_MANIFEST_DIR")).unwrap();
        let files = folder.map(|file| file.unwrap().file_name().into_string().unwrap());
        let parts = files.filter_map(|name| Some(name.strip_prefix("part-")?.strip_suffix(".html")?.to_owned()));
        assert_eq!(marks(alone), parts.filter(|name| name != NO_MARK).collect());
        let content = Content::parse(&Texts::compiled()).unwrap();
        let hospital = content.rules.places.hospitals().first().unwrap();
        let facts = Facts::new(&content, "2026-11-23".parse().unwrap(), (String::new(), None));
        let facts = facts.at(hospital, (String::new(), None), |_| None);
        assert_eq!(marks(within), facts.values.into_keys().map(str::to_owned).collect());
    }
}
