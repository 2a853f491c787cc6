//! What is so once an act is done, in a sentence for whoever did it at the desk.

use referral::life::{Act, Contact, State};

use super::{View, lease_in_words, within};
use crate::due::past_date;

impl View<'_> {
    /// `Contact by phone on 25 November is recorded.`
    pub(crate) fn said(&self, act: &Act, state: &State) -> String {
        let words = &self.content.words;
        let until = state.lease_until.map(|until| format!(" until {}", lease_in_words(until, self.today())));
        let until = until.unwrap_or_default();
        match act {
            Act::Claim => format!("It is yours{until}."),
            Act::TakeOver => format!("You have taken it over. It is yours{until}."),
            Act::Release => "It is given back, and waits for somebody to claim it.".to_owned(),
            Act::Reopen => "It is reopened, and waits for somebody to claim it.".to_owned(),
            Act::Contacted(contact) => format!("Contact {} is recorded.", self.how_and_when(contact)),
            Act::Attempt(tried) => {
                format!("The try {} is recorded. The patient is still to be reached.", self.how_and_when(tried))
            }
            Act::Note(_) => "The note is kept.".to_owned(),
            Act::Close(closing) => {
                format!("It is closed: {}.", within(words.label("outcome", closing.outcome.code())))
            }
            _ => "It is recorded.".to_owned(),
        }
    }

    fn how_and_when(&self, contact: &Contact) -> String {
        let how = contact.how.map(|how| format!("{} ", self.content.words.label("by", how.code()))).unwrap_or_default();
        format!("{how}on {}", past_date(contact.on, self.today()))
    }
}
