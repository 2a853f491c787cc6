//! Whether the links that templates make lead anywhere.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use crate::check::drawn::Drawn;
use crate::languages::Edition;
use crate::node::Node;
use crate::resolve_links::SERVED;
use crate::{Finding, Findings};

/// Links the templates make. What a page's own Markdown links to has been judged, with its line.
pub(super) fn template_links(editions: &[Edition<'_>], drawn: &Drawn, known: &Findings, found: &mut Vec<Finding>) {
    let at = |url: &str| editions.iter().find_map(|edition| Some(&edition.tree.nodes[edition.tree.at(url)?]));
    let served = |url: &str| {
        SERVED.iter().any(|served| url.starts_with(served)) || drawn.weights.contains_key(url.trim_start_matches('/'))
    };
    let ids: HashMap<&str, HashSet<&str>> = drawn
        .pages
        .iter()
        .map(|(path, look)| (path.as_str(), look.seen.ids.iter().map(String::as_str).collect()))
        .collect();
    let mut lost: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for (path, look) in &drawn.pages {
        for link in &look.seen.links {
            let (target, id) = link.split_once('#').map_or((link.as_str(), None), |(target, id)| (target, Some(id)));
            let target = target.split('?').next().unwrap_or_default();
            let page = if target.is_empty() { Some(path.clone()) } else { at(target).map(Node::output) };
            let there = match (page.and_then(|page| ids.get(page.as_str())), id) {
                (Some(ids), Some(id)) => id.is_empty() || ids.contains(id),
                (Some(_), None) => true,
                (None, _) => !target.starts_with('/') || target.starts_with("//") || served(target),
            };
            if !there {
                lost.entry(link).or_insert((0, path)).0 += 1;
            }
        }
    }
    // What was told is between backticks.
    let said: HashSet<&str> = known.iter().flat_map(|finding| finding.message.split('`').skip(1).step_by(2)).collect();
    for (link, (pages, first)) in lost {
        let id = link.find('#').map(|at| &link[at..]);
        if !said.contains(link) && id.is_none_or(|id| !said.contains(id)) {
            let message = format!("`{link}` leads nowhere, on {pages} drawn pages; first on /{first}");
            found.push(Finding::error(Path::new("templates"), message, "mend the template, or the menu in site.toml"));
        }
    }
}
