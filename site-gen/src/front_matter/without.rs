//! A page that gives itself no title: its first heading is one, or the name of its file.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The words of the first heading, and where the body starts: after the heading if that comes first, otherwise unchanged.
pub(super) fn heading(text: &str) -> Option<(String, usize)> {
    let (mut title, mut comes_first) = (None, true);
    for (event, range) in Parser::new_ext(text, Options::ENABLE_HEADING_ATTRIBUTES).into_offset_iter() {
        match (event, &mut title) {
            (Event::Start(Tag::Heading { .. }), _) => title = Some(String::new()),
            (Event::End(TagEnd::Heading(_)), Some(title)) => {
                let words = title.trim().to_owned();
                return (!words.is_empty()).then_some((words, if comes_first { range.end } else { 0 }));
            }
            (Event::Text(words) | Event::Code(words), Some(title)) => title.push_str(&words),
            (Event::SoftBreak | Event::HardBreak, Some(title)) => title.push(' '),
            (_, Some(_)) | (Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock), None) => {}
            (Event::Html(html), None) if html.trim_start().starts_with("<!--") => {}
            (_, None) => comes_first = false,
        }
    }
    None
}

/// A title from the name of a file or folder: `who-calls` is "Who calls".
pub(crate) fn named(stem: &str) -> String {
    let words = stem.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (what, the text, the title, the body)
    #[test]
    fn the_first_heading_is_the_title() {
        for (what, text, title, rest) in [
            ("a sign", "\n# Who `calls` *us* {#who}\n\nText", "Who calls us", "\nText"),
            ("a line below", "Who calls\n=========\nText", "Who calls", "Text"),
            ("a link and a picture", "# ![Logo](a.png) [Us](b.md)\nText", "Logo Us", "Text"),
            ("a comment before it", "<!-- lint off -->\n# Who\nText", "Who", "Text"),
            ("words before it", "Text\n\n## Later\n", "Later", "Text\n\n## Later\n"),
            ("not in code", "```\n# no\n```\n\n# Yes", "Yes", "```\n# no\n```\n\n# Yes"),
        ] {
            let (found, at) = heading(text).unwrap();
            assert_eq!((found.as_str(), &text[at..]), (title, rest), "{what}");
        }
        assert_eq!((heading("Text"), heading("# \n")), (None, None));
        assert_eq!(named("who-calls_us"), "Who calls us");
    }
}
