//! When somebody can ask a tribunal, in words.

use chrono::NaiveDate;
use content_reader::Content;
use referral::{NoTribunalDate, ReferrerType, TribunalAnswer, TribunalNote, long_date};

/// The time in days, in words to the patient or about them; none without such a rule.
pub(crate) fn days(content: &Content, on: NaiveDate, reader: ReferrerType) -> Option<String> {
    let days = content.rules.law.section_2_days(on)?;
    let who = if reader == ReferrerType::Patient { "patient" } else { "others" };
    let words = content.words.page("tribunal")?.get(who)?.as_str()?;
    Some(words.replace("{n}", &days.to_string()))
}

/// The last day on section 2, read on `today`: ahead, today or over, and what else must be said of it. `due` is the day
/// of our own promise.
pub(crate) fn last_day(
    content: &Content,
    last_day: NaiveDate,
    (today, due): (NaiveDate, Option<NaiveDate>),
    to_patient: bool,
) -> Option<String> {
    let words = content.words.page("tribunal")?;
    let who = if to_patient { "patient" } else { "others" };
    let say = |name: &str| words.get(name).and_then(toml::Value::as_str);
    let state = if today > last_day {
        "over"
    } else if today == last_day {
        "today"
    } else {
        "ahead"
    };
    let mut text = say(&format!("{state}_{who}"))?.replace("{day}", &long_date(last_day));
    if state == "ahead" && !content.rules.calendar.is_working_day(last_day) {
        text = format!("{text} {}", say("closed")?);
    }
    if state == "ahead" && due.is_some_and(|due| last_day < due) {
        text = format!("{text} {}", say(&format!("before_{who}"))?);
    }
    Some(text)
}

/// What can be said of a section other than 2: its dates, or why only a solicitor can say. None where there is nothing
/// to ask a tribunal for, or where nobody said when it began.
pub(crate) fn other_section(content: &Content, answer: &TribunalAnswer, to_patient: bool) -> Option<String> {
    let words = content.words.page("tribunal")?;
    let who = if to_patient { "patient" } else { "others" };
    let say = |name: &str| words.get(name).and_then(toml::Value::as_str);
    let dates = match answer {
        TribunalAnswer::Dates(dates) => dates,
        TribunalAnswer::AskSolicitor(why @ (NoTribunalDate::WhichOrder | NoTribunalDate::ConditionalDischarge)) => {
            return say(&format!("{}_{who}", why.code())).map(str::to_owned);
        }
        TribunalAnswer::AskSolicitor(_) => return None,
    };
    let has = |note| dates.notes.contains(&note);
    let state = match () {
        () if dates.is_over() => "renewed",
        () if has(TribunalNote::NotYet) => "not_yet",
        () => "first",
    };
    let text = say(&format!("{state}_{who}"))?.replace("{first}", &long_date(dates.first_day));
    let text = text.replace("{day}", &long_date(dates.last_day));
    if has(TribunalNote::ClosedDay) { Some(format!("{text} {}", say("closed")?)) } else { Some(text) }
}

#[cfg(test)]
mod tests {
    use referral::Route;

    use content_reader::{Content, Texts};

    /// docs/domain.md, Last day to ask a tribunal: each case has its own sentence.
    #[test]
    fn each_case_has_its_own_sentence() {
        let content = Content::parse(&Texts::compiled()).unwrap();
        let table = [
            ("ahead", "2026-12-04", "2026-11-23", "is Friday 4 December 2026", "weekend"),
            ("today", "2026-12-04", "2026-12-04", "today is your last day", "weekend"),
            ("over", "2026-12-04", "2026-12-05", "may be over", "weekend"),
            ("a Sunday", "2026-12-06", "2026-11-23", "weekend or a bank holiday", "before the day"),
            ("before our promise", "2026-11-27", "2026-11-23", "before the day by which you hear", "weekend"),
        ];
        for (row, last, today, says, not) in table {
            let due = "2026-11-30".parse().unwrap();
            let said = super::last_day(&content, last.parse().unwrap(), (today.parse().unwrap(), Some(due)), true);
            let said = said.unwrap();
            assert!(said.contains(says) && !said.contains(not), "{row}: {said}");
        }
    }

    /// docs/domain.md, Last day to ask a tribunal: the other sections.
    #[test]
    fn other_sections_say_a_date_or_why_there_is_none() {
        let content = Content::parse(&Texts::compiled()).unwrap();
        let table = [
            (
                "section 3",
                Route::Section3,
                "",
                "2026-11-16",
                Some("last day is Saturday 15 May 2027. That is a weekend"),
            ),
            ("section 3, over", Route::Section3, "", "2026-05-01", Some("ended on Saturday 31 October 2026. If")),
            ("a court's order", Route::Part3, "37/41", "2026-11-16", Some("from Sunday 16 May 2027 to Monday 15")),
            (
                "an order not named",
                Route::Part3,
                "notional 37",
                "2026-11-16",
                Some("what the court ordered. A solicitor"),
            ),
            ("discharged", Route::ConditionalDischarge, "", "2026-11-16", Some("depends on your conditions")),
            ("not held", Route::Informal, "", "2026-11-16", None),
        ];
        for (row, route, section, began, says) in table {
            let (rules, began) = (&content.rules, began.parse().ok());
            let today = "2026-11-23".parse().unwrap();
            let answer = rules.law.tribunal(route, section, began, &rules.calendar, (today, None));
            let said = super::other_section(&content, &answer, true);
            match (&said, says) {
                (Some(said), Some(says)) => assert!(said.contains(says), "{row}: {said}"),
                _ => assert_eq!(said.is_some(), says.is_some(), "{row}: {said:?}"),
            }
        }
    }
}
