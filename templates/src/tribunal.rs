//! How long somebody on section 2 has to ask a tribunal, in words.

use chrono::NaiveDate;
use content_reader::Content;
use referral::{ReferrerType, long_date};

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

#[cfg(test)]
mod tests {
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
}
