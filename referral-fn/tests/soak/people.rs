//! Those who send referrals, and staff. Everybody is invented.

use std::sync::{Arc, Mutex};

use axum::http::Request;
use queue::{ActError, Tray};
use referral::life::{Act, Closing, Contact, Outcome, Remark, StaffName};
use referral::{Calendar, Reference};
use referral_fn::Intake;
use serde_json::json;

use crate::browser::{body, hidden, pairs};
use crate::fixture::{Answer, FORM, JSON, answer, posted};
use crate::history::{Doing, History, Sending, Told, day};
use crate::turns::{Dice, Turns};

/// Stands in every answer, and nowhere in the program.
pub(crate) const MARK: &str = "Quillfeather";
const PHONE: &str = "tel:+448448002776";
const PHONE_IN_JSON: &str = "0844 800 2776";
/// So few that some are sent by several at once.
const NAMES: usize = 6;

/// Somebody who sends referrals, over an intake of their own.
pub(crate) struct Sender {
    pub(crate) intake: Intake,
    pub(crate) turns: Turns,
    pub(crate) history: Arc<Mutex<History>>,
    pub(crate) dice: Dice,
}

impl Sender {
    /// Sends so many, one after another, each until it is sent or for the fourth time.
    pub(crate) async fn sends(mut self, many: usize) {
        for _ in 0..many {
            let nth = self.dice.below(NAMES);
            match self.dice.below(5) {
                0 => self.refused(nth).await,
                1 | 2 => self.by_api(&format!("Ana {MARK} {nth}"), &format!("0123456789-key-{nth}")).await,
                _ => self.by_form(&format!("Ida {MARK} {nth}")).await,
            }
        }
    }

    /// One form, from its check page on.
    pub(crate) async fn by_form(&mut self, name: &str) {
        let mut checked = self.check(name).await;
        for _ in 0..4 {
            let answer = self.answered("/referral/send", FORM, &checked.0).await;
            let told = self.told(&answer, &checked.0);
            self.note(name, &checked.1, told.clone());
            match told {
                // Pressed twice, now and then.
                Told::Sent(_) if self.dice.below(3) > 0 => return,
                Told::CheckAgain => checked = (body(&hidden(&answer.text)), day(self.turns.now()).to_string()),
                _ => {}
            }
        }
    }

    /// One referral over the API, under a key.
    pub(crate) async fn by_api(&mut self, name: &str, key: &str) {
        let body = json!({"referrer": {"type": "patient"}, "patient": {"name": name, "address": "1 Invented Street"},
            "legal": {"route": "section-2"}});
        for _ in 0..4 {
            let request = Request::post("/api/referrals").header("content-type", JSON).header("idempotency-key", key);
            let answer = answer(&self.intake, request.body(body.to_string().into()).unwrap()).await;
            let told = match answer.status {
                200 | 201 => {
                    let said: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
                    Told::Sent(said["reference"].as_str().unwrap().to_owned())
                }
                503 if answer.text.contains("has not been stored") => Told::NotSent,
                503 if answer.text.contains("cannot tell") => Told::CannotTell,
                other => panic!("{other}: {}", answer.text),
            };
            if answer.status == 503 && !answer.text.contains(PHONE_IN_JSON) {
                self.wrong("I5: a refusal over the API without the phone number");
            }
            self.note(name, key, told.clone());
            if matches!(told, Told::Sent(_)) && self.dice.below(3) > 0 {
                return;
            }
        }
    }

    /// A form without the section: refused, with every answer.
    async fn refused(&mut self, nth: usize) {
        let name = format!("Refused {MARK} {nth}");
        let typed = pairs(&[("patient.name", &name), ("patient.hospital", "alderbrook")]);
        let answer = self.answered("/referral/patient", FORM, &body(&typed)).await;
        if answer.status != 422 || !answer.text.contains(&name) || !answer.text.contains(PHONE) {
            self.wrong(&format!("I6: a refused form ({}) without its answers or the phone number", answer.status));
        }
        self.note(&name, "refused", Told::Refused);
    }

    /// The body that the button of the check page sends, and the day of its issue time.
    async fn check(&self, name: &str) -> (String, String) {
        let typed = pairs(&[("patient.name", name), ("patient.hospital", "alderbrook"), ("legal.route", "section-3")]);
        let on = day(self.turns.now()).to_string();
        let check = self.answered("/referral/patient", FORM, &body(&typed)).await;
        assert_eq!(check.status, 200, "{}", check.text);
        (body(&hidden(&check.text)), on)
    }

    async fn answered(&self, path: &str, kind: &str, body: &str) -> Answer {
        answer(&self.intake, posted(path, kind, body.to_owned())).await
    }

    /// What the answer to a sent form says; I4, I5 and I6 are looked at on the way.
    fn told(&self, answer: &Answer, carried: &str) -> Told {
        let location = answer.header("location");
        if location.contains(MARK) {
            self.wrong("I4: an answer stands in an address");
        }
        if answer.status == 303 {
            return Told::Sent(location.split(['/', '?']).nth(3).unwrap_or_default().to_owned());
        }
        if !answer.text.contains(PHONE) {
            self.wrong(&format!("I5: {} without the phone number", answer.status));
        }
        let (kept, again) = (body(&hidden(&answer.text)), answer.status == 200);
        let answers = |body: &str| body.split('&').filter(|pair| !pair.starts_with("issued")).count();
        if if again { answers(&kept) != answers(carried) } else { kept != carried } {
            self.wrong(&format!("I6: {} without every answer", answer.status));
        }
        match answer.status {
            200 => Told::CheckAgain,
            503 if answer.text.contains("has not been sent") => Told::NotSent,
            503 if answer.text.contains("We cannot tell") => Told::CannotTell,
            other => panic!("{other}: {}", answer.text),
        }
    }

    fn note(&self, name: &str, once: &str, told: Told) {
        let sending = Sending { name: name.to_owned(), once: once.to_owned(), told };
        self.history.lock().unwrap().sendings.push(sending);
    }

    fn wrong(&self, what: &str) {
        self.history.lock().unwrap().wrong.push(what.to_owned());
    }
}

/// A member of staff at a desk of their own.
pub(crate) struct Staff {
    pub(crate) who: String,
    pub(crate) tray: Tray,
    pub(crate) turns: Turns,
    pub(crate) history: Arc<Mutex<History>>,
    pub(crate) dice: Dice,
}

impl Staff {
    /// Looks at the list and does something with a referral on it, or with one seen earlier, so many times.
    pub(crate) async fn works(mut self, calendar: &Calendar, many: usize) {
        let mut known: Vec<(Reference, Option<u64>)> = Vec::new();
        for _ in 0..many {
            // In clear: to open what is new, the list reads side by side, and who is first there is nobody's choice.
            if let Ok(open) = self.tray.open_entries().await {
                let clear = open.entries.into_iter();
                let mut listed: Vec<_> = clear.map(|clear| (clear.reference, Some(clear.state.version))).collect();
                listed.sort();
                known.retain(|(reference, _)| !listed.iter().any(|(listed, _)| listed == reference));
                known.iter_mut().for_each(|(_, seen)| *seen = None);
                known.extend(listed);
            }
            if known.is_empty() {
                continue;
            }
            let (reference, seen) = self.dice.one(&known).clone();
            let act = self.act();
            // By the list they looked at, or by the reference alone.
            let seen = seen.filter(|_| self.dice.below(2) == 0);
            let now = self.turns.now();
            let told = self.tray.act(&reference, &act, &self.who, now, calendar, seen).await;
            if let Err(ActError::NotFound) = told {
                panic!("{reference} was listed and is not there");
            }
            let told = told.map(|state| state.version);
            let doing = Doing { who: self.who.clone(), reference, verb: act.verb(), told };
            self.history.lock().unwrap().doings.push(doing);
        }
    }

    fn act(&mut self) -> Act {
        let why = || "the wrong case".to_owned();
        match self.dice.below(16) {
            0..=4 => Act::Claim,
            5 => Act::Release,
            6 => Act::TakeOver,
            7 => Act::Assign { to: StaffName::parse("BO").unwrap() },
            8 => Act::Contacted(Contact::on(day(self.turns.now()))),
            9..=11 => Act::Undo { why: why() },
            12 => Act::Close(Closing::new(Outcome::Duplicate)),
            13 => Act::Close(Closing::new(Outcome::Declined)),
            14 => Act::Reopen,
            _ => Act::Note(Remark::new("rang the ward".to_owned())),
        }
    }
}
