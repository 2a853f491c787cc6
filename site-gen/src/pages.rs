//! Each page drawn with its template.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;
use content_reader::Content;
use referral::ReferrerType;
use templates::{
    Article, Facts, FormPage, Frame, Link, Page, PaperPage, Qr, RefusalPage, SiteSearchPage, Spare, Theme, ThemeError,
    Translation,
};

use crate::Finding;
use crate::finding::Level;
use crate::languages::{self, Edition};
use crate::links::Links;
use crate::markdown::{self, Doubt, Rendered, Setting};
use crate::memory::Recall;
use crate::parts;
use crate::search;
use crate::tree::{Node, Tree};

/// What drawing needs beside the page itself.
pub(crate) struct Draw<'a> {
    pub(crate) theme: &'a Theme,
    pub(crate) content: &'a Content,
    pub(crate) tree: &'a Tree,
    /// The site in every language.
    pub(crate) editions: &'a [Edition<'a>],
    pub(crate) origin: &'a str,
    /// The day the site is for.
    pub(crate) on: NaiveDate,
    /// The address of the search index, where there is one.
    pub(crate) index: Option<String>,
    /// How bad a link by address is that leads nowhere.
    pub(crate) dangling: Level,
    /// Counted for the first page that asks.
    pub(crate) facts: OnceLock<Facts<'a>>,
    /// What was drawn last time, where somebody remembers.
    pub(crate) recall: Option<Recall<'a>>,
}

/// A link to a heading, which can be judged once the other page's headings are known.
#[derive(Debug, Clone)]
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
    /// Its headings.
    pub(crate) ids: Vec<String>,
}

impl<'a> Draw<'a> {
    /// One page, drawn now or remembered.
    pub(crate) fn drawn(&self, index: usize) -> Arc<Drawn> {
        let Some(recall) = &self.recall else { return Arc::new(self.page(index)) };
        let node = &self.tree.nodes[index];
        let mut texts = vec![node.body()];
        match self.template(node) {
            Some(search::TEMPLATE) => texts.extend(self.index.as_deref()),
            Some(_) => texts.extend(node.children.iter().map(|child| self.tree.nodes[*child].body())),
            None => {}
        }
        recall.page(&node.file, &texts, || self.page(index))
    }

    /// Draws one page.
    fn page(&self, index: usize) -> Drawn {
        let node = &self.tree.nodes[index];
        let mut drawn = Drawn::default();
        let html = match node.matter.referrer() {
            Some(referrer) => {
                let page = FormPage::blank(self.theme, self.content, referrer)
                    .at(self.origin, &node.url, &node.matter.description)
                    .dated(node.matter.dated(), &node.matter.laws())
                    .translations(self.translations(node));
                self.with_template(node, &page)
            }
            None => {
                let body = self.body(index, Setting::default());
                let page = self.article(index, body, &mut drawn);
                match node.matter.paper_for() {
                    Some(referrer) => self.with_template(node, &self.paper(page, referrer)),
                    None if self.template(node) == Some(search::TEMPLATE) => {
                        self.with_template(node, &self.search_page(page))
                    }
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

    /// The headings of a page.
    pub(crate) fn ids(&self, index: usize) -> Vec<String> {
        if self.recall.is_some() {
            return self.drawn(index).ids.clone();
        }
        self.body(index, Setting::default()).headings.into_iter().map(|heading| heading.id).collect()
    }

    pub(crate) fn body(&self, index: usize, setting: Setting<'_>) -> Rendered {
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
            let form = format!("{}{}/refer/patient/", self.origin, self.tree.base());
            let code = Qr::of(&form, Spare::Some);
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
        drawn.ids = body.headings.iter().map(|heading| heading.id.clone()).collect();
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
        let frame = Frame::new(self.theme, self.content, title).description(&node.matter.description);
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
            extra: node.matter.extra.clone(),
        }
    }

    fn translations(&self, node: &Node) -> Vec<Translation> {
        languages::translations(self.editions, &node.name, self.origin)
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

    pub(crate) fn link(&self, node: &Node) -> Link {
        let (title, url, description) =
            (self.list_title(node).to_owned(), node.url.clone(), node.matter.description.clone());
        Link { title, url, description, ..Link::default() }
    }

    /// The start page of a folder without an `_index.md` is called by the site's name.
    pub(crate) fn title<'n>(&'n self, node: &'n Node) -> &'n str {
        if node.matter.title.is_empty() { &self.content.site.name } else { &node.matter.title }
    }

    /// What a list calls the page.
    pub(crate) fn list_title<'n>(&'n self, node: &'n Node) -> &'n str {
        node.matter.list_title.as_deref().unwrap_or_else(|| self.title(node))
    }

    fn crumbs(&self, node: &Node) -> Vec<Link> {
        let above = std::iter::successors(node.parent, |parent| self.tree.nodes[*parent].parent);
        let mut crumbs: Vec<Link> = above.map(|parent| self.link(&self.tree.nodes[parent])).collect();
        crumbs.reverse();
        crumbs
    }

    /// The template a page names, or its section names for it.
    fn template<'n>(&'n self, node: &'n Node) -> Option<&'n str> {
        let section = || self.tree.nodes[node.parent?].matter.page_template.as_deref();
        node.matter.template.as_deref().or_else(section)
    }

    fn with_template<P: Page>(&self, node: &Node, page: &P) -> Result<String, Finding> {
        let Some(template) = self.template(node) else {
            return self.theme.render(page).map_err(|error| in_template(P::TEMPLATE, &error));
        };
        if !self.theme.has(template) {
            let section = node.parent.filter(|_| node.matter.template.is_none());
            let (named, key) = section.map_or((node, "template"), |at| (&self.tree.nodes[at], "page_template"));
            let message = format!("there is no template {template:?}");
            let help = "name a file of the templates folder, or leave the line out";
            return Err(Finding::error(&named.file, message, help).at(named.place_of(key)));
        }
        self.theme.render_as(template, page).map_err(|error| in_template(template, &error))
    }
}

/// A fault of a template is one finding, however many pages it spoils.
fn in_template(name: &str, error: &ThemeError) -> Finding {
    let path = PathBuf::from("templates").join(name);
    Finding::error(&path, error.to_string(), "mend the template, or the page that uses it")
}
