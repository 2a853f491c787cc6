//! The gate before a list of keys goes live: each holder opens a test that is sealed to their key alone.

use std::io::Write;

use age::Encryptor;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use crate::items::{self, Test, query};
use crate::sealing::{Holder, Why, seal};
use crate::table::explain;
use crate::{Identity, QueueError, Tray};

/// A holder of a key, and whether they have shown that they can open with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Who.
    pub holder: Holder,
    /// When they last did, to the minute.
    pub at: Option<DateTime<Utc>>,
}

impl Tray {
    /// Opens the tests of every key of this identity that is in the list, and records it. Gives the holders proved.
    ///
    /// # Errors
    /// When the table fails; [`Why::OtherKeys`] when no key of this identity is in the list.
    pub async fn prove(&self, now: DateTime<Utc>) -> Result<Vec<Holder>, QueueError> {
        let identity = self.identity().ok_or(QueueError::Unopened(Why::NoKey))?;
        let own = identity.public();
        let mut proved = Vec::new();
        for holder in self.recipients.holders().iter().filter(|holder| own.contains(&holder.key)) {
            let sort_key = self.sort_key_of_test(holder);
            let test = self.test(&sort_key, holder).await?;
            let secret = open_test(&test, &identity).ok_or(QueueError::Unopened(Why::Damaged))?;
            let proof = items::prove(&self.table, &sort_key, &secret, now);
            proof.send().await.map_err(|error| explain(&error))?;
            proved.push(holder.clone());
        }
        if proved.is_empty() { Err(QueueError::Unopened(Why::OtherKeys)) } else { Ok(proved) }
    }

    /// Every holder of the list, and when they proved that they can open. Needs no identity.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn proofs(&self) -> Result<Vec<Proof>, QueueError> {
        let tests: Vec<Test> =
            query(items::query_tests(&self.table)).await?.iter().filter_map(Test::from_item).collect();
        let at = |holder: &Holder| {
            let sort_key = self.sort_key_of_test(holder);
            let test = tests.iter().find(|test| test.sort_key == sort_key)?;
            let (secret, at) = test.answer.as_ref()?;
            (digest(secret) == test.digest).then_some(*at)
        };
        Ok(self.recipients.holders().iter().map(|holder| Proof { holder: holder.clone(), at: at(holder) }).collect())
    }

    /// A proof is for one key in one set: with another set each proves again.
    fn sort_key_of_test(&self, holder: &Holder) -> String {
        format!("{}#{}", self.recipients.fingerprint(), &digest(&holder.key)[..16])
    }

    /// The holder's test, made now if there is none yet.
    async fn test(&self, sort_key: &str, holder: &Holder) -> Result<Test, QueueError> {
        let got = items::get_test(&self.table, sort_key).send().await.map_err(|error| explain(&error))?;
        if let Some(test) = got.item().and_then(Test::from_item) {
            return Ok(test);
        }
        let mut random = [0_u8; 32];
        getrandom::fill(&mut random).map_err(|_| QueueError::Sealing)?;
        let secret = hex::encode(random);
        let sealed = seal_to_one(&secret, holder).ok_or(QueueError::Sealing)?;
        let test = Test { sort_key: sort_key.to_owned(), sealed, digest: digest(&secret), answer: None };
        items::new_test(&self.table, &test).send().await.map_err(|error| explain(&error))?;
        Ok(test)
    }
}

fn digest(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

fn seal_to_one(secret: &str, holder: &Holder) -> Option<Vec<u8>> {
    let key: age::x25519::Recipient = holder.key.parse().ok()?;
    let keys: [&dyn age::Recipient; 1] = [&key];
    let quoted = serde_json::to_vec(secret).ok()?;
    let mut writer = Encryptor::with_recipients(keys.into_iter()).ok()?.wrap_output(Vec::new()).ok()?;
    writer.write_all(&quoted).ok()?;
    writer.finish().ok()
}

fn open_test(test: &Test, identity: &Identity) -> Option<String> {
    let secret: String = seal::open(&test.sealed, identity).ok()?;
    (digest(&secret) == test.digest).then_some(secret)
}
