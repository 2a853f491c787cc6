//! What every page has around it: title, phone, hours, urgent help.

use serde::Serialize;
use tera::{Context, Value};

use crate::Theme;
use content_reader::{Content, Site};

/// The same page in one of the languages.
#[derive(Debug, Clone, Serialize)]
pub struct Translation {
    /// The language, such as `cy`.
    pub lang: String,
    /// As its speakers call it.
    pub name: String,
    /// The address on this site.
    pub url: String,
    /// The address with its origin.
    pub href: String,
}

/// How old a page's text is, as a month: `November 2026`.
#[derive(Debug, Clone, Serialize)]
pub struct Dated {
    month: String,
    checked: bool,
    again: Option<String>,
}

impl Dated {
    /// A named person checked the text in that month.
    pub fn checked(month: String) -> Self {
        Self { month, checked: true, again: None }
    }

    /// The text was written in that month, and no person is named who checked it.
    pub fn written(month: String) -> Self {
        Self { month, checked: false, again: None }
    }

    /// The month by whose end somebody is to check it again.
    #[must_use]
    pub fn again(mut self, month: Option<String>) -> Self {
        self.again = month;
        self
    }
}

/// The part of a page that is the same everywhere.
#[derive(Debug, Clone, Serialize)]
pub struct Frame<'a> {
    lang: &'a str,
    dir: &'a str,
    base: &'a str,
    title: String,
    description: String,
    path: String,
    canonical: String,
    index: bool,
    css: String,
    /// The stylesheets of forms, of forms within a text and of sheets of paper, which their templates name in place of `css`.
    form_css: String,
    easy_css: String,
    sheet_css: String,
    /// The address of the script for comfort; a template decides whether its page has it.
    comfort: String,
    dated: Option<Dated>,
    law: Vec<String>,
    translations: Vec<Translation>,
    structured: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    site: Option<&'a Site>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ui: Option<&'a std::collections::BTreeMap<String, String>>,
}

/// What the frames of all pages in one language have in common, as values of the templates: most of what a page passes on.
#[derive(Debug, Clone)]
pub struct Shared([(&'static str, Value); 2]);

impl Shared {
    /// Of the pages drawn with these words.
    pub fn of(content: &Content) -> Self {
        let words = Value::from_serializable(content.words.all_ui());
        Self([("site", Value::from_serializable(&content.site)), ("ui", words)])
    }

    /// Sets them into the frame of a page.
    pub(crate) fn set_into(&self, page: &mut Context) {
        let Some(mut frame) = page.remove("frame").and_then(Value::into_map) else { return };
        frame.extend(self.0.iter().map(|(name, value)| ((*name).into(), value.clone())));
        page.insert_value("frame", Value::from(frame));
    }
}

impl<'a> Frame<'a> {
    /// A frame for a page that search engines leave alone until [`Frame::path`] gives it an address.
    pub fn new(theme: &'a Theme, content: &'a Content, title: &str) -> Self {
        Self {
            lang: &content.lang,
            dir: if content.words.language().dir == "rtl" { "rtl" } else { "ltr" },
            base: &content.base,
            title: title.to_owned(),
            description: String::new(),
            path: String::new(),
            canonical: String::new(),
            index: false,
            css: format!("/{}", theme.stylesheet().name),
            form_css: format!("/{}", theme.stylesheets().form.name),
            easy_css: format!("/{}", theme.stylesheets().easy.name),
            sheet_css: format!("/{}", theme.stylesheets().sheet.name),
            comfort: format!("/{}", theme.comfort().name),
            dated: None,
            law: Vec::new(),
            translations: Vec::new(),
            structured: None,
            site: Some(&content.site),
            ui: Some(content.words.all_ui()),
        }
    }

    /// Leaves out what [`Theme::render_sharing`] sets into it.
    #[must_use]
    pub fn without_shared(mut self) -> Self {
        (self.site, self.ui) = (None, None);
        self
    }

    /// One sentence for search engines.
    #[must_use]
    pub fn description(mut self, text: &str) -> Self {
        text.clone_into(&mut self.description);
        self
    }

    /// The page's own address, such as `/refer/`, under an origin without a slash at its end.
    #[must_use]
    pub fn path(mut self, origin: &str, path: &str) -> Self {
        self.canonical = format!("{origin}{path}");
        path.clone_into(&mut self.path);
        self.index = true;
        self
    }

    /// Another title.
    #[must_use]
    pub(crate) fn titled(mut self, title: &str) -> Self {
        title.clone_into(&mut self.title);
        self
    }

    /// How old the text is, and the law it rests on.
    #[must_use]
    pub fn dated(mut self, dated: Option<Dated>, law: &[String]) -> Self {
        self.dated = dated;
        self.law = law.to_vec();
        self
    }

    /// The page in every language, the main one first; nothing to choose from where there is only one.
    #[must_use]
    pub fn translations(mut self, all: Vec<Translation>) -> Self {
        self.translations = all;
        self
    }

    /// Data for search engines: a JSON text in which `<` is escaped.
    #[must_use]
    pub fn structured(mut self, json: Option<String>) -> Self {
        self.structured = json;
        self
    }

    /// Puts words before the title, such as `Error: `.
    #[must_use]
    pub(crate) fn prefixed(mut self, prefix: &str) -> Self {
        self.title.insert_str(0, prefix);
        self
    }
}
