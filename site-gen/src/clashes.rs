//! Two things that would go out under one address.

use std::path::Path;

use ahash::AHashMap;

use crate::Finding;
use crate::finding::{Level, Severity};
use crate::resolve_links::{MADE, SERVED};
use crate::tree::Tree;

/// Files at one address, a file at a page's, at one that the site makes or the function answers, and addresses that only
/// capitals tell apart. A file at the address of one that the site makes is not published.
///
/// Browsers keep what is in `/assets/` for a year, so a service puts nothing of its own there.
pub(crate) fn clashes(tree: &mut Tree, severity: Severity, found: &mut Vec<Finding>) {
    let made = |address: &str| MADE.iter().any(|made| made[1..] == *address);
    for (address, file) in tree.take_out(made) {
        let message = format!("not published: /{address} is made for every site");
        found.push(Finding::error(&file, message, "rename it").at_level(severity.broken));
    }
    let pages = tree.nodes.iter().filter(|node| node.is_written);
    let pages = pages.map(|node| (node.output(), node.file.as_path()));
    let files = tree.files.iter().map(|(address, file)| (address.clone(), file.as_path()));
    let mut taken: AHashMap<String, &Path> = AHashMap::new();
    let mut small: AHashMap<String, (String, &Path)> = AHashMap::new();
    for (is_page, (path, file)) in pages.map(|page| (true, page)).chain(files.map(|file| (false, file))) {
        let address = format!("/{}", path.strip_suffix("index.html").unwrap_or(&path));
        if SERVED.iter().any(|served| format!("{address}/").starts_with(served)) {
            let help = "the form's own service answers there; rename it";
            let finding = Finding::error(file, format!("{address} is never served from a file"), help);
            found.push(finding.at_level(severity.service));
        } else if address.starts_with("/assets/") && severity.service == Level::Error {
            let help = "put it into another folder";
            let finding =
                Finding::error(file, format!("{address}: browsers keep what is in /assets/ for a year"), help);
            found.push(finding.at_level(severity.service));
        }
        // Two pages at one address are told where pages are put together.
        if let Some(first) = taken.insert(path.clone(), file).filter(|_| !is_page) {
            let help = format!("{} has that address already; rename one", first.display());
            found.push(Finding::error(file, format!("two files at {address}"), help));
            continue;
        }
        if let Some((other, first)) =
            small.insert(path.to_lowercase(), (path.clone(), file)).filter(|(o, _)| *o != path)
        {
            let message = format!("only capitals tell {address} from /{other}");
            let help = format!("some systems take {} for the same; rename one", first.display());
            found.push(Finding::error(file, message, help).warning());
        }
    }
}
