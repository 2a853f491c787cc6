//! What robots read: every page with the day it last changed, and where they may go.

use content_reader::Site;

use crate::address::encoded;
use crate::languages::{Edition, translations};
use crate::node::Node;

/// Every page that search engines may show, with its other languages.
pub(crate) fn sitemap(editions: &[Edition<'_>], origin: &str) -> String {
    let mut nodes: Vec<&Node> = editions.iter().flat_map(|edition| &edition.tree.nodes).collect();
    nodes.sort_by(|a, b| a.url.cmp(&b.url));
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"");
    if editions.len() > 1 {
        xml.push_str(" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\"");
    }
    xml.push_str(">\n");
    for node in nodes {
        xml.push_str(&format!("<url><loc>{}{}</loc>", escaped(origin), encoded(&node.url)));
        for page in translations(editions, &node.name, "") {
            let (lang, href) = (page.lang, encoded(&page.url));
            let origin = escaped(origin);
            xml.push_str(&format!("<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"{origin}{href}\"/>"));
        }
        if let Some(day) = node.matter.day().max(node.matter.date) {
            xml.push_str(&format!("<lastmod>{day}</lastmod>"));
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}

/// What robots may visit: everything but the addresses of the function.
pub(crate) fn robots(origin: &str) -> String {
    format!("User-agent: *\nDisallow: /referral/\nDisallow: /api/\nSitemap: {origin}/sitemap.xml\n")
}

/// Where to report a weakness (RFC 9116); none until the settings say where and until when.
pub(crate) fn security(site: &Site, origin: &str) -> Option<String> {
    let (contact, expires) = (site.security_contact()?, site.security_expires()?);
    let canonical = format!("{origin}/.well-known/security.txt");
    Some(format!("Contact: {contact}\nExpires: {expires}T00:00:00Z\nPreferred-Languages: en\nCanonical: {canonical}\n"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
