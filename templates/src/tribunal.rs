//! When somebody can ask a tribunal, in words.

use chrono::NaiveDate;
use content_reader::Content;
use referral::{Referral, ReferrerType, Route, TribunalAnswer, TribunalNote, long_date};

/// The days that a check page and its confirmation say. A confirmation knows these dates and nothing of the section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastDay {
    /// Of section 2: there is no further time.
    Only(NaiveDate),
    /// Of the first time; each renewal gives one more.
    First(NaiveDate),
    /// After a court's order: the first and the last day.
    Between(NaiveDate, NaiveDate),
}

impl LastDay {
    /// The days of a referral, where they can be said and nobody has asked a tribunal yet; of section 2 always.
    pub fn of(content: &Content, referral: &Referral, today: NaiveDate) -> Option<Self> {
        let answer = referral.tribunal(&content.rules, today, None);
        let dates = answer.dates()?;
        let (first, last) = (dates.first_day, dates.last_day);
        match referral.route() {
            Route::Section2 => Some(Self::Only(last)),
            _ if referral.text("legal.tribunal_asked") == "yes" => None,
            _ if referral.date("legal.started_on") == Some(first) => Some(Self::First(last)),
            _ => Some(Self::Between(first, last)),
        }
    }

    /// The sentences, read on `today`: ahead, not begun, today or over, and what else must be said. `due` is the day of
    /// our own promise.
    pub(crate) fn said(
        self,
        content: &Content,
        (today, due): (NaiveDate, Option<NaiveDate>),
        to_patient: bool,
    ) -> Option<String> {
        let once = matches!(self, Self::Only(_));
        let (first, last) = match self {
            Self::Only(last) | Self::First(last) => (today.min(last), last),
            Self::Between(first, last) => (first, last),
        };
        let notes = TribunalNote::all((first, last), once, &content.rules.calendar, (today, due));
        let has = |note| notes.contains(&note);
        let state = match () {
            () if has(TribunalNote::Over) => "over",
            () if has(TribunalNote::OverOrRenewed) => "renewed",
            () if has(TribunalNote::NotYet) => "not_yet",
            () if has(TribunalNote::Today) && once => "today",
            () if has(TribunalNote::Today) => "first_today",
            () if once => "ahead",
            () => "first",
        };
        let mut said = vec![word(content, state, to_patient)?];
        if !has(TribunalNote::Today) {
            said.extend(has(TribunalNote::ClosedDay).then(|| word(content, "closed", to_patient)).flatten());
            said.extend(has(TribunalNote::BeforePromise).then(|| word(content, "before", to_patient)).flatten());
        }
        Some(said.join(" ").replace("{first}", &long_date(first)).replace("{day}", &long_date(last)))
    }
}

/// A sentence of `page.tribunal`, as the patient or somebody else reads it.
fn word<'a>(content: &'a Content, name: &str, to_patient: bool) -> Option<&'a str> {
    let who = if to_patient { "patient" } else { "others" };
    content.words.page("tribunal")?.get(&format!("{name}_{who}"))?.as_str()
}

/// The time in days, in words to the patient or about them; none without such a rule.
pub(crate) fn days(content: &Content, on: NaiveDate, to_patient: bool) -> Option<String> {
    let days = content.rules.law.section_2_days(on)?;
    Some(word(content, "section_2", to_patient)?.replace("{n}", &days.to_string()))
}

/// What a check page says: the last day, or why nobody but a solicitor can say it. None where there is nothing to ask a
/// tribunal for, or where it has been asked.
pub(crate) fn of_check_page(
    content: &Content,
    referral: &Referral,
    (today, due): (NaiveDate, NaiveDate),
) -> Option<String> {
    let to_patient = referral.referrer() == ReferrerType::Patient;
    if let Some(day) = LastDay::of(content, referral, today) {
        return day.said(content, (today, Some(due)), to_patient);
    }
    match referral.tribunal(&content.rules, today, None) {
        _ if referral.route() == Route::Section2 => days(content, today, to_patient),
        TribunalAnswer::AskSolicitor(why) if referral.text("legal.tribunal_asked") != "yes" => {
            word(content, why.code(), to_patient).map(str::to_owned)
        }
        _ => None,
    }
}

/// What a confirmation says where it knows no date.
pub(crate) fn without_date(content: &Content) -> Option<&str> {
    word(content, "undated", false)
}

#[cfg(test)]
mod tests {
    use content_reader::{Content, Texts};
    use referral::{Answers, Referral, ReferrerType};

    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// docs/domain.md, Last day to ask a tribunal: each case has its own sentence. The promise is for 30 November 2026.
    #[test]
    fn each_case_has_its_own_sentence() {
        use LastDay::{Between, First, Only};
        let content = Content::parse(&Texts::compiled()).unwrap();
        let friday = on("2026-12-04");
        let order = Between(on("2027-05-16"), on("2027-11-15"));
        let table = [
            ("ahead", Only(friday), "2026-11-23", "is Friday 4 December 2026", "weekend"),
            ("today", Only(friday), "2026-12-04", "today is your last day", "weekend"),
            ("over", Only(friday), "2026-12-05", "may be over", "weekend"),
            ("a Sunday", Only(on("2026-12-06")), "2026-11-23", "weekend or a bank holiday", "may come before"),
            ("before our promise", Only(on("2026-11-27")), "2026-11-23", "It may come before you hear", "weekend"),
            ("on the day of our promise", Only(on("2026-11-30")), "2026-11-23", "It may come before", "weekend"),
            ("another section", First(friday), "2026-11-23", "your last day is Friday 4 December 2026", "weekend"),
            ("another section, today", First(friday), "2026-12-04", "it is your last day", "weekend"),
            ("another section, over", First(friday), "2026-12-05", "ended on Friday 4 December 2026. If", "weekend"),
            ("another section, soon", First(on("2026-11-29")), "2026-11-23", "weekend or a bank holiday. Ask", "over"),
            ("a court's order", order, "2026-11-23", "from Sunday 16 May 2027 to Monday 15", "may come before"),
            ("a court's order, in time", order, "2027-06-01", "your last day is Monday 15 November 2027", "at once"),
        ];
        for (row, day, today, says, not) in table {
            let said = day.said(&content, (on(today), Some(on("2026-11-30"))), true).unwrap();
            assert!(said.contains(says) && !said.contains(not), "{row}: {said}");
            let others = day.said(&content, (on(today), Some(on("2026-11-30"))), false).unwrap();
            assert!(!others.contains(" you") && !others.contains('{'), "{row}, to others: {others}");
        }
    }

    /// docs/domain.md, Last day to ask a tribunal: every section says a date, or why there is none.
    #[test]
    fn every_section_says_a_date_or_why_there_is_none() {
        let content = Content::parse(&Texts::compiled()).unwrap();
        let table = [
            ("section-2", "", "2026-11-16", "", "your last day to ask a tribunal is Sunday 29 November 2026"),
            ("section-2", "", "2026-11-16", "yes", "your last day to ask a tribunal is Sunday 29 November 2026"),
            ("section-2", "", "", "", "You have 14 days"),
            ("section-3", "", "2026-11-16", "", "your last day is Saturday 15 May 2027. That is a weekend"),
            ("section-3", "", "2026-11-16", "yes", ""),
            ("section-3", "", "2026-05-01", "", "ended on Saturday 31 October 2026"),
            ("section-3", "", "", "", "Give the day your section began"),
            ("cto", "", "2026-11-16", "", "your last day is Saturday 15 May 2027"),
            ("guardianship", "", "2026-11-16", "", "your last day is Saturday 15 May 2027"),
            ("part-3", "37/41", "2026-11-16", "", "from Sunday 16 May 2027 to Monday 15"),
            ("part-3", "47", "2026-11-16", "", "your last day is Saturday 15 May 2027"),
            ("part-3", "notional 37", "2026-11-16", "", "what the court ordered. A solicitor"),
            ("part-3", "36", "2026-11-16", "", "go to the court"),
            ("conditional-discharge", "", "2026-11-16", "", "depends on your conditions. A solicitor"),
            ("short-term", "", "", "", "too soon for a tribunal"),
            ("not-sure", "", "", "", "which section you are on"),
            ("other", "", "", "", "which section you are on"),
            ("informal", "", "", "", ""),
        ];
        for (route, section, began, asked, says) in table {
            let typed = [
                ("patient.name", "Ida Moss"),
                ("patient.address", "x"),
                ("legal.route", route),
                ("legal.section", section),
                ("legal.started_on", began),
                ("legal.tribunal_asked", asked),
            ];
            let typed: Vec<_> = typed.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
            let answers = Answers::from_pairs(&typed, ReferrerType::Patient);
            let referral = Referral::parse(&answers, &content.rules, on("2026-11-23")).unwrap();
            let said = of_check_page(&content, &referral, (on("2026-11-23"), on("2026-11-30")));
            let row = format!("{route} {section} {began} {asked}: {said:?}");
            assert!(if says.is_empty() { said.is_none() } else { said.unwrap().contains(says) }, "{row}");
        }
    }
}
