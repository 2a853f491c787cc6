//! Dates as people type them.

use chrono::{Datelike, NaiveDate};

use super::plain::plain;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Words beside a date that do not change it: `Sunday the 15th of March`.
const FILLERS: [&str; 18] = [
    "the",
    "of",
    "on",
    "day",
    "mon",
    "monday",
    "tue",
    "tues",
    "tuesday",
    "wed",
    "wednesday",
    "thu",
    "thurs",
    "thursday",
    "fri",
    "friday",
    "sat",
    "saturday",
];
const SUNDAY: [&str; 2] = ["sun", "sunday"];
const ORDINALS: [&str; 8] = ["st", "nd", "rd", "th", "ˢᵗ", "ⁿᵈ", "ʳᵈ", "ᵗʰ"];

/// Reads day, month and year as typed: `3`, `4`, `84` or `15th`, `March`, `1984`. All three may
/// be in the first box (`15 Mar 1984`, `15/3/84`, `1984-03-15`, `Sunday the 15th of March 1984`, `15031984`). A year
/// of two digits is the latest such year that is not after `latest`. A sign that people do not put between two
/// parts is not guessed at.
pub fn read_date(day: &str, month: &str, year: &str, latest: i32) -> Option<NaiveDate> {
    let typed = plain([day, month, year].map(str::trim).join(" ").trim()).to_lowercase();
    let parts = parts(&typed)?;
    let [first, second, third] = match &parts[..] {
        [one] => eight_digits(one, latest)?,
        [first, second, third] => [first.clone(), second.clone(), third.clone()],
        _ => return None,
    };
    let (day, month, year) = match (first.len() == 4 && is_digits(&first), is_digits(&first)) {
        (true, _) => (third, second, first),
        (_, true) => (first, second, third),
        _ => (second, first, third),
    };
    NaiveDate::from_ymd_opt(read_year(&year, latest)?, read_month(&month)?, number(&day, 2)?)
}

/// Eight digits alone: day, month and year, or the year first: no date of this century or the last is both.
fn eight_digits(typed: &str, latest: i32) -> Option<[String; 3]> {
    let cut = |a: usize, b: usize| [&typed[..a], &typed[a..b], &typed[b..]].map(str::to_owned);
    if typed.len() != 8 || !is_digits(typed) {
        return None;
    }
    let likely = |[day, month, year]: &[String; 3]| {
        let date = NaiveDate::from_ymd_opt(read_year(year, latest)?, number(month, 2)?, number(day, 2)?)?;
        (1900..=latest).contains(&date.year()).then_some(())
    };
    let [year, month, day] = cut(4, 6);
    let (british, iso) = (cut(2, 4), [day, month, year]);
    [british, iso].into_iter().find(|parts| likely(parts).is_some())
}

/// The digits and words of a date; none where there is more between them than people put there. Words that do not
/// change it are left out, and so are the ends of ordinals.
fn parts(typed: &str) -> Option<Vec<String>> {
    let mut parts: Vec<String> = Vec::new();
    let (mut rest, mut gap) = (typed, String::new());
    while let Some(first) = rest.chars().next() {
        let same = |c: char| if first.is_ascii_digit() { c.is_ascii_digit() } else { c.is_alphabetic() };
        if !same(first) {
            gap.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let end = rest.find(|c| !same(c)).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        rest = after;
        let is_filler = FILLERS.contains(&part) || SUNDAY.contains(&part);
        let ends_ordinal =
            ORDINALS.contains(&part) && gap.trim().is_empty() && parts.last().is_some_and(|last| is_digits(last));
        if is_filler {
            gap.push(' ');
        }
        if is_filler || ends_ordinal {
            continue;
        }
        let is_year = part.len() == 2 && first.is_ascii_digit();
        if !is_between(&gap, parts.is_empty(), is_year) {
            return None;
        }
        gap.clear();
        parts.push(part.to_owned());
    }
    // A full stop or a comma may end a date, as it ends a sentence.
    matches!(gap.trim(), "" | "." | ",").then_some(parts)
}

/// A space; a slash; a dash with a space on both sides or on neither, as one alone may be a minus; a full stop and a comma follow directly, and
/// an apostrophe before a year of two digits.
fn is_between(gap: &str, is_first: bool, is_short_year: bool) -> bool {
    let spaced = |side: Option<char>| side.is_some_and(char::is_whitespace);
    let (before, after) = (spaced(gap.chars().next()), spaced(gap.chars().last()));
    match gap.trim() {
        "" => true,
        "'" => is_short_year && !is_first,
        "," if is_first => true,
        _ if is_first => false,
        "/" => true,
        "-" => before == after,
        "." | "," | ".," => !before,
        _ => false,
    }
}

fn read_month(typed: &str) -> Option<u32> {
    let named = MONTHS.iter().position(|month| typed.starts_with(month));
    let known = |at: &usize| FULL[*at].starts_with(typed) || (typed == "sept" && *at == 8);
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
    (typed.len() <= most && is_digits(typed)).then(|| typed.parse().ok()).flatten()
}

fn is_digits(typed: &str) -> bool {
    !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit())
}

/// How a date is typed back into three boxes.
pub(crate) fn boxes(date: NaiveDate) -> [String; 3] {
    [date.day().to_string(), date.month().to_string(), date.year().to_string()]
}

#[cfg(test)]
mod tests {
    use super::*;

    type Row = (&'static str, [&'static str; 3], Option<&'static str>);

    const IN_BOXES: &[Row] = &[
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
        ("a full stop and a comma in the first box", ["15 Mar., 1984", "", ""], Some("1984-03-15")),
        ("a comma in the first box", ["15 March, 1984", "", ""], Some("1984-03-15")),
        ("full stops in the first box", ["15.3.1984", "", ""], Some("1984-03-15")),
        ("a sign with spaces around it", ["15 / 3 / 1984", "", ""], Some("1984-03-15")),
        ("slashes with a space on one side", ["15/ 3 /84", "", ""], Some("1984-03-15")),
        ("a minus is not dropped", ["-1", "1", "1984"], None),
        ("nor is a minus before a month", ["1", "-1", "1984"], None),
        ("a plus is not dropped", ["+15", "3", "1984"], None),
        ("a full stop after a day", ["15.", "3", "1984"], Some("1984-03-15")),
        ("after a month's number", ["15", "3.", "1984"], Some("1984-03-15")),
        ("after a year", ["15", "3", "1984."], Some("1984-03-15")),
        ("a minus in the first box", ["-1/2/1984", "", ""], None),
        ("a minus between", ["1 -2 1984", "", ""], None),
        ("two signs", ["1--2-1984", "", ""], None),
        ("a plus between", ["1+2+1984", "", ""], None),
        ("something after the date", ["1/2/1984?", "", ""], None),
    ];

    const AS_PEOPLE_WRITE: &[Row] = &[
        ("an ordinal of four letters", ["15th", "March", "1984"], Some("1984-03-15")),
        ("an ordinal before a number", ["21st", "3", "1984"], Some("1984-03-21")),
        ("an ordinal in the first box", ["15th March 1984", "", ""], Some("1984-03-15")),
        ("an ordinal set apart", ["15 th March 1984", "", ""], Some("1984-03-15")),
        ("a small raised ordinal", ["15ᵗʰ March 1984", "", ""], Some("1984-03-15")),
        ("words between", ["the 15th of March 1984", "", ""], Some("1984-03-15")),
        ("the day of the week", ["Thursday, 15 March 1984", "", ""], Some("1984-03-15")),
        ("Sunday", ["Sun 15/03/84", "", ""], Some("1984-03-15")),
        ("the month first, by name", ["March 15th, 1984", "", ""], Some("1984-03-15")),
        ("the year first, with a name", ["1984 March 15", "", ""], Some("1984-03-15")),
        ("no space before a name", ["15March1984", "", ""], Some("1984-03-15")),
        ("a name between dashes", ["15-Mar-84", "", ""], Some("1984-03-15")),
        ("an apostrophe before the year", ["15 March ’84", "", ""], Some("1984-03-15")),
        ("a long dash", ["15–3–1984", "", ""], Some("1984-03-15")),
        ("spaces that do not break", ["15\u{a0}March\u{202f}1984", "", ""], Some("1984-03-15")),
        ("marks of direction", ["\u{200e}15\u{200e}/\u{200e}3\u{200e}/\u{200e}1984", "", ""], Some("1984-03-15")),
        ("a space of no width", ["\u{200b}15", "3", "1984"], Some("1984-03-15")),
        ("full-width digits", ["１５", "３", "１９８４"], Some("1984-03-15")),
        ("eight digits", ["15031984", "", ""], Some("1984-03-15")),
        ("eight digits, the year first", ["19840315", "", ""], Some("1984-03-15")),
        ("eight digits, either of which looks like a year", ["20112011", "", ""], Some("2011-11-20")),
        ("six digits could be either", ["150384", "", ""], None),
        ("an ordinal without a number", ["th March 1984", "", ""], None),
        ("two dates", ["1/2/1984 or 2/1/1984", "", ""], None),
        ("a guess", ["about 1/2/1984", "", ""], None),
    ];

    /// docs/domain.md, What people type: three boxes, and what people type into them.
    #[test]
    fn dates_are_read_as_people_type_them() {
        for (row, [day, month, year], expected) in IN_BOXES.iter().chain(AS_PEOPLE_WRITE) {
            let read = read_date(day, month, year, 2026).map(|date| date.to_string());
            assert_eq!(read.as_deref(), *expected, "{row}");
        }
    }
}
