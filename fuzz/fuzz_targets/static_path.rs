//! Any path of a request: it names one file, which its own name written out names too.
#![no_main]

use libfuzzer_sys::fuzz_target;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use site_gen::file_for;

fuzz_target!(|path: &str| {
    let file = file_for(path);
    assert!(!file.is_empty());
    let written = utf8_percent_encode(&file, NON_ALPHANUMERIC).to_string();
    if !file.ends_with('/') {
        assert_eq!(file_for(&written), file);
        assert_eq!(file_for(&format!("/{written}")), file);
    }
});
