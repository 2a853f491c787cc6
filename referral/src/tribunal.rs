//! By when somebody can first ask a tribunal to look at their section, as far as that can be said safely.
//!
//! Time runs from the day the section began, and that day counts as the first (Mental Health Act 1983 s66(2)). Where a
//! date could be wrong, there is none: the answer is to ask a solicitor, with the reason.

use chrono::{Days, Months, NaiveDate};
use strum::{EnumCount, EnumString, IntoStaticStr, VariantArray};

use crate::code::coded;
use crate::law::{TribunalRule, Within};
use crate::{Calendar, Law, Referral, Route, Rules};

/// When somebody can ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TribunalAnswer {
    /// Dates can be said.
    Dates(TribunalDates),
    /// No date can be said safely.
    AskSolicitor(NoTribunalDate),
}

/// The first time in which somebody can ask, and what must be said of it today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TribunalDates {
    /// The first day; the day the section began, except after a court order.
    pub first_day: NaiveDate,
    /// The last day, counted from the day the section began, which is the first.
    pub last_day: NaiveDate,
    /// The last working day among them: the day to ask by where the last is a weekend or a bank holiday.
    pub ask_by: NaiveDate,
    /// What must be said of it, most urgent first; empty where the date alone says it.
    pub notes: Vec<TribunalNote>,
    /// The section of the Act.
    pub source: String,
}

/// What must be said beside a last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString, EnumCount, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum TribunalNote {
    /// It is over. The hospital managers can still be asked, and the Health Secretary can refer the case (s67).
    Over,
    /// The first time is over. Where the section was renewed, there is one more with each renewal.
    OverOrRenewed,
    /// The last day is today.
    Today,
    /// It has not begun yet: a court's order leaves no right in the first six months.
    NotYet,
    /// The last day is a weekend or a bank holiday: ask before it.
    ClosedDay,
    /// The last day comes before, or on, the day by which we promise first contact: do not wait for us.
    BeforePromise,
}

/// Why no date can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString, EnumCount, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum NoTribunalDate {
    /// Nobody said when the section began.
    NoStartDate,
    /// Sent by a court or from prison, and the section in words does not say by which order.
    WhichOrder,
    /// Sections 35, 36 and 38: the court decides, not a tribunal.
    Court,
    /// It depends on the conditions, and on whether somebody was recalled (s75).
    ConditionalDischarge,
    /// Sections 4, 5, 135 and 136 end too soon for a tribunal.
    ShortTerm,
    /// Not held under a section by this request: there is nothing for a tribunal to end.
    NotHeld,
    /// The section is not known.
    UnknownSection,
}

coded!(TribunalNote, NoTribunalDate);

impl TribunalAnswer {
    /// The dates, where they can be said.
    pub fn dates(&self) -> Option<&TribunalDates> {
        match self {
            Self::Dates(dates) => Some(dates),
            Self::AskSolicitor(_) => None,
        }
    }
}

impl TribunalNote {
    /// What must be said of a first and a last day, most urgent first. `once`: no renewal gives a further time.
    pub fn all(
        (first_day, last_day): (NaiveDate, NaiveDate),
        once: bool,
        calendar: &Calendar,
        (today, due_on): (NaiveDate, Option<NaiveDate>),
    ) -> Vec<Self> {
        let over = today > last_day;
        let notes = [
            (over && once, Self::Over),
            (over && !once, Self::OverOrRenewed),
            (today == last_day, Self::Today),
            (today < first_day, Self::NotYet),
            (!over && !calendar.is_working_day(last_day), Self::ClosedDay),
            (!over && due_on.is_some_and(|due_on| last_day <= due_on), Self::BeforePromise),
        ];
        notes.into_iter().filter(|(holds, _)| *holds).map(|(_, note)| note).collect()
    }
}

impl TribunalDates {
    /// Whether the last day has passed.
    pub fn is_over(&self) -> bool {
        self.notes.iter().any(|note| matches!(note, TribunalNote::Over | TribunalNote::OverOrRenewed))
    }
}

impl Referral {
    /// When this patient can first ask a tribunal, seen on `today`; `due_on` is the day by whose end we promise first
    /// contact, where we promise it.
    pub fn tribunal(&self, rules: &Rules, today: NaiveDate, due_on: Option<NaiveDate>) -> TribunalAnswer {
        let started_on = self.date("legal.started_on");
        rules.law.tribunal(self.route(), self.text("legal.section"), started_on, &rules.calendar, (today, due_on))
    }
}

impl Law {
    /// When somebody can first ask a tribunal: `section` as typed tells one order of a court from another;
    /// `(today, due_on)` is the day on which it is asked, and that of our own promise.
    pub fn tribunal(
        &self,
        route: Route,
        section: &str,
        started_on: Option<NaiveDate>,
        calendar: &Calendar,
        (today, due_on): (NaiveDate, Option<NaiveDate>),
    ) -> TribunalAnswer {
        let code = match rule_code(route, section) {
            Ok(code) => code,
            Err(why) => return TribunalAnswer::AskSolicitor(why),
        };
        let Some(day_1) = started_on else { return TribunalAnswer::AskSolicitor(NoTribunalDate::NoStartDate) };
        let found = self.tribunal_rule(code, day_1).and_then(|rule| Some((rule, span(rule, day_1)?)));
        let Some((rule, (first_day, last_day))) = found else {
            return TribunalAnswer::AskSolicitor(NoTribunalDate::UnknownSection);
        };
        let open = |day: &NaiveDate| calendar.is_working_day(*day);
        let back = std::iter::successors(Some(last_day), NaiveDate::pred_opt).take_while(|day| *day >= first_day);
        let once = matches!(rule.within, Within::Days(_));
        TribunalAnswer::Dates(TribunalDates {
            first_day,
            last_day,
            ask_by: back.into_iter().find(open).unwrap_or(last_day),
            notes: TribunalNote::all((first_day, last_day), once, calendar, (today, due_on)),
            source: rule.source.clone(),
        })
    }
}

/// The code of the rule in `law.toml`.
fn rule_code(route: Route, section: &str) -> Result<&'static str, NoTribunalDate> {
    match route {
        Route::Section2 => Ok("section-2"),
        Route::Section3 => Ok("section-3"),
        Route::Cto => Ok("cto"),
        Route::Guardianship => Ok("guardianship"),
        Route::Part3 => order(section),
        Route::ConditionalDischarge => Err(NoTribunalDate::ConditionalDischarge),
        Route::ShortTerm => Err(NoTribunalDate::ShortTerm),
        Route::Informal | Route::Section57 | Route::Section58a => Err(NoTribunalDate::NotHeld),
        Route::Other | Route::NotSure => Err(NoTribunalDate::UnknownSection),
    }
}

/// The order of a court, where the section as typed names one and nothing else: `37`, `s37/41`, `section 47/49 MHA`. A
/// word that could change its meaning, such as `notional`, leaves it to a solicitor.
fn order(section: &str) -> Result<&'static str, NoTribunalDate> {
    const SAYS_NOTHING: [&str; 16] = [
        "s",
        "ss",
        "sec",
        "section",
        "sections",
        "and",
        "of",
        "the",
        "mha",
        "mental",
        "health",
        "act",
        "1983",
        "hospital",
        "order",
        "restricted",
    ];
    let lower = section.to_lowercase();
    let parts = lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let mut numbers: Vec<&str> = parts.filter(|part| !SAYS_NOTHING.contains(part)).collect();
    for number in &mut numbers {
        *number = number.trim_start_matches('s');
    }
    numbers.sort_unstable();
    match numbers[..] {
        ["37"] | ["37", "41"] => Ok("hospital-order"),
        ["47" | "48"] | ["47" | "48", "49"] | ["45a"] => Ok("transfer"),
        ["35" | "36" | "38"] => Err(NoTribunalDate::Court),
        _ => Err(NoTribunalDate::WhichOrder),
    }
}

/// The first and the last day. A period of months ends the day before the same day of the month; where that month has
/// no such day, on the last day it has less one, so that no date is too late.
fn span(rule: &TribunalRule, day_1: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let first = day_1.checked_add_months(Months::new(rule.after_months))?;
    let after = match rule.within {
        Within::Days(days) => day_1.checked_add_days(Days::new(days.into()))?,
        Within::Months(months) => day_1.checked_add_months(Months::new(months))?,
    };
    Some((first, after.pred_opt()?))
}

#[cfg(test)]
mod tests;
