//! The function's side: submit, and nothing else.

use chrono::{DateTime, NaiveDate, Utc};
use referral::{Channel, Decision, Mark, Reference, Referral};

use crate::{Recipients, SubmitError, Table, TokenKey};

/// Where the function puts referrals. It holds no way to read one.
#[derive(Debug, Clone)]
pub struct Inbox {
    table: Table,
    recipients: Recipients,
    key: TokenKey,
}

/// A referral as it arrived.
#[derive(Debug, Clone)]
pub struct Submission {
    /// The answers, parsed.
    pub referral: Referral,
    /// How it came in.
    pub channel: Channel,
    /// Reasons to look twice.
    pub marks: Vec<Mark>,
    /// What makes a second sending the same referral.
    pub once: Once,
}

/// What makes a second sending the same referral.
#[derive(Clone, PartialEq, Eq)]
pub enum Once {
    /// The same answers on the same London day: of the form's issue time, or of the API call.
    Day(NaiveDate),
    /// The client's `Idempotency-Key`.
    Key(String),
}

/// What the person is told. There is one only when an entry is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The reference of the stored entry.
    pub reference: Reference,
    /// When it was first received, to the minute.
    pub received_at: DateTime<Utc>,
    /// By the end of which day the patient must have heard from us.
    pub due_on: NaiveDate,
    /// Covered or not, and by which rule.
    pub decision: Decision,
    /// It was stored by an earlier sending.
    pub repeat: bool,
}

impl Inbox {
    /// An inbox over a table.
    pub fn new(table: Table, recipients: Recipients, key: TokenKey) -> Self {
        Self { table, recipients, key }
    }

    /// The secret, for those who sign what the inbox does not store.
    pub fn key(&self) -> &TokenKey {
        &self.key
    }

    /// Stores a referral once.
    ///
    /// # Errors
    /// See [`SubmitError`].
    pub async fn submit(
        &self,
        s: &Submission,
        rules: &referral::Rules,
        now: DateTime<Utc>,
    ) -> Result<Receipt, SubmitError> {
        let _ = (s, rules, now, &self.table, &self.recipients);
        todo!()
    }
}

/// Neither kind reaches a log: the client's key is theirs.
impl std::fmt::Debug for Once {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Day(_) => "Once::Day",
            Self::Key(_) => "Once::Key",
        })
    }
}
