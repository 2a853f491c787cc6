//! Cells of a CSV file that spreadsheets open safely: RFC 4180, all quoted, and nothing that is taken for a formula
//! (security.md 3.6).

use std::borrow::Cow;

/// Excel reads a file as UTF-8 only with this at its beginning.
pub(super) const BOM: &str = "\u{feff}";

/// One line: every cell quoted, CRLF at its end.
pub(super) fn line<'a>(cells: impl Iterator<Item = Cow<'a, str>>) -> String {
    let quoted: Vec<String> = cells.map(|cell| format!("\"{}\"", safe(&cell).replace('"', "\"\""))).collect();
    format!("{}\r\n", quoted.join(","))
}

/// An apostrophe before whatever a spreadsheet would calculate. It is a sign of text to them.
fn safe(cell: &str) -> Cow<'_, str> {
    let tricks = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];
    if cell.starts_with(tricks) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// A phone number as people here dial it: `+44 (0)1632 960 123` is `01632 960 123`. So the sign that begins it is
/// no formula's, and no apostrophe gets into a number.
pub(super) fn phone(typed: &str) -> Cow<'_, str> {
    let Some(rest) = typed.trim_start().strip_prefix("+44") else { return Cow::Borrowed(typed) };
    let rest = rest.trim_start_matches([' ', '-', '.', '\u{a0}']);
    let rest = rest.strip_prefix("(0)").unwrap_or(rest).trim_start();
    let rest = rest.strip_prefix('0').unwrap_or(rest);
    Cow::Owned(format!("0{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// security.md 3.6 and 4.5.
    #[test]
    fn no_cell_is_a_formula_and_every_text_comes_back() {
        let table = [
            ("plain", "Ida Moss", "\"Ida Moss\""),
            ("empty", "", "\"\""),
            ("a quotation mark", "the \"quiet\" ward", "\"the \"\"quiet\"\" ward\""),
            ("a comma and a line end", "Fern,\nAsh", "\"Fern,\nAsh\""),
            ("a formula", "=cmd|'/c calc'!A1", "\"'=cmd|'/c calc'!A1\""),
            ("a sum", "@SUM(A1)", "\"'@SUM(A1)\""),
            ("minus", "-2+3", "\"'-2+3\""),
            ("plus", "+48 22 555 01 23", "\"'+48 22 555 01 23\""),
            ("a tab before it", "\t=1", "\"'\t=1\""),
            ("a line end before it", "\n=1", "\"'\n=1\""),
            ("a carriage return", "\r=1", "\"'\r=1\""),
            ("NUL", "\0=1", "\"'\0=1\""),
            ("full width", "＝1＋1", "\"'＝1＋1\""),
            ("full width at", "＠SUM", "\"'＠SUM\""),
            ("a sign within", "a=b", "\"a=b\""),
            ("any script", "Ólafur 李", "\"Ólafur 李\""),
        ];
        for (row, typed, expected) in table {
            assert_eq!(line([Cow::Borrowed(typed)].into_iter()), format!("{expected}\r\n"), "{row}");
        }
    }

    /// design.md section 4, Output: `+44…` phones as `0…`, a `(0)` after it dropped.
    #[test]
    fn phones_stay_numbers() {
        let table = [
            ("+441632960123", "01632960123"),
            ("+44 1632 960 123", "01632 960 123"),
            ("+44 (0)1632 960 123", "01632 960 123"),
            ("+44(0)1632 960123 ext 4", "01632 960123 ext 4"),
            ("+44 (0) 1632 960123", "01632 960123"),
            ("+44-1632-960123", "01632-960123"),
            ("+44 01632 960123", "01632 960123"),
            (" +44 7700 900123", "07700 900123"),
            ("01632 960123", "01632 960123"),
            ("+48 22 555 01 23", "+48 22 555 01 23"),
        ];
        for (typed, expected) in table {
            assert_eq!(phone(typed), expected, "{typed}");
        }
    }
}
