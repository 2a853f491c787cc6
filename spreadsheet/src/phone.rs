//! Phone numbers in cells: spreadsheets take digits alone for a number and drop the first 0.

use std::borrow::Cow;

/// Digits before the space that keeps a number a text: an area code, as most people group them.
const AREA: usize = 5;

/// A phone number as people in Britain dial it: `+44 (0)1632 960 123` is `01632 960 123`, so the sign that begins it is
/// not taken for a formula. A number of digits alone, also one that was `+44…`, has a space after its fifth digit.
pub fn phone(typed: &str) -> Cow<'_, str> {
    let dialled = domestic(typed);
    let digits_alone = dialled.len() > AREA && dialled.bytes().all(|byte| byte.is_ascii_digit());
    if digits_alone { Cow::Owned(format!("{} {}", &dialled[..AREA], &dialled[AREA..])) } else { dialled }
}

fn domestic(typed: &str) -> Cow<'_, str> {
    let Some(rest) = typed.trim_start().strip_prefix("+44") else { return Cow::Borrowed(typed) };
    let rest = rest.trim_start_matches([' ', '-', '.', '\u{a0}']);
    let rest = rest.strip_prefix("(0)").unwrap_or(rest).trim_start();
    let rest = rest.strip_prefix('0').unwrap_or(rest);
    Cow::Owned(format!("0{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_stay_as_people_dial_them() {
        let table = [
            ("+441632960123", "01632 960123"),
            ("+44 1632 960 123", "01632 960 123"),
            ("+44 (0)1632 960 123", "01632 960 123"),
            ("+44(0)1632 960123 ext 4", "01632 960123 ext 4"),
            ("+44 (0) 1632 960123", "01632 960123"),
            ("+44-1632-960123", "01632-960123"),
            ("+44 01632 960123", "01632 960123"),
            (" +44 7700 900123", "07700 900123"),
            ("01632960123", "01632 960123"),
            ("07700900123", "07700 900123"),
            ("01632 960123", "01632 960123"),
            ("12345", "12345"),
            ("", ""),
            ("+48 22 555 01 23", "+48 22 555 01 23"),
        ];
        for (typed, expected) in table {
            assert_eq!(phone(typed), expected, "{typed}");
        }
    }
}
