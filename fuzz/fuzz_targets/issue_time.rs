//! Any text as a signed issue time: nothing is taken that this key did not sign, letter by letter.
#![no_main]

use chrono::{DateTime, Utc};
use libfuzzer_sys::fuzz_target;
use queue::TokenKey;
use referral_fn::IssueTime;

fuzz_target!(|text: &str| {
    let key = TokenKey::parse("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f").expect("a key");
    let now = DateTime::<Utc>::from_timestamp(1_795_428_000, 0).expect("an instant");
    if let Some(read) = IssueTime::read(text, &key, now) {
        assert_eq!(read.sign(&key), text);
    }
});
