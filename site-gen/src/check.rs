//! What a site must have beyond what a build needs: dates of review, light pages, and no link that leads nowhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use chrono::{Days, NaiveDate};
use content_reader::Content;

use crate::finding::Level;
use crate::front_matter::OneOrMore;
use crate::going_live::{self, GoingLive};
use crate::html::{self, Seen};
use crate::languages::{self, Edition};
use crate::links::Links;
use crate::tree::{Node, Tree};
use crate::{Finding, Findings, Inputs, build, coming, hospitals, publish, reading};

/// A page with its stylesheet, compressed: one first flight of TCP less the headers.
pub const PAGE_BUDGET: usize = 13_500;
/// How many files a first view may take: the page and its stylesheet.
const REQUESTS: usize = 2;
/// How long before its day a review is announced.
const NOTICE: Days = Days::new(30);
/// How long the law may go unread, unless the settings say otherwise.
const LAW_DAYS: i64 = 90;

/// What is known of a drawn page.
struct Looked {
    seen: Seen,
    level: Option<reading::Level>,
}

/// Pages, and the compressed weight of every file, by path.
#[derive(Default)]
struct Drawn {
    pages: BTreeMap<String, Looked>,
    weights: BTreeMap<String, usize>,
}

/// How hard a page is to read, and how hard it may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Grade {
    /// The page's file.
    pub file: PathBuf,
    /// For whom it is written.
    pub audience: String,
    /// The automated readability index of its main text.
    pub grade: f64,
    /// The highest grade for these readers.
    pub limit: f64,
}

/// What a check found.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Everything to mend or to look at.
    pub findings: Findings,
    /// Every page with enough text to say, hardest for its readers first.
    pub grades: Vec<Grade>,
    /// Each switch of the law that is off, and the pages it will touch.
    pub switches: Vec<(String, Vec<String>)>,
}

/// Every finding at once, errors and warnings.
pub fn check(inputs: &Inputs) -> Findings {
    report(inputs, None).findings
}

/// Every finding at once, and how hard each page is to read; with a gate also what keeps the service from going live.
pub fn report(inputs: &Inputs, gate: Option<&GoingLive>) -> Report {
    let (content, theme) = match build::load(inputs) {
        Ok(loaded) => loaded,
        Err(findings) => return Report { findings, ..Report::default() },
    };
    let (editions, mut found) =
        languages::read(inputs, &content, if inputs.has_settings() { Level::Error } else { Level::Warning });
    let drawn = Mutex::new(Drawn::default());
    let summary = build::draw(inputs, &theme, &editions, Level::Error, |path, bytes| {
        let weight = weight(path, bytes)?;
        let page = path.ends_with(".html").then(|| String::from_utf8_lossy(bytes));
        let look = page.map(|html| Looked { seen: html::scan(&html), level: reading::level(&html) });
        let mut drawn = drawn.lock().unwrap_or_else(PoisonError::into_inner);
        drawn.weights.insert(path.to_owned(), weight);
        drawn.pages.extend(look.map(|look| (path.to_owned(), look)));
        Ok(())
    });
    let drawn = drawn.into_inner().unwrap_or_else(PoisonError::into_inner);
    weights(&editions, &drawn, &mut found);
    ids(&editions, &drawn.pages, &mut found);
    let mut grades = Vec::new();
    for edition in &editions {
        gaps(inputs, edition, &mut found);
    }
    if inputs.has_settings() {
        for edition in &editions {
            reviews(inputs, &edition.tree, &mut found);
            let picture = |name: &str| edition.tree.has_file(&format!("{}/pictures/{name}", edition.tree.base()));
            found.extend(hospitals::missing(&inputs.content.join("places.toml"), &content.rules.places, picture));
            grades.extend(readers(edition, &drawn.pages, &mut found));
        }
        settings(inputs, &content, &mut found);
        template_links(&editions, &drawn.pages, &summary.findings, &mut found);
    }
    found.extend(gate.into_iter().flat_map(|gate| going_live::missing(gate, inputs, &content, &editions)));
    let switches = if inputs.has_settings() { coming::switches(inputs, &theme, &content) } else { Vec::new() };
    Report { findings: summary.findings.with(found), grades, switches }
}

/// Whether each page can be read by those it is for. The formula is made for English.
fn readers(edition: &Edition<'_>, looked: &BTreeMap<String, Looked>, found: &mut Vec<Finding>) -> Vec<Grade> {
    let mut grades = Vec::new();
    for node in &edition.tree.nodes {
        let named = node.matter.audience.iter().flat_map(OneOrMore::texts);
        for unknown in named.clone().filter(|code| reading::limit(code).is_none()) {
            let help = format!("write one of {}", reading::audiences());
            let finding = Finding::error(&node.file, format!("{unknown:?} is no audience"), help);
            found.push(finding.at(node.place_of("audience")));
        }
        let limits = named.filter_map(|code| reading::limit(code).map(|limit| (code, limit)));
        let anyone = reading::limit(reading::ANYONE).unwrap_or_default();
        let (audience, limit) = limits.min_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((reading::ANYONE, anyone));
        let level = looked.get(&node.output()).and_then(|look| look.level.as_ref());
        let Some(level) = level.filter(|_| edition.content.lang.starts_with("en")) else { continue };
        let grade = Grade { file: node.file.clone(), audience: audience.to_owned(), grade: level.grade, limit };
        if level.grade > limit {
            found.push(too_hard(node, &grade, level));
        }
        grades.push(grade);
    }
    grades.sort_by(|a, b| (b.grade - b.limit).total_cmp(&(a.grade - a.limit)));
    grades
}

fn too_hard(node: &Node, grade: &Grade, level: &reading::Level) -> Finding {
    let Grade { audience, grade, limit, .. } = grade;
    let start: Vec<&str> = level.longest.split_whitespace().take(8).collect();
    let words = if level.hard.is_empty() { String::new() } else { format!("; long words: {}", level.hard.join(", ")) };
    let message = format!("reading grade {grade:.1}, over {limit} for {audience}");
    let help = format!("shorter sentences and words; longest: \u{201c}{} \u{2026}\u{201d}{words}", start.join(" "));
    Finding::error(&node.file, message, help)
}

/// What a file weighs on its way to a reader, as it is published.
fn weight(path: &str, bytes: &[u8]) -> std::io::Result<usize> {
    Ok(publish::gzip(&publish::smaller(path, bytes))?.len())
}

/// The file a drawn page comes from.
fn source(editions: &[Edition<'_>], path: &str) -> PathBuf {
    let url = path.strip_suffix("index.html").map(|url| format!("/{url}"));
    let find =
        |edition: &Edition<'_>| edition.tree.at(url.as_deref()?).map(|page| edition.tree.nodes[page].file.clone());
    editions.iter().find_map(find).unwrap_or_else(|| PathBuf::from("templates/refusal.html"))
}

fn weights(editions: &[Edition<'_>], drawn: &Drawn, found: &mut Vec<Finding>) {
    for (path, look) in &drawn.pages {
        let own = drawn.weights.get(path).copied().unwrap_or_default();
        let needs: BTreeSet<&str> = look.seen.needs.iter().map(|needed| needed.trim_start_matches('/')).collect();
        let others: usize = needs.iter().filter_map(|needed| drawn.weights.get(*needed)).sum();
        if own + others > PAGE_BUDGET {
            let whole = own + others;
            let message =
                format!("{whole} bytes compressed ({own} page, {others} style and pictures), over {PAGE_BUDGET}");
            found.push(Finding::error(&source(editions, path), message, "say less on this page, or make two of it"));
        }
        if needs.len() >= REQUESTS {
            let all: Vec<&str> = needs.into_iter().collect();
            let message = format!("needs {} requests before it can be read, over {REQUESTS}", all.len() + 1);
            let help = format!("a page needs its stylesheet alone; this one also fetches some of {}", all.join(", "));
            found.push(Finding::error(&source(editions, path), message, help));
        }
    }
}

fn ids(editions: &[Edition<'_>], looked: &BTreeMap<String, Looked>, found: &mut Vec<Finding>) {
    for (path, look) in looked {
        let mut once = BTreeSet::new();
        for id in look.seen.ids.iter().filter(|id| !once.insert(id.as_str())) {
            let message = format!("two things with the id `{id}` on the drawn page");
            found.push(Finding::error(
                &source(editions, path),
                message,
                "give the heading an id of its own: ## Words {#other}",
            ));
        }
    }
}

fn reviews(inputs: &Inputs, tree: &Tree, found: &mut Vec<Finding>) {
    for node in tree.nodes.iter().filter(|node| node.file.exists()) {
        let law = node.matter.law.as_ref().is_some_and(|law| !law.is_blank());
        let audience = node.matter.audience.as_ref().is_some_and(|audience| !audience.is_blank());
        if node.matter.description.trim().is_empty() {
            found.push(missing(node, "description", "one sentence for lists and search engines").warning());
        }
        if node.matter.reviewed.is_some() && !node.matter.is_checked() {
            let help = "name who checked the text; until somebody has, write `written` in place of `reviewed`";
            let finding = Finding::error(&node.file, "`reviewed` without `reviewed_by`: the page says Written", help);
            found.push(finding.at(node.place_of("reviewed")).warning());
        }
        match (node.matter.day(), node.matter.review_by) {
            (Some(last), Some(by)) => review(inputs.on, node, last, by, found),
            (None, _) => {
                found.push(missing(node, "reviewed` nor `written", "the day the text was checked, or written"));
            }
            (_, None) => found.push(missing(node, "review_by", "the day it must be checked again")),
        }
        if !law && !audience && node.matter.form.is_none() {
            found.push(missing(node, "law", "what the text rests on, or `audience`, for whom it is written").warning());
        }
    }
}

fn missing(node: &Node, key: &str, what: &str) -> Finding {
    Finding::error(&node.file, format!("no `{key}`"), format!("add it to the front matter: {what}"))
}

fn review(on: NaiveDate, node: &Node, last: NaiveDate, by: NaiveDate, found: &mut Vec<Finding>) {
    let help = "read the page against its sources, then move both dates on";
    if by < on {
        found.push(
            Finding::error(&node.file, format!("its review was due on {by}"), help).at(node.place_of("review_by")),
        );
    } else if by < on + NOTICE {
        let soon = Finding::error(&node.file, format!("its review is due on {by}"), help).warning();
        found.push(soon.at(node.place_of("review_by")));
    }
    if last > on {
        let key = if node.matter.is_checked() { "reviewed" } else { "written" };
        let message = format!("{key} on {last}, which is still to come");
        let finding = Finding::error(&node.file, message, "write the day it was done").at(node.place_of(key));
        found.push(if node.matter.is_checked() { finding } else { finding.warning() });
    }
}

/// Words that a type asks for and that are not there, and words that nothing asks for.
fn gaps(inputs: &Inputs, edition: &Edition<'_>, found: &mut Vec<Finding>) {
    let file = inputs.content.join(&edition.content.lang).join("words.toml");
    if file.exists() {
        let help = "pages would show its name in its place: write it, or take out what is not asked for";
        found.extend(edition.content.words.gaps().into_iter().map(|gap| Finding::error(&file, gap, help)));
    }
}

fn settings(inputs: &Inputs, content: &Content, found: &mut Vec<Finding>) {
    let words = inputs.content.join(inputs.lang).join("words.toml");
    if !words.exists() {
        found.push(Finding::error(
            &words,
            "not there, so the compiled-in words are shown",
            "put the words of this language there",
        ));
    }
    let law = content.site.more.get("law").and_then(|law| law.get("warn_after_days")).and_then(toml::Value::as_integer);
    let checked = content.rules.law.checked_on();
    if (inputs.on - checked).num_days() > law.unwrap_or(LAW_DAYS) {
        let file = inputs.content.join("law.toml");
        let message = format!("last checked against the Act on {checked}");
        found.push(Finding::error(&file, message, "read the rules against the Act, then move checked_on").warning());
    }
    let origin = inputs.base_url.as_deref().unwrap_or(&content.site.origin);
    let public = !["//127.", "//localhost", "//[::1]"].iter().any(|own| origin.contains(own));
    if public && !content.site.phone.charge_known {
        let file = inputs.content.join("site.toml");
        let help = "ask the phone supplier, write the figure in [phone] charge, and charge_known = true";
        found.push(
            Finding::error(&file, "what a call costs is not known to be the supplier's own figure", help).warning(),
        );
    }
    found.extend(coming::calendar_end(inputs, content));
}

/// Links the templates make. What a page's own Markdown links to has been judged, with its line.
fn template_links(
    editions: &[Edition<'_>],
    looked: &BTreeMap<String, Looked>,
    known: &Findings,
    found: &mut Vec<Finding>,
) {
    let at = |url: &str| editions.iter().find_map(|edition| Some(&edition.tree.nodes[edition.tree.at(url)?]));
    let served = |url: &str| {
        editions.iter().any(|edition| Links { tree: &edition.tree, from: 0, dangling: Level::Error }.is_known(url))
    };
    let mut lost: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for (path, look) in looked {
        for link in &look.seen.links {
            let (target, id) = link.split_once('#').map_or((link.as_str(), None), |(target, id)| (target, Some(id)));
            let target = target.split('?').next().unwrap_or_default();
            let page = if target.is_empty() { Some(path.clone()) } else { at(target).map(Node::output) };
            let there = match (page.and_then(|page| looked.get(&page)), id) {
                (Some(page), Some(id)) => id.is_empty() || page.seen.ids.iter().any(|known| known == id),
                (Some(_), None) => true,
                (None, _) => !target.starts_with('/') || target.starts_with("//") || served(target),
            };
            if !there {
                lost.entry(link).or_insert((0, path)).0 += 1;
            }
        }
    }
    for (link, (pages, first)) in lost {
        let id = link.rsplit_once('#').map(|(_, id)| format!("`#{id}`"));
        let said = |text: &str| text.contains(&format!("`{link}`")) || id.as_ref().is_some_and(|id| text.contains(id));
        if !known.iter().any(|finding| said(&finding.message)) {
            let message = format!("`{link}` leads nowhere, on {pages} drawn pages; first on /{first}");
            found.push(Finding::error(Path::new("templates"), message, "mend the template, or the menu in site.toml"));
        }
    }
}
