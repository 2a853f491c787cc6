//! Any text as a page of Markdown with its head: read or refused, and what its findings point at is in the file.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    site_gen::fuzzing::page(text);
});
