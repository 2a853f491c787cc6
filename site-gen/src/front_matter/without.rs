//! A page without front matter: its first heading is its title.

/// The title, and where the body starts after it.
pub(super) fn heading(text: &str) -> Option<(String, usize)> {
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        at += line.len();
        let words = line.trim_start_matches('\u{feff}').trim();
        if words.is_empty() {
            continue;
        }
        if let Some(title) = words.strip_prefix("# ") {
            return Some((plain(title.trim_end_matches('#')), at));
        }
        let under = lines.peek().filter(|next| next.len() > 2 && next.trim().bytes().all(|byte| byte == b'='))?;
        return Some((plain(words), at + under.len()));
    }
    None
}

/// The words of a heading without the signs of Markdown.
fn plain(title: &str) -> String {
    let title = title.trim();
    let title = title.rsplit_once(" {#").map_or(title, |(words, _)| words);
    title.replace(['`', '*'], "").trim().to_owned()
}

/// A title from the name of the file: `who-calls` is "Who calls".
pub(super) fn named(stem: &str) -> String {
    let words = stem.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_heading_is_the_title() {
        for (what, text, title, rest) in [
            ("a sign", "\n# Who `calls` {#who}\n\nText", "Who calls", "\nText"),
            ("a line below", "Who calls\n=========\nText", "Who calls", "Text"),
        ] {
            let (found, at) = heading(text).unwrap();
            assert_eq!((found.as_str(), &text[at..]), (title, rest), "{what}");
        }
        assert_eq!(heading("Text\n\n# Later"), None);
        assert_eq!(named("who-calls_us"), "Who calls us");
    }
}
