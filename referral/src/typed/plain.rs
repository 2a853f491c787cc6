//! Text made plain for reading.

/// The text without signs that cannot be seen, with one kind of space, dash and slash, and with full-width digits and
/// signs (as some keyboards type them) in their ordinary form. For reading, never for keeping.
pub(crate) fn plain(typed: &str) -> String {
    typed.chars().filter(|c| c.is_whitespace() || !is_unseen(*c)).map(plain_sign).collect()
}

fn plain_sign(c: char) -> char {
    match c {
        _ if c.is_whitespace() => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{207b}' => '-',
        '\u{2044}' | '\u{2215}' => '/',
        '\u{2018}' | '\u{2019}' | '\u{2b9}' | '\u{2bc}' => '\'',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

/// Whether there is nothing in it that could be seen.
pub(crate) fn is_blank(typed: &str) -> bool {
    typed.chars().all(|c| c.is_whitespace() || is_unseen(c))
}

/// Control characters and those that only change how others are shown (Unicode category Cf, the line separators and
/// variation selectors).
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{8e2}'
            | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_looks_the_same_however_it_was_pasted() {
        let table = [
            ("from a contact list, with marks of direction", "\u{202a}01632 960123\u{202c}"),
            ("with a space of no width", "01632\u{200b} 960123"),
            ("with a byte order mark", "\u{feff}01632 960123"),
            ("with a space that does not break", "01632\u{a0}960123"),
            ("with a narrow space", "01632\u{202f}960123"),
            ("with full-width digits", "０１６３２　９６０１２３"),
        ];
        for (row, typed) in table {
            assert_eq!(plain(typed), "01632 960123", "{row}");
        }
        for dash in ['‐', '‑', '‒', '–', '—', '−', '－'] {
            assert_eq!(plain(&format!("1{dash}2")), "1-2");
        }
        assert!(is_blank(" \u{200b}\u{a0}\u{2060}\n") && !is_blank("\u{200b}x"));
    }
}
