//! Whether each page can be read by those it is for.

use std::path::PathBuf;

use crate::Finding;
use crate::check::drawn::Drawn;
use crate::front_matter::OneOrMore;
use crate::languages::Edition;
use crate::node::Node;
use crate::reading;

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

/// Whether each page can be read by those it is for. The formula is made for English.
pub(super) fn grades(edition: &Edition<'_>, drawn: &Drawn, found: &mut Vec<Finding>) -> Vec<Grade> {
    let mut grades = Vec::new();
    for node in edition.tree.nodes.iter().filter(|node| node.matter.lang.is_none()) {
        let named = node.matter.audience.iter().flat_map(OneOrMore::texts);
        for unknown in named.clone().filter(|code| reading::limit(code).is_none()) {
            let help = format!("write one of {}", reading::audiences());
            let finding = Finding::error(&node.file, format!("{unknown:?} is no audience"), help);
            found.push(finding.at(node.place_of("audience")));
        }
        let limits = named.filter_map(|code| reading::limit(code).map(|limit| (code, limit)));
        let anyone = reading::limit(reading::ANYONE).unwrap_or_default();
        let (audience, limit) = limits.min_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((reading::ANYONE, anyone));
        let level = drawn.pages.get(&node.output()).and_then(|look| look.level.as_ref());
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
