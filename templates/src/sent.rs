//! The confirmation: reference, what happens next, and by which date. Nothing about a person.

use chrono::NaiveDate;
use content_reader::Content;
use referral::{Reference, long_date};
use serde::Serialize;

use crate::{Frame, LastDay, Page, Theme, tribunal};

/// What the address of a confirmation says, all of it signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The reference of the stored entry.
    pub reference: Reference,
    /// The day it was received, in London.
    pub received: NaiveDate,
    /// By the end of which day the patient hears from us.
    pub due: NaiveDate,
    /// What the check page promised: a code of an eligibility, or [`UNFOUND`].
    pub promise: String,
    /// The last day to ask a tribunal, where the answers say it.
    pub tribunal: Option<LastDay>,
}

/// In place of `eligible`, where nobody said where the patient is.
pub const UNFOUND: &str = "unfound";

/// What a confirmation shows, as a page of its own or above a fresh form.
#[derive(Serialize)]
pub(crate) struct Confirmation<'a> {
    words: &'a toml::Table,
    reference: String,
    received: String,
    /// What happens by which day, as the check page promised it.
    promise: String,
    tribunal: Option<String>,
    /// A line for the patient's notes.
    note: String,
}

impl<'a> Confirmation<'a> {
    /// None where the words have no `page.sent`.
    pub(crate) fn new(content: &'a Content, sent: &Sent, today: NaiveDate) -> Option<Self> {
        let words = content.words.page("sent")?;
        let say = |name: &str| words.get(name).and_then(toml::Value::as_str).unwrap_or_default();
        let short = |date: NaiveDate| date.format("%-d %B %Y").to_string();
        let note = say("note").replace("{received}", &short(sent.received)).replace("{due}", &short(sent.due));
        Some(Self {
            words,
            reference: sent.reference.to_string(),
            received: long_date(sent.received),
            promise: say(&format!("promise_{}", sent.promise)).replace("{due}", &long_date(sent.due)),
            tribunal: match sent.tribunal {
                Some(day) => day.said(content, (today, Some(sent.due)), false),
                None => tribunal::without_date(content).map(str::to_owned),
            },
            note: note.replace("{reference}", sent.reference.as_str()),
        })
    }

    /// The heading of the page.
    pub(crate) fn title(&self) -> &str {
        self.words.get("title").and_then(toml::Value::as_str).unwrap_or_default()
    }
}

/// Shown after sending; can be reloaded and printed.
#[derive(Serialize)]
pub struct SentPage<'a> {
    frame: Frame<'a>,
    sent: Confirmation<'a>,
}

impl<'a> SentPage<'a> {
    /// The page for a stored entry, read on `today`. None where the words have no `page.sent`.
    pub fn new(theme: &'a Theme, content: &'a Content, sent: &Sent, today: NaiveDate) -> Option<Self> {
        let sent = Confirmation::new(content, sent, today)?;
        Some(Self { frame: Frame::new(theme, content, sent.title()), sent })
    }
}

impl Page for SentPage<'_> {
    const TEMPLATE: &'static str = "sent.html";
}
