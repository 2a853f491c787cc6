//! Where links lead: `@/questions/who.md#when` by file, `/questions/who/` by address, `#when` on the same page. A name is
//! found however it is written: raw or encoded, as the file is called or as its address is, with the end another program
//! gives its pages. Whether a heading is there is checked in `anchors.rs`, the links of templates in `check/template_links.rs`.

use crate::address::decoded;
use crate::finding::Level;
use crate::hospitals;
use crate::markdown::Resolved;
use crate::names::is_page;
use crate::tree::Tree;

/// Addresses that the function answers, and files that every site has.
pub(crate) const SERVED: [&str; 2] = ["/referral/", "/api/"];
pub(crate) const MADE: [&str; 6] =
    ["/content.json", "/404.html", "/429.html", "/500.html", "/sitemap.xml", "/robots.txt"];
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "sms"];

/// Resolves the links of one page.
pub(crate) struct Links<'a> {
    pub(crate) tree: &'a Tree,
    /// The page they are on.
    pub(crate) from: usize,
    /// How bad a link is that leads nowhere: a build warns, a check refuses.
    pub(crate) broken: Level,
}

/// What follows the path of a link.
#[derive(Clone, Copy)]
struct Rest<'l> {
    /// With its question mark.
    query: &'l str,
    id: Option<&'l str>,
}

enum Place {
    Page(usize),
    /// A file, by its address.
    File(String),
}

impl Links<'_> {
    /// Where a link goes, and what is wrong with it.
    pub(crate) fn resolve(&self, written: &str, picture: bool) -> Resolved {
        let (target, id) = match written.split_once('#') {
            Some((target, id)) => (target, Some(decoded(id))),
            None => (written, None),
        };
        let id = id.as_deref();
        if target.is_empty() {
            let anchor = id.filter(|id| !id.is_empty()).map(|id| (self.from, id.to_owned()));
            return Resolved { anchor, ..Resolved::default() };
        }
        // Windows writes `\\`, and browsers read it as `/`.
        let target = target.replace('\\', "/");
        let (path, query) = target.split_at(target.find('?').unwrap_or(target.len()));
        let (path, rest) = (decoded(path), Rest { query, id });
        if let Some(name) = path.strip_prefix("@/") {
            let page = || self.tree.named(name).map(Place::Page);
            return self
                .named(name)
                .or_else(page)
                .map_or_else(|| self.no_page(written, name), |place| self.to(place, rest, picture, written));
        }
        let by_file = || joined(self.tree.nodes[self.from].folder(), &path);
        let scheme = if target.starts_with("//") { Some("https") } else { scheme(&target) };
        if let Some(scheme) = scheme.filter(|scheme| is_known(scheme) || self.named(&by_file()).is_none()) {
            return self.outside(written, scheme, picture);
        }
        if let Some(path) = path.strip_prefix('/') {
            let url = format!("/{path}");
            return match self.at(&url).or_else(|| self.named(path)) {
                Some(place) => self.to(place, rest, picture, written),
                None if self.is_known(&url) => Resolved::default(),
                None if is_page(path) => self.no_page(written, path),
                None => self.nowhere(written, &url, None),
            };
        }
        let by_file = by_file();
        let exact = self.named(&by_file).filter(|_| is_page(&by_file) || self.tree.address_of(&by_file).is_some());
        let url = format!("/{}", joined(&self.tree.nodes[self.from].url[1..], &path));
        match exact.or_else(|| self.at(&url)).or_else(|| self.named(&by_file)) {
            Some(place) => self.to(place, rest, picture, written),
            None if self.is_known(&url) => Resolved { href: Some(with_rest(&url, rest)), ..Resolved::default() },
            None if is_page(&by_file) => self.no_page(written, &by_file),
            None => self.nowhere(written, &url, Some(with_rest(&url, rest))),
        }
    }

    /// What has this address, in this language first: a link never leads into another one unseen.
    fn at(&self, url: &str) -> Option<Place> {
        let base = self.tree.base();
        let own = (!base.is_empty()).then(|| format!("{base}{url}"));
        let urls = || own.as_deref().into_iter().chain([url]);
        let page = urls().find_map(|url| self.tree.at(url)).map(Place::Page);
        page.or_else(|| urls().find(|url| self.tree.has_file(url)).map(file))
    }

    /// What a name in the folder of pages means.
    fn named(&self, name: &str) -> Option<Place> {
        // From a hospital's page to its own copy, where there is one.
        let code = self.tree.nodes[self.from].place.as_deref();
        if let Some(own) = code.and_then(|code| self.tree.named(&hospitals::name(name, code))) {
            return Some(Place::Page(own));
        }
        let page = self.tree.named(name).filter(|_| is_page(name)).map(Place::Page);
        page.or_else(|| self.tree.address_of(name).as_deref().map(file))
            .or_else(|| self.tree.like(name).map(Place::Page))
    }

    fn to(&self, place: Place, rest: Rest<'_>, picture: bool, written: &str) -> Resolved {
        match place {
            Place::Page(_) if picture => {
                let (message, help) = (format!("`{written}` is a page, no picture"), "leave out the ! before it");
                Resolved { dead: true, doubt: Some((self.broken, message, help.to_owned())), ..Resolved::default() }
            }
            Place::Page(page) => {
                let anchor = rest.id.filter(|id| !id.is_empty()).map(|id| (page, id.to_owned()));
                Resolved { href: Some(with_rest(&self.tree.nodes[page].url, rest)), anchor, ..Resolved::default() }
            }
            Place::File(address) => Resolved { href: Some(with_rest(&address, rest)), ..Resolved::default() },
        }
    }

    /// A page that is not there has no address: only the words of the link are written.
    fn no_page(&self, written: &str, name: &str) -> Resolved {
        let help = self.tree.nearest(name).map_or_else(
            || "name the file from the folder of pages: @/questions/who.md".to_owned(),
            |near| format!("did you mean @/{near}?"),
        );
        let message = format!("`{written}` leads nowhere: there is no such page");
        Resolved { dead: true, doubt: Some((self.broken, message, help)), ..Resolved::default() }
    }

    fn nowhere(&self, written: &str, url: &str, href: Option<String>) -> Resolved {
        let message = format!("`{written}` leads nowhere: nothing has that address");
        let help = match self.tree.nearest(url) {
            Some(near) => format!("did you mean {near}?"),
            None if written.contains('@') => format!("an address of mail is written mailto:{written}"),
            None => "link to the file, @/questions/who.md, and a wrong name is found at once".to_owned(),
        };
        Resolved { href, doubt: Some((self.broken, message, help)), ..Resolved::default() }
    }

    fn outside(&self, written: &str, scheme: &str, picture: bool) -> Resolved {
        let (message, help) = match (is_known(scheme), picture) {
            (true, false) => return Resolved::default(),
            (true, true) => ("pictures come from this site alone", "put the file beside the page and name it"),
            (false, _) => {
                ("not an address a page may lead to", "use https:, mailto:, tel: or sms:, or a page of this site")
            }
        };
        let doubt = Some((self.broken, format!("`{written}`: {message}"), help.to_owned()));
        Resolved { dead: true, doubt, ..Resolved::default() }
    }

    /// Whether an address is served by something that is no page.
    pub(crate) fn is_known(&self, path: &str) -> bool {
        MADE.contains(&path) || SERVED.iter().any(|served| path.starts_with(served)) || self.tree.has_file(path)
    }
}

fn with_rest(url: &str, Rest { query, id }: Rest<'_>) -> String {
    id.map_or_else(|| [url, query].concat(), |id| [url, query, "#", id].concat())
}

/// A file at an address: what would end the path is encoded. The writer of HTML encodes the rest.
fn file(address: &str) -> Place {
    Place::File(address.replace('%', "%25").replace('?', "%3F").replace('#', "%23"))
}

fn scheme(target: &str) -> Option<&str> {
    let (scheme, _) = target.split_once(':')?;
    let proper = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    (!scheme.is_empty() && scheme.bytes().all(proper)).then_some(scheme)
}

fn is_known(scheme: &str) -> bool {
    SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme))
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
