//! What every request needs: pages and rules, the inbox, the clock.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, NaiveDate, Utc};
use content_reader::{Content, ContentError};
use queue::Inbox;
use referral::london;
use templates::{Theme, ThemeError};

/// Where the time comes from; tests give their own.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Words, rules and templates that belong together.
pub struct Pages {
    /// Words, settings and rules.
    pub content: Content,
    /// Templates.
    pub theme: Theme,
}

impl Pages {
    /// Those this program was built with.
    ///
    /// # Errors
    /// Content or templates that cannot be used.
    pub fn compiled() -> Result<Self, PagesError> {
        Ok(Self { content: Content::compiled()?, theme: Theme::intake()? })
    }
}

/// Content or templates that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PagesError {
    /// A content file.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// A template.
    #[error(transparent)]
    Theme(#[from] ThemeError),
}

/// The intake, shared by all requests.
#[derive(Clone)]
pub struct Intake {
    pages: Arc<RwLock<Arc<Pages>>>,
    inbox: Arc<Inbox>,
    clock: Clock,
    origin: Option<String>,
}

impl Intake {
    /// An intake over an inbox. `origin` is the public origin where the Host header is a gateway's.
    pub fn new(pages: Pages, inbox: Inbox, clock: Clock, origin: Option<String>) -> Self {
        Self { pages: Arc::new(RwLock::new(Arc::new(pages))), inbox: Arc::new(inbox), clock, origin }
    }

    /// Puts changed content in place; requests under way keep the pages they began with.
    pub fn replace(&self, pages: Pages) {
        *self.pages.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(pages);
    }

    /// The pages of today: on the day a switch of the law turns on, its words are there with its rules.
    pub(crate) fn pages(&self) -> Arc<Pages> {
        let pages = Arc::clone(&self.pages.read().unwrap_or_else(PoisonError::into_inner));
        let Some(content) = pages.content.on(self.today()) else { return pages };
        self.replace(Pages { content, theme: pages.theme.clone() });
        Arc::clone(&self.pages.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn inbox(&self) -> &Inbox {
        &self.inbox
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    pub(crate) fn today(&self) -> NaiveDate {
        london(self.now()).date_naive()
    }

    pub(crate) fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }
}
