//! A page of text, and a list of pages.

use serde::Serialize;

use crate::{Frame, Page};

/// A link with what is behind it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Link {
    /// Its words.
    pub title: String,
    /// Its address.
    pub url: String,
    /// One sentence about it.
    pub description: String,
    /// The page's own text where a list shows it whole.
    pub body: String,
}

/// A page made from Markdown.
#[derive(Debug, Clone, Serialize)]
pub struct Article<'a> {
    /// Around it.
    pub frame: Frame<'a>,
    /// The heading.
    pub heading: String,
    /// The text, as HTML.
    pub body: String,
    /// Pages below this one.
    pub children: Vec<Link>,
    /// The way here.
    pub crumbs: Vec<Link>,
    /// Headings on this page.
    pub toc: Vec<Link>,
    /// The day it was written, `2026-11-23`.
    pub date: Option<String>,
    /// The language of the text, where it is not the site's.
    pub lang: Option<String>,
    /// What its front matter notes under `[extra]`.
    pub extra: toml::Table,
}

impl Page for Article<'_> {
    const TEMPLATE: &'static str = "article.html";
}
