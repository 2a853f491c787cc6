use super::*;
use crate::Rules;

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn rules_of(law: &str) -> Rules {
    let calendar = include_str!("../../../content/calendar.toml");
    Rules::parse(law, calendar, include_str!("../../../content/places.toml")).unwrap()
}

const LAW: &str = include_str!("../../../content/law.toml");

fn asked(rules: &Rules, route: Route, section: &str, day_1: &str, today: &str, due_on: Option<&str>) -> TribunalAnswer {
    rules.law.tribunal(route, section, Some(on(day_1)), &rules.calendar, (on(today), due_on.map(on)))
}

/// Mental Health Act 1983 ss66(2), 69(1), (2), 70: the day the section began counts.
#[test]
fn first_and_last_days_of_each_section() {
    let rules = rules_of(LAW);
    let table = [
        ("s66(2)(a), 14 days", Route::Section2, "", "2026-11-16", "2026-11-16", "2026-11-29"),
        ("s66(2)(a), over a month's end", Route::Section2, "", "2026-02-20", "2026-02-20", "2026-03-05"),
        ("s66(2)(a), over a leap day", Route::Section2, "", "2028-02-20", "2028-02-20", "2028-03-04"),
        ("s66(2)(b), six months", Route::Section3, "", "2026-11-16", "2026-11-16", "2027-05-15"),
        ("s66(2)(b), from the first of a month", Route::Section3, "", "2026-07-01", "2026-07-01", "2026-12-31"),
        ("s66(2)(b), to a month with no such day", Route::Section3, "", "2026-08-31", "2026-08-31", "2027-02-27"),
        ("s66(2)(ca)", Route::Cto, "", "2026-11-16", "2026-11-16", "2027-05-15"),
        ("s66(2)(c)", Route::Guardianship, "s7", "2026-11-16", "2026-11-16", "2027-05-15"),
        ("s66(1)(f), 40(4): not in the first six months", Route::Part3, "37", "2026-11-16", "2027-05-16", "2027-11-15"),
        ("s70: restricted", Route::Part3, "Section 37/41", "2026-11-16", "2027-05-16", "2027-11-15"),
        ("s69(2)(b): from prison", Route::Part3, "s47/49 MHA", "2026-11-16", "2026-11-16", "2027-05-15"),
        ("s69(2)(b): from prison, not sentenced", Route::Part3, "s.48/49", "2026-11-16", "2026-11-16", "2027-05-15"),
        ("s69(2)(b): hospital direction", Route::Part3, "45A", "2026-11-16", "2026-11-16", "2027-05-15"),
    ];
    for (row, route, section, day_1, first, last) in table {
        let answer = asked(&rules, route, section, day_1, day_1, None);
        let dates = answer.dates().unwrap_or_else(|| panic!("{row}: {answer:?}"));
        assert_eq!((dates.first_day, dates.last_day), (on(first), on(last)), "{row}");
        assert!(dates.source.contains("MHA 1983 s"), "{row}: {}", dates.source);
    }
}

/// docs/domain.md, Last day to ask a tribunal: what cannot be said safely is not said.
#[test]
fn no_date_is_said_where_it_could_be_wrong() {
    let rules = rules_of(LAW);
    let table = [
        (Route::Part3, "", NoTribunalDate::WhichOrder),
        (Route::Part3, "notional 37", NoTribunalDate::WhichOrder),
        (Route::Part3, "37 after 47/49", NoTribunalDate::WhichOrder),
        (Route::Part3, "s37 and s3", NoTribunalDate::WhichOrder),
        (Route::Part3, "35", NoTribunalDate::Court),
        (Route::Part3, "section 38", NoTribunalDate::Court),
        (Route::ConditionalDischarge, "42", NoTribunalDate::ConditionalDischarge),
        (Route::ShortTerm, "136", NoTribunalDate::ShortTerm),
        (Route::Informal, "", NoTribunalDate::NotHeld),
        (Route::Section57, "", NoTribunalDate::NotHeld),
        (Route::Section58a, "", NoTribunalDate::NotHeld),
        (Route::Other, "", NoTribunalDate::UnknownSection),
        (Route::NotSure, "", NoTribunalDate::UnknownSection),
    ];
    for (route, section, why) in table {
        let answer = asked(&rules, route, section, "2026-11-16", "2026-11-23", None);
        assert_eq!(answer, TribunalAnswer::AskSolicitor(why), "{} {section}", route.code());
    }
    let undated = rules.law.tribunal(Route::Section2, "", None, &rules.calendar, (on("2026-11-23"), None));
    assert_eq!(undated, TribunalAnswer::AskSolicitor(NoTribunalDate::NoStartDate));
    let old = asked(&rules, Route::Section2, "", "1970-01-01", "2026-11-23", None);
    assert_eq!(old, TribunalAnswer::AskSolicitor(NoTribunalDate::UnknownSection), "no rule was in force then");
}

/// docs/domain.md, Last day to ask a tribunal: over, today, on a closed day, before our promise. Seen on 23 November
/// 2026, with a promise for the 30th.
#[test]
fn what_must_be_said_beside_the_date() {
    use TribunalNote::{BeforePromise, ClosedDay, NotYet, Over, OverOrRenewed, Today};
    let rules = rules_of(LAW);
    let (s2, s3) = (Route::Section2, Route::Section3);
    let table = [
        ("well in time", s2, "", "2026-11-23", "2026-12-06", vec![ClosedDay]),
        ("on a weekday after our promise", s2, "", "2026-11-20", "2026-12-03", vec![]),
        ("on the day of our promise", s2, "", "2026-11-17", "2026-11-30", vec![BeforePromise]),
        ("on a Sunday before our promise", s2, "", "2026-11-16", "2026-11-29", vec![ClosedDay, BeforePromise]),
        ("today", s2, "", "2026-11-10", "2026-11-23", vec![Today, BeforePromise]),
        ("yesterday", s2, "", "2026-11-09", "2026-11-22", vec![Over]),
        ("long ago", s2, "", "2026-11-01", "2026-11-14", vec![Over]),
        ("section 3, over", s3, "", "2026-05-23", "2026-11-22", vec![OverOrRenewed]),
        ("a court's order, too early", Route::Part3, "37", "2026-11-16", "2027-11-15", vec![NotYet]),
        ("a court's order, over", Route::Part3, "37/41", "2025-11-16", "2026-11-15", vec![OverOrRenewed]),
    ];
    for (row, route, section, day_1, last, notes) in table {
        let answer = asked(&rules, route, section, day_1, "2026-11-23", Some("2026-11-30"));
        let dates = answer.dates().unwrap();
        assert_eq!((dates.last_day, &dates.notes), (on(last), &notes), "{row}");
        assert_eq!(dates.is_over(), dates.last_day < on("2026-11-23"), "{row}");
    }
    let christmas = asked(&rules, s2, "", "2026-12-15", "2026-12-15", None);
    let dates = christmas.dates().unwrap();
    assert_eq!((dates.last_day, dates.ask_by), (on("2026-12-28"), on("2026-12-24")), "the last working day before it");
    let late = asked(&rules, s2, "", "2026-11-16", "2026-11-29", Some("2026-11-30"));
    assert_eq!(late.dates().unwrap().notes, [Today, ClosedDay, BeforePromise]);
}

/// The 2025 Act: the rule of the day the section began holds, so that nobody is told a later day than they have.
#[test]
fn the_times_turn_over_with_the_switches() {
    let switched = |name: &str| {
        let header = format!("[switch.{name}]\n");
        rules_of(&LAW.replace(&header, &format!("{header}commenced_on = 2027-03-01\nregulations = \"SI 2027/1\"\n")))
    };
    let last = |rules: &Rules, route, day_1: &str| {
        asked(rules, route, "", day_1, day_1, None).dates().map(|dates| dates.last_day.to_string()).unwrap_or_default()
    };
    let time = switched("tribunal-time");
    assert_eq!(last(&time, Route::Section2, "2027-02-28"), "2027-03-13", "the day before: 14 days");
    assert_eq!(last(&time, Route::Section2, "2027-03-01"), "2027-03-21", "on the day: 21");
    assert_eq!(last(&time, Route::Section3, "2027-02-28"), "2027-08-27", "the day before: six months");
    for rules in [time, switched("detention-periods")] {
        assert_eq!(last(&rules, Route::Section3, "2027-03-01"), "2027-05-31", "on the day: three months");
        assert_eq!(last(&rules, Route::Guardianship, "2027-03-01"), "2027-08-31", "as before");
    }
}
