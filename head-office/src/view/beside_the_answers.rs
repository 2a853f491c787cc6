//! What is shown beside the answers of a referral: how it came in, who decided, what was asked before, the tribunal, and
//! ready mail to the referrer.

use queue::{Case, Other, Shown};
use referral::life::{State, Status, duplicate_of};
use referral::{Entry, PersonDecision, ReferrerType, TribunalNote, london, long_date};
use templates::{OtherLine, WordToReferrer};

use super::reading::View;
use crate::office::act_wording::within;
use crate::office::dates::{past_date, short_date};
use crate::office::visible::visible;

impl View {
    /// `by phone, written down by OQ; ward nurse called`.
    pub(super) fn channel(&self, entry: &Entry, for_patient: bool) -> String {
        let mut said = within(self.content.words.label("channel", entry.channel.code()));
        if let Some(by) = &entry.received_by {
            said += &format!(", written down by {}", visible(by));
        }
        if let Some(who) = entry.called_by.as_deref().filter(|who| !for_patient && !who.trim().is_empty()) {
            said += &format!("; {} got in touch", visible(who));
        }
        said
    }

    /// `Decided by OQ, 25 November: detained since. The rules said: To be checked.`
    pub(super) fn decided(&self, decided: &PersonDecision) -> String {
        let words = &self.content.words;
        let on = past_date(london(decided.at).date_naive(), self.today());
        let first = words.label("eligibility", decided.first.code());
        format!(
            "Decided by {}, {on}: {}. The rules said: {}.",
            visible(&decided.by),
            visible(decided.why.trim_end_matches('.')),
            within(first)
        )
    }

    /// Another referral of the same person, beside this one.
    pub(super) fn other(&self, other: &Other, this: &Shown) -> OtherLine {
        let words = &self.content.words;
        let of_this = other.duplicate_of.as_ref() == Some(&this.case.entry.reference);
        let what = match (other.closed_on, other.outcome) {
            (Some(on), _) if of_this => format!("closed {}: a duplicate of this one", past_date(on, self.today())),
            (Some(on), Some(outcome)) => {
                let ended = within(words.label("outcome", outcome.code()));
                format!("closed {}: {ended}", past_date(on, self.today()))
            }
            _ => within(words.label("status", other.status.code())),
        };
        let is_original = duplicate_of(&this.events).as_ref() == Some(&other.reference);
        let link = if is_original { "; this one is a duplicate of it" } else { "" };
        let received = past_date(london(other.received_at).date_naive(), self.today());
        OtherLine {
            reference: other.reference.to_string(),
            spoken: other.reference.spoken(),
            what: format!("received {received}, {what}{link}"),
            safe_visit: visible(other.safe_visit.trim()).lines().map(str::to_owned).collect(),
        }
    }

    /// The last day to ask a tribunal, and what must be said of it.
    pub(super) fn tribunal(&self, case: &Case) -> String {
        let entry = &case.entry;
        let answer = entry.referral.tribunal(&self.content.rules, self.today(), Some(entry.due_on));
        let Some(dates) = answer.dates() else { return String::new() };
        let (today, has) = (self.today(), |note| dates.notes.contains(&note));
        let day = short_date(dates.last_day, today);
        let mut said = match () {
            () if has(TribunalNote::Over) => format!("The last day to ask a tribunal was {day}. It is over."),
            () if has(TribunalNote::OverOrRenewed) => format!(
                "The last day to ask a tribunal was {day}. Where the section was renewed, there is one more time to ask."
            ),
            () if has(TribunalNote::Today) => "The last day to ask a tribunal is today.".to_owned(),
            () => format!("The last day to ask a tribunal is {day}."),
        };
        if has(TribunalNote::NotYet) {
            said += &format!(" The first is {}.", short_date(dates.first_day, today));
        }
        if has(TribunalNote::ClosedDay) {
            said += &format!(" Ask by {}, the working day before it.", short_date(dates.ask_by, today));
        }
        if has(TribunalNote::BeforePromise) {
            said += " It comes before the day we promised.";
        }
        said
    }

    /// Ready mail with the reference, what happens next and by when; no name.
    pub(super) fn word(&self, entry: &Entry, state: &State) -> Option<WordToReferrer> {
        let address = entry.referral.text("referrer.email").trim();
        if address.is_empty() {
            return None;
        }
        let (reference, received) = (entry.reference.spoken(), long_date(london(entry.received_at).date_naive()));
        let due = long_date(entry.due_on);
        let next = match state.status {
            Status::Waiting | Status::Claimed => {
                format!("An advocate will make first contact with the person by the end of {due}.")
            }
            Status::Contacted => "An advocate has made first contact with the person.".to_owned(),
            Status::Closed => "Our work on this request has ended.".to_owned(),
        };
        let (service, phone) = (&self.content.site.name, &self.content.site.phone.display);
        let body = format!(
            "We received your request for an Independent Mental Health Advocate on {received}.\r\n\r\nReference: {reference}\r\n\
             {next}\r\n\r\nIf something changes, please call us on {phone} and give the reference.\r\n\r\n{service}\r\n"
        );
        let subject = format!("Your request to {service}, reference {reference}");
        let professional = matches!(entry.referral.referrer(), ReferrerType::ResponsibleClinician | ReferrerType::Amhp);
        let line = format!("IMHA requested {received}, reference {reference}, first contact due {due}.");
        Some(WordToReferrer {
            mailto: format!("mailto:{}?subject={}&body={}", escaped(address), escaped(&subject), escaped(&body)),
            line: if professional { line } else { String::new() },
        })
    }
}

/// A text as an address may hold it: every byte but letters and digits and `@.-_` by its number (RFC 6068).
pub(crate) fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"@.-_".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
