//! Everything held about one person: for us, or the copy that the patient may have.

use queue::{QueueError, Shown};
use referral::Reference;
use serde_json::{Value, json};

use super::case::Around;
use crate::Office;
use crate::office::confidence::left_out;
use crate::office::dates::long_time;

/// All referrals of one person. No `Debug`: it is about them.
pub(crate) struct Person {
    /// With their history, the oldest first.
    pub(crate) all: Vec<Shown>,
    /// How many more this key does not open.
    pub(crate) sealed: usize,
}

impl Office {
    /// The person of this referral, once it is recorded that each was opened; none where it is not there.
    pub(crate) async fn person(&self, reference: &Reference) -> Result<Option<Person>, QueueError> {
        let (records, sealed) = self.tray.person(reference).await?;
        let mut person = Person { all: Vec::new(), sealed };
        for record in &records {
            match self.show(&record.clear.reference).await {
                Ok(shown) => person.all.extend(shown),
                Err(QueueError::Unopened(_)) => person.sealed += 1,
                Err(error) => return Err(error),
            }
        }
        Ok(Some(person).filter(|person| !person.all.is_empty()))
    }

    /// One page to print; `back` is the referral whose page leads there, empty where it becomes a file.
    pub(crate) fn person_page(&self, person: &Person, for_patient: bool, back: &str) -> Value {
        let view = self.view();
        let case = |shown| view.case(shown, Around { for_patient, ..Around::default() });
        json!({
            "cases": person.all.iter().map(case).collect::<Vec<_>>(), "for_patient": for_patient,
            "left_out": if for_patient { person.left_out() } else { 0 }, "sealed": person.sealed, "back": back,
            "style": "", "printed": long_time(self.now()),
        })
    }
}

impl Person {
    /// How many parts are not in the patient's copy.
    pub(crate) fn left_out(&self) -> usize {
        self.all.iter().map(left_out).sum()
    }

    /// The heading.
    pub(crate) fn title(for_patient: bool) -> &'static str {
        if for_patient { "What we hold about you" } else { "Everything held about one person" }
    }
}
