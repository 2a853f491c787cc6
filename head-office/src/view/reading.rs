//! Who reads, when, and with which words: a referral is drawn for them.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use content_reader::{Content, Reader};
use queue::{Case, QueueError};
use referral::{Entry, london};
use templates::DeskLine;

use crate::Office;
use crate::office::case_now::CaseNow;
use crate::office::history::History;

/// Labels are read as a professional reads them, never as the patient is spoken to.
pub(super) const READER: Reader = Reader::Staff;

/// Who reads, when, and with which words.
#[derive(Clone)]
pub(crate) struct View {
    pub(crate) content: Arc<Content>,
    pub(crate) staff: String,
    pub(crate) now: DateTime<Utc>,
}

impl Office {
    /// Referrals as this person reads them now.
    pub(crate) fn view(&self) -> View {
        View { content: self.content(), staff: self.staff.clone(), now: self.now() }
    }

    /// Other open referrals that may be about the same person.
    pub(crate) async fn duplicates(&self, entry: &Entry) -> Result<Vec<DeskLine>, QueueError> {
        let others = self.tray.list().await?.duplicates(entry).cloned().collect();
        let view = self.view();
        Ok(self.ordered(others).await?.iter().map(|(case, now)| view.line(case, now)).collect())
    }
}

impl View {
    pub(crate) fn today(&self) -> NaiveDate {
        london(self.now).date_naive()
    }

    /// What is true of a case with this history now.
    pub(crate) fn case_now(&self, case: &Case, history: History) -> CaseNow {
        CaseNow::of(case, history, self.now, &self.content.rules)
    }
}
