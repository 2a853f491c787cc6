//! Any bytes as what lies in the table: nothing opens but what was sealed, and it says what was sealed.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use queue::Identity;

/// A key for fuzzing alone. Each seed is one sealed text: an entry, a line of a history, a row for counting.
const KEY: &str = include_str!("../seeds/seal_open.key");
static IDENTITY: LazyLock<Identity> = LazyLock::new(|| Identity::parse(KEY.as_bytes(), None).expect("a key"));

fuzz_target!(|bytes: &[u8]| {
    if let Some(opened) = queue::fuzzing::opened(bytes, &IDENTITY) {
        let sealed = [
            include_bytes!("../seeds/seal_open/entry").as_slice(),
            include_bytes!("../seeds/seal_open/event").as_slice(),
            include_bytes!("../seeds/seal_open/row").as_slice(),
        ];
        let known = sealed.iter().any(|sealed| queue::fuzzing::opened(sealed, &IDENTITY).as_ref() == Some(&opened));
        assert!(known, "something opened that nobody sealed");
    }
});
