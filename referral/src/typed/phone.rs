//! Phone numbers with whatever people write beside them: a ward, a bleep, a second number.

use std::borrow::Cow;

use super::nhs_number::digits;
use super::plain::plain;

/// The fewest digits of a number that can be rung from outside.
const FEWEST: usize = 7;
/// The digits of a number in Britain, area code and nought in front included: ten or eleven.
const BRITISH: std::ops::RangeInclusive<usize> = 10..=11;
/// Digits before the space that keeps a number a text in a spreadsheet: an area code, as most people group them.
const AREA: usize = 5;

/// Seven digits somewhere.
pub(crate) fn is_phone(typed: &str) -> bool {
    digits(typed).len() >= FEWEST
}

/// What a telephone link dials: the first number of those that were typed, without its extension; empty where there is
/// none. `+44 (0)1632 960 123` dials `+441632960123`.
pub fn dial(typed: &str) -> String {
    let text: Vec<char> = plain(typed).chars().collect();
    let mut at = 0;
    while at < text.len() {
        let (number, next) = number_at(&text, at);
        if number.chars().filter(char::is_ascii_digit).count() >= FEWEST {
            return without_trunk_nought(&number);
        }
        at = next;
    }
    String::new()
}

/// The number that begins at or after a place, as `+` and digits, and where it ends.
fn number_at(text: &[char], from: usize) -> (String, usize) {
    let (mut number, mut at) = (String::new(), from);
    while let Some(&sign) = text.get(at) {
        let digits = number.len() - usize::from(number.starts_with('+'));
        let goes_on = match sign {
            '0'..='9' => true,
            '+' => number.is_empty(),
            ' ' | '-' | '.' | '(' | ')' => !is_next_number(&number, &text[at..]),
            // `01632/960123` is one number, `01632 960123/4` two.
            '/' | ',' => digits < FEWEST,
            _ => false,
        };
        if !goes_on {
            return (number, at + usize::from(sign != '+'));
        }
        if text[at..].starts_with(&['(', '0', ')']) && number.starts_with('+') {
            at += 3;
            continue;
        }
        if sign == '+' || sign.is_ascii_digit() {
            number.push(sign);
        }
        at += 1;
    }
    (number, at)
}

/// Whether what follows a gap is another number: this one is whole, and the next digits begin one anew or would make
/// it longer than any number here.
fn is_next_number(number: &str, gap: &[char]) -> bool {
    let digits = number.len() - usize::from(number.starts_with('+'));
    let next = gap.iter().find(|sign| sign.is_ascii_digit() || **sign == '+');
    let begins_anew = matches!(next, Some('0' | '+')) && digits >= *BRITISH.start() - 1;
    let more = gap.iter().take_while(|sign| !sign.is_alphabetic()).filter(|sign| sign.is_ascii_digit()).count();
    let is_british = number.starts_with('0') && !number.starts_with("00");
    let too_long = is_british && BRITISH.contains(&digits) && digits + more > *BRITISH.end();
    begins_anew || too_long
}

fn without_trunk_nought(number: &str) -> String {
    number.strip_prefix("+440").map_or_else(|| number.to_owned(), |rest| format!("+44{rest}"))
}

/// The digits of a number as people here dial it: `+44 (0)1632 960 123` and `01632 960123` are one.
pub fn dialled_digits(typed: &str) -> String {
    digits(&domestic(&plain(typed)))
}

/// A phone number in the cell of a spreadsheet: `+44 (0)1632 960 123` is `01632 960 123`, so that the sign that begins
/// it is not taken for a formula. A number of digits alone, also one that was `+44…`, has a space after its fifth
/// digit: a spreadsheet takes digits alone for a number, quoted or not, and drops the nought in front.
pub fn phone_cell(typed: &str) -> Cow<'_, str> {
    let text = plain(typed);
    let dialled = domestic(text.trim());
    let digits_alone = dialled.len() > AREA && dialled.bytes().all(|byte| byte.is_ascii_digit());
    match () {
        () if digits_alone => Cow::Owned(format!("{} {}", &dialled[..AREA], &dialled[AREA..])),
        () if dialled != text.trim() => Cow::Owned(dialled.into_owned()),
        () => Cow::Borrowed(typed),
    }
}

/// A number of Britain written for abroad, as it is dialled here.
fn domestic(text: &str) -> Cow<'_, str> {
    let Some(rest) = text.trim_start().strip_prefix("+44") else { return Cow::Borrowed(text) };
    let rest = rest.trim_start_matches([' ', '-', '.']);
    let rest = rest.strip_prefix("(0)").unwrap_or(rest).trim_start();
    let rest = rest.strip_prefix('0').unwrap_or(rest);
    Cow::Owned(format!("0{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_as_people_write_them() {
        for good in [
            "01632 960123",
            "+44 (0)1632 960 123",
            "01632 960123 ext 45",
            "01632-960-123x9",
            "0800.123.4567",
            "01632 960123 bleep 4521",
            "Ward: 01632 960123 (ask for Dee)",
            "01632 960123, option 2",
            "01632 960123 #4521",
            "01632 960123 or 07700 900123",
            "\u{202a}+44 7700 900123\u{202c}",
            "01632–960123",
            "０１６３２　９６０１２３",
        ] {
            assert!(is_phone(good), "{good}");
        }
        for bad in ["12345", "ring the ward", "01632", "ext 45", "bleep 4521", ""] {
            assert!(!is_phone(bad), "{bad}");
        }
    }

    #[test]
    fn a_link_dials_the_first_number_alone() {
        let table = [
            ("01632 960123", "01632960123"),
            ("01632 960123/960124", "01632960123"),
            ("01632 960123, 960124", "01632960123"),
            ("01632 960123/4", "01632960123"),
            ("01632 960123 / 07700 900123", "01632960123"),
            ("01632 960123 or 07700 900123", "01632960123"),
            ("01632 960123 07700 900123", "01632960123"),
            ("01632 960123 - 07700 900123", "01632960123"),
            ("+44 1632 960123 +44 7700 900123", "+441632960123"),
            ("01632 960123\n07700 900123", "01632960123"),
            ("01632 960123 ext 4", "01632960123"),
            ("01632 960123 4521", "01632960123"),
            ("01632 960123 (4521)", "01632960123"),
            ("01632 960123 #4521", "01632960123"),
            ("01632-960-123x9", "01632960123"),
            ("bleep 4521 or 01632 960123", "01632960123"),
            ("Ward 12: 01632 960123", "01632960123"),
            ("tel: 01632 960123", "01632960123"),
            ("(01632) 960123", "01632960123"),
            ("01632/960123", "01632960123"),
            ("020 7946 0123", "02079460123"),
            ("0800 1111", "08001111"),
            ("+44 (0)1632 960 123", "+441632960123"),
            ("+44 01632 960123", "+441632960123"),
            ("+44(0)1632 960123 ext 4", "+441632960123"),
            ("0044 1632 960123", "00441632960123"),
            ("+33 1 23 45 67 89", "+33123456789"),
            ("\u{202a}+44 7700 900123\u{202c}", "+447700900123"),
            ("０１６３２　９６０１２３", "01632960123"),
            ("ext 45", ""),
            ("the ward", ""),
        ];
        for (typed, expected) in table {
            assert_eq!(dial(typed), expected, "{typed}");
        }
    }

    /// docs/contract.md, Output.
    #[test]
    fn cells_stay_as_people_dial_them() {
        let table = [
            ("+441632960123", "01632 960123"),
            ("+44 1632 960 123", "01632 960 123"),
            ("+44 (0)1632 960 123", "01632 960 123"),
            ("+44(0)1632 960123 ext 4", "01632 960123 ext 4"),
            ("+44 (0) 1632 960123", "01632 960123"),
            ("+44-1632-960123", "01632-960123"),
            ("+44 01632 960123", "01632 960123"),
            (" +44 7700 900123", "07700 900123"),
            ("\u{202a}+447700900123\u{202c}", "07700 900123"),
            ("＋４４７７００９００１２３", "07700 900123"),
            ("07700\u{200b}900123", "07700 900123"),
            ("01632960123", "01632 960123"),
            ("07700900123", "07700 900123"),
            ("07700 900123", "07700 900123"),
            ("01632 960123 ext 4", "01632 960123 ext 4"),
            ("+33 1 23 45 67 89", "+33 1 23 45 67 89"),
            ("4521", "4521"),
            ("", ""),
        ];
        for (typed, expected) in table {
            assert_eq!(phone_cell(typed), expected, "{typed}");
        }
    }

    #[test]
    fn one_number_written_two_ways_is_one() {
        for typed in ["+44 (0)1632 960 123", "01632 960123", "+441632960123", "01632\u{a0}960–123"] {
            assert_eq!(dialled_digits(typed), "01632960123", "{typed}");
        }
    }
}
