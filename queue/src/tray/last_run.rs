//! What a check of the table saw, kept on this machine for the next check: references, versions and digests, and nothing
//! about a person. So what is gone, rolled back or altered since is named. Head office's `verbs/verify.rs` says where.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use sha2::{Digest, Sha256};

use super::collection::ItemCollection;
use super::flaw::Flaw;
use crate::items::{self, Stored};

/// The first line of the file.
const FORM: &str = "imha verify 1";
/// Written where there is no version or time.
const NEVER: &str = "-";

/// What was seen, by reference.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LastRun(BTreeMap<String, Seen>);

/// One entry as it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    /// None once it was purged or erased.
    version: Option<u64>,
    key_set: String,
    /// Of everything stored of it but readings.
    digest: String,
    /// When the table may drop it by itself.
    ends_at: Option<DateTime<Utc>>,
}

impl Seen {
    pub(super) fn entry(stored: &Stored, collection: &ItemCollection) -> Self {
        let mut digest = Sha256::new();
        let owner = stored.state.owner.as_deref().unwrap_or_default();
        let clear = [&stored.key, &stored.digest, owner, stored.state.status.code()];
        let dates = [stored.received_at.to_rfc3339(), stored.due_on.to_string()];
        for text in clear.into_iter().chain(dates.iter().map(String::as_str)) {
            digest.update((text.len() as u64).to_be_bytes());
            digest.update(text);
        }
        digest.update(&stored.sealed);
        let acts = collection
            .items
            .iter()
            .filter(|item| items::sort_key_in_history(item).and_then(items::event_version).is_some());
        acts.for_each(|item| digest.update(items::ciphertext(item).unwrap_or_default()));
        Self {
            version: Some(stored.state.version),
            key_set: stored.key_set.clone(),
            digest: hex::encode(digest.finalize()),
            ends_at: stored.expires_at,
        }
    }

    pub(super) fn removed() -> Self {
        Self { version: None, key_set: NEVER.to_owned(), digest: NEVER.to_owned(), ends_at: None }
    }

    /// What is wrong with an entry that was seen as `self` before and is `now`; `today` is the set of keys of today.
    fn became(&self, now: Option<&Self>, at: DateTime<Utc>, today: &str) -> Option<Flaw> {
        let Some(now) = now else {
            let dropped = self.ends_at.is_some_and(|end| end <= at);
            return (!dropped).then_some(Flaw::Gone);
        };
        match (self.version, now.version) {
            (None, Some(_)) => Some(Flaw::Back),
            (Some(seen), Some(version)) if version < seen => Some(Flaw::RolledBack { seen, version }),
            (Some(seen), Some(version)) if version == seen && self.digest != now.digest => {
                // The same contents sealed to the keys of today are other bytes.
                let resealed = self.key_set != now.key_set && now.key_set == today;
                (!resealed).then_some(Flaw::Altered)
            }
            _ => None,
        }
    }
}

impl LastRun {
    /// The name of the file for one table, whatever is in the table's name.
    pub fn file_name(table: &str) -> String {
        format!("verify-{}.txt", hex::encode(&Sha256::digest(table)[..8]))
    }

    /// Reads what [`LastRun::to_text`] wrote; none for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        if lines.next() != Some(FORM) {
            return None;
        }
        lines.map(line).collect::<Option<BTreeMap<_, _>>>().map(Self)
    }

    /// A line for each entry.
    pub fn to_text(&self) -> String {
        let mut text = format!("{FORM}\n");
        for (reference, Seen { version, key_set, digest, ends_at }) in &self.0 {
            let version = version.map_or_else(|| NEVER.to_owned(), |version| version.to_string());
            let end = ends_at.map_or_else(|| NEVER.to_owned(), |at| at.to_rfc3339_opts(SecondsFormat::Secs, true));
            text.push_str(&format!("{reference} {version} {key_set} {digest} {end}\n"));
        }
        text
    }

    /// How many entries were seen.
    pub fn entries(&self) -> usize {
        self.0.values().filter(|seen| seen.version.is_some()).count()
    }

    pub(super) fn saw(&mut self, reference: String, seen: Seen) {
        self.0.insert(reference, seen);
    }

    /// What became of what was seen here, where that is wrong.
    pub(super) fn compared_with(&self, now: &Self, at: DateTime<Utc>, today: &str) -> Vec<(String, Flaw)> {
        let wrong = |(reference, seen): (&String, &Seen)| {
            Some((reference.clone(), seen.became(now.0.get(reference), at, today)?))
        };
        self.0.iter().filter_map(wrong).collect()
    }
}

fn line(text: &str) -> Option<(String, Seen)> {
    let [reference, version, key_set, digest, end] = text.split(' ').collect::<Vec<_>>()[..] else { return None };
    let version = if version == NEVER { None } else { Some(version.parse().ok()?) };
    let ends_at = if end == NEVER { None } else { Some(end.parse().ok()?) };
    Some((reference.to_owned(), Seen { version, key_set: key_set.to_owned(), digest: digest.to_owned(), ends_at }))
}
