use super::*;
use crate::{Content, Texts};

/// What the function reads at its start is what the five files say; `read` also lays the words of every switch.
#[test]
fn the_compiled_content_is_that_of_the_files() {
    let compiled = Content::compiled().unwrap();
    let read = Content::parse(&Texts::compiled()).unwrap();
    assert_eq!(compiled.words.written.table().unwrap(), read.words.written.table().unwrap());
    let words = Words { written: Written::Compiled, ..read.words };
    let read = Content { words, ..read };
    assert_eq!(format!("{compiled:?}"), format!("{read:?}"));
}
