//! Where links lead: `@/questions/who.md#when` by file, `/questions/who/` by address, `#when` on the same page.

use crate::address::decoded;
use crate::finding::Level;
use crate::hospitals;
use crate::markdown::Resolved;
use crate::tree::Tree;
use crate::walk::is_page;

/// Addresses that the function answers, and files that every site has.
pub(crate) const SERVED: [&str; 2] = ["/referral/", "/api/"];
pub(crate) const MADE: [&str; 5] = ["/404.html", "/429.html", "/500.html", "/sitemap.xml", "/robots.txt"];
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "sms"];

/// Resolves the links of one page.
pub(crate) struct Links<'a> {
    pub(crate) tree: &'a Tree,
    /// The page they stand on.
    pub(crate) from: usize,
    /// How bad a link by address is that leads nowhere: a build warns, a check refuses.
    pub(crate) dangling: Level,
}

impl Links<'_> {
    /// Where a link goes, and what is wrong with it.
    pub(crate) fn resolve(&self, written: &str, picture: bool) -> Resolved {
        let (target, id) = match written.split_once('#') {
            Some((target, id)) => (target, Some(decoded(id))),
            None => (written, None),
        };
        let id = id.as_deref();
        if let Some(name) = target.strip_prefix("@/") {
            return self.by_name(written, &decoded(name), id);
        }
        if target.is_empty() {
            return Resolved {
                anchor: id.filter(|id| !id.is_empty()).map(|id| (self.from, id.to_owned())),
                ..Resolved::default()
            };
        }
        if let Some(scheme) = scheme(target) {
            return outside(written, scheme, picture);
        }
        if target.starts_with("//") {
            return Resolved::default();
        }
        if target.starts_with('/') {
            let own = self.own(target);
            self.by_address(written, own.as_deref().unwrap_or(target), id, own.as_ref().map(|own| with_id(own, id)))
        } else {
            self.relative(written, target, id)
        }
    }

    /// Where a file of this language's folder is served, if there is one.
    fn file(&self, name: &str) -> Option<String> {
        let address = format!("{}/{name}", self.tree.base());
        self.tree.has_file(&address).then(|| in_address(&address))
    }

    /// The page of this language that an address without it means: a link never leads into another one unseen.
    fn own(&self, target: &str) -> Option<String> {
        let own = format!("{}{target}", self.tree.base());
        let path = decoded(without_query(&own)).into_owned();
        (!self.tree.base().is_empty() && (self.tree.at(&path).is_some() || self.tree.has_file(&path))).then_some(own)
    }

    fn by_name(&self, written: &str, name: &str, id: Option<&str>) -> Resolved {
        // From a hospital's page to its own copy, where there is one.
        let code = self.tree.nodes[self.from].place.as_deref();
        let own = code.and_then(|code| self.tree.named(&hospitals::name(name, code)));
        match own.or_else(|| self.tree.named(name)) {
            Some(page) => self.to_page(page, id),
            None if self.file(name).is_some() => Resolved { href: self.file(name), ..Resolved::default() },
            None => {
                let help = self.nearest(name).map_or_else(
                    || "name the file from the folder of pages: @/questions/who.md".to_owned(),
                    |near| format!("did you mean @/{near}?"),
                );
                let message = format!("`{written}` leads nowhere: there is no such page");
                Resolved { doubt: Some((Level::Error, message, help)), ..Resolved::default() }
            }
        }
    }

    fn to_page(&self, page: usize, id: Option<&str>) -> Resolved {
        let url = &self.tree.nodes[page].url;
        let href = with_id(url, id);
        let anchor = id.filter(|id| !id.is_empty()).map(|id| (page, id.to_owned()));
        Resolved { href: Some(href), anchor, ..Resolved::default() }
    }

    /// `href` is the address to write where it is not the one that was written.
    fn by_address(&self, written: &str, target: &str, id: Option<&str>, href: Option<String>) -> Resolved {
        let path = decoded(without_query(target));
        if let Some(page) = self.tree.at(&path) {
            let anchor = id.filter(|id| !id.is_empty()).map(|id| (page, id.to_owned()));
            return Resolved { href, anchor, ..Resolved::default() };
        }
        if self.is_known(&path) {
            return Resolved { href, ..Resolved::default() };
        }
        let message = format!("`{written}` leads nowhere: nothing has that address");
        let help = match self.tree.at(&format!("{path}/")) {
            Some(_) => format!("addresses of pages end in a slash: {path}/"),
            None if written.contains('@') => format!("an address of mail is written mailto:{written}"),
            None => "link to the file, @/questions/who.md, and a wrong name is found at once".to_owned(),
        };
        Resolved { href, doubt: Some((self.dangling, message, help)), ..Resolved::default() }
    }

    /// Whether an address is served by something that is no page.
    pub(crate) fn is_known(&self, path: &str) -> bool {
        let made = MADE.contains(&path) || path.starts_with("/assets/");
        made || SERVED.iter().any(|served| path.starts_with(served)) || self.tree.has_file(path)
    }

    /// By file where there is one (`../who.md`, `map.svg`), otherwise by address.
    fn relative(&self, written: &str, target: &str, id: Option<&str>) -> Resolved {
        let node = &self.tree.nodes[self.from];
        let by_file = joined(node.folder(), &decoded(without_query(target)));
        if is_page(&by_file) {
            return self.by_name(written, &by_file, id);
        }
        if let Some(address) = self.file(&by_file) {
            return Resolved { href: Some(address), ..Resolved::default() };
        }
        let url = format!("/{}", joined(&node.url[1..], target));
        let href = with_id(&url, id);
        self.by_address(written, &url, id, Some(href))
    }

    /// A page of the same file name, in another folder or with other capitals.
    fn nearest(&self, name: &str) -> Option<&str> {
        let last_of = |name: &str| name.rsplit('/').next().unwrap_or_default().to_lowercase();
        let last = Some(last_of(name)).filter(|last| last != "_index.md")?;
        let names = self.tree.nodes.iter().map(|node| node.name.as_str());
        names.filter(|known| last_of(known) == last).min()
    }
}

fn with_id(url: &str, id: Option<&str>) -> String {
    id.map_or_else(|| url.to_owned(), |id| format!("{url}#{id}"))
}

fn without_query(target: &str) -> &str {
    target.split('?').next().unwrap_or_default()
}

/// The name of a file as it stands in an address: what would end the path is encoded. The writer of HTML encodes the rest.
fn in_address(name: &str) -> String {
    name.replace('%', "%25").replace('?', "%3F").replace('#', "%23")
}

fn scheme(target: &str) -> Option<&str> {
    let (scheme, _) = target.split_once(':')?;
    let proper = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    (!scheme.is_empty() && scheme.bytes().all(proper)).then_some(scheme)
}

fn outside(written: &str, scheme: &str, picture: bool) -> Resolved {
    let known = SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme));
    let (message, help) = match (known, picture) {
        (true, false) => return Resolved::default(),
        (true, true) => ("pictures come from this site alone", "put the file beside the page and name it"),
        (false, _) => {
            ("not an address a page may lead to", "use https:, mailto:, tel: or sms:, or a page of this site")
        }
    };
    let doubt = Some((Level::Error, format!("`{written}`: {message}"), help.to_owned()));
    Resolved { href: Some("#".to_owned()), doubt, ..Resolved::default() }
}

/// `../a/b` seen from the folder `c/d/` is `c/a/b`.
fn joined(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    let slash = if target.ends_with('/') || target.ends_with("..") { "/" } else { "" };
    if parts.is_empty() { String::new() } else { parts.join("/") + slash }
}
