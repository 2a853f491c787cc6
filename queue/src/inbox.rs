//! The intake's side of the queue: stores a referral under an idempotency key, decides which second sending is the same
//! referral, and can do nothing else.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use referral::life::Status;
use referral::{Channel, Entry, Mark, Reference, Referral};

use crate::accept::{Put, Receipt, SERIES, decided_then, put, receipt, sealed};
use crate::items::Stored;
use crate::{QueueError, Recipients, SubmitError, Table, TokenKey};

/// After so long the same `Idempotency-Key` of a closed referral is a new request.
const A_DAY: TimeDelta = TimeDelta::days(1);

/// Where the function puts referrals. It holds no way to read one.
#[derive(Debug, Clone)]
pub struct Inbox {
    pub(crate) table: Table,
    pub(crate) recipients: Recipients,
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
    /// The client's `Idempotency-Key`: its own among clients of the same referrer type and workplace.
    Key(String),
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

    /// Stores a referral once: the same sending again, whatever happened to the first answer, is the same entry.
    ///
    /// # Errors
    /// [`SubmitError::NotStored`] only where that is certain; otherwise [`SubmitError::Unknown`].
    pub async fn submit(
        &self,
        s: &Submission,
        rules: &referral::Rules,
        now: DateTime<Utc>,
    ) -> Result<Receipt, SubmitError> {
        let answers = s.referral.to_json().to_string();
        let digest = hex::encode(self.key.mac("digest", &[answers.as_bytes()]));
        for n in 0..SERIES {
            let key = self.entry_key(s, &answers, n);
            let (channel, marks) = (s.channel, s.marks.clone());
            let entry = Entry::receive(Reference::from_key(&key), s.referral.clone(), channel, marks, now, rules);
            let new = sealed(&entry, hex::encode(key), digest.clone(), &self.recipients);
            let new = new.map_err(SubmitError::NotStored)?;
            let old = match put(&self.table, &new).await? {
                Put::Stored => return Ok(receipt(&new, entry.decision, false)),
                Put::There(old) => old,
                Put::Removed => continue,
            };
            match same(&old, &new, &s.once, now)? {
                Same::No => {}
                // The very bytes just sealed: this sending stored it and the answer was lost.
                Same::Yes => {
                    return Ok(receipt(&old, decided_then(&s.referral, &old, rules), old.sealed != new.sealed));
                }
            }
        }
        Err(SubmitError::NotStored(QueueError::Refused("too many of the same".to_owned())))
    }

    /// The keyed hash an entry is stored under. Answers are in it only where they are what makes a sending the
    /// same: under an `Idempotency-Key` other answers must meet the first ones, to be refused.
    fn entry_key(&self, s: &Submission, answers: &str, n: u64) -> [u8; 32] {
        let n = n.to_be_bytes();
        match &s.once {
            Once::Day(day) => self.key.mac("entry", &[b"day", day.to_string().as_bytes(), answers.as_bytes(), &n]),
            // Two hospitals that count their referrals from 1 do not meet.
            Once::Key(key) => {
                let (kind, workplace) = (s.referral.referrer().code(), s.referral.text("referrer.workplace"));
                self.key.mac("entry", &[b"key", kind.as_bytes(), workplace.as_bytes(), key.as_bytes(), &n])
            }
        }
    }
}

enum Same {
    Yes,
    No,
}

/// Whether the stored entry is the one being sent.
fn same(old: &Stored, new: &Stored, once: &Once, now: DateTime<Utc>) -> Result<Same, SubmitError> {
    let same_answers = old.digest == new.digest;
    let closed = old.state.status == Status::Closed;
    match once {
        // Fifty bits met by chance: another entry's reference.
        _ if old.key != new.key => Ok(Same::No),
        Once::Key(_) if !same_answers => Err(SubmitError::Conflict),
        // A new request after the first was dealt with is never swallowed. A client that retries does so within a day.
        Once::Key(_) if closed && now - old.received_at >= A_DAY => Ok(Same::No),
        Once::Key(_) => Ok(Same::Yes),
        Once::Day(_) if !same_answers || closed => Ok(Same::No),
        Once::Day(_) => Ok(Same::Yes),
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
