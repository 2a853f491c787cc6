//! What the search script reads, and what search engines read of questions: plain text taken from the drawn bodies.

use rayon::prelude::*;
use serde_json::{Value, json};
use templates::{Asset, Link, SearchGroup};

use crate::markdown::Setting;
use crate::pages::Draw;
use crate::reading;
use crate::tree::Node;

/// How many sentences of a page the index holds.
const SENTENCES: usize = 2;
/// The template of the search page itself, which is not worth finding.
pub(crate) const TEMPLATE: &str = "search.html";

/// The index: for every page address, title, headings and first sentences, as one line of JSON.
pub(crate) fn index(draw: &Draw<'_>) -> Asset {
    let entries: Vec<Value> = (0..draw.tree.nodes.len())
        .into_par_iter()
        .filter(|index| is_listed(&draw.tree.nodes[*index]))
        .map(|index| {
            let node = &draw.tree.nodes[index];
            let make = || entry(draw, index);
            draw.recall.map_or_else(make, |recall| recall.entry(&node.file, node.body(), make))
        })
        .collect();
    Asset::named("search", "json", Value::Array(entries).to_string())
}

fn entry(draw: &Draw<'_>, index: usize) -> Value {
    let node = &draw.tree.nodes[index];
    let body = draw.body(index, Setting::default());
    let headings: Vec<String> = body.headings.into_iter().map(|heading| heading.title).collect();
    let opening = reading::opening(&body.html, SENTENCES);
    let text = if opening.is_empty() { node.matter.description.clone() } else { opening };
    json!([node.url, draw.title(node), headings, text])
}

fn is_listed(node: &Node) -> bool {
    node.is_written() && node.matter.template.as_deref() != Some(TEMPLATE)
}

/// Every page by section, sections first; `others` is the heading over pages that are in none.
pub(crate) fn groups(draw: &Draw<'_>, others: &str) -> Vec<SearchGroup> {
    let Some(start) = draw.tree.start() else { return Vec::new() };
    let (sections, pages): (Vec<usize>, Vec<usize>) = draw.tree.nodes[start]
        .children
        .iter()
        .filter(|child| is_listed(&draw.tree.nodes[**child]) || !draw.tree.nodes[**child].children.is_empty())
        .partition(|child| !draw.tree.nodes[**child].children.is_empty());
    let mut groups: Vec<SearchGroup> = sections
        .into_iter()
        .map(|section| SearchGroup {
            heading: draw.title(&draw.tree.nodes[section]).to_owned(),
            links: below(draw, section),
        })
        .collect();
    if !pages.is_empty() {
        let links = pages.into_iter().map(|page| draw.link(&draw.tree.nodes[page])).collect();
        groups.push(SearchGroup { heading: others.to_owned(), links });
    }
    groups
}

/// All pages below a section, however deep.
fn below(draw: &Draw<'_>, section: usize) -> Vec<Link> {
    let children = draw.tree.nodes[section].children.iter();
    let with_theirs = |child: &usize| {
        let own = std::iter::once(draw.link(&draw.tree.nodes[*child]));
        own.chain(below(draw, *child)).collect::<Vec<_>>()
    };
    children.flat_map(with_theirs).collect()
}

/// Questions and answers as schema.org's FAQPage, in JSON that can stand in a page.
pub(crate) fn questions(children: &[Link]) -> Option<String> {
    let question = |child: &Link| {
        let answer = json!({"@type": "Answer", "text": reading::text(&child.body)});
        json!({"@type": "Question", "name": child.title, "acceptedAnswer": answer})
    };
    let questions: Vec<Value> = children.iter().filter(|child| !child.body.is_empty()).map(question).collect();
    let page = json!({"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": questions});
    (!questions.is_empty()).then(|| page.to_string().replace('<', "\\u003c"))
}
