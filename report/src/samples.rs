//! Invented referrals for tests.

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use content_reader::{Content, Texts};
use referral::{Activity, AgeBand, Channel, Eligibility, ReferrerType, Route};

/// A day written as `2026-11-05`.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// Our own words and rules.
pub(crate) fn content() -> &'static Content {
    static CONTENT: LazyLock<Content> =
        LazyLock::new(|| Content::parse(&Texts::compiled()).expect("our own content is read"));
    &CONTENT
}

/// A covered patient of Alderbrook who came in on that day, due a week later, not contacted yet.
pub(crate) fn row(received: &str) -> Activity {
    Activity {
        received_on: day(received),
        due_on: day(received) + Days::new(7),
        day_zero: day(received),
        referrer: ReferrerType::Patient,
        route: Route::Section3,
        eligibility: Eligibility::Eligible,
        rule: "detained-part-2".to_owned(),
        rules: "2026-11-23".to_owned(),
        hospital: "alderbrook".to_owned(),
        gender: "female".to_owned(),
        age_band: AgeBand::From35,
        ethnic_group: "not-asked".to_owned(),
        language: "not-asked".to_owned(),
        needs: Vec::new(),
        outcome: None,
        closed_on: None,
        reopened: Vec::new(),
        claimed_on: None,
        attempted_on: None,
        contacted_on: None,
        channel: Channel::Form,
        contacts: Vec::new(),
        minutes: Vec::new(),
        decided: false,
        erased_on: None,
    }
}
