//! Markdown to HTML: tables, footnotes, heading ids, resolved links, pictures and marks. Raw HTML never passes through.
//!
//! Everything is done on the events of the parser, before they are HTML: code stays as written.

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};

use self::writer::Writer;
use crate::finding::Level;
pub(crate) use headings::is_on_every_page;

mod headings;
mod marks;
mod tables;
mod writer;

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
    /// The address to write; none: as written.
    pub(crate) href: Option<String>,
    /// What is wrong with it.
    pub(crate) doubt: Option<(Level, String, String)>,
    /// A heading that must be there: page and id.
    pub(crate) anchor: Option<(usize, String)>,
    /// The inside of a small picture, to be set into the page: what follows `<svg `.
    pub(crate) svg: Option<String>,
    /// Whether nobody can follow it: its words alone are written.
    pub(crate) dead: bool,
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

/// What a writer's `{{ name }}` means.
#[derive(Debug)]
pub(crate) enum Mark {
    /// A fact, put into the sentence.
    Text(String),
    /// Drawn HTML that takes the place of the paragraph.
    Block(String),
    /// Nothing has that name.
    Unknown,
    /// Its template cannot be drawn, and why.
    Broken(String),
}

/// What a body asks for while it is read.
pub(crate) trait Asked {
    /// Where a link or (`true`) a picture leads.
    fn link(&self, written: &str, picture: bool) -> Resolved;
    /// What a mark means; `alone` in its paragraph it may be a whole part.
    fn mark(&self, name: &str, alone: bool) -> Mark;
    /// How bad something is that would be shown broken: a build warns, a check refuses.
    fn broken(&self) -> Level;
    /// Whether words in braces can only be marks; elsewhere they may be anything.
    fn has_marks_alone(&self) -> bool;
}

/// Turns a body into HTML.
pub(crate) fn render(body: &str, setting: Setting<'_>, asked: &dyn Asked) -> Rendered {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_STRIKETHROUGH;
    let parser = || Parser::new_ext(body, options).into_offset_iter();
    let written = if body.contains("{#") { headings::written(parser()) } else { Vec::new() };
    let mut writer = Writer::new(setting, asked, &written, body.len());
    for (event, range) in parser() {
        writer.take(event, range);
    }
    let (mut out, events) = writer.done();
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Knows one fact, one part and one picture.
    struct Known;

    impl Asked for Known {
        fn link(&self, written: &str, picture: bool) -> Resolved {
            let svg = (picture && written == "/s.svg").then(|| "viewBox=\"0 0 1 1\"></svg>".to_owned());
            Resolved { svg, ..Resolved::default() }
        }

        fn mark(&self, name: &str, alone: bool) -> Mark {
            match name {
                "due" => Mark::Text("Monday & <30>".to_owned()),
                "call" if alone => Mark::Block("<div>call</div>".to_owned()),
                _ => Mark::Unknown,
            }
        }

        fn broken(&self) -> Level {
            Level::Error
        }

        fn has_marks_alone(&self) -> bool {
            true
        }
    }

    fn plain(body: &str) -> Rendered {
        render(body, Setting::default(), &Known)
    }

    /// (what, Markdown, HTML)
    const AS_HTML: &[(&str, &str, &str)] = &[
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
        (
            "an address of mail in angle brackets",
            "<help@example.org>",
            "<p><a href=\"mailto:help@example.org\">help@example.org</a></p>\n",
        ),
        (
            "an address of the web in angle brackets",
            "<https://example.org/a>",
            "<p><a href=\"https://example.org/a\">https://example.org/a</a></p>\n",
        ),
        (
            "a phone number in angle brackets",
            "<tel:+441632960123>",
            "<p><a href=\"tel:+441632960123\">tel:+441632960123</a></p>\n",
        ),
        (
            "an aligned table has classes, for the content policy refuses styles",
            "|A|B|C|\n|:-|-:|:-:|\n|b|c|d|",
            "<table><thead><tr><th class=\"left\">A</th><th class=\"right\">B</th><th class=\"center\">C</th></tr></thead><tbody>\n<tr><td class=\"left\">b</td><td class=\"right\">c</td><td class=\"center\">d</td></tr>\n</tbody></table>\n",
        ),
        (
            "an id written by hand is kept, whatever came before",
            "## Costs\n## Pay {#costs}",
            "<h2 id=\"costs-1\">Costs</h2>\n<h2 id=\"costs\">Pay</h2>\n",
        ),
        ("a fact in a sentence", "By {{ due }}.", "<p>By Monday &amp; &lt;30&gt;.</p>\n"),
        ("two of them", "{{ due }} {{ due }}", "<p>Monday &amp; &lt;30&gt; Monday &amp; &lt;30&gt;</p>\n"),
        ("a fact otherwise written", "{{due}} {{ Due }}", "<p>Monday &amp; &lt;30&gt; Monday &amp; &lt;30&gt;</p>\n"),
        ("a fact in a heading", "## By {{ due }}.", "<h2 id=\"by-monday-30\">By Monday &amp; &lt;30&gt;.</h2>\n"),
        (
            "marks in code stay as written",
            "`{{ due }}`\n\n    {{ due }}\n\n```\n{{ call }}\n```",
            "<p><code>{{ due }}</code></p>\n<pre><code>{{ due }}\n</code></pre>\n<pre><code>{{ call }}\n</code></pre>\n",
        ),
        ("a part takes its paragraph with it", "a\n\n{{ call }}\n\nb", "<p>a</p>\n<div>call</div>\n<p>b</p>\n"),
        ("a part in a sentence is no part", "a {{ call }}", "<p>a {{ call }}</p>\n"),
        ("an unknown mark stays as written", "{{ nothing }} {{ }} {{", "<p>{{ nothing }} {{ }} {{</p>\n"),
        (
            "a small picture is set into the page",
            "![A & \"B\"](/s.svg) x",
            "<p><svg class=\"picture\" role=\"img\" aria-label=\"A &amp; &quot;B&quot;\" viewBox=\"0 0 1 1\"></svg> x</p>\n",
        ),
        (
            "a picture that says nothing",
            "![](/s.svg)",
            "<p><svg class=\"picture\" aria-hidden=\"true\" viewBox=\"0 0 1 1\"></svg></p>\n",
        ),
        ("any other picture is a file", "![A](/a.png)", "<p><img src=\"/a.png\" alt=\"A\" /></p>\n"),
        ("boxes of a task list stay as typed", "- [ ] a", "<ul>\n<li>[ ] a</li>\n</ul>\n"),
        ("a comment hides nothing else", "<!-- a --><i>", "<p>&lt;!-- a --&gt;&lt;i&gt;</p>\n"),
    ];

    #[test]
    fn markdown_becomes_html() {
        for (what, markdown, expected) in AS_HTML {
            assert_eq!(plain(markdown).html, *expected, "{what}");
        }
    }

    #[test]
    fn headings_are_listed_and_bodies_can_share_a_page() {
        let body = "## A\n### B `c`\n[d](#a) e[^1]\n\n[^1]: f";
        assert_eq!(
            plain(body).headings.iter().map(|h| (h.level, h.title.as_str())).collect::<Vec<_>>(),
            [(2, "A"), (3, "B c")]
        );
        let shared = render(body, Setting { prefix: "who-", deeper: 1 }, &Known);
        for words in ["<h3 id=\"who-a\">", "href=\"#who-a\"", "href=\"#who-note_1\"", "id=\"who-note_1\""] {
            assert!(shared.html.contains(words), "{words} in {}", shared.html);
        }
    }

    #[test]
    fn raw_html_is_a_doubt_with_its_place() {
        let doubts = plain("a\n\n<div>").doubts;
        assert_eq!((doubts.len(), doubts[0].at, doubts[0].level), (1, 3, Level::Warning));
    }

    #[test]
    fn what_a_writer_cannot_have_meant_is_a_doubt_with_its_place() {
        for (what, body, at, words) in [
            ("one id twice", "## A {#x}\n\n## B {#x}", 11, "two headings with the id `x`"),
            ("an id that every page has", "## A {#main}", 0, "`main` is an id of every page"),
            ("an unknown mark", "a {{ nothing }}", 2, "{{ nothing }}"),
            ("another way to write a mark", "a {{due}}", 2, "{{due}}"),
            ("a mark in capitals", "{{ Due }}", 0, "{{ Due }}"),
            ("a part in a sentence", "a {{ call }}", 2, "{{ call }}"),
            ("words that are no name", "{{ A b }}", 0, "{{ A b }}"),
        ] {
            let doubts = plain(body).doubts;
            assert_eq!(doubts.len(), 1, "{what}: {doubts:?}");
            assert!(doubts[0].at == at && doubts[0].message.contains(words), "{what}: {doubts:?}");
        }
        for (what, body) in [("code", "`{{ nothing }}`"), ("no letters", "{{ }} {{ 1 }}"), ("a brace", "{{ a")] {
            assert!(plain(body).doubts.is_empty(), "{what}");
        }
    }

    /// 4,000 equal headings and 100,000 marks: each is looked at once.
    #[test]
    fn many_headings_and_marks_get_what_they_ask_for() {
        let headings = plain(&"## A\n\n".repeat(4000)).headings;
        assert_eq!((headings.len(), headings[3999].id.as_str()), (4000, "a-3999"));
        let marks = plain(&"{{ nothing }} ".repeat(100_000));
        assert_eq!(marks.doubts.len(), 1, "the same unknown mark is told once a page");
    }
}
