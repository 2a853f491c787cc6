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
    /// Words, settings and rules of the main language.
    pub content: Content,
    /// The same in every other language.
    pub others: Vec<Content>,
    /// Templates.
    pub theme: Theme,
}

impl Pages {
    /// Those this program was built with.
    ///
    /// # Errors
    /// Content or templates that cannot be used.
    pub fn compiled() -> Result<Self, PagesError> {
        Ok(Self { content: Content::compiled()?, others: Vec::new(), theme: Theme::intake()? })
    }

    /// Every language by itself, the main one first.
    fn editions(self) -> Vec<Arc<Self>> {
        let Self { content, others, theme } = self;
        let edition = |content| Arc::new(Self { content, others: Vec::new(), theme: theme.clone() });
        std::iter::once(content).chain(others).map(edition).collect()
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
    /// The pages in each language, the main one first.
    editions: Arc<RwLock<Vec<Arc<Pages>>>>,
    /// The language it answers in; none: the main one.
    lang: Option<String>,
    inbox: Arc<Inbox>,
    clock: Clock,
    origin: Option<String>,
}

impl Intake {
    /// An intake over an inbox. `origin` is the public origin where the Host header is a gateway's.
    pub fn new(pages: Pages, inbox: Inbox, clock: Clock, origin: Option<String>) -> Self {
        let editions = Arc::new(RwLock::new(pages.editions()));
        Self { editions, lang: None, inbox: Arc::new(inbox), clock, origin }
    }

    /// Puts changed content in place; requests under way keep the pages they began with.
    pub fn replace(&self, pages: Pages) {
        *self.editions.write().unwrap_or_else(PoisonError::into_inner) = pages.editions();
    }

    /// Whether an address is one of the intake's, in any language.
    pub fn has_address(&self, path: &str) -> bool {
        path.starts_with("/referral/") || path.starts_with("/api/") || self.language_of(path).is_some()
    }

    /// The language of an address such as `/cy/referral/patient`, and the address without it; none in the main one.
    pub(crate) fn language_of<'p>(&self, path: &'p str) -> Option<(&'p str, &'p str)> {
        let (lang, _) = path.strip_prefix('/')?.split_once('/')?;
        let rest = path.get(lang.len() + 1..).filter(|rest| rest.starts_with("/referral/"))?;
        let editions = self.editions.read().unwrap_or_else(PoisonError::into_inner);
        editions.iter().skip(1).any(|pages| pages.content.lang == lang).then_some((lang, rest))
    }

    /// The same intake in another language.
    pub(crate) fn speaking(&self, lang: &str) -> Self {
        Self { lang: Some(lang.to_owned()), ..self.clone() }
    }

    /// The pages of today: on the day a switch of the law turns on, its words are there with its rules.
    pub(crate) fn pages(&self) -> Arc<Pages> {
        let mine = |pages: &&mut Arc<Pages>| self.lang.as_ref().is_none_or(|lang| pages.content.lang == *lang);
        let mut editions = self.editions.read().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(found) = editions.iter_mut().find(mine) else { return Arc::clone(&editions[0]) };
        if let Some(content) = found.content.on(self.today()) {
            *found = Arc::new(Pages { content, others: Vec::new(), theme: found.theme.clone() });
            let found = Arc::clone(found);
            *self.editions.write().unwrap_or_else(PoisonError::into_inner) = editions;
            return found;
        }
        Arc::clone(found)
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
