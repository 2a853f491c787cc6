//! Whether each page says what it rests on and when it must be read again.

use chrono::{Days, NaiveDate};

use crate::node::Node;
use crate::tree::Tree;
use crate::{Finding, Inputs};

/// How long before its day a review is announced.
const NOTICE: Days = Days::new(30);

/// One that is overdue is an error, but before going `live` a warning: it must not keep a mend of something worse back.
pub(super) fn reviews(inputs: &Inputs, tree: &Tree, live: bool, found: &mut Vec<Finding>) {
    for node in tree.nodes.iter().filter(|node| node.is_written) {
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
            (Some(last), Some(by)) => review(inputs.on, node, last, by, live, found),
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

fn review(on: NaiveDate, node: &Node, last: NaiveDate, by: NaiveDate, live: bool, found: &mut Vec<Finding>) {
    let help = "read the page against its sources, then move both dates on";
    if by < on {
        let late =
            Finding::error(&node.file, format!("its review was due on {by}"), help).at(node.place_of("review_by"));
        found.push(if live { late.warning() } else { late });
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
