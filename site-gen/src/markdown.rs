//! Markdown to HTML: tables, footnotes, heading ids, resolved links. Raw HTML never passes through.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

use crate::finding::Level;

/// Ids that our templates use.
const TAKEN: [&str; 4] = ["main", "urgent", "problems", "contents"];

/// A heading, for tables of contents and for anchors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heading {
    pub(crate) level: usize,
    pub(crate) id: String,
    pub(crate) title: String,
}

/// Something to tell the writer, and where it is in the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Doubt {
    pub(crate) at: usize,
    pub(crate) level: Level,
    pub(crate) message: String,
    pub(crate) help: String,
}

/// Where a link goes.
#[derive(Debug, Default)]
pub(crate) struct Resolved {
    /// The address to write; none: as it stands.
    pub(crate) href: Option<String>,
    /// What is wrong with it.
    pub(crate) doubt: Option<(Level, String, String)>,
    /// A heading that must be there: page and id.
    pub(crate) anchor: Option<(usize, String)>,
}

/// How a body is set into a page.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Setting<'a> {
    /// Put before every id, where several bodies share a page.
    pub(crate) prefix: &'a str,
    /// How many levels the headings sink.
    pub(crate) deeper: usize,
}

/// A body as HTML, and what came up on the way.
#[derive(Debug, Default)]
pub(crate) struct Rendered {
    pub(crate) html: String,
    pub(crate) headings: Vec<Heading>,
    pub(crate) doubts: Vec<Doubt>,
    /// Where in the body, which page, which id.
    pub(crate) anchors: Vec<(usize, usize, String)>,
}

/// A name for an address or an id: small letters and digits with hyphens between.
pub(crate) fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_alphanumeric() {
            out.extend(letter.to_lowercase());
        } else if !matches!(letter, '\'' | '’') && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    if out.is_empty() { "part".to_owned() } else { out }
}

/// Turns a body into HTML; `resolve` is asked about every link and (`true`) every picture.
pub(crate) fn render(body: &str, setting: Setting<'_>, resolve: &dyn Fn(&str, bool) -> Resolved) -> Rendered {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut writer = Writer {
        setting,
        resolve,
        out: Rendered::default(),
        events: Vec::new(),
        ids: HashSet::new(),
        raw: None,
        heading: None,
    };
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        writer.take(event, range);
    }
    let Writer { mut out, events, .. } = writer;
    out.html = String::with_capacity(body.len() * 3 / 2);
    html::push_html(&mut out.html, events.into_iter());
    out
}

/// A list of links, by title and address, as Markdown would write it.
pub(crate) fn list(links: impl Iterator<Item = (String, String)>) -> String {
    let mut events = vec![Event::Start(Tag::List(None))];
    for (title, url) in links {
        let (link_type, title_text) = (LinkType::Inline, CowStr::Borrowed(""));
        let link = Tag::Link { link_type, dest_url: url.into(), title: title_text, id: CowStr::Borrowed("") };
        events.extend([Event::Start(Tag::Item), Event::Start(link), Event::Text(title.into())]);
        events.extend([Event::End(TagEnd::Link), Event::End(TagEnd::Item)]);
    }
    events.push(Event::End(TagEnd::List(false)));
    let mut out = String::new();
    html::push_html(&mut out, events.into_iter());
    out
}

struct Writer<'a> {
    setting: Setting<'a>,
    resolve: &'a dyn Fn(&str, bool) -> Resolved,
    out: Rendered,
    events: Vec<Event<'a>>,
    ids: HashSet<String>,
    /// The raw HTML block being read.
    raw: Option<(usize, String)>,
    /// The heading being read: its event, and its words so far.
    heading: Option<(usize, String)>,
}

impl<'a> Writer<'a> {
    fn take(&mut self, event: Event<'a>, range: Range<usize>) {
        if let (Event::Text(text) | Event::Code(text), Some((_, title))) = (&event, &mut self.heading) {
            title.push_str(text);
        }
        let event = match event {
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
                let dest_url = self.resolved(dest_url, false, range.start);
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let dest_url = self.resolved(dest_url, true, range.start);
                Event::Start(Tag::Image { link_type, dest_url, title, id })
            }
            Event::FootnoteReference(label) => Event::FootnoteReference(self.prefixed(label)),
            Event::Start(Tag::FootnoteDefinition(label)) => Event::Start(Tag::FootnoteDefinition(self.prefixed(label))),
            Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) | Event::Html(_) | Event::InlineHtml(_) => {
                return self.raw_html(event, range.start);
            }
            other => other,
        };
        self.events.push(event);
    }

    /// The page's title is its only first-level heading.
    fn sunk(&self, level: HeadingLevel) -> HeadingLevel {
        let level = (level as usize).max(2) + self.setting.deeper;
        HeadingLevel::try_from(level.min(6)).unwrap_or(HeadingLevel::H6)
    }

    fn name_heading(&mut self) {
        let Some((index, title)) = self.heading.take() else { return };
        let Some(Event::Start(Tag::Heading { level, id, .. })) = self.events.get_mut(index) else { return };
        let base = format!("{}{}", self.setting.prefix, id.take().map_or_else(|| slug(&title), |id| id.to_string()));
        let mut name = base.clone();
        let mut count = 1;
        while TAKEN.contains(&name.as_str()) || !self.ids.insert(name.clone()) {
            name = format!("{base}-{count}");
            count += 1;
        }
        *id = Some(CowStr::from(name.clone()));
        self.out.headings.push(Heading { level: *level as usize, id: name, title });
    }

    fn resolved(&mut self, dest: CowStr<'a>, picture: bool, at: usize) -> CowStr<'a> {
        let Resolved { href, doubt, anchor } = (self.resolve)(&dest, picture);
        if let Some((level, message, help)) = doubt {
            self.out.doubts.push(Doubt { at, level, message, help });
        }
        if let Some((page, id)) = anchor {
            self.out.anchors.push((at, page, id));
        }
        match href {
            Some(href) => CowStr::from(href),
            None => match dest.strip_prefix('#') {
                Some(id) if !self.setting.prefix.is_empty() => CowStr::from(format!("#{}{id}", self.setting.prefix)),
                _ => dest,
            },
        }
    }

    fn prefixed(&self, label: CowStr<'a>) -> CowStr<'a> {
        if self.setting.prefix.is_empty() { label } else { CowStr::from(format!("{}{label}", self.setting.prefix)) }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(body: &str) -> Rendered {
        render(body, Setting::default(), &|_, _| Resolved::default())
    }

    /// (what, Markdown, HTML)
    #[test]
    fn markdown_becomes_html() {
        let table = [
            ("an id from the words", "## Who's *there*?", "<h2 id=\"whos-there\">Who's <em>there</em>?</h2>\n"),
            ("an id of one's own", "## Who {#me}", "<h2 id=\"me\">Who</h2>\n"),
            (
                "ids are unique",
                "## A\n## A\n## A-1",
                "<h2 id=\"a\">A</h2>\n<h2 id=\"a-1\">A</h2>\n<h2 id=\"a-1-1\">A-1</h2>\n",
            ),
            ("the template's ids are kept free", "## Main", "<h2 id=\"main-1\">Main</h2>\n"),
            ("other scripts", "## مرحبا", "<h2 id=\"مرحبا\">مرحبا</h2>\n"),
            ("one first-level heading a page", "# A", "<h2 id=\"a\">A</h2>\n"),
            (
                "a table",
                "|A|\n|-|\n|b|",
                "<table><thead><tr><th>A</th></tr></thead><tbody>\n<tr><td>b</td></tr>\n</tbody></table>\n",
            ),
            ("raw HTML is text", "<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"),
            ("inline too", "a <b onclick=x>c", "<p>a &lt;b onclick=x&gt;c</p>\n"),
            ("comments are left out", "<!-- a\nb -->\n\nc<!-- d -->", "<p>c</p>\n"),
            ("a comment hides nothing else", "<!-- a --><i>", "<p>&lt;!-- a --&gt;&lt;i&gt;</p>\n"),
        ];
        for (what, markdown, expected) in table {
            assert_eq!(plain(markdown).html, expected, "{what}");
        }
    }

    #[test]
    fn headings_are_listed_and_bodies_can_share_a_page() {
        let body = "## A\n### B `c`\n[d](#a) e[^1]\n\n[^1]: f";
        assert_eq!(
            plain(body).headings.iter().map(|h| (h.level, h.title.as_str())).collect::<Vec<_>>(),
            [(2, "A"), (3, "B c")]
        );
        let shared = render(body, Setting { prefix: "who-", deeper: 1 }, &|_, _| Resolved::default());
        for words in ["<h3 id=\"who-a\">", "href=\"#who-a\"", "href=\"#who-1\"", "id=\"who-1\""] {
            assert!(shared.html.contains(words), "{words} in {}", shared.html);
        }
    }

    #[test]
    fn raw_html_is_a_doubt_with_its_place() {
        let doubts = plain("a\n\n<div>").doubts;
        assert_eq!((doubts.len(), doubts[0].at, doubts[0].level), (1, 3, Level::Warning));
    }
}
