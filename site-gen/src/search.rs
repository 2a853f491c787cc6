//! What the search script reads, and what search engines read of questions: plain text taken from the drawn bodies.

use std::iter::repeat;

use ahash::{AHashMap, AHashSet};
use content_reader::Content;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};
use templates::{Asset, Link, SearchGroup};

use crate::address::{composed, is_mark};
use crate::draw::Draw;
use crate::front_matter::SEARCH;
use crate::markdown::Rendered;
use crate::node::Node;
use crate::reading;

/// How many first sentences serve as the description of a page that has none.
const SENTENCES: usize = 2;
/// Shorter words find too much to help anyone.
const SHORTEST: usize = 3;
/// How many distinct words of one text the index holds, so that a long page stays a small download.
const WORDS: usize = 400;
/// From this many pages on, a word that more than three quarters of them have is left out: it tells none from another.
const MANY: usize = 8;

/// What the index says of a page, in the order that the script reads: its address, title, headings, the words that people
/// ask with, the other words of its text, and its description.
#[derive(Debug, Serialize)]
pub(crate) struct Entry(String, String, Vec<String>, Vec<String>, String, String);

/// The index, as one line of JSON: the small words of the language, and an entry for every page.
pub(crate) fn index(content: &Content, mut entries: Vec<Entry>) -> Asset {
    let said = content.words.page("search");
    let small = said.and_then(|said| said.get("small")?.as_str()).unwrap_or_default();
    leave_out_common(&mut entries, &words(&as_asked(small)).collect());
    let entries: Vec<String> = entries.par_iter().map(|entry| json!(entry).to_string()).collect();
    let text = format!("{{\"small\":{},\"pages\":[{}]}}", json!(small), entries.join(","));
    Asset::named("search", "json", text)
}

/// Leaves out the words of most pages, and small ones: nobody finds anything by either.
fn leave_out_common(entries: &mut [Entry], small: &AHashSet<&str>) {
    let pages = entries.par_iter().map(|entry| entry.4.as_str());
    let pages = pages.fold(AHashMap::new, |pages, text| counted(pages, text.split_whitespace().zip(repeat(1))));
    let pages = pages.reduce(AHashMap::new, counted);
    let most = if entries.len() < MANY { entries.len() } else { entries.len() * 3 / 4 };
    let common = pages.into_iter().filter(|(word, count)| *count > most || small.contains(word));
    let common: AHashSet<String> = common.map(|(word, _)| word.to_owned()).collect();
    entries.par_iter_mut().for_each(|Entry(_, _, _, _, text, _)| {
        *text = text.split_whitespace().filter(|word| !common.contains(*word)).collect::<Vec<&str>>().join(" ");
    });
}

/// How many pages have each word, with these more.
fn counted<'t>(
    mut pages: AHashMap<&'t str, usize>,
    more: impl IntoIterator<Item = (&'t str, usize)>,
) -> AHashMap<&'t str, usize> {
    more.into_iter().for_each(|(word, count)| *pages.entry(word).or_default() += count);
    pages
}

/// What the index says of a page.
pub(crate) fn entry(draw: &Draw<'_>, node: &Node, body: &Rendered) -> Entry {
    let headings: Vec<String> = body.headings.iter().map(|heading| heading.title.clone()).collect();
    let said = &node.matter.description;
    let text = if said.trim().is_empty() { reading::opening(&body.html, SENTENCES) } else { said.clone() };
    let (title, also) = (draw.list_title(node), &node.matter.search_words);
    let shown = as_asked(&format!("{title} {} {text} {}", headings.join(" "), also.join(" ")));
    let mut known: AHashSet<&str> = words(&shown).collect();
    let all = as_asked(&reading::text_as_spaced(&body.html));
    let mut rest: Vec<&str> = words(&all).filter(|word| known.insert(word)).take(WORDS).collect();
    rest.sort_unstable();
    Entry(node.url.clone(), title.to_owned(), headings, also.clone(), rest.join(" "), text)
}

/// A text as the script reads what is asked: accents with their letters, and small.
fn as_asked(text: &str) -> String {
    composed(text).to_lowercase()
}

/// Its words: letters and digits.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|letter: char| !letter.is_alphanumeric() && !is_mark(letter));
    words.filter(|word| {
        word.chars().nth(SHORTEST - 1).is_some() || word.starts_with(|first: char| first.is_ascii_digit())
    })
}

/// Whether there is an index, and it tells of the page.
pub(crate) fn has_entry(draw: &Draw<'_>, node: &Node) -> bool {
    draw.indexed && is_listed(draw, node)
}

/// Of the pages of a hospital its own one alone: it leads to the others, which would crowd out those for everybody.
fn is_listed(draw: &Draw<'_>, node: &Node) -> bool {
    let of_a_hospital = node.place.is_some() && node.parent.is_some_and(|above| draw.tree.nodes[above].place.is_some());
    node.is_written && node.matter.template.as_deref() != Some(SEARCH) && !of_a_hospital
}

/// Every page by section, sections first; `others` is the heading over pages that are in none.
pub(crate) fn groups(draw: &Draw<'_>, others: &str) -> Vec<SearchGroup> {
    let Some(start) = draw.tree.start() else { return Vec::new() };
    let (sections, pages): (Vec<usize>, Vec<usize>) = draw.tree.nodes[start]
        .children
        .iter()
        .filter(|child| is_listed(draw, &draw.tree.nodes[**child]) || !draw.tree.nodes[**child].children.is_empty())
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
    let children =
        children.filter(|child| is_listed(draw, &draw.tree.nodes[**child]) || !draw.tree.nodes[**child].is_written);
    let with_theirs = |child: &usize| {
        let own = std::iter::once(draw.link(&draw.tree.nodes[*child]));
        own.chain(below(draw, *child)).collect::<Vec<_>>()
    };
    children.flat_map(with_theirs).collect()
}

/// Questions and answers as schema.org's FAQPage, in JSON that is safe inside a page.
pub(crate) fn questions(children: &[Link]) -> Option<String> {
    let question = |child: &Link| {
        let answer = json!({"@type": "Answer", "text": reading::text(&child.body)});
        json!({"@type": "Question", "name": child.title, "acceptedAnswer": answer})
    };
    let questions: Vec<Value> = children.iter().filter(|child| !child.body.is_empty()).map(question).collect();
    let page = json!({"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": questions});
    (!questions.is_empty()).then(|| page.to_string().replace('<', "\\u003c"))
}
