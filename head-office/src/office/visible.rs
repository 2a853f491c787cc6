//! Text from outside, made safe to look at: it is stored as typed and shown with its tricks named.

/// The text with controls, direction overrides and signs of no width written out, such as `⟨U+202E⟩`.
/// The joiners of Persian script and of emoji stay; so do line ends.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for sign in text.chars() {
        if is_trick(sign) {
            shown.push_str(&format!("⟨U+{:04X}⟩", u32::from(sign)));
        } else {
            shown.push(sign);
        }
    }
    shown
}

fn is_trick(sign: char) -> bool {
    match sign {
        '\n' | '\t' => false,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' => true,
        '\u{e0000}'..='\u{e007f}' => true,
        other => other.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// docs/security.md, Bad inputs.
    #[test]
    fn tricks_are_named_and_scripts_left_alone() {
        let table = [
            ("an override", "Ada\u{202e}evoL", "Ada⟨U+202E⟩evoL"),
            ("a terminal's escape", "\u{1b}[2J", "⟨U+001B⟩[2J"),
            ("a sign of no width", "Ad\u{200b}a", "Ad⟨U+200B⟩a"),
            ("a carriage return", "a\rb", "a⟨U+000D⟩b"),
            ("line ends and tabs", "a\n\tb", "a\n\tb"),
            ("Persian", "می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("a family", "👩\u{200d}👧", "👩\u{200d}👧"),
        ];
        for (row, typed, expected) in table {
            assert_eq!(visible(typed), expected, "{row}");
        }
    }
}
