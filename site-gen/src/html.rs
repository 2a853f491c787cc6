//! Ids and links of a drawn page, for the check. It reads our own templates' output, not the web's.

/// What a page offers and asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) ids: Vec<String>,
    /// `href`, `src` and `action`, as written.
    pub(crate) links: Vec<String>,
    /// Addresses of the files a browser fetches before the page can be read.
    pub(crate) needs: Vec<String>,
}

/// What decides whether a browser fetches something, and waits for it.
#[derive(Default)]
struct Tag<'a> {
    name: &'a str,
    address: &'a str,
    stylesheet: bool,
    waits_not: bool,
}

/// Reads the tags of a page.
pub(crate) fn scan(html: &str) -> Seen {
    let mut seen = Seen::default();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        rest = &rest[open + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
        } else if rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
            rest = attributes(rest, &mut seen);
        }
    }
    seen
}

/// Reads to the end of the tag; gives what follows it.
fn attributes<'a>(tag: &'a str, seen: &mut Seen) -> &'a str {
    let mut rest = tag.trim_start_matches(|c: char| !c.is_whitespace() && c != '>');
    let mut read = Tag { name: &tag[..tag.len() - rest.len()], ..Tag::default() };
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            seen.needs.extend(read.needed().map(str::to_owned));
            return rest;
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>')).unwrap_or(rest.len());
        let name = &rest[..end];
        rest = &rest[end..];
        read.waits_not |= matches!(name, "defer" | "async");
        let Some(value) = rest.strip_prefix('=') else {
            if end == 0 {
                return rest;
            }
            continue;
        };
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len())),
        };
        match name {
            "id" => seen.ids.push(value.to_owned()),
            "href" | "src" | "action" => {
                seen.links.push(value.replace("&amp;", "&"));
                read.address = value;
            }
            "rel" => read.stylesheet = value == "stylesheet",
            "loading" => read.waits_not |= value == "lazy",
            _ => {}
        }
        rest = after;
    }
}

impl<'a> Tag<'a> {
    fn needed(&self) -> Option<&'a str> {
        let fetched = match self.name {
            "link" => self.stylesheet,
            "img" | "script" | "iframe" => !self.address.is_empty() && !self.waits_not,
            _ => false,
        };
        fetched.then_some(self.address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_links_are_found_and_text_is_not() {
        let html = "<!-- <a href=no> --><a id=\"a\" href='/b?c&amp;d' hidden>id=\"x\" a < b</a><img alt='>' src=e><form action=\"/f\">";
        let seen = scan(html);
        assert_eq!(seen.ids, ["a"]);
        assert_eq!(seen.links, ["/b?c&d", "e", "/f"]);
    }

    #[test]
    fn a_page_needs_styles_pictures_and_scripts_it_waits_for() {
        let html = "<link rel=canonical href=/a><link rel=\"stylesheet\" href=\"/b\"><img src=/c alt><img src=/d loading=lazy>\
            <script src=/e defer></script><script src=/f></script><script type='application/ld+json'>{}</script>";
        assert_eq!(scan(html).needs, ["/b", "/c", "/f"]);
    }
}
