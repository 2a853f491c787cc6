//! The head of a page: TOML between two lines of `+++`, or what other generators write there.

use std::ops::Range;
use std::path::Path;

use referral::ReferrerType;

use crate::Finding;
use crate::finding::Level;
use crate::position::position;
pub(crate) use matter::{FrontMatter, OneOrMore, SortBy};

mod matter;
mod without;
mod yaml;

pub(crate) use without::named;

/// Of what each may have a copy of a page: also the folder that its code replaces in addresses.
pub(crate) const EACH: &str = "hospital";
/// The template of the search page, which is not worth finding itself.
pub(crate) const SEARCH: &str = "search.html";

/// What the head of a page says.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) matter: FrontMatter,
    /// Where the body starts.
    pub(crate) body: usize,
    /// What stops nothing, unless the reader is strict.
    pub(crate) findings: Vec<Finding>,
}

/// Reads the head of a file; a page that gives itself no title is called by its first heading, or else `otherwise`. What we
/// do not know is as bad as `unknown` says.
///
/// # Errors
/// What nobody can read a page from: TOML or YAML that is none, and a form that nobody has.
pub(crate) fn read(file: &Path, otherwise: &str, text: &str, unknown: Level) -> Result<Read, Vec<Finding>> {
    let ((mut matter, mut findings), mut body) = if let Some((inside, body)) = cut(text, "+++", "+++") {
        (toml_head(file, text, inside, unknown)?, body)
    } else if let Some((inside, body)) =
        cut(text, "---", "---").filter(|(inside, _)| yaml::is_head(&text[inside.clone()]))
    {
        (yaml_head(file, &text[inside], 1, unknown)?, body)
    } else if let Some((inside, body)) = cut(text, "{", "}").filter(|(inside, _)| yaml::is_head(&text[inside.clone()]))
    {
        // JSON is YAML too.
        (yaml_head(file, &format!("{{{}}}", &text[inside]), 1, unknown)?, body)
    } else if text.trim_start().lines().next().is_some_and(|line| line.trim_end() == "+++") {
        let help = "end it with another line of +++";
        return Err(vec![Finding::error(file, "the front matter is never closed", help)]);
    } else {
        ((FrontMatter::default(), Vec::new()), 0)
    };
    if matter.title.trim().is_empty() {
        let (message, place) =
            if body == 0 { ("no front matter", (1, 1)) } else { ("no title", place_of(text, "title")) };
        let (title, after) = without::heading(&text[body..]).unwrap_or_else(|| (otherwise.to_owned(), 0));
        let help = "start the file with a line of +++, a line like title = \"About us\", and another line of +++";
        let finding = Finding::error(file, format!("{message}, so it is called {title:?}"), help);
        findings.push(finding.at(place).at_level(unknown));
        body += after;
        matter.title = title;
    }
    let wrong = doubts(file, text, &matter);
    if wrong.is_empty() { Ok(Read { matter, body, findings }) } else { Err(wrong) }
}

/// Finds the lines that open and close a head: what is between them, and where the body starts.
fn cut(text: &str, open: &str, close: &str) -> Option<(Range<usize>, usize)> {
    let (mut at, mut opened) = (0, None);
    for line in text.split_inclusive('\n') {
        let next = at + line.len();
        match (line.trim_end() == if opened.is_none() { open } else { close }, opened) {
            (true, None) => opened = Some(next),
            (true, Some(start)) => return Some((start..at, next)),
            (false, None) if !line.trim().is_empty() => return None,
            _ => {}
        }
        at = next;
    }
    None
}

/// Where a key is in the front matter, to point a finding at it; the head of the file if it is not there.
pub(crate) fn place_of(text: &str, key: &str) -> (usize, usize) {
    let named = |line: &str| line.split_once(['=', ':']).is_some_and(|(name, _)| name.trim() == key);
    text.lines().position(named).map_or((1, 1), |line| (line + 1, 1))
}

type Head = (FrontMatter, Vec<Finding>);

fn toml_head(file: &Path, text: &str, inside: Range<usize>, unknown: Level) -> Result<Head, Vec<Finding>> {
    let table = toml::from_str(&text[inside.clone()]).map_err(|error| {
        let place = position(text, inside.start + error.span().map_or(0, |span| span.start));
        vec![Finding::error(file, error.message(), "").at(place)]
    })?;
    let mut findings = Vec::new();
    let matter = matter::usable(table, |key, why| {
        let (message, help) = match why {
            None => (format!("unknown field `{key}`"), "check the spelling, or put keys of your own under [extra]"),
            Some(why) => (format!("`{key}` cannot be read: {why}"), "until then it is as if it were not there"),
        };
        findings.push(Finding::error(file, message, help).at(place_of(text, key)).at_level(unknown));
    });
    Ok((matter, findings))
}

/// `above`: how many lines come before it.
fn yaml_head(file: &Path, yaml: &str, above: usize, unknown: Level) -> Result<Head, Vec<Finding>> {
    let (table, mut others) = yaml::read(yaml).map_err(|(line, why)| {
        let help = "mend it, or write TOML between lines of +++";
        vec![Finding::error(file, format!("no YAML: {why}"), help).at((above + line, 1))]
    })?;
    let matter = matter::usable(table, |key, _| others.push(key.to_owned()));
    let named = if others.is_empty() { String::new() } else { format!("; not read: {}", others.join(", ")) };
    let help = "ours is TOML between lines of +++: title = \"About us\"";
    Ok((matter, vec![Finding::error(file, format!("YAML front matter{named}"), help).at_level(unknown)]))
}

/// What TOML cannot know to be wrong.
fn doubts(file: &Path, text: &str, matter: &FrontMatter) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut doubt = |key: &str, message: String, help: &str| {
        found.push(Finding::error(file, message, help).at(place_of(text, key)));
    };
    for (key, value) in [("form", &matter.form), ("paper", &matter.paper)] {
        if let Some(code) = value.as_ref().filter(|code| ReferrerType::from_code(code).is_none()) {
            let codes = ReferrerType::ALL.map(ReferrerType::code).join(", ");
            doubt(key, format!("{code:?} is nobody who may refer"), &format!("write one of {codes}"));
        }
    }
    if let Some(each) = matter.each.as_ref().filter(|each| *each != EACH) {
        doubt("each", format!("pages are not drawn for each {each:?}"), "write each = \"hospital\"");
    }
    if let (Some(last), Some(by)) = (matter.day(), matter.review_by)
        && by < last
    {
        doubt("review_by", format!("the next review, {by}, is before the last, {last}"), "one of the two is wrong");
    }
    found
}

#[cfg(test)]
mod tests;
