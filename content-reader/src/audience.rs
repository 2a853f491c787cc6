//! For whom the words are written.

use referral::ReferrerType;

/// Who reads the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Somebody who asks for an advocate.
    Referrer(ReferrerType),
    /// Staff at head office, who write down what somebody else tells them. They read as professionals do, and nothing is
    /// said to them as if they asked.
    Staff,
}

impl Reader {
    pub(crate) fn is(self, referrer: ReferrerType) -> bool {
        self == Self::Referrer(referrer)
    }

    /// Whether it is somebody who reads this as part of their work.
    pub fn is_professional(self) -> bool {
        match self {
            Self::Referrer(referrer) => referrer.is_professional(),
            Self::Staff => true,
        }
    }
}

impl From<ReferrerType> for Reader {
    fn from(referrer: ReferrerType) -> Self {
        Self::Referrer(referrer)
    }
}
