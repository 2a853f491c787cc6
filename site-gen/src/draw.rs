//! What every page of an edition is drawn with, and what each page is called and leads to.

use std::sync::OnceLock;

use chrono::NaiveDate;
use content_reader::Content;
use templates::{Facts, Link, Qr, Shared, Spare, Theme, Translation};

use crate::Finding;
use crate::finding::{Level, Severity};
use crate::front_matter::{FrontMatter, SEARCH};
use crate::hospitals;
use crate::languages::{self, Edition};
use crate::markdown::{self, Asked, Mark, Rendered, Resolved, Setting};
use crate::node::Node;
use crate::parts;
use crate::resolve_links::Links;
use crate::tree::Tree;

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
    /// Whether there is a search index, and its address once all pages but its own are drawn.
    pub(crate) indexed: bool,
    pub(crate) index: Option<String>,
    pub(crate) severity: Severity,
    /// Whether this is a service's site, whose pages have no braces but for marks.
    pub(crate) has_settings: bool,
    /// Counted for the first page that asks.
    pub(crate) facts: OnceLock<Facts<'a>>,
    pub(crate) shared: Shared,
}

/// A link to a heading, which can be judged once the other page's headings are known.
#[derive(Debug, Clone)]
pub(crate) struct Anchor {
    pub(crate) from: usize,
    pub(crate) offset: usize,
    pub(crate) to: usize,
    pub(crate) id: String,
}

impl<'a> Draw<'a> {
    /// A page's Markdown as HTML.
    pub(crate) fn body(&self, index: usize, setting: Setting<'_>) -> Rendered {
        let links = Links { tree: self.tree, from: index, broken: self.severity.broken };
        let node = &self.tree.nodes[index];
        markdown::render(node.body(), setting, &OfPage { draw: self, links, own: self.own_facts(node) })
    }

    /// The ids of a page's headings.
    pub(crate) fn ids(&self, index: usize) -> Vec<String> {
        self.body(index, Setting::default()).headings.into_iter().map(|heading| heading.id).collect()
    }

    pub(crate) fn facts(&self) -> &Facts<'a> {
        self.facts.get_or_init(|| {
            let form = format!("{}{}/refer/patient/", self.origin, self.tree.base());
            let code = Qr::of(&form, Spare::Some);
            Facts::new(self.content, self.on, (form, code))
        })
    }

    /// The facts of one hospital's page; its code leads to that page, or to the form where there is none.
    fn own_facts(&self, node: &Node) -> Option<Facts<'a>> {
        let hospital = self.content.rules.places.hospital(node.place.as_deref()?)?;
        let page = self.tree.named(&hospitals::name("_index.md", &hospital.slug));
        let form = format!("{}/refer/patient/", self.tree.base());
        let page = format!("{}{}", self.origin, page.map_or(&form, |page| &self.tree.nodes[page].url));
        let code = Qr::of(&page, Spare::Some);
        let picture = |name: &str| {
            let address = format!("{}/pictures/{name}", self.tree.base());
            self.tree.has_file(&address).then_some(address)
        };
        Some(self.facts().clone().at(hospital, (page, code), picture))
    }

    pub(crate) fn translations(&self, node: &Node) -> Vec<Translation> {
        languages::translations(self.editions, &node.name, self.origin)
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

    pub(crate) fn crumbs(&self, node: &Node) -> Vec<Link> {
        let above = std::iter::successors(node.parent, |parent| self.tree.nodes[*parent].parent);
        let mut crumbs: Vec<Link> = above.map(|parent| self.link(&self.tree.nodes[parent])).collect();
        crumbs.reverse();
        crumbs
    }

    /// The template a page names, or its section names for it. One that is not there is as if nobody had named it.
    pub(crate) fn template<'n>(&'n self, node: &'n Node) -> Option<&'n str> {
        let section = || self.tree.nodes[node.parent?].matter.page_template.as_deref();
        node.matter.template.as_deref().or_else(section).filter(|name| self.theme.has(name))
    }

    /// Whether the page has the search, and with it the address of the index.
    pub(crate) fn is_search(&self, node: &Node) -> bool {
        self.template(node) == Some(SEARCH)
    }

    /// Marks in the head of a page, where nothing reads them.
    pub(crate) fn marks_in_head(&self, node: &Node) -> impl Iterator<Item = Finding> {
        let FrontMatter { title, description, list_title, .. } = &node.matter;
        let texts = [("title", Some(title)), ("description", Some(description)), ("list_title", list_title.as_ref())];
        let marked = |text: &&String| ["{{", "{from ", "{until "].iter().any(|mark| text.contains(mark));
        texts.into_iter().filter_map(move |(key, text)| {
            let text = text.filter(marked)?;
            let help = "marks are read in the text of a page alone: write the words themselves";
            let finding = Finding::error(&node.file, format!("{key} is shown as it stands: {text}"), help);
            Some(finding.at(node.place_of(key)).at_level(self.severity.broken))
        })
    }

    /// Templates that a page names, for itself or for its pages, and that are not there.
    pub(crate) fn missing_templates(&self, node: &Node) -> impl Iterator<Item = Finding> {
        let named = [("template", &node.matter.template), ("page_template", &node.matter.page_template)];
        named.into_iter().filter_map(|(key, name)| {
            let name = name.as_deref().filter(|name| !self.theme.has(name))?;
            let help = "name a file of the templates folder, or leave the line out; until then it is drawn as any page";
            let finding = Finding::error(&node.file, format!("there is no template {name:?}"), help);
            Some(finding.at(node.place_of(key)).at_level(self.severity.broken))
        })
    }
}

/// What the Markdown of one page may ask for.
struct OfPage<'d, 'a> {
    draw: &'d Draw<'a>,
    links: Links<'d>,
    /// Where it is the page of one hospital.
    own: Option<Facts<'a>>,
}

impl Asked for OfPage<'_, '_> {
    fn link(&self, written: &str, picture: bool) -> Resolved {
        let resolved = self.links.resolve(written, picture);
        let address = resolved.href.as_deref().unwrap_or(written);
        let svg = if picture { parts::small_picture(address, self.draw.tree) } else { None };
        Resolved { svg, ..resolved }
    }

    fn mark(&self, name: &str, alone: bool) -> Mark {
        parts::mark(name, alone, self.draw.theme, || self.own.as_ref().unwrap_or_else(|| self.draw.facts()))
    }

    fn broken(&self) -> Level {
        self.draw.severity.broken
    }

    fn has_marks_alone(&self) -> bool {
        self.draw.has_settings
    }
}
