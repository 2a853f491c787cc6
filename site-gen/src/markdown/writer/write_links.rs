//! Links and pictures, with their addresses resolved.

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::Writer;
use crate::markdown::{Doubt, Resolved};

/// A link being read.
pub(super) struct Link<'a> {
    tags: Tags,
    written: CowStr<'a>,
    at: usize,
    /// How many events came before its words.
    before: usize,
}

/// Who writes the tags of a link.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tags {
    OfLibrary,
    Ours,
    /// Nobody can follow it.
    None,
}

impl<'a> Writer<'a> {
    /// A link with its address resolved.
    pub(super) fn link(
        &mut self,
        link_type: LinkType,
        written: CowStr<'a>,
        (title, id): (CowStr<'a>, CowStr<'a>),
        at: usize,
    ) {
        // The library writes `mailto:` before an address of mail in angle brackets: it leads to no page.
        let (dest_url, dead) = match link_type {
            LinkType::Email => (written.clone(), false),
            _ => self.resolved(written.clone(), false, at),
        };
        // The library would write `caf%C3%A9` for a page that everything else calls `café`.
        let ours = dest_url.starts_with('/') && !dest_url.is_ascii() && title.is_empty();
        let (tags, event) = if dead {
            (Tags::None, None)
        } else if ours {
            let address = in_attribute(&dest_url).replace(' ', "%20");
            (Tags::Ours, Some(Event::InlineHtml(CowStr::from(format!("<a href=\"{address}\">")))))
        } else {
            (Tags::OfLibrary, Some(Event::Start(Tag::Link { link_type, dest_url, title, id })))
        };
        self.events.extend(event);
        self.links.push(Link { tags, written, at, before: self.events.len() });
    }

    pub(super) fn end_link(&mut self) {
        let Some(Link { tags, written, at, before }) = self.links.pop() else { return };
        if self.events.len() == before && tags != Tags::None {
            let message = format!("a link to `{written}` has no words");
            let help = "write them between its brackets; until then its address is shown".to_owned();
            self.out.doubts.push(Doubt { at, level: self.asked.broken(), message, help });
            self.events.push(Event::Text(written));
        }
        match tags {
            Tags::OfLibrary => self.events.push(Event::End(TagEnd::Link)),
            Tags::Ours => self.events.push(Event::InlineHtml(CowStr::Borrowed("</a>"))),
            Tags::None => {}
        }
    }

    /// Where it leads, and whether nobody can follow it.
    fn resolved(&mut self, dest: CowStr<'a>, picture: bool, at: usize) -> (CowStr<'a>, bool) {
        let Resolved { href, doubt, anchor, svg, dead } = self.asked.link(&dest, picture);
        if let Some((level, message, help)) = doubt {
            self.out.doubts.push(Doubt { at, level, message, help });
        }
        if let Some((page, id)) = anchor {
            self.out.anchors.push((at, page, id));
        }
        self.svg = svg.map(|inner| (inner, String::new())).or(self.svg.take());
        let address = match (href, dest.strip_prefix('#')) {
            (Some(href), _) => CowStr::from(href),
            (None, Some(id)) if !self.setting.prefix.is_empty() => {
                CowStr::from(format!("#{}{id}", self.setting.prefix))
            }
            _ => dest,
        };
        (address, dead)
    }

    /// A picture: a file, the inside of a small one set into the page, or its words alone.
    pub(super) fn picture(
        &mut self,
        link_type: LinkType,
        written: CowStr<'a>,
        (title, id): (CowStr<'a>, CowStr<'a>),
        at: usize,
    ) {
        let (dest_url, dead) = self.resolved(written, true, at);
        self.dead_pictures.push(dead);
        if !dead && self.svg.is_none() {
            self.events.push(Event::Start(Tag::Image { link_type, dest_url, title, id }));
        }
    }

    pub(super) fn end_picture(&mut self) {
        match self.dead_pictures.pop() {
            Some(true) => {}
            _ if self.svg.is_some() => self.set_picture(),
            _ => self.events.push(Event::End(TagEnd::Image)),
        }
    }

    /// Sets a small picture into the page, named by the words the writer gave it.
    fn set_picture(&mut self) {
        let Some((inner, name)) = self.svg.take() else { return };
        let named = if name.is_empty() {
            "aria-hidden=\"true\"".to_owned()
        } else {
            format!("role=\"img\" aria-label=\"{}\"", in_attribute(&name))
        };
        self.events.push(Event::InlineHtml(CowStr::from(format!("<svg class=\"picture\" {named} {inner}"))));
    }
}

fn in_attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
