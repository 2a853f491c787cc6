//! Any bytes as a JSON referral: refused with problems, or stable.
#![no_main]

use fuzz::{rules, today};
use libfuzzer_sys::fuzz_target;
use referral::{Answers, Referral, read_json};

fuzz_target!(|bytes: &[u8]| {
    let Ok(json) = read_json(bytes) else { return };
    let (rules, today) = (rules(), today());
    match Answers::from_json(&json) {
        Err((_, problems)) => assert!(!problems.is_empty()),
        Ok(answers) => {
            let Ok(referral) = Referral::parse(&answers, rules, today) else { return };
            let text = referral.to_json().to_string();
            let json = read_json(text.as_bytes()).expect("our own JSON is read");
            let answers = Answers::from_json(&json).ok().expect("our own answers are known");
            assert!(Referral::parse(&answers, rules, today).ok().as_ref() == Some(&referral));
        }
    }
});
