//! Any bytes as a form post: refused, or read the same way again from what the check page carries on.
#![no_main]

use fuzz::{rules, today};
use libfuzzer_sys::fuzz_target;
use referral::{Answers, Referral, ReferrerType, form};

fuzz_target!(|bytes: &[u8]| {
    let Ok(pairs) = form::decode(bytes) else { return };
    let (rules, today) = (rules(), today());
    for kind in ReferrerType::ALL {
        let answers = Answers::from_pairs(&pairs, kind);
        let carried: Vec<(String, String)> = answers.pairs().collect();
        let again = Answers::from_pairs(&carried, kind);
        match (Referral::parse(&answers, rules, today), Referral::parse(&again, rules, today)) {
            (Ok(referral), Ok(same)) => {
                assert!(referral == same);
                let stored = Referral::from_stored(&referral.to_json()).expect("what is stored is read");
                assert!(stored == referral);
            }
            (Err(problems), same) => assert!(!problems.is_empty() && same.is_err()),
            (Ok(_), Err(_)) => panic!("the check page lost an answer"),
        }
    }
});
