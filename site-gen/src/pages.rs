//! Each page drawn with its template, and the few files that every site has.

use std::path::PathBuf;
use std::sync::OnceLock;

use chrono::NaiveDate;
use referral::ReferrerType;
use templates::{Article, Content, Facts, FormPage, Frame, Link, Page, PaperPage, RefusalPage, Theme, ThemeError};

use crate::Finding;
use crate::finding::Level;
use crate::links::Links;
use crate::markdown::{self, Doubt, Rendered, Setting};
use crate::parts;
use crate::tree::{Node, Tree};

/// What drawing needs beside the page itself.
pub(crate) struct Draw<'a> {
    pub(crate) theme: &'a Theme,
    pub(crate) content: &'a Content,
    pub(crate) tree: &'a Tree,
    pub(crate) origin: &'a str,
    /// The day the site is for.
    pub(crate) on: NaiveDate,
    /// How bad a link by address is that leads nowhere.
    pub(crate) dangling: Level,
    /// Counted for the first page that asks.
    pub(crate) facts: OnceLock<Facts<'a>>,
}

/// A link to a heading, which can be judged once the other page's headings are known.
#[derive(Debug)]
pub(crate) struct Anchor {
    pub(crate) from: usize,
    pub(crate) offset: usize,
    pub(crate) to: usize,
    pub(crate) id: String,
}

/// A drawn page, and what came up.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    pub(crate) html: String,
    pub(crate) findings: Vec<Finding>,
    pub(crate) anchors: Vec<Anchor>,
}

impl<'a> Draw<'a> {
    /// Draws one page.
    pub(crate) fn page(&self, index: usize) -> Drawn {
        let node = &self.tree.nodes[index];
        let mut drawn = Drawn::default();
        let html = match node.matter.referrer() {
            Some(referrer) => {
                let page = FormPage::blank(self.theme, self.content, referrer)
                    .at(self.origin, &node.url, &node.matter.description)
                    .checked(month(node.matter.reviewed), &node.matter.laws());
                self.with_template(node, &page)
            }
            None => {
                let body = self.body(index, Setting::default());
                let page = self.article(index, body, &mut drawn);
                match node.matter.paper_for() {
                    Some(referrer) => self.with_template(node, &self.paper(page, referrer)),
                    None => self.with_template(node, &page),
                }
            }
        };
        match html {
            Ok(html) => drawn.html = html,
            Err(finding) => drawn.findings.push(finding),
        }
        drawn
    }

    /// The page for an address that has none.
    pub(crate) fn not_found(&self) -> Result<String, Finding> {
        let page = RefusalPage::new(self.theme, self.content, "not-found");
        self.theme.render(&page).map_err(|error| in_template("refusal.html", &error))
    }

    /// The headings of a page.
    pub(crate) fn ids(&self, index: usize) -> Vec<String> {
        self.body(index, Setting::default()).headings.into_iter().map(|heading| heading.id).collect()
    }

    fn body(&self, index: usize, setting: Setting<'_>) -> Rendered {
        let links = Links { tree: self.tree, from: index, dangling: self.dangling };
        let text = self.tree.nodes[index].body();
        let mut body = markdown::render(text, setting, &|written, picture| links.resolve(written, picture));
        body.html = parts::set_pictures(body.html, self.tree);
        if !body.html.contains("{{ ") {
            return body;
        }
        let filled = parts::fill(&body.html, self.theme, || self.facts());
        body.html = filled.html;
        let (level, help) = (self.dangling, "name a template part-….html, or a fact; the README lists both");
        let unknown =
            filled.unknown.into_iter().map(|name| (name.clone(), format!("nothing is named {{{{ {name} }}}}")));
        let broken = filled.broken.into_iter().map(|(part, error)| (part.clone(), format!("{part}: {error}")));
        body.doubts.extend(unknown.chain(broken).map(|(name, message)| {
            let at = text.find(&format!("{{{{ {name}")).unwrap_or_default();
            Doubt { at, level, message, help: help.to_owned() }
        }));
        body
    }

    fn facts(&self) -> &Facts<'a> {
        self.facts.get_or_init(|| {
            let form = format!("{}/refer/patient/", self.origin);
            let code = parts::qr(&form);
            Facts::new(self.content, self.on, (form, code))
        })
    }

    /// The page's words over the form to fill in by hand.
    fn paper(&self, page: Article<'a>, referrer: ReferrerType) -> PaperPage<'a> {
        PaperPage::new(self.content, page.frame, referrer, &page.heading, page.body)
    }

    fn article(&self, index: usize, body: Rendered, drawn: &mut Drawn) -> Article<'a> {
        let node = &self.tree.nodes[index];
        for doubt in body.doubts {
            let finding = Finding::error(&node.file, doubt.message, doubt.help).at(node.place(doubt.at));
            drawn.findings.push(if doubt.level == Level::Warning { finding.warning() } else { finding });
        }
        let anchors = body.anchors.into_iter().map(|(offset, to, id)| Anchor { from: index, offset, to, id });
        drawn.anchors.extend(anchors);
        let toc = body.headings.into_iter().filter(|heading| heading.level == 2);
        let title = self.title(node);
        let mut children: Vec<Link> =
            node.children.iter().map(|child| self.child(*child, node.matter.template.is_some())).collect();
        let mut body = body.html;
        // Our start page leads on in its own words, so its template lists nothing. One without words must lead on too.
        if node.url == "/" && node.matter.template.is_none() && body.trim().is_empty() {
            body = markdown::list(children.drain(..).map(|child| (child.title, child.url)));
        }
        let frame = Frame::new(self.theme, self.content, title).description(&node.matter.description);
        Article {
            frame: frame.path(self.origin, &node.url).checked(month(node.matter.reviewed), &node.matter.laws()),
            heading: title.to_owned(),
            body,
            children,
            crumbs: self.crumbs(node),
            toc: toc.map(|h| Link { title: h.title, url: format!("#{}", h.id), ..Link::default() }).collect(),
        }
    }

    /// A section with a template of its own may show its pages whole; their ids then carry the page's name.
    fn child(&self, index: usize, whole: bool) -> Link {
        let node = &self.tree.nodes[index];
        let body = if whole {
            let last = node.url.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            self.body(index, Setting { prefix: &format!("{last}-"), deeper: 1 }).html
        } else {
            String::new()
        };
        Link { body, ..self.link(node) }
    }

    fn link(&self, node: &Node) -> Link {
        let (title, url, description) =
            (self.title(node).to_owned(), node.url.clone(), node.matter.description.clone());
        Link { title, url, description, ..Link::default() }
    }

    /// The start page of a folder without an `_index.md` is called by the site's name.
    fn title<'n>(&'n self, node: &'n Node) -> &'n str {
        if node.matter.title.is_empty() { &self.content.site.name } else { &node.matter.title }
    }

    fn crumbs(&self, node: &Node) -> Vec<Link> {
        let above = std::iter::successors(node.parent, |parent| self.tree.nodes[*parent].parent);
        let mut crumbs: Vec<Link> = above.map(|parent| self.link(&self.tree.nodes[parent])).collect();
        crumbs.reverse();
        crumbs
    }

    fn with_template<P: Page>(&self, node: &Node, page: &P) -> Result<String, Finding> {
        let Some(template) = &node.matter.template else {
            return self.theme.render(page).map_err(|error| in_template(P::TEMPLATE, &error));
        };
        if !self.theme.has(template) {
            let message = format!("there is no template {template:?}");
            let help = "name a file of the templates folder, or leave the line out";
            return Err(Finding::error(&node.file, message, help).at(node.place_of("template")));
        }
        self.theme.render_as(template, page).map_err(|error| in_template(template, &error))
    }

    /// Every page that search engines may show, with the day it was last checked or written.
    pub(crate) fn sitemap(&self) -> String {
        let mut nodes: Vec<&Node> = self.tree.nodes.iter().collect();
        nodes.sort_by(|a, b| a.url.cmp(&b.url));
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
        for node in nodes {
            let day = node.matter.reviewed.max(node.matter.date);
            let day = day.map(|day| format!("<lastmod>{day}</lastmod>")).unwrap_or_default();
            xml.push_str(&format!("<url><loc>{}{}</loc>{day}</url>\n", escaped(self.origin), encoded(&node.url)));
        }
        xml.push_str("</urlset>\n");
        xml
    }

    /// What robots may visit: everything but the addresses of the function.
    pub(crate) fn robots(&self) -> String {
        format!("User-agent: *\nDisallow: /referral/\nDisallow: /api/\nSitemap: {}/sitemap.xml\n", self.origin)
    }
}

/// A fault of a template is one finding, however many pages it spoils.
fn in_template(name: &str, error: &ThemeError) -> Finding {
    let path = PathBuf::from("templates").join(name);
    Finding::error(&path, error.to_string(), "mend the template, or the page that uses it")
}

fn month(day: Option<NaiveDate>) -> Option<String> {
    day.map(|day| day.format("%B %Y").to_string())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// An address as XML wants it: other scripts percent-encoded.
fn encoded(url: &str) -> String {
    url.bytes().fold(String::with_capacity(url.len()), |mut out, byte| {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' => out.push(byte.into()),
            byte if byte.is_ascii_alphanumeric() => out.push(byte.into()),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
        out
    })
}
