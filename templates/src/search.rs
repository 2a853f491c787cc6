//! Search: every page in a list, and over it a box that a small script brings to life.

use serde::Serialize;

use crate::{Asset, Frame, Link, Page};

/// The pages of one section.
#[derive(Debug, Clone, Serialize)]
pub struct SearchGroup {
    /// The section's title.
    pub heading: String,
    /// Its pages, in its own order.
    pub links: Vec<Link>,
}

/// The search page. Without JavaScript it is the index of the site.
#[derive(Debug, Clone, Serialize)]
pub struct SiteSearchPage<'a> {
    frame: Frame<'a>,
    heading: String,
    body: String,
    groups: Vec<SearchGroup>,
    index: Option<String>,
    script: String,
}

impl<'a> SiteSearchPage<'a> {
    /// The page with its own words and every other page. `index` is the address of the search index; none: no box.
    pub fn new(
        frame: Frame<'a>,
        heading: &str,
        body: String,
        groups: Vec<SearchGroup>,
        (index, script): (Option<String>, &Asset),
    ) -> Self {
        Self { frame, heading: heading.to_owned(), body, groups, index, script: format!("/{}", script.name) }
    }
}

impl Page for SiteSearchPage<'_> {
    const TEMPLATE: &'static str = "search.html";
}
