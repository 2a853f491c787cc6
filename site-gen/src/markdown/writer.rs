//! Takes the parser's events and gives those to be written as HTML, with everything that came up on the way.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag, TagEnd};

use super::headings::Ids;
use super::marks::{Piece, no_link, pieces, strays};
use super::tables::Columns;
use super::{Asked, Doubt, Heading, Mark, Rendered, Setting};
use crate::address::slug;
use crate::finding::Level;

mod write_links;

/// Few texts have more events than one for so many bytes.
const BYTES_AN_EVENT: usize = 16;

/// Reads one body.
pub(super) struct Writer<'a> {
    setting: Setting<'a>,
    asked: &'a dyn Asked,
    out: Rendered,
    events: Vec<Event<'a>>,
    ids: Ids,
    columns: Columns,
    /// The raw HTML block being read.
    raw: Option<(usize, String)>,
    /// The heading being read: its event, and its words so far.
    heading: Option<(usize, String)>,
    in_code: bool,
    /// Text that may go on with the next event, and where it begins: the parser cuts it at signs that turn out to mean nothing.
    unfinished: Option<(Cow<'a, str>, usize)>,
    /// For each link being read, how it is written.
    links: Vec<write_links::Link<'a>>,
    /// For each picture being read, whether only its words are written.
    dead_pictures: Vec<bool>,
    /// The small picture being read: its inside, and the words that name it so far.
    svg: Option<(String, String)>,
    /// A mark that has been alone in its paragraph so far: where it is, and the paragraph's text.
    alone: Option<(usize, CowStr<'a>)>,
    /// Marks that were told of.
    told: HashSet<String>,
}

impl<'a> Writer<'a> {
    /// `written`: the ids written by hand, with their places; `bytes`: how long the body is.
    pub(super) fn new(setting: Setting<'a>, asked: &'a dyn Asked, written: &[(String, usize)], bytes: usize) -> Self {
        let (ids, wrong) = Ids::keeping(written);
        let mut out = Rendered::default();
        out.doubts.extend(wrong.into_iter().map(|(message, at)| Doubt {
            at,
            level: asked.broken(),
            message,
            help: "give the heading another: ## Words {#other}".to_owned(),
        }));
        let events = Vec::with_capacity(bytes / BYTES_AN_EVENT);
        let (columns, told) = (Columns::default(), HashSet::new());
        let (raw, heading, svg, alone) = (None, None, None, None);
        Self {
            setting,
            asked,
            out,
            events,
            ids,
            columns,
            raw,
            heading,
            in_code: false,
            unfinished: None,
            links: Vec::new(),
            dead_pictures: Vec::new(),
            svg,
            alone,
            told,
        }
    }

    /// What is to be written.
    pub(super) fn done(mut self) -> (Rendered, Vec<Event<'a>>) {
        self.finish_text();
        (self.out, self.events)
    }

    /// Takes the next event, from this place of the body.
    pub(super) fn take(&mut self, event: Event<'a>, range: Range<usize>) {
        if let Event::Text(text) = event {
            return self.add_text(text, range.start);
        }
        self.finish_text();
        if let Some((at, text)) = self.alone.take() {
            if matches!(event, Event::End(TagEnd::Paragraph)) && self.takes_block(&text, at) {
                return;
            }
            self.text(text, at);
        }
        let event = match event {
            Event::Code(code) => {
                self.name(&code);
                Event::Code(code)
            }
            Event::Start(Tag::Heading { level, id, .. }) => {
                self.heading = Some((self.events.len(), String::new()));
                let level = self.sunk(level);
                Event::Start(Tag::Heading { level, id, classes: Vec::new(), attrs: Vec::new() })
            }
            Event::End(TagEnd::Heading(level)) => {
                self.name_heading();
                Event::End(TagEnd::Heading(self.sunk(level)))
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                return self.link(link_type, dest_url, (title, id), range.start);
            }
            Event::End(TagEnd::Link) => return self.end_link(),
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                return self.picture(link_type, dest_url, (title, id), range.start);
            }
            Event::End(TagEnd::Image) => return self.end_picture(),
            Event::Start(Tag::CodeBlock(_)) | Event::End(TagEnd::CodeBlock) => {
                self.in_code = matches!(event, Event::Start(_));
                event
            }
            Event::FootnoteReference(label) => Event::FootnoteReference(self.note(&label)),
            Event::Start(Tag::FootnoteDefinition(label)) => Event::Start(Tag::FootnoteDefinition(self.note(&label))),
            Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) | Event::Html(_) | Event::InlineHtml(_) => {
                return self.raw_html(event, range.start);
            }
            other => self.columns.classed(other),
        };
        self.events.push(event);
    }

    /// Words name the heading or the picture they are in.
    fn name(&mut self, words: &str) {
        if let Some((_, title)) = &mut self.heading {
            title.push_str(words);
        }
        if let Some((_, name)) = &mut self.svg {
            name.push_str(words);
        }
    }

    fn add_text(&mut self, text: CowStr<'a>, at: usize) {
        match &mut self.unfinished {
            Some((so_far, _)) => so_far.to_mut().push_str(&text),
            None => self.unfinished = Some((text.into(), at)),
        }
    }

    fn finish_text(&mut self) {
        let Some((text, at)) = self.unfinished.take() else { return };
        let text = CowStr::from(text);
        if self.in_code {
            return self.events.push(Event::Text(text));
        }
        let starts = matches!(self.events.last(), Some(Event::Start(Tag::Paragraph))) && self.svg.is_none();
        if starts && text.starts_with('{') && matches!(pieces(&text).as_slice(), [Piece::Mark { .. }]) {
            self.alone = Some((at, text));
        } else {
            self.text(text, at);
        }
    }

    /// Puts a whole part in the place of its paragraph, if the mark names one that can be drawn.
    fn takes_block(&mut self, text: &str, at: usize) -> bool {
        let found = pieces(text);
        let [mark @ Piece::Mark { name, .. }] = found.as_slice() else { return false };
        let meant = self.meant(name, true);
        if matches!(meant, Mark::Block(_) | Mark::Broken(_)) {
            self.tell(mark, &meant, at);
        }
        let Mark::Block(html) = meant else { return false };
        self.events.pop();
        self.events.push(Event::Html(CowStr::from(html + "\n")));
        true
    }

    fn text(&mut self, text: CowStr<'a>, at: usize) {
        if let Some((within, written)) = no_link(&text) {
            let message = format!("a link is shown as it stands: {written}");
            let help = "put an address with spaces in angle brackets: [words](<two words.md>)".to_owned();
            self.doubt_once(written, at + within, message, help);
        }
        if !text.contains('{') {
            return self.push_text(text);
        }
        for (within, written) in strays(&text) {
            if self.asked.has_marks_alone() || written.starts_with("{%") {
                let message = format!("{written} is shown as it stands: it is no mark");
                let help = "{from …} and {until …} end their line; `code` may have braces".to_owned();
                self.out.doubts.push(Doubt { at: at + within, level: self.asked.broken(), message, help });
            }
        }
        for piece in pieces(&text) {
            let words = match &piece {
                Piece::Words(words) => (*words).to_owned(),
                Piece::Mark { at: within, written, name } => {
                    let meant = self.meant(name, false);
                    self.tell(&piece, &meant, at + within);
                    // One that means nothing here stays as written.
                    if let Mark::Text(words) = meant { words } else { (*written).to_owned() }
                }
            };
            self.push_text(CowStr::from(words));
        }
    }

    fn meant(&self, name: &str, alone: bool) -> Mark {
        if name.is_empty() { Mark::Unknown } else { self.asked.mark(name, alone) }
    }

    /// Tells once of a mark that is unknown, broken or not written as marks are.
    fn tell(&mut self, piece: &Piece<'_>, meant: &Mark, at: usize) {
        let Piece::Mark { written, name, .. } = piece else { return };
        let (message, help) = match meant {
            Mark::Unknown => (
                format!("nothing is named {written}"),
                "name a template part-….html, or a fact; the README lists both".to_owned(),
            ),
            Mark::Broken(error) => (format!("{written} cannot be drawn: {error}"), "mend the template".to_owned()),
            Mark::Text(_) | Mark::Block(_) if !piece.is_exact() => {
                (format!("{written} is not how it is written"), format!("write {{{{ {name} }}}}"))
            }
            Mark::Text(_) | Mark::Block(_) => return,
        };
        self.doubt_once(written, at, message, help);
    }

    fn doubt_once(&mut self, written: &str, at: usize, message: String, help: String) {
        if self.told.insert(written.to_owned()) {
            self.out.doubts.push(Doubt { at, level: self.asked.broken(), message, help });
        }
    }

    fn push_text(&mut self, text: CowStr<'a>) {
        self.name(&text);
        if self.svg.is_none() {
            self.events.push(Event::Text(text));
        }
    }

    /// The page's title is its only first-level heading.
    fn sunk(&self, level: HeadingLevel) -> HeadingLevel {
        let level = (level as usize).max(2) + self.setting.deeper;
        HeadingLevel::try_from(level.min(6)).unwrap_or(HeadingLevel::H6)
    }

    fn name_heading(&mut self) {
        let Some((index, title)) = self.heading.take() else { return };
        let Some(Event::Start(Tag::Heading { level, id, .. })) = self.events.get_mut(index) else { return };
        let name = match id.take() {
            Some(written) => format!("{}{written}", self.setting.prefix),
            None => self.ids.for_words(&format!("{}{}", self.setting.prefix, slug(&title))),
        };
        *id = Some(CowStr::from(name.clone()));
        self.out.headings.push(Heading { level: *level as usize, id: name, title });
    }

    /// The id of a footnote: no heading has one like it.
    fn note(&self, label: &str) -> CowStr<'a> {
        CowStr::from(format!("{}note_{label}", self.setting.prefix))
    }

    /// Comments are left out; a line break is one; anything else is shown as it was typed.
    fn raw_html(&mut self, event: Event<'a>, at: usize) {
        match event {
            Event::Start(_) => self.raw = Some((at, String::new())),
            Event::Html(text) => match &mut self.raw {
                Some((_, block)) => block.push_str(&text),
                None => self.shown(text.to_string(), at),
            },
            Event::InlineHtml(text) if is_comment(&text) => {}
            Event::InlineHtml(text) if matches!(&*text, "<br>" | "<br/>" | "<br />") => {
                self.events.push(Event::HardBreak);
            }
            Event::InlineHtml(text) => self.shown(text.to_string(), at),
            _ => {
                if let Some((at, block)) = self.raw.take().filter(|(_, block)| !is_comment(block)) {
                    self.events.push(Event::Start(Tag::Paragraph));
                    self.shown(block.trim_end().to_owned(), at);
                    self.events.push(Event::End(TagEnd::Paragraph));
                }
            }
        }
    }

    fn shown(&mut self, text: String, at: usize) {
        let help = "write Markdown, or put the markup in a template".to_owned();
        let message = format!("raw HTML is shown as text: {}", text.lines().next().unwrap_or_default());
        self.out.doubts.push(Doubt { at, level: Level::Warning, message, help });
        if let Some((_, title)) = &mut self.heading {
            title.push_str(&text);
        }
        self.events.push(Event::Text(CowStr::from(text)));
    }
}

fn is_comment(html: &str) -> bool {
    let html = html.trim();
    html.starts_with("<!--") && html.find("-->") == Some(html.len().saturating_sub(3))
}
