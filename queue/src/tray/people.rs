//! Who asked before: referrals of one person are found by keyed hashes of the name with the birth date, and of the NHS
//! number. So nobody without the desk secret can tell from the table whose they are, and no view opens the archive.

use std::sync::Arc;

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::TransactWriteItem;
use chrono::{DateTime, NaiveDate, Utc};
use referral::life::{Event, Outcome, Status, duplicate_of, effective};
use referral::{Entry, Reference, london};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretBox};

use super::folding::folded;
use super::record::Record;
use super::unlocked::SharedSecret;
use crate::items::{self, query};
use crate::sealing::{Why, mac, seal};
use crate::table::explain;
use crate::{QueueError, Recipients, Tray};

/// Another referral of the same person. No `Debug`: what was said about a safe visit is in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Other {
    /// Its reference.
    pub reference: Reference,
    /// When it came in.
    pub received_at: DateTime<Utc>,
    /// Its state.
    pub status: Status,
    /// The day it was closed; none while it is open.
    pub closed_on: Option<NaiveDate>,
    /// How it ended; none while it is open.
    pub outcome: Option<Outcome>,
    /// The one it was closed as a duplicate of.
    pub duplicate_of: Option<Reference>,
    /// What it said about a safe visit; may be empty.
    pub safe_visit: String,
}

/// The other referrals of a person, open and closed, newest first.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Others {
    /// Received before, or in the same minute: times are kept to the minute, and what was said about a safe visit must not
    /// be missed.
    pub earlier: Vec<Other>,
    /// Received after.
    pub later: Vec<Other>,
}

impl Others {
    /// Earlier and later ones.
    pub fn all(&self) -> impl Iterator<Item = &Other> {
        self.earlier.iter().chain(&self.later)
    }
}

impl Tray {
    /// The other referrals of the same person as this one with its history: of the same name and birth date, of the same
    /// NHS number, or closed as a duplicate one of the other.
    ///
    /// # Errors
    /// When the table fails, or there is no identity.
    pub async fn others(&self, of: &Entry, events: &[Event]) -> Result<Others, QueueError> {
        let (mut same, _) = self.of_the_same_person(of, events).await?;
        same.sort_by_key(|record| std::cmp::Reverse(record.clear.received_at));
        let (earlier, later): (Vec<_>, Vec<_>) =
            same.into_iter().partition(|record| record.clear.received_at <= of.received_at);
        let told = |records: Vec<Record>| records.iter().filter_map(told).collect();
        Ok(Others { earlier: told(earlier), later: told(later) })
    }

    /// Every referral of the person this one is about, with its history, oldest first; none where it is not there. Beside
    /// them, how many more cannot be read at all.
    ///
    /// # Errors
    /// When the table fails, or the entry cannot be opened.
    pub async fn person(&self, reference: &Reference) -> Result<(Vec<Record>, usize), QueueError> {
        let Some(this) = self.record_of(reference).await? else { return Ok((Vec::new(), 0)) };
        let entry = this.entry.clone().map_err(QueueError::Unopened)?;
        let (mut all, damaged) = self.of_the_same_person(&entry, &this.events).await?;
        all.push(this);
        all.sort_by_key(|record| record.clear.received_at);
        Ok((all, damaged))
    }

    /// The other referrals of the same person: the open ones are compared as they are, the closed ones by the index. Beside
    /// them, how many of those cannot be read at all.
    async fn of_the_same_person(&self, of: &Entry, events: &[Event]) -> Result<(Vec<Record>, usize), QueueError> {
        self.catch_up_few().await?;
        let (mut ours, original) = (identifiers(of, events), duplicate_of(events));
        ours.push(Identifier::duplicate_of(&of.reference));
        let shares = |entry: &Entry, events: &[Event]| identifiers(entry, events).iter().any(|one| ours.contains(one));
        let listing = self.list().await?;
        let open = listing.cases.iter().filter(|case| shares(&case.entry, &[]));
        let mut references: Vec<Reference> = open.map(|case| case.entry.reference.clone()).collect();
        references.extend(original.clone());
        for hash in self.hashes_if_any(&ours).await? {
            let items = query(items::query_person(&self.table, &hash)).await?;
            references.extend(items.iter().filter_map(items::person_reference));
        }
        references.sort();
        references.dedup();
        let (mut same, mut damaged) = (Vec::new(), 0);
        for reference in references.iter().filter(|reference| **reference != of.reference) {
            match self.record_of(reference).await {
                Err(QueueError::Damaged(_)) => damaged += 1,
                record => same.extend(record?),
            }
        }
        // The index may tell of what was so before it was reopened.
        same.retain(|record| {
            let is_original = original.as_ref() == Some(&record.clear.reference);
            is_original || record.entry.as_ref().map_or(true, |entry| shares(entry, &record.events))
        });
        Ok((same, damaged))
    }

    /// The writes that keep a closed entry in the index of people, and take it from where it was before a change.
    pub(super) async fn index_of_people(
        &self,
        before: Option<&Entry>,
        now: &Entry,
        history: &[Event],
    ) -> Result<Vec<TransactWriteItem>, QueueError> {
        let new = identifiers(now, history);
        let old: Vec<Identifier> = before.map(|before| identifiers(before, history)).unwrap_or_default();
        let old: Vec<Identifier> = old.into_iter().filter(|one| !new.contains(one)).collect();
        let mut writes = Vec::new();
        for hash in self.hashes(&new).await? {
            writes.push(items::put_person(&self.table, &hash, &now.reference)?);
        }
        for hash in self.hashes(&old).await? {
            writes.push(items::delete_person(&self.table, &hash, &now.reference)?);
        }
        Ok(writes)
    }

    /// The writes that take an entry out of the index of people.
    pub(super) async fn out_of_the_index_of_people(
        &self,
        entry: &Entry,
        history: &[Event],
    ) -> Result<Vec<TransactWriteItem>, QueueError> {
        let hashes = self.hashes(&identifiers(entry, history)).await?;
        hashes.iter().map(|hash| items::delete_person(&self.table, hash, &entry.reference)).collect()
    }

    /// The hashes under which closed referrals may be found; none where no desk has made the secret yet, or it is not
    /// sealed to this key. Reading never depends on writing, so none is made here.
    async fn hashes_if_any(&self, of: &[Identifier]) -> Result<Vec<String>, QueueError> {
        if !self.unlocked().secret.initialized() {
            let got = items::get_secret(&self.table).send().await.map_err(|error| explain(&error))?;
            if got.item().is_none() {
                return Ok(Vec::new());
            }
        }
        match self.hashes(of).await {
            Err(QueueError::CannotOpen | QueueError::Unopened(_)) => Ok(Vec::new()),
            hashes => hashes,
        }
    }

    async fn hashes(&self, of: &[Identifier]) -> Result<Vec<String>, QueueError> {
        if of.is_empty() {
            return Ok(Vec::new());
        }
        let secret = self.secret().await?;
        let hash = |one: &Identifier| hex::encode(mac(secret.expose_secret(), one.kind, &[one.text.as_bytes()]));
        Ok(of.iter().map(hash).collect())
    }

    /// The secret that desks share: made once, on first need, and sealed to all who hold a key.
    pub(super) async fn secret(&self) -> Result<SharedSecret, QueueError> {
        self.unlocked().secret.get_or_try_init(|| self.read_or_make_secret()).await.cloned()
    }

    async fn read_or_make_secret(&self) -> Result<SharedSecret, QueueError> {
        let identity = self.identity().ok_or(QueueError::Unopened(Why::NoKey))?;
        let read = async || {
            let got = items::get_secret(&self.table).send().await.map_err(|error| explain(&error))?;
            Ok::<_, QueueError>(got.item().and_then(items::ciphertext))
        };
        let sealed = match read().await? {
            Some(sealed) => sealed,
            None => {
                self.put_secret().await?;
                // Of two desks that made one at once, one was kept.
                read().await?.ok_or(QueueError::NoAnswer)?
            }
        };
        let text: Zeroizing<String> = Zeroizing::new(seal::open(&sealed, &identity)?);
        let mut secret = Box::new([0_u8; 32]);
        hex::decode_to_slice(text.as_str(), secret.as_mut_slice()).map_err(|_| QueueError::CannotOpen)?;
        Ok(Arc::new(SecretBox::new(secret)))
    }

    async fn put_secret(&self) -> Result<(), QueueError> {
        let mut random = Zeroizing::new([0_u8; 32]);
        getrandom::fill(random.as_mut_slice()).map_err(|_| QueueError::Sealing)?;
        let sealed = seal_secret(&random, &self.recipients)?;
        match items::put_secret(&self.table, sealed).send().await {
            Err(error)
                if !error.as_service_error().is_some_and(PutItemError::is_conditional_check_failed_exception) =>
            {
                Err(explain(&error))
            }
            _ => Ok(()),
        }
    }

    /// Seals the secret to the keys of today, if there is one and this identity opens it.
    pub(super) async fn reseal_secret(&self) -> Result<Option<TransactWriteItem>, QueueError> {
        let got = items::get_secret(&self.table).send().await.map_err(|error| explain(&error))?;
        let (Some(item), Some(identity)) = (got.item(), self.identity()) else { return Ok(None) };
        let sealed = items::ciphertext(item).unwrap_or_default();
        let Ok(text) = seal::open::<String>(&sealed, &identity) else { return Ok(None) };
        let again = seal::seal(&*Zeroizing::new(text), &self.recipients)?;
        let (partition_key, sort_key) = items::secret_key();
        items::reseal_item(&self.table, partition_key, sort_key, again).map(Some)
    }
}

fn seal_secret(secret: &[u8; 32], to: &Recipients) -> Result<Vec<u8>, QueueError> {
    seal::seal(&*Zeroizing::new(hex::encode(secret)), to)
}

/// What tells one person from another. No `Debug`: it is the name.
#[derive(PartialEq, Eq)]
struct Identifier {
    kind: &'static str,
    text: Zeroizing<String>,
}

impl Identifier {
    /// Of the person of whose referral another is a duplicate, whatever name the two give.
    fn duplicate_of(reference: &Reference) -> Self {
        Self { kind: "duplicate", text: Zeroizing::new(reference.as_str().to_owned()) }
    }
}

/// The name with the birth date, the digits of the NHS number, and the referral it is a duplicate of, as far as they are
/// given.
fn identifiers(entry: &Entry, history: &[Event]) -> Vec<Identifier> {
    let referral = &entry.referral;
    let name = folded(referral.text("patient.name"));
    let born = referral.date("patient.date_of_birth").filter(|_| !name.is_empty());
    let number: String = referral.text("patient.nhs_number").chars().filter(char::is_ascii_digit).collect();
    let by_name = born.map(|born| Identifier { kind: "name", text: Zeroizing::new(format!("{name}\n{born}")) });
    let by_number = Some(number).filter(|number| !number.is_empty());
    let by_number = by_number.map(|number| Identifier { kind: "nhs-number", text: Zeroizing::new(number) });
    let original = duplicate_of(history).map(|original| Identifier::duplicate_of(&original));
    by_name.into_iter().chain(by_number).chain(original).collect()
}

/// What is told of another referral; none of one that does not open.
fn told(record: &Record) -> Option<Other> {
    let entry = record.entry.as_ref().ok()?;
    let closed = record.clear.state.status == Status::Closed;
    let counted = effective(&record.events);
    let closing = counted.iter().rev().find_map(|event| Some((event.at, event.closing()?))).filter(|_| closed);
    Some(Other {
        reference: entry.reference.clone(),
        received_at: entry.received_at,
        status: record.clear.state.status,
        closed_on: closing.map(|(at, _)| london(at).date_naive()),
        outcome: closing.map(|(_, closing)| closing.outcome),
        duplicate_of: duplicate_of(&record.events),
        safe_visit: entry.referral.text("safe_visit").to_owned(),
    })
}
