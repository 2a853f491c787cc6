//! What a report is about: a month, or a quarter or year of the financial year, which begins in April.

use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate};

/// A month, or a quarter or year of the financial year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    first: NaiveDate,
    /// 1, 3 or 12.
    months: u32,
}

/// April.
const FIRST_MONTH: u32 = 4;

impl Period {
    /// Reads `2026-11`.
    ///
    /// # Errors
    /// What is no month, in a sentence.
    pub fn month(typed: &str) -> Result<Self, &'static str> {
        let read = typed.split_once('-').and_then(|(year, month)| Self::starting(1, year, number(month, 2)?));
        read.ok_or("That is not a month. Write it as 2026-11.")
    }

    /// Reads `2026-Q3`, which is October to December 2026.
    ///
    /// # Errors
    /// What is no quarter, in a sentence.
    pub fn quarter(typed: &str) -> Result<Self, &'static str> {
        let read = || {
            let (year, quarter) = typed.split_once('-')?;
            let before = number::<u32>(quarter.strip_prefix(['Q', 'q'])?, 1)?.checked_sub(1).filter(|at| *at < 4)?;
            let first = Self::starting(3, year, FIRST_MONTH)?.first + Months::new(3 * before);
            Some(Self { months: 3, first })
        };
        read().ok_or("That is not a quarter. Write it as 2026-Q3, which is October to December 2026.")
    }

    /// Reads `2026`, which is April 2026 to March 2027.
    ///
    /// # Errors
    /// What is no year, in a sentence.
    pub fn year(typed: &str) -> Result<Self, &'static str> {
        let wrong = "That is not a financial year. Write it as 2026, which is April 2026 to March 2027.";
        Self::starting(12, typed, FIRST_MONTH).ok_or(wrong)
    }

    fn starting(months: u32, year: &str, month: u32) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(number(year, 4)?, month, 1)?;
        (2000..2200).contains(&first.year()).then_some(Self { first, months })
    }

    /// The month, quarter or financial year of a day, which has 1, 3 or 12 `months`.
    pub fn of(day: NaiveDate, months: u32) -> Self {
        let first = day.with_day(1).unwrap_or(day);
        Self { months, first: first - Months::new((first.month() + 12 - FIRST_MONTH) % 12 % months) }
    }

    /// Its first day.
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> NaiveDate {
        (self.first + Months::new(self.months)).pred_opt().unwrap_or(self.first)
    }

    /// Its days.
    pub fn days(self) -> RangeInclusive<NaiveDate> {
        self.first..=self.last()
    }

    /// How many months it has: 1, 3 or 12.
    pub fn months(self) -> u32 {
        self.months
    }

    /// The same span right before it.
    pub fn before(self) -> Self {
        Self { first: self.first - Months::new(self.months), ..self }
    }

    /// The same months a year before.
    pub fn a_year_before(self) -> Self {
        Self { first: self.first - Months::new(12), ..self }
    }

    /// The quarters it is made of; none of a month or a quarter.
    pub fn quarters(self) -> Vec<Self> {
        (0..self.months / 12 * 4).map(|at| Self { months: 3, first: self.first + Months::new(3 * at) }).collect()
    }

    /// The twelve months that end with its last, as periods.
    pub fn twelve_months(self) -> Vec<Self> {
        let last = Self::of(self.last(), 1).first;
        (0..12).rev().map(|back| Self { months: 1, first: last - Months::new(back) }).collect()
    }

    /// As it is typed: `2026-11`, `2026-Q3`, `2026`.
    pub fn code(self) -> String {
        let year = Self::of(self.first, 12).first.year();
        match self.months {
            1 => self.first.format("%Y-%m").to_string(),
            3 => format!("{year}-Q{}", (self.first.month() + 12 - FIRST_MONTH) % 12 / 3 + 1),
            _ => year.to_string(),
        }
    }

    /// As it is read: `November 2026`, `October to December 2026`, `April 2026 to March 2027`.
    pub fn title(self) -> String {
        span(self.first, self.last(), "%B")
    }
}

/// The months from one day to another, each named by this format.
pub(crate) fn span(first: NaiveDate, last: NaiveDate, month: &str) -> String {
    let with_year = |day: NaiveDate| day.format(&format!("{month} %Y")).to_string();
    match (first.year() == last.year(), first.month() == last.month()) {
        (true, true) => with_year(last),
        (true, false) => format!("{} to {}", first.format(month), with_year(last)),
        (false, _) => format!("{} to {}", with_year(first), with_year(last)),
    }
}

fn number<T: FromStr>(typed: &str, digits: usize) -> Option<T> {
    (typed.len() == digits && typed.bytes().all(|byte| byte.is_ascii_digit())).then(|| typed.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// docs/contract.md, Report: October to December 2026 is 2026-Q3; the financial year starts on 1 April.
    #[test]
    fn quarters_and_years_are_those_of_the_financial_year() {
        let table = [
            (Period::month("2026-11"), "2026-11", "2026-11-01", "2026-11-30", "November 2026"),
            (Period::month("2028-02"), "2028-02", "2028-02-01", "2028-02-29", "February 2028"),
            (Period::quarter("2026-Q1"), "2026-Q1", "2026-04-01", "2026-06-30", "April to June 2026"),
            (Period::quarter("2026-Q3"), "2026-Q3", "2026-10-01", "2026-12-31", "October to December 2026"),
            (Period::quarter("2026-q4"), "2026-Q4", "2027-01-01", "2027-03-31", "January to March 2027"),
            (Period::year("2026"), "2026", "2026-04-01", "2027-03-31", "April 2026 to March 2027"),
        ];
        for (period, code, first, last, title) in table {
            let period = period.unwrap_or_else(|_| panic!("{code}"));
            assert_eq!(period.code(), code);
            assert_eq!((period.first().to_string(), period.last().to_string()), (first.into(), last.into()), "{code}");
            assert_eq!(period.title(), title);
        }
        let march = Period::month("2027-03").unwrap();
        let of = |months| Period::of(march.first(), months).code();
        assert_eq!([of(1), of(3), of(12)], ["2027-03", "2026-Q4", "2026"]);
        let quarter = Period::quarter("2026-Q1").unwrap();
        assert_eq!((quarter.before().code().as_str(), quarter.a_year_before().code().as_str()), ("2025-Q4", "2025-Q1"));
        let quarters: Vec<String> = Period::year("2026").unwrap().quarters().iter().map(|each| each.code()).collect();
        assert_eq!(quarters, ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]);
        let trend: Vec<String> = Period::quarter("2026-Q1").unwrap().twelve_months().iter().map(|m| m.code()).collect();
        assert_eq!((trend[0].as_str(), trend[11].as_str()), ("2025-07", "2026-06"));
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for typed in ["2026-13", "2026-00", "2026-1", "26-11", "2026-11-01", "November", "", "-", "+026-11", "2026-Q0"]
        {
            assert_eq!(Period::month(typed).ok(), None, "{typed}");
        }
        for typed in ["2026-Q5", "2026-Q0", "2026-3", "2026", "Q3", "2026-Q", "2026-QQ3"] {
            assert_eq!(Period::quarter(typed).ok(), None, "{typed}");
        }
        for typed in ["26", "2026-11", "20260", "year", "0001"] {
            assert_eq!(Period::year(typed).ok(), None, "{typed}");
        }
    }
}
