//! CSS without what no browser needs: comments, and white space that means nothing.

use std::fmt::Write as _;

/// A stylesheet, smaller: no comments, one space at most, none beside `{ } ; ,`.
pub(crate) fn css(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    let mut gap = false;
    while let Some(letter) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.find("*/").map_or("", |end| &comment[end + 2..]);
            gap = true;
            continue;
        }
        let piece = if matches!(letter, '"' | '\'') { string(rest) } else { &rest[..letter.len_utf8()] };
        rest = &rest[piece.len()..];
        if letter.is_ascii_whitespace() {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap)
            && !"{};,".contains(letter)
            && !out.is_empty()
            && !out.ends_with(['{', '}', ';', ','])
        {
            out.push(' ');
        }
        if letter == '}' && out.ends_with(';') {
            out.pop();
        }
        // Writing to a string cannot fail.
        let _ = out.write_str(piece);
    }
    out
}

/// A quoted string with its quotes.
fn string(text: &str) -> &str {
    let quote = text.bytes().next();
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            byte if Some(byte) == quote => return &text[..=at],
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stylesheet_keeps_its_meaning() {
        let table = [
            ("a, b > c { color : red ; }\n/* x */ d :hover{ }", "a,b > c{color : red}d :hover{}"),
            (
                "a { content: \" ; \\\" } \"; width: calc(1px + 2px) }",
                "a{content: \" ; \\\" } \";width: calc(1px + 2px)}",
            ),
            ("@media (min-width: 40em) { a { b: c } }", "@media (min-width: 40em){a{b: c}}"),
            ("a/* x */b { }", "a b{}"),
        ];
        for (sheet, expected) in table {
            assert_eq!(css(sheet), expected);
        }
    }
}
