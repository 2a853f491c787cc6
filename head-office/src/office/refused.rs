//! A refusal: one sentence that says what is wrong and what to do.

use queue::{ActError, QueueError};
use referral::life::{Event, Refusal, Verb};
use referral::{Reference, london, long_date};

use super::visible::visible;

/// Why a verb was not done. Printed on standard error with exit code 1; nothing was changed unless it says so.
#[derive(Debug, thiserror::Error)]
#[error("{sentence}")]
pub struct Refused {
    sentence: String,
    unread: bool,
}

impl Refused {
    /// A refusal in these words.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), unread: false }
    }

    /// Whoever read standard output has gone, as `head` does once it has enough: there is nobody to tell.
    pub fn is_unread(&self) -> bool {
        self.unread
    }

    /// There is no entry under this reference.
    pub(crate) fn unknown(reference: &Reference) -> Self {
        Self::new(format!(
            "There is no referral {reference}. Check the reference, or look for it with `head-office list`."
        ))
    }

    /// There was an entry under this reference.
    pub(crate) fn purged(reference: &Reference, purge: &Event) -> Self {
        let on = long_date(london(purge.at).date_naive());
        let done = if purge.verb() == Verb::Erase { "erased" } else { "purged" };
        Self::new(format!(
            "{reference} was {done} on {on} by {}. Only its figures remain, in reports.",
            visible(&purge.who)
        ))
    }

    /// Exit code 1 where an entry is damaged, after everything else was written: somebody may be waiting behind it.
    pub(crate) fn if_damaged(names: &[String]) -> Result<(), Self> {
        match names {
            [] => Ok(()),
            names => {
                let (all, are) = (names.join(", "), if names.len() == 1 { "is" } else { "are" });
                Err(Self::new(format!("{all} {are} damaged and cannot be read. Run `head-office verify`.")))
            }
        }
    }

    /// Something long that stopped on its way; `done` says what stays done, such as `purged`.
    pub(crate) fn halfway(done: &str, error: ActError) -> Self {
        match error {
            ActError::Queue(error) => {
                let why = Self::from(error);
                Self::new(format!("{why} What was {done} before stays {done}; run it again for the rest."))
            }
            other => Self::new(sentence(&other.to_string())),
        }
    }

    /// An act that was not done.
    pub(crate) fn act(reference: &Reference, error: ActError) -> Self {
        match error {
            ActError::NotFound => Self::unknown(reference),
            ActError::Refused(refusal) => Self::new(format!("{reference}: {refusal}.")),
            ActError::Clock { .. } | ActError::Held | ActError::NoOriginal => Self::new(sentence(&error.to_string())),
            ActError::Changed => Self::new(format!(
                "{reference}: somebody acted on it at the same moment. \
                 Look with `head-office show {reference}`, then try again."
            )),
            ActError::Queue(error) if may_be_recorded(&error) => Self::new(format!(
                "{reference}: we cannot tell whether this was recorded ({error}). \
                 Look with `head-office show {reference}`, then try again."
            )),
            ActError::Queue(error) => Self::from(error),
        }
    }
}

impl From<QueueError> for Refused {
    fn from(error: QueueError) -> Self {
        let what_to_do = match error {
            QueueError::Unopened(why) => why.advice(),
            QueueError::CannotOpen => "Ask a colleague with another key, or use the recovery key",
            QueueError::Throttled | QueueError::NoAnswer | QueueError::Unreachable => "Try again in a minute",
            QueueError::NoRights(_) => {
                "Check your AWS credentials, and ask whoever looks after this service for rights"
            }
            QueueError::Clock => "Set it right, then try again",
            QueueError::Engine(_) => "Check that the folder is the right one and that there is room on the disk",
            QueueError::NoTable => return Self::new(sentence(&error.to_string())),
            _ => "Tell whoever looks after this service",
        };
        Self::new(sentence(&format!("{error}. {what_to_do}")))
    }
}

/// A refusal as the desk says it: its buttons are no verbs, and dates are in words.
pub(crate) fn at_the_desk(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Held { owner } => {
            format!("{} has it. Take it over first, if you are to do it instead.", visible(owner))
        }
        Refusal::BeforeReceipt(received) => {
            format!("That day is before the referral came in, on {}.", long_date(*received))
        }
        Refusal::NoContact => {
            "No contact with the patient is recorded, so it cannot be closed as supported. Record the \
                               contact first, or tick the box under Close that says to close it all the same."
                .to_owned()
        }
        Refusal::NothingToCorrect => "No contact with the patient is recorded, so there is none to correct.".to_owned(),
        other => sentence(&other.to_string()),
    }
}

/// Whether it may have been recorded all the same. Otherwise it is certain that it was not.
pub(crate) fn may_be_recorded(error: &QueueError) -> bool {
    matches!(error, QueueError::NoAnswer | QueueError::Refused(_) | QueueError::Unreadable)
}

/// A sentence begins with a capital and ends with a full stop.
pub(crate) fn sentence(text: &str) -> String {
    let mut rest = text.chars();
    let first: String = rest.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", rest.as_str().trim_end_matches('.'))
}

/// A page that cannot be drawn.
impl From<templates::ThemeError> for Refused {
    fn from(error: templates::ThemeError) -> Self {
        Self::new(format!("{error}."))
    }
}

/// Standard output that cannot be written to, such as a closed pipe.
impl From<std::io::Error> for Refused {
    fn from(error: std::io::Error) -> Self {
        let sentence = format!("The answer could not be written ({error}). Look again with `head-office list`.");
        Self { sentence, unread: error.kind() == std::io::ErrorKind::BrokenPipe }
    }
}
