//! A worked example of when somebody can ask a tribunal, section by section, for a section that begins on a day.

use chrono::{Months, NaiveDate};
use content_reader::Content;
use referral::{ReferrerType, Route, TribunalDates, long_date};
use serde::Serialize;

/// The sections of which dates can be said: route, the order of a court as somebody would type it, and the name of the
/// row in `page.parts` where the route alone would not tell.
const ROWS: [(Route, &str, &str); 6] = [
    (Route::Section2, "", ""),
    (Route::Section3, "", ""),
    (Route::Cto, "", ""),
    (Route::Guardianship, "", ""),
    (Route::Part3, "37", "tribunal_hospital_order"),
    (Route::Part3, "47", "tribunal_transfer"),
];

/// When somebody can first ask, by section.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TribunalExample {
    /// On which day the sections of the example begin, as a sentence.
    began: String,
    rows: Vec<DateRow>,
}

#[derive(Debug, Clone, Serialize)]
struct DateRow {
    section: String,
    when: String,
}

/// The example for sections that begin on `on`; none without its words.
pub(crate) fn example(content: &Content, on: NaiveDate) -> Option<TribunalExample> {
    let words = content.words.page("parts")?;
    let say = |name: &str| words.get(name)?.as_str();
    let (began, until, between, ask_by) =
        (say("tribunal_began")?, say("tribunal_until")?, say("tribunal_between")?, say("tribunal_ask_by")?);
    let when = |dates: &TribunalDates| {
        let span = if dates.first_day == on { until } else { between };
        let by = if dates.ask_by == dates.last_day { "" } else { ask_by };
        [span, by].map(|text| filled(text, dates)).join(" ").trim_end().to_owned()
    };
    let rows = ROWS.into_iter().filter_map(|(route, order, name)| {
        let (rules, of_route) =
            (&content.rules, content.words.choice("legal.route", route.code(), ReferrerType::Patient));
        let answer = rules.law.tribunal(route, order, Some(on), &rules.calendar, (on, None));
        let section = say(name).unwrap_or(of_route.0).to_owned();
        Some(DateRow { section, when: when(answer.dates()?) })
    });
    Some(TribunalExample { began: began.replace("{day}", &long_date(on)), rows: rows.collect() })
}

/// In how many months from its first day on somebody on section 3 can first ask.
pub(crate) fn section_3_months(content: &Content, on: NaiveDate) -> Option<u32> {
    let (law, calendar) = (&content.rules.law, &content.rules.calendar);
    let answer = law.tribunal(Route::Section3, "", Some(on), calendar, (on, None));
    let last = answer.dates()?.last_day;
    (1..=12).find(|months| on.checked_add_months(Months::new(*months)).is_some_and(|day| day > last))
}

fn filled(text: &str, dates: &TribunalDates) -> String {
    let days = [("{first}", dates.first_day), ("{last}", dates.last_day), ("{by}", dates.ask_by)];
    days.into_iter().fold(text.to_owned(), |text, (name, day)| text.replace(name, &long_date(day)))
}

#[cfg(test)]
mod tests {
    use content_reader::Texts;

    use super::*;

    /// docs/domain.md, The Mental Health Act 2025: whichever of the two switches turns on first makes it three.
    #[test]
    fn section_3_gives_six_months_until_either_switch() {
        let texts = Texts::compiled();
        for (switch, expected) in [("none", 6), ("tribunal-time", 3), ("detention-periods", 3)] {
            let header = format!("[switch.{switch}]");
            let on = format!("{header}\ncommenced_on = 2026-01-01\nregulations = \"SI 1\"");
            let law = texts.law.replace(&header, &on);
            let content = Content::parse(&Texts { law: &law, ..texts.clone() }).unwrap();
            assert_eq!(section_3_months(&content, "2026-11-28".parse().unwrap()), Some(expected), "{switch}");
        }
    }

    /// docs/domain.md, Last day to ask a tribunal.
    #[test]
    fn each_section_has_its_dates() {
        let content = Content::parse(&Texts::compiled()).unwrap();
        let found = example(&content, "2026-11-28".parse().unwrap()).unwrap();
        assert!(found.began.contains("Saturday 28 November 2026"), "{}", found.began);
        let table = [
            ("Section 2", "until Friday 11 December 2026."),
            ("Section 3", "until Thursday 27 May 2027."),
            ("Community treatment order (CTO)", "until Thursday 27 May 2027."),
            ("Guardianship", "until Thursday 27 May 2027."),
            (
                "Section 37 or 37/41",
                "from Friday 28 May 2027 to Saturday 27 November 2027. Ask by Friday 26 November 2027.",
            ),
            ("Section 45A, 47 or 48", "until Thursday 27 May 2027."),
        ];
        let rows: Vec<_> = found.rows.iter().map(|row| (row.section.as_str(), row.when.as_str())).collect();
        assert_eq!(rows, table);
    }
}
