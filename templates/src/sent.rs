//! The confirmation: reference, what happens next, and by which date. Nothing about a person.

use chrono::NaiveDate;
use referral::{Reference, long_date};
use serde::Serialize;

use crate::{Frame, Page, Theme};
use content_reader::Content;

/// Shown after sending; can be reloaded and printed.
#[derive(Serialize)]
pub struct SentPage<'a> {
    frame: Frame<'a>,
    words: &'a toml::Table,
    reference: String,
    spoken: String,
    received: String,
    due: String,
}

impl<'a> SentPage<'a> {
    /// The page for a stored entry. None where the words have no `page.sent`.
    pub fn new(
        theme: &'a Theme,
        content: &'a Content,
        reference: &Reference,
        received: NaiveDate,
        due: NaiveDate,
    ) -> Option<Self> {
        let words = content.words.page("sent")?;
        let title = words.get("title").and_then(toml::Value::as_str).unwrap_or_default();
        Some(Self {
            frame: Frame::new(theme, content, title),
            words,
            reference: reference.to_string(),
            spoken: reference.spoken(),
            received: long_date(received),
            due: long_date(due),
        })
    }
}

impl Page for SentPage<'_> {
    const TEMPLATE: &'static str = "sent.html";
}
