//! A page that says what went wrong and what to do, with the phone number.

use serde::Serialize;

use crate::{Frame, Page, Theme};
use content_reader::Content;

/// A refusal, a missing page, or a fault of ours.
#[derive(Debug, Serialize)]
pub struct RefusalPage<'a> {
    frame: Frame<'a>,
    heading: String,
    text: String,
    /// Where to ask for an advocate; none on a site without the form.
    ask: Option<String>,
    referrers: Vec<(String, String)>,
}

impl<'a> RefusalPage<'a> {
    /// The page for a kind of `page.error` in the words; `not-found` and the rest.
    pub fn new(theme: &'a Theme, content: &'a Content, kind: &str) -> Self {
        let (title, text) = Self::words(content, kind);
        let (frame, ask) = (Frame::new(theme, content, &title), Some(format!("{}/refer/", content.base)));
        Self { frame, heading: title, text, ask, referrers: Vec::new() }
    }

    /// For a folder of pages that has no form to lead to.
    #[must_use]
    pub fn without_form(mut self) -> Self {
        self.ask = None;
        self
    }

    /// Names who may ask, with the way to their form.
    #[must_use]
    pub fn with_referrers(mut self, content: &Content, today: chrono::NaiveDate) -> Self {
        let kinds = content.rules.law.referrers(today).into_iter();
        let link =
            |kind| (content.words.referrer_name(kind).to_owned(), format!("{}/refer/{}/", content.base, kind.code()));
        self.referrers = kinds.map(link).collect();
        self
    }

    /// Title and text of a kind, for answers that are not pages.
    pub fn words(content: &Content, kind: &str) -> (String, String) {
        let say = |key| Self::text(content, kind, key).to_owned();
        (say("title"), say("text"))
    }

    /// One text of a kind, such as `title`; empty where the words have none.
    pub fn text<'c>(content: &'c Content, kind: &str, key: &str) -> &'c str {
        let kind = content.words.page("error").and_then(|errors| errors.get(kind));
        kind.and_then(|kind| kind.get(key)).and_then(toml::Value::as_str).unwrap_or_default()
    }
}

impl Page for RefusalPage<'_> {
    const TEMPLATE: &'static str = "refusal.html";
}
