//! What Markdown may ask for by name, and small pictures set into the page.
//!
//! `{{ name }}` alone in its paragraph is the template `part-name.html`; within a sentence it is a fact, such as a
//! date the calendar gives. A small SVG is written into the page, so that it costs no request of its own.

use std::fs;

use templates::{Facts, Theme};

use crate::markdown::Mark;
use crate::tree::Tree;

/// The part that lists the fields of the API.
const API_FIELDS: &str = "api-fields";
/// Larger pictures stay files of their own.
const SMALL_PICTURE: usize = 2048;
/// What a picture set into a page must not bring: ids clash there, and the content policy refuses styles and scripts.
const FOREIGN: [&str; 5] = ["<style", " style=", "<script", " id=", " on"];

/// What a mark means.
pub(crate) fn mark<'f>(name: &str, alone: bool, theme: &Theme, facts: impl Fn() -> &'f Facts<'f>) -> Mark {
    let part = format!("part-{name}.html");
    if alone && theme.has(&part) {
        // The fields of the API are many, and one page shows them.
        let drawn = match name {
            API_FIELDS => theme.render_as(&part, &facts().api()),
            _ => theme.render_as(&part, facts()),
        };
        return match drawn {
            Ok(drawn) => Mark::Block(drawn.trim_end().to_owned()),
            Err(error) => Mark::Broken(format!("{part}: {error}")),
        };
    }
    facts().value(name).map_or(Mark::Unknown, |value| Mark::Text(value.to_owned()))
}

/// The inside of a small SVG file of the content folder, from after `<svg `, if it may be set into the page.
pub(crate) fn small_picture(address: &str, tree: &Tree) -> Option<String> {
    let file = tree.file(address).filter(|_| address.ends_with(".svg"))?;
    let svg = fs::read_to_string(file).ok()?;
    let inner = svg.trim().strip_prefix("<svg ").filter(|inner| inner.len() < SMALL_PICTURE)?;
    (!FOREIGN.iter().any(|foreign| inner.contains(foreign))).then(|| inner.to_owned())
}

#[cfg(test)]
mod tests {
    use content_reader::{Content, Texts};

    use super::*;

    fn marked(name: &str, alone: bool) -> Mark {
        let content = Content::parse(&Texts::compiled()).unwrap();
        let facts = Facts::new(&content, "2026-11-23".parse().unwrap(), (String::new(), None));
        mark(name, alone, &Theme::compiled().unwrap(), || &facts)
    }

    #[test]
    fn a_mark_is_a_fact_or_alone_a_part() {
        assert!(matches!(marked("due", false), Mark::Text(due) if due == "Monday 30 November 2026"));
        assert!(matches!(marked("closed-days", true), Mark::Block(list) if list.contains("Friday 25 December 2026")));
        assert!(matches!(marked("closed-days", false), Mark::Unknown));
        assert!(matches!(marked("nothing-so-named", true), Mark::Unknown));
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
        let (tree, _) = Tree::read(dir.path(), ("", &[]), crate::finding::Level::Warning, |_| true);
        assert_eq!(small_picture("/small.svg", &tree).as_deref(), Some("viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>"));
        for kept in ["/styled.svg", "/large.svg", "/not-there.svg"] {
            assert_eq!(small_picture(kept, &tree), None, "{kept}");
        }
    }
}
