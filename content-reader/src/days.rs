//! The promise of first contact, said alike everywhere: `{days}` in `words.toml`, `{{ days }}` on a page.

use std::borrow::Cow;

const PLACE: &str = "{days}";
/// The table of the words that says the number of working days as people say it, by number.
const TABLE: &str = "[page.days]";

/// The text of `words.toml` with the promise in each of its places.
pub fn with_days(words: &str, days: u32) -> Cow<'_, str> {
    if words.contains(PLACE) { Cow::Owned(words.replace(PLACE, &said(words, days))) } else { Cow::Borrowed(words) }
}

/// `five working days`; the number in digits where the table does not have it. The text is searched and not parsed: the
/// function reads its words at every start.
fn said(words: &str, days: u32) -> String {
    let line = format!("\n{days} = \"");
    let table = words.split_once(TABLE).map(|(_, rest)| rest.split("\n[").next().unwrap_or(rest));
    let text = table.and_then(|table| table.split_once(&line)).and_then(|(_, rest)| rest.split_once('"'));
    text.map_or_else(|| format!("{days} working days"), |(text, _)| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_promise_is_said_in_words_where_there_are_words_for_it() {
        let words = "a = \"Within {days}.\"\n[page.days]\n1 = \"one working day\"\n5 = \"five working days\"\n[x]\n7 = \"no\"\n";
        for (days, expected) in
            [(5, "Within five working days."), (1, "Within one working day."), (7, "Within 7 working days.")]
        {
            assert!(with_days(words, days).contains(expected), "{days}");
        }
        assert!(matches!(with_days("a = \"b\"", 5), Cow::Borrowed(_)));
    }
}
