//! What a report is about: a month, or a quarter or year of the financial year, which begins in April.

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
    pub fn month(typed: &str) -> Option<Self> {
        let (year, month) = typed.split_once('-')?;
        Some(Self { months: 1, first: first(number(year, 4)?, u32::try_from(number(month, 2)?).ok()?)? })
    }

    /// Reads `2026-Q3`, which is October to December 2026.
    pub fn quarter(typed: &str) -> Option<Self> {
        let (year, quarter) = typed.split_once('-')?;
        let quarter: u32 =
            quarter.strip_prefix(['Q', 'q'])?.parse().ok().filter(|quarter| (1..=4).contains(quarter))?;
        let first = first(number(year, 4)?, FIRST_MONTH)? + Months::new(3 * (quarter - 1));
        Some(Self { months: 3, first })
    }

    /// Reads `2026`, which is April 2026 to March 2027.
    pub fn year(typed: &str) -> Option<Self> {
        Some(Self { months: 12, first: first(number(typed, 4)?, FIRST_MONTH)? })
    }

    /// The month of this day.
    pub fn month_of(day: NaiveDate) -> Self {
        Self { months: 1, first: day.with_day(1).unwrap_or(day) }
    }

    /// The quarter its first month is in.
    pub fn quarter_of(self) -> Self {
        let back = u32::try_from(self.offset() % 3).unwrap_or_default();
        Self { months: 3, first: self.first - Months::new(back) }
    }

    /// The financial year its first month is in.
    pub fn year_of(self) -> Self {
        Self { months: 12, first: self.financial_year() }
    }

    /// Its first day.
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> NaiveDate {
        (self.first + Months::new(self.months)).pred_opt().unwrap_or(self.first)
    }

    /// How many months it has: 1, 3 or 12.
    pub fn months(self) -> u32 {
        self.months
    }

    /// The first of April of its financial year.
    pub fn financial_year(self) -> NaiveDate {
        let year = if self.first.month() < FIRST_MONTH { self.first.year() - 1 } else { self.first.year() };
        first(year, FIRST_MONTH).unwrap_or(self.first)
    }

    /// Months from April to its first month.
    fn offset(self) -> usize {
        ((self.first.month() + 12 - FIRST_MONTH) % 12) as usize
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
        let quarter = |at: u32| Self { months: 3, first: self.first + Months::new(3 * at) };
        (0..if self.months == 12 { 4 } else { 0 }).map(quarter).collect()
    }

    /// The twelve months that end with its last, as periods.
    pub fn twelve_months(self) -> Vec<Self> {
        let last = Self::month_of(self.last()).first;
        let month = |back| Self { months: 1, first: last - Months::new(back) };
        (0..12).rev().map(month).collect()
    }

    /// As it is typed: `2026-11`, `2026-Q3`, `2026`.
    pub fn code(self) -> String {
        let year = self.financial_year().year();
        match self.months {
            1 => self.first.format("%Y-%m").to_string(),
            3 => format!("{year}-Q{}", self.offset() / 3 + 1),
            _ => year.to_string(),
        }
    }

    /// As it is read: `November 2026`, `October to December 2026`, `April 2026 to March 2027`.
    pub fn title(self) -> String {
        let last = self.last().format("%B %Y");
        match self.months {
            1 => last.to_string(),
            3 => format!("{} to {last}", self.first.format("%B")),
            _ => format!("{} to {last}", self.first.format("%B %Y")),
        }
    }
}

fn first(year: i32, month: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, 1).filter(|date| (2000..2200).contains(&date.year()))
}

fn number(typed: &str, digits: usize) -> Option<i32> {
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
            let period = period.unwrap_or_else(|| panic!("{code}"));
            assert_eq!(period.code(), code);
            assert_eq!((period.first().to_string(), period.last().to_string()), (first.into(), last.into()), "{code}");
            assert_eq!(period.title(), title);
        }
        let march = Period::month("2027-03").unwrap();
        assert_eq!((march.financial_year().to_string().as_str(), march.offset()), ("2026-04-01", 11));
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
            assert_eq!(Period::month(typed), None, "{typed}");
        }
        for typed in ["2026-Q5", "2026-Q0", "2026-3", "2026", "Q3", "2026-Q", "2026-QQ3"] {
            assert_eq!(Period::quarter(typed), None, "{typed}");
        }
        for typed in ["26", "2026-11", "20260", "year", "0001"] {
            assert_eq!(Period::year(typed), None, "{typed}");
        }
    }
}
