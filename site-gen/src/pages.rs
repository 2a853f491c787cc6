//! Each page drawn with its template.

use std::path::PathBuf;

use referral::ReferrerType;
use templates::{Article, FormPage, Frame, Link, Page, PaperPage, RefusalPage, SiteSearchPage, ThemeError};

use crate::Finding;
use crate::draw::{Anchor, Draw};
use crate::markdown::{self, Rendered, Setting};
use crate::node::Node;
use crate::search::{self, Entry};

/// A drawn page, and what came up.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    pub(crate) html: String,
    pub(crate) findings: Vec<Finding>,
    pub(crate) anchors: Vec<Anchor>,
    /// What the search index says of it.
    pub(crate) entry: Option<Entry>,
}

impl<'a> Draw<'a> {
    /// Draws one page.
    pub(crate) fn page(&self, index: usize) -> Drawn {
        let node = &self.tree.nodes[index];
        let mut drawn = Drawn {
            findings: self.missing_templates(node).chain(self.marks_in_head(node)).collect(),
            ..Drawn::default()
        };
        let html = match node.matter.referrer() {
            Some(referrer) => {
                let body = || self.body(index, Setting::default());
                drawn.entry = search::has_entry(self, node).then(|| search::entry(self, node, &body()));
                let page = FormPage::blank(self.theme, self.content, referrer);
                let page = match node.place.as_deref().and_then(|slug| self.content.rules.places.hospital(slug)) {
                    Some(hospital) => page.in_hospital(&hospital.slug, &hospital.name),
                    None => page,
                };
                let page = page
                    .titled(self.list_title(node))
                    .at(self.origin, &node.url, &node.matter.description)
                    .dated(node.matter.dated(), &node.matter.laws())
                    .translations(self.translations(node));
                self.with_template(node, &page)
            }
            None => {
                let body = self.body(index, Setting::default());
                drawn.entry = search::has_entry(self, node).then(|| search::entry(self, node, &body));
                let page = self.article(index, body, &mut drawn);
                match node.matter.paper_for() {
                    Some(referrer) => self.with_template(node, &self.paper(page, referrer)),
                    None if self.is_search(node) => self.with_template(node, &self.search_page(page)),
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

    /// The page for a fault, of a kind of `page.error`. Only the one for an address that has none needs no words.
    pub(crate) fn refusal(&self, kind: &str) -> Option<Result<String, Finding>> {
        if kind != "not-found" && RefusalPage::words(self.content, kind).0.is_empty() {
            return None;
        }
        let page = RefusalPage::new(self.theme, self.content, kind);
        let form = self.tree.at(&format!("{}/refer/", self.tree.base()));
        let page = if form.is_some() { page } else { page.without_form() };
        Some(self.theme.render(&page).map_err(|error| in_template("refusal.html", &error)))
    }

    /// The page's words over the form to fill in by hand.
    fn paper(&self, page: Article<'a>, referrer: ReferrerType) -> PaperPage<'a> {
        PaperPage::new(self.content, page.frame, referrer, &page.heading, page.body)
    }

    fn article(&self, index: usize, body: Rendered, drawn: &mut Drawn) -> Article<'a> {
        let node = &self.tree.nodes[index];
        let mut doubts = body.doubts;
        doubts.sort_by_key(|doubt| doubt.at);
        let mut places = node.places();
        drawn.findings.extend(doubts.into_iter().map(|doubt| {
            Finding::error(&node.file, doubt.message, doubt.help).at(places(doubt.at)).at_level(doubt.level)
        }));
        let anchors = body.anchors.into_iter().map(|(offset, to, id)| Anchor { from: index, offset, to, id });
        drawn.anchors.extend(anchors);
        let toc = body.headings.into_iter().filter(|heading| heading.level == 2);
        let title = self.title(node);
        let mut children: Vec<Link> =
            node.children.iter().map(|child| self.child(*child, self.template(node).is_some())).collect();
        let mut body = body.html;
        // A start page leads on in its own words, so nothing is listed below them. One without words must lead on too.
        if node.parent.is_none() && self.template(node).is_none() {
            let list = children.drain(..).map(|child| (child.title, child.url));
            body = if body.trim().is_empty() { markdown::list(list) } else { body };
        }
        // Lists and titles name a page so that it can be told from every other; its heading need not.
        let frame = Frame::new(self.theme, self.content, self.list_title(node)).without_shared();
        let frame = frame.description(&node.matter.description);
        let frame = frame.structured(node.matter.faq.then(|| search::questions(&children)).flatten());
        Article {
            frame: frame
                .path(self.origin, &node.url)
                .dated(node.matter.dated(), &node.matter.laws())
                .translations(self.translations(node)),
            heading: title.to_owned(),
            body,
            children,
            crumbs: self.crumbs(node),
            toc: toc.map(|h| Link { title: h.title, url: format!("#{}", h.id), ..Link::default() }).collect(),
            date: node.matter.date.map(|day| day.to_string()),
            lang: node.matter.lang.clone(),
            extra: node.matter.extra.clone(),
        }
    }

    /// The page that lists every other.
    fn search_page(&self, page: Article<'a>) -> SiteSearchPage<'a> {
        let groups = search::groups(self, self.content.words.ui("search_others"));
        let script = (self.index.clone(), self.theme.search());
        SiteSearchPage::new(page.frame, &page.heading, page.body, groups, script)
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

    fn with_template<P: Page>(&self, node: &Node, page: &P) -> Result<String, Finding> {
        let name = self.template(node).unwrap_or(P::TEMPLATE);
        self.theme.render_sharing(name, page, &self.shared).map_err(|error| in_template(name, &error))
    }
}

/// A fault of a template is one finding, however many pages it spoils.
fn in_template(name: &str, error: &ThemeError) -> Finding {
    let path = PathBuf::from("templates").join(name);
    Finding::error(&path, error.to_string(), "mend the template, or the page that uses it")
}
