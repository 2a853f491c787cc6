//! What Markdown may ask for by name, and small pictures set into the page.
//!
//! `{{ name }}` alone in its paragraph is the template `part-name.html`; within a sentence it is a fact, such as a
//! date the calendar gives. A small SVG is written into the page, so that it costs no request of its own.

use std::fs;

use templates::{Facts, Theme, ThemeError};

use crate::tree::Tree;

/// Larger pictures stay files of their own.
const SMALL_PICTURE: usize = 2048;
/// What a picture set into a page must not bring: ids clash there, and the content policy refuses styles and scripts.
const FOREIGN: [&str; 5] = ["<style", " style=", "<script", " id=", " on"];
/// No name is longer; braces further apart are the writer's own.
const LONGEST_NAME: usize = 40;

/// A text with its places filled in, and what came up.
#[derive(Debug, Default)]
pub(crate) struct Filled {
    pub(crate) html: String,
    /// Names that are neither a part nor a fact; they stay as written.
    pub(crate) unknown: Vec<String>,
    /// Parts whose template cannot be drawn.
    pub(crate) broken: Vec<(String, ThemeError)>,
}

/// Fills in every `{{ name }}` of a drawn text. Most pages have none and pass through untouched.
pub(crate) fn fill<'f>(html: &str, theme: &Theme, facts: impl Fn() -> &'f Facts<'f>) -> Filled {
    let mut filled = Filled::default();
    let mut rest = html;
    while let Some((before, name, after)) = next_name(rest) {
        filled.html.push_str(before);
        let part = format!("part-{name}.html");
        let alone = before.ends_with("<p>") && after.starts_with("</p>");
        rest = after;
        if alone && theme.has(&part) {
            filled.html.truncate(filled.html.len() - "<p>".len());
            rest = &after["</p>".len()..];
            match theme.render_as(&part, facts()) {
                Ok(drawn) => filled.html.push_str(drawn.trim_end()),
                Err(error) => filled.broken.push((part, error)),
            }
        } else if let Some(value) = facts().value(name) {
            filled.html.push_str(&value.replace('&', "&amp;").replace('<', "&lt;"));
        } else {
            filled.html.push_str(&format!("{{{{ {name} }}}}"));
            filled.unknown.push(name.to_owned());
        }
    }
    filled.html.push_str(rest);
    filled
}

/// The text before the next `{{ name }}`, the name, and the text after it.
fn next_name(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let open = from + text[from..].find("{{ ")?;
        let inner = &text[open + 3..];
        let name = inner.split_once(" }}").map(|(name, _)| name).filter(|name| is_name(name));
        match name {
            Some(name) => return Some((&text[..open], name, &inner[name.len() + 3..])),
            None => from = open + 3,
        }
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST_NAME && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}

/// Sets small SVG files of the content folder into the page, named by the words the writer gave them.
pub(crate) fn set_pictures(html: String, tree: &Tree) -> String {
    const START: &str = "<img src=\"";
    if !html.contains(".svg\" alt=\"") {
        return html;
    }
    let mut out = String::with_capacity(html.len() * 2);
    let mut rest = html.as_str();
    while let Some(at) = rest.find(START) {
        let (before, image) = rest.split_at(at);
        out.push_str(before);
        let end = image.find(" />").map_or(image.len(), |end| end + 3);
        let (image, after) = image.split_at(end);
        out.push_str(picture(image, tree).as_deref().unwrap_or(image));
        rest = after;
    }
    out + rest
}

fn picture(image: &str, tree: &Tree) -> Option<String> {
    let (src, alt) = image.strip_prefix("<img src=\"")?.strip_suffix("\" />")?.split_once("\" alt=\"")?;
    let file = tree.file(src).filter(|_| src.ends_with(".svg") && !alt.contains('"'))?;
    let svg = fs::read_to_string(file).ok()?;
    let inner = svg.trim().strip_prefix("<svg ").filter(|inner| inner.len() < SMALL_PICTURE)?;
    if FOREIGN.iter().any(|foreign| inner.contains(foreign)) {
        return None;
    }
    let named =
        if alt.is_empty() { "aria-hidden=\"true\"".to_owned() } else { format!("role=\"img\" aria-label=\"{alt}\"") };
    Some(format!("<svg class=\"picture\" {named} {inner}"))
}

#[cfg(test)]
mod tests {
    use content_reader::{Content, Texts};

    use super::*;

    fn filled(html: &str) -> Filled {
        let content = Content::parse(&Texts::compiled()).unwrap();
        let facts = Facts::new(&content, "2026-11-23".parse().unwrap(), (String::new(), None));
        fill(html, &Theme::compiled().unwrap(), || &facts)
    }

    #[test]
    fn names_are_filled_in_and_anything_else_stays_as_written() {
        let table = [
            ("a fact in a sentence", "<p>By {{ due }}.</p>", "<p>By Monday 30 November 2026.</p>"),
            ("two of them", "{{ asked }} {{ due }}", "Monday 23 November 2026 Monday 30 November 2026"),
            ("no name", "{{ A b }} {{due}} {{ }}", "{{ A b }} {{due}} {{ }}"),
            ("never closed", "<p>{{ due</p>", "<p>{{ due</p>"),
            ("a brace before a name", "{{ {{ due }}", "{{ Monday 30 November 2026"),
        ];
        for (what, html, expected) in table {
            let filled = filled(html);
            assert_eq!((filled.html.as_str(), filled.unknown.len()), (expected, 0), "{what}");
        }
    }

    #[test]
    fn an_unknown_name_is_told_and_a_part_takes_its_paragraph_with_it() {
        assert_eq!(filled("<p>{{ nothing-so-named }}</p>").unknown, ["nothing-so-named"]);
        let part = filled("<p>a</p>\n<p>{{ closed-days }}</p>\n<p>b</p>");
        assert!(part.broken.is_empty() && part.unknown.is_empty(), "{part:?}");
        assert!(part.html.contains("<li>Friday 25 December 2026</li>"), "{}", part.html);
        assert!(!part.html.contains("<p><ul"), "{}", part.html);
    }

    #[test]
    fn only_small_harmless_pictures_are_set_into_the_page() {
        let dir = tempfile::tempdir().unwrap();
        let files = [
            ("small.svg", "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>\n".to_owned()),
            ("styled.svg", "<svg viewBox=\"0 0 1 1\"><path style=\"fill:red\" d=\"M0 0\"/></svg>".to_owned()),
            ("large.svg", format!("<svg viewBox=\"0 0 1 1\"><path d=\"{}\"/></svg>", "M0 0".repeat(1000))),
        ];
        for (name, text) in &files {
            fs::write(dir.path().join(name), text).unwrap();
        }
        let (tree, _) = Tree::read(dir.path(), "", |_| true);
        let drawn = |name: &str| set_pictures(format!("<p><img src=\"/{name}\" alt=\"A &amp; B\" /> x</p>"), &tree);
        let expected = "<p><svg class=\"picture\" role=\"img\" aria-label=\"A &amp; B\" viewBox=\"0 0 1 1\">\
            <path d=\"M0 0\"/></svg> x</p>";
        assert_eq!(drawn("small.svg"), expected);
        for kept in ["styled.svg", "large.svg", "not-there.svg"] {
            assert!(drawn(kept).contains("<img src="), "{kept}");
        }
    }
}
