//! Dates as people type them.

use chrono::{Datelike, NaiveDate};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads day, month and year as typed: `3`, `4`, `84` or `15`, `March`, `1984`. All three may
/// stand in the first box (`15 Mar 1984`, `15/3/84`, `1984-03-15`). A year of two digits is the
/// latest such year that is not after `latest`. A sign that stands nowhere between two parts is not guessed at.
pub fn read_date(day: &str, month: &str, year: &str, latest: i32) -> Option<NaiveDate> {
    let boxes = [day, month, year].map(str::trim);
    let typed = boxes.join(" ");
    let [first, month, last] = if boxes.contains(&"") { parts(typed.trim())? } else { boxes };
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    NaiveDate::from_ymd_opt(read_year(year, latest)?, read_month(month)?, read_day(day)?)
}

/// The parts of a date in one box, where only what people put between them stands between them.
fn parts(typed: &str) -> Option<[&str; 3]> {
    let parts: Vec<&str> = typed.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts[..] else { return None };
    let (between, third_on) = typed.strip_prefix(first)?.split_once(second)?;
    let after = third_on.strip_suffix(third)?;
    (is_between(between) && is_between(after)).then_some([first, second, third])
}

/// A space, or one sign with the same room on both sides; a full stop and a comma stand close to what they follow.
fn is_between(gap: &str) -> bool {
    let spaced = |side: Option<char>| side.is_some_and(char::is_whitespace);
    let (before, after) = (spaced(gap.chars().next()), spaced(gap.chars().last()));
    match gap.trim() {
        "" => !gap.is_empty(),
        "/" | "-" => before == after,
        "." | "," => !before,
        _ => false,
    }
}

fn read_day(typed: &str) -> Option<u32> {
    let lower = typed.to_ascii_lowercase();
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| lower.strip_suffix(end)).unwrap_or(&lower);
    number(digits, 2)
}

fn read_month(typed: &str) -> Option<u32> {
    let lower = typed.to_lowercase();
    // `Mar.` and `March,` are how people end a name; a number has no such end.
    let lower = lower.strip_suffix(['.', ',']).unwrap_or(&lower);
    let named = MONTHS.iter().position(|month| lower.starts_with(month));
    let known = |at: &usize| FULL[*at].starts_with(lower) || (lower == "sept" && *at == 8);
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

    /// docs/domain.md, What people type: three boxes, and what people type into them.
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
            ("a month with its full stop", ["15", "Mar.", "1984"], Some("1984-03-15")),
            ("a full stop and a comma in the first box", ["15 Mar., 1984", "", ""], None),
            ("a comma in the first box", ["15 March, 1984", "", ""], Some("1984-03-15")),
            ("full stops in the first box", ["15.3.1984", "", ""], Some("1984-03-15")),
            ("a sign with room around it", ["15 / 3 / 1984", "", ""], Some("1984-03-15")),
            ("a minus is not dropped", ["-1", "1", "1984"], None),
            ("nor is a minus before a month", ["1", "-1", "1984"], None),
            ("a plus is not dropped", ["+15", "3", "1984"], None),
            ("a full stop after a day is not dropped", ["15.", "3", "1984"], None),
            ("nor after a month's number", ["15", "3.", "1984"], None),
            ("nor after a year", ["15", "3", "1984."], None),
            ("a minus in the first box", ["-1/2/1984", "", ""], None),
            ("a minus between", ["1 -2 1984", "", ""], None),
            ("two signs", ["1--2-1984", "", ""], None),
            ("a plus between", ["1+2+1984", "", ""], None),
            ("something after the date", ["1/2/1984?", "", ""], None),
        ];
        for (row, [day, month, year], expected) in table {
            let read = read_date(day, month, year, 2026).map(|date| date.to_string());
            assert_eq!(read.as_deref(), expected, "{row}");
        }
    }
}
