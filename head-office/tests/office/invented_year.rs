//! An invented year at the desk, for the tests of reports: what was asked and done is written down plainly.

use chrono::{Days, NaiveDate};
use content_reader::{Content, Texts};
use queue::{Tray, local};
use referral::life::{Act, Closing, Contact, Outcome};
use serde_json::{Value, json};

use crate::fixture::Fixture;

/// A referral as the test wrote it down: the answers sent, and what was done.
pub(crate) struct Told {
    pub(crate) body: Value,
    pub(crate) received: NaiveDate,
    pub(crate) outcome: Option<&'static str>,
}

pub(crate) const HOSPITALS: [(&str, &str); 3] = [
    ("alderbrook", "Northfold Council"),
    ("hazel-house", "Westmarsh County Council"),
    ("st-clement", "Eastwell Borough Council"),
];

pub(crate) fn body(at: usize) -> Value {
    let route = ["section-2", "section-3", "section-3", "section-3", "informal", "not-sure"][at % 6];
    let mut patient = json!({"name": format!("Person {at}"), "date_of_birth": format!("{}-01-31", 1950 + at % 50)});
    patient["hospital"] = json!(HOSPITALS[[0, 0, 0, 1, 1, 2, 0][at % 7]].0);
    if !at.is_multiple_of(3) {
        patient["gender"] = json!(["female", "female", "male", "prefer-not-to-say"][at % 4]);
    }
    if at % 4 == 1 {
        patient["ethnic_group"] = json!(["white-british", "asian-indian"][at % 2]);
    }
    json!({"patient": patient, "legal": {"route": route}})
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// So many referrals, a few days apart from April 2026 on, worked on as time goes by.
pub(crate) async fn year(office: &Fixture, count: usize) -> Vec<Told> {
    let april = day("2026-04-01");
    let local = local::existing(&office.data).await.expect("a queue");
    let tray = Tray::new(local.table, local.recipients, None);
    let rules = Content::parse(&Texts::compiled()).expect("content").rules;
    let mut told = Vec::new();
    for at in 0..count {
        let received = april + Days::new((at * 330 / count) as u64);
        office.set(&format!("{received}T10:00:00Z"));
        let body = body(at);
        let reference = office.referred(&format!("Person {at}"), &body).await;
        let contacted = (at % 9 != 8).then(|| received + Days::new(if at % 5 == 4 { 13 } else { 1 + (at % 2) as u64 }));
        let outcome = contacted.and((at % 8 != 7).then_some(["supported", "declined", "supported"][at % 3]));
        let close = outcome.and_then(Outcome::from_code).map(|outcome| Act::Close(Closing::new(outcome)));
        let contact = contacted.map(|on| [Act::Claim, Act::Contacted(Contact::on(on))]);
        for act in contact.into_iter().flatten().chain(close) {
            let on = contacted.expect("the day of the contact").and_hms_opt(11, 0, 0).expect("a time").and_utc();
            tray.act(&reference, &act, "OQ", on, &rules.calendar, None).await.expect("an act");
        }
        told.push(Told { body, received, outcome });
    }
    told
}
