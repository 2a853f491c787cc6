//! Acts on a referral, each one recorded write: the desk and the command line make them here.

use queue::{ActError, AmendError, By, QueueError, Shown};
use referral::life::{Act, Amendment, State};
use referral::{Answers, Entry, Problem, Reference};

use super::opened::Office;

/// Why changed answers were not taken.
pub(crate) enum NotTaken {
    /// Answers that cannot be.
    Wrong(Vec<Problem>),
    /// They are the answers it has already.
    Same,
}

impl Office {
    /// A referral, once it is recorded that this person opened it; none where it is not there.
    pub(crate) async fn show(&self, reference: &Reference) -> Result<Option<Shown>, QueueError> {
        self.tray.show_to(reference, &self.staff, self.now()).await
    }

    /// Records an act, if nobody acted since this version was seen. Where none was seen it is tried again after somebody
    /// was quicker: the rules then say who has it.
    pub(crate) async fn act(&self, reference: &Reference, act: &Act, seen: Option<u64>) -> Result<State, ActError> {
        let content = self.content();
        let once = || self.tray.act(reference, act, &self.staff, self.now(), &content.rules.calendar, seen);
        match once().await {
            Err(ActError::Changed) if seen.is_none() => once().await,
            tried => tried,
        }
    }

    /// Changes answers, each checked like an answer. `read` gives the fields that are answered anew and their answers;
    /// the amendment comes without its fields, since only those that differ are named.
    pub(crate) async fn amend(
        &self,
        reference: &Reference,
        read: impl Fn(&Entry) -> (Vec<String>, Answers),
        amendment: &Amendment,
        seen: Option<u64>,
    ) -> Result<State, AmendError<NotTaken>> {
        let content = self.content();
        let change = |entry: &Entry| {
            let (fields, new) = read(entry);
            match entry.amended(&fields, &new, &content.rules, self.today()) {
                Ok((_, changed)) if changed.is_empty() => Err(NotTaken::Same),
                Ok((entry, fields)) => Ok((entry, Amendment { fields, ..amendment.clone() })),
                Err(problems) => Err(NotTaken::Wrong(problems)),
            }
        };
        let by = By { who: &self.staff, now: self.now(), calendar: &content.rules.calendar, seen };
        self.tray.amend(reference, change, by).await
    }
}
