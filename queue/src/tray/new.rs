//! A referral that came another way than by the site: written down by staff, stored once however often it is typed.

use chrono::{DateTime, SubsecRound, Timelike, Utc};
use referral::life::StaffName;
use referral::{Channel, Entry, Reference, Referral, Rules};
use secrecy::ExposeSecret;

use crate::accept::{Put, Receipt, SERIES, decided_then, put, receipt, sealed};
use crate::sealing::mac;
use crate::{QueueError, SubmitError, Tray};

/// A referral as it reached head office. No `Debug`: it is about a person.
pub struct NewReferral {
    /// The answers, parsed.
    pub referral: Referral,
    /// How it came: one of [`Channel::BY_STAFF`].
    pub channel: Channel,
    /// When it came: the promise counts from then.
    pub received_at: DateTime<Utc>,
    /// Who wrote it down.
    pub received_by: StaffName,
    /// Who phoned or wrote, where that is not the referrer.
    pub called_by: Option<String>,
}

impl Tray {
    /// Stores a referral once: the same answers with the same time, to the minute, are the same referral, also when it
    /// is closed by now. The token key is not needed; the reference comes from the secret that desks share.
    ///
    /// # Errors
    /// [`SubmitError::NotStored`] only where that is certain; otherwise [`SubmitError::Unknown`].
    pub async fn receive_new(
        &self,
        new: NewReferral,
        rules: &Rules,
        now: DateTime<Utc>,
    ) -> Result<Receipt, SubmitError> {
        if new.received_at > now {
            return Err(SubmitError::InFuture);
        }
        let answers = new.referral.to_json().to_string();
        let received_at = new.received_at.trunc_subsecs(0).with_second(0).unwrap_or(new.received_at);
        let minute = received_at.timestamp().to_be_bytes();
        let secret = self.secret().await.map_err(SubmitError::NotStored)?;
        let secret = secret.expose_secret();
        let digest = hex::encode(mac(secret, "digest", &[answers.as_bytes()]));
        for n in 0..SERIES {
            let key = mac(secret, "new", &[answers.as_bytes(), &minute, &n.to_be_bytes()]);
            let reference = Reference::from_key(&key);
            let (referral, channel) = (new.referral.clone(), new.channel);
            let entry = Entry {
                received_by: Some(new.received_by.as_str().to_owned()),
                called_by: new.called_by.clone(),
                ..Entry::receive(reference, referral, channel, Vec::new(), received_at, rules)
            };
            let stored = sealed(&entry, hex::encode(key), digest.clone(), &self.recipients);
            let stored = stored.map_err(SubmitError::NotStored)?;
            match put(&self.table, &stored).await? {
                Put::Stored => return Ok(receipt(&stored, entry.decision, false)),
                // The very bytes just sealed: this one was stored and the answer was lost.
                Put::There(old) if old.key == stored.key => {
                    let repeat = old.sealed != stored.sealed;
                    return Ok(receipt(&old, decided_then(&new.referral, &old, rules), repeat));
                }
                // Fifty bits met by chance: another entry's reference.
                Put::There(_) | Put::Removed => {}
            }
        }
        Err(SubmitError::NotStored(QueueError::Refused("too many of the same".to_owned())))
    }
}
