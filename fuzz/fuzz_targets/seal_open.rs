//! Any bytes as what lies in the table: nothing opens but what was sealed, and it says what was sealed.
#![no_main]

use std::sync::LazyLock;

use chrono::DateTime;
use libfuzzer_sys::fuzz_target;
use queue::fuzzing::{opened, sealed};
use queue::{Identity, NewIdentity, Recipients};
use referral::life::{Event, Remark, What};

/// What the fuzzer alters, and who could open it.
struct Sealed {
    bytes: Vec<u8>,
    identity: Identity,
}

const SAID: &str = "spoke to the ward";

static SEALED: LazyLock<Sealed> = LazyLock::new(|| {
    let keys = [(); 3].map(|()| NewIdentity::generate());
    let list = keys.each_ref().map(NewIdentity::public).join(",");
    let identity = Identity::parse(keys[1].plain().as_bytes(), None).expect("a key");
    let event = Event::new(DateTime::UNIX_EPOCH, "AR", What::Note(Remark::new(SAID)));
    let bytes = sealed(&event, &Recipients::parse(&list).expect("recipients")).expect("a sealed line");
    Sealed { bytes, identity }
});

// The input says what to do to sealed bytes: three bytes a change, where and by what. So the search begins at what
// nearly opens, which random bytes never reach. Then the input itself is opened as it is.
fuzz_target!(|input: &[u8]| {
    let mut bytes = SEALED.bytes.clone();
    for change in input.chunks_exact(3) {
        let at = usize::from(u16::from_be_bytes([change[0], change[1]])) % bytes.len();
        match change[2] {
            0 => bytes.truncate(at.max(1)),
            255 => bytes.insert(at, change[1]),
            mask => bytes[at] ^= mask,
        }
    }
    match opened(&bytes, &SEALED.identity) {
        Some(text) => assert!(bytes == SEALED.bytes && text == SAID, "altered bytes opened"),
        None => assert!(bytes != SEALED.bytes, "what was sealed does not open"),
    }
    assert_eq!(opened(input, &SEALED.identity), None, "something opened that nobody sealed");
});
