//! Drawn HTML, read by one tokenizer as browsers read it (html5gum, the WHATWG standard).

use std::borrow::Cow;
use std::convert::Infallible;

use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, Span, Tokenizer};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// A start tag begins: its name.
    Open(&'a str),
    /// The name of its next attribute.
    Attribute(&'a str),
    /// The value of that attribute; there may be none.
    Value(&'a str),
    /// The start tag ends.
    Opened,
    /// An end tag: its name.
    Close(&'a str),
    /// Text, its entities resolved.
    Text(&'a str),
}

/// Gives each piece of a page, in order. The content of a script is one text.
pub(crate) fn read(html: &str, mut each: impl FnMut(Piece<'_>)) {
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
        match event {
            CallbackEvent::OpenStartTag { name } => each(Piece::Open(&text(name))),
            CallbackEvent::AttributeName { name } => each(Piece::Attribute(&text(name))),
            CallbackEvent::AttributeValue { value } => each(Piece::Value(&text(value))),
            CallbackEvent::CloseStartTag { .. } => each(Piece::Opened),
            CallbackEvent::EndTag { name } => each(Piece::Close(&text(name))),
            CallbackEvent::String { value } => each(Piece::Text(&text(value))),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
        None
    });
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, Unjudged(emitter)).for_each(drop);
}

fn text(bytes: &[u8]) -> Cow<'_, str> {
    str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// Reads without looking for errors, which takes as long as the rest: nobody asks for them here.
struct Unjudged<F: Callback<Infallible, ()>>(CallbackEmitter<F>);

impl<F: Callback<Infallible, ()>> ForwardingEmitter for Unjudged<F> {
    type Token = Infallible;

    fn inner(&mut self) -> &mut impl Emitter<Token = Self::Token> {
        &mut self.0
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }
}

/// Reads the tags of a page.
pub(crate) fn scan(html: &str) -> Seen {
    let mut seen = Seen::default();
    let mut tag: Option<(String, Vec<(String, String)>)> = None;
    read(html, |piece| match (piece, &mut tag) {
        (Piece::Open(name), tag) => *tag = Some((name.to_owned(), Vec::new())),
        (Piece::Attribute(name), Some((_, attributes))) => attributes.push((name.to_owned(), String::new())),
        (Piece::Value(value), Some((_, attributes))) => {
            attributes.last_mut().into_iter().for_each(|(_, empty)| value.clone_into(empty));
        }
        (Piece::Opened, tag) => {
            tag.take().into_iter().for_each(|(name, attributes)| seen.add(&name, &attributes));
        }
        _ => {}
    });
    seen
}

impl Seen {
    fn add(&mut self, name: &str, attributes: &[(String, String)]) {
        let value = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
        self.ids.extend(value("id"));
        let address = value("href").or_else(|| value("src"));
        self.links.extend(address.clone().into_iter().chain(value("action")));
        let waits_not =
            value("defer").or_else(|| value("async")).is_some() || value("loading").as_deref() == Some("lazy");
        let fetched = match name {
            "link" => value("rel").as_deref() == Some("stylesheet"),
            "img" | "script" | "iframe" => !waits_not,
            _ => false,
        };
        self.needs.extend(address.filter(|_| fetched));
    }
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
