//! Any text as a number or a date that somebody typed: read as one day or none, and dialled by digits alone.
#![no_main]

use chrono::Datelike;
use libfuzzer_sys::fuzz_target;
use referral::{dial, dialled_digits, digits, phone_cell, read_date};

fuzz_target!(|text: &str| {
    let parts: Vec<&str> = text.splitn(3, '/').collect();
    if let [day, month, year] = parts[..]
        && let Some(read) = read_date(day, month, year, 2026)
    {
        let again = read_date(&read.day().to_string(), &read.month().to_string(), &format!("{:04}", read.year()), 2026);
        assert_eq!(again, Some(read));
    }
    assert!(digits(text).bytes().all(|byte| byte.is_ascii_digit()));
    assert!(dialled_digits(text).bytes().all(|byte| byte.is_ascii_digit()));
    let dialled = dial(text);
    assert!(dialled.bytes().all(|byte| byte.is_ascii_digit() || b"+;=ext,*#".contains(&byte)), "{dialled}");
    assert_eq!(digits(&phone_cell(&phone_cell(text))), digits(&phone_cell(text)));
});
