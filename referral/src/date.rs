//! Dates as people type them.

use chrono::{Datelike, NaiveDate};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads day, month and year as typed: `3`, `4`, `84` or `15`, `March`, `1984`. All three may
/// stand in the first box (`15 Mar 1984`, `15/3/84`, `1984-03-15`). A year of two digits is the
/// latest such year that is not after `latest`.
pub fn read_date(day: &str, month: &str, year: &str, latest: i32) -> Option<NaiveDate> {
    let typed = format!("{day} {month} {year}");
    let parts: Vec<&str> = typed.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let [first, month, last] = parts[..] else { return None };
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    NaiveDate::from_ymd_opt(read_year(year, latest)?, read_month(month)?, read_day(day)?)
}

fn read_day(typed: &str) -> Option<u32> {
    let lower = typed.to_ascii_lowercase();
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| lower.strip_suffix(end)).unwrap_or(&lower);
    number(digits, 2)
}

fn read_month(typed: &str) -> Option<u32> {
    let lower = typed.to_lowercase();
    let named = MONTHS.iter().position(|month| lower.starts_with(month));
    let known = |at: &usize| FULL[*at].starts_with(&lower) || (lower == "sept" && *at == 8);
    named.filter(known).and_then(|at| u32::try_from(at + 1).ok()).or_else(|| number(typed, 2))
}

const FULL: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn read_year(typed: &str, latest: i32) -> Option<i32> {
    let year = i32::try_from(number(typed, 4)?).ok()?;
    match typed.len() {
        4 => Some(year),
        2 => {
            let century = latest - latest.rem_euclid(100);
            Some(if century + year <= latest { century + year } else { century + year - 100 })
        }
        _ => None,
    }
}

fn number(typed: &str, most: usize) -> Option<u32> {
    let digits = !typed.is_empty() && typed.len() <= most && typed.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| typed.parse().ok()).flatten()
}

/// How a date is typed back into three boxes.
pub(crate) fn boxes(date: NaiveDate) -> [String; 3] {
    [date.day().to_string(), date.month().to_string(), date.year().to_string()]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// domain.md 5.4: three boxes, and what people type into them.
    #[test]
    fn dates_are_read_as_people_type_them() {
        let table = [
            ("three numbers", ["3", "4", "1984"], Some("1984-04-03")),
            ("two digits of a year", ["3", "4", "84"], Some("1984-04-03")),
            ("two digits not after the latest year", ["3", "4", "26"], Some("2026-04-03")),
            ("two digits after it are last century", ["3", "4", "27"], Some("1927-04-03")),
            ("a month by name", ["15", "Mar", "1984"], Some("1984-03-15")),
            ("a month in full", ["15", "september", "1984"], Some("1984-09-15")),
            ("Sept", ["15", "Sept", "1984"], Some("1984-09-15")),
            ("an ordinal", ["1st", "3", "1984"], Some("1984-03-01")),
            ("all in the first box", ["15 Mar 1984", "", ""], Some("1984-03-15")),
            ("slashes in the first box", ["15/03/84", "", ""], Some("1984-03-15")),
            ("ISO in the first box", ["1984-03-15", "", ""], Some("1984-03-15")),
            ("a leap day", ["29", "2", "2024"], Some("2024-02-29")),
            ("no leap day that year", ["29", "2", "2023"], None),
            ("day 31 of a short month", ["31", "4", "2020"], None),
            ("year 0", ["1", "1", "0"], None),
            ("a year of three digits", ["1", "1", "198"], None),
            ("a month that is no month", ["1", "marble", "1984"], None),
            ("a month of 13", ["1", "13", "1984"], None),
            ("a part missing", ["1", "", "1984"], None),
            ("digits of another script are not guessed at", ["١", "٢", "1984"], None),
            ("a minus is no part of a day", ["-1", "-1", "1984"], Some("1984-01-01")),
        ];
        for (row, [day, month, year], expected) in table {
            let read = read_date(day, month, year, 2026).map(|date| date.to_string());
            assert_eq!(read.as_deref(), expected, "{row}");
        }
    }
}
