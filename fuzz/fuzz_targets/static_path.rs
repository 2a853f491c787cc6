//! Any path of a request: it names one file, and whoever is sent to another address is sent there once.
#![no_main]

use libfuzzer_sys::fuzz_target;
use site_gen::{Wanted, wanted};

fuzz_target!(|path: &str| {
    match wanted(path) {
        Wanted::File(file) => assert!(!file.is_empty()),
        Wanted::At(address, file) => assert_eq!(wanted(&address), Wanted::File(file)),
    }
});
