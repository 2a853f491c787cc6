//! Any bytes as a JSON referral: refused with problems, or stable.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use referral::{Answers, Referral, Rules, read_json};

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    Rules::parse(
        include_str!("../../content/law.toml"),
        include_str!("../../content/calendar.toml"),
        include_str!("../../content/places.toml"),
    )
    .expect("our own rules are read")
});

fuzz_target!(|bytes: &[u8]| {
    let Ok(json) = read_json(bytes) else { return };
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date");
    match Answers::from_json(&json) {
        Err((_, problems)) => assert!(!problems.is_empty()),
        Ok(answers) => {
            let Ok(referral) = Referral::parse(&answers, &RULES, today) else { return };
            let text = referral.to_json().to_string();
            let json = read_json(text.as_bytes()).expect("our own JSON is read");
            let answers = Answers::from_json(&json).ok().expect("our own answers are known");
            assert!(Referral::parse(&answers, &RULES, today).ok().as_ref() == Some(&referral));
        }
    }
});
