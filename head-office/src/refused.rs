//! A refusal: one sentence that says what is wrong and what to do.

use queue::{ActError, QueueError};
use referral::Reference;

/// Why a verb was not done. Printed on standard error with exit code 1; nothing was changed unless it says so.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Refused(String);

impl Refused {
    /// A refusal in these words.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// There is no entry under this reference.
    pub(crate) fn unknown(reference: &Reference) -> Self {
        Self(format!("There is no referral {reference}. Check the reference, or look for it with `head-office list`."))
    }

    /// An act that was not done.
    pub(crate) fn act(reference: &Reference, error: ActError) -> Self {
        match error {
            ActError::NotFound => Self::unknown(reference),
            ActError::Refused(refusal) => Self(format!("{reference}: {refusal}.")),
            ActError::Changed => Self(format!(
                "{reference}: somebody acted on it at the same moment. \
                 Look with `head-office show {reference}`, then try again."
            )),
            ActError::Queue(error) => Self(format!(
                "{reference}: we cannot tell whether this was recorded ({error}). \
                 Look with `head-office show {reference}`, then try again."
            )),
        }
    }
}

impl From<QueueError> for Refused {
    fn from(error: QueueError) -> Self {
        let what_to_do = match error {
            QueueError::Unopened(why) => why.advice(),
            QueueError::CannotOpen => "Ask a colleague with another key, or use the recovery key",
            QueueError::Throttled | QueueError::NoAnswer | QueueError::Unreachable => "Try again in a minute",
            QueueError::NoTable => return Self(sentence(&error.to_string())),
            _ => "Tell whoever looks after this service",
        };
        Self(sentence(&format!("{error}. {what_to_do}")))
    }
}

/// A sentence begins with a capital and ends with a full stop.
pub(crate) fn sentence(text: &str) -> String {
    let mut rest = text.chars();
    let first: String = rest.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", rest.as_str().trim_end_matches('.'))
}

/// Standard output that cannot be written to, such as a closed pipe.
impl From<std::io::Error> for Refused {
    fn from(error: std::io::Error) -> Self {
        Self(format!("The answer could not be written ({error}). Look again with `head-office list`."))
    }
}
