//! What the targets parse by: our own rules, on one day.

use std::sync::LazyLock;

use chrono::NaiveDate;
use referral::Rules;

/// The rules of `content/`.
pub fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| {
        Rules::parse(
            include_str!("../../content/law.toml"),
            include_str!("../../content/calendar.toml"),
            include_str!("../../content/places.toml"),
        )
        .expect("our own rules are read")
    });
    &RULES
}

/// Monday 23 November 2026.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date")
}
