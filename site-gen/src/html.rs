//! Drawn HTML, read by one tokenizer as browsers read it (html5gum, the WHATWG standard).

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{HtmlString, Token, Tokenizer};

/// What a page offers and asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) ids: Vec<String>,
    /// `href`, `src` and `action`, as written.
    pub(crate) links: Vec<String>,
    /// Addresses of the files a browser fetches before the page can be read.
    pub(crate) needs: Vec<String>,
}

/// A piece of a page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A start tag: its name, and its attributes by name.
    Open(String, Vec<(String, String)>),
    /// An end tag.
    Close(String),
    /// Text, its entities resolved.
    Text(String),
}

/// The pieces of a page, in order. The content of a script is one text.
pub(crate) fn pieces(html: &str) -> impl Iterator<Item = Piece> + '_ {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).flatten().filter_map(|token| match token {
        Token::StartTag(tag) => {
            let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(&value.value)));
            Some(Piece::Open(text(&tag.name), attributes.collect()))
        }
        Token::EndTag(tag) => Some(Piece::Close(text(&tag.name))),
        Token::String(string) => Some(Piece::Text(text(&string.value))),
        _ => None,
    })
}

fn text(bytes: &HtmlString) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Reads the tags of a page.
pub(crate) fn scan(html: &str) -> Seen {
    let mut seen = Seen::default();
    for piece in pieces(html) {
        let Piece::Open(name, attributes) = piece else { continue };
        let value = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
        seen.ids.extend(value("id"));
        let address = value("href").or_else(|| value("src"));
        seen.links.extend(address.clone().into_iter().chain(value("action")));
        let waits_not =
            value("defer").or_else(|| value("async")).is_some() || value("loading").as_deref() == Some("lazy");
        let fetched = match name.as_str() {
            "link" => value("rel").as_deref() == Some("stylesheet"),
            "img" | "script" | "iframe" => !waits_not,
            _ => false,
        };
        seen.needs.extend(address.filter(|_| fetched));
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_links_are_found_and_text_is_not() {
        let html = "<!-- <a href=no> --><a id=\"a\" href='/b?c&amp;d' hidden>id=\"x\" a < b</a><img alt='>' src=e><form action=\"/f\">";
        let seen = scan(html);
        assert_eq!(seen.ids, ["a"]);
        assert_eq!(seen.links, ["/b?c&d", "e", "/f"]);
    }

    #[test]
    fn a_page_needs_styles_pictures_and_scripts_it_waits_for() {
        let html = "<link rel=canonical href=/a><link rel=\"stylesheet\" href=\"/b\"><img src=/c alt><img src=/d loading=lazy>\
            <script src=/e defer></script><script src=/f></script><script type='application/ld+json'>{}</script>";
        assert_eq!(scan(html).needs, ["/b", "/c", "/f"]);
    }
}
