use super::*;
use crate::{Content, Texts};

/// What the function reads at its start is what the file says; `read` also lays the words of every switch.
#[test]
fn the_compiled_words_are_those_of_the_file() {
    let Content { words: compiled, .. } = Content::compiled().unwrap();
    let Content { words: read, .. } = Content::parse(&Texts::compiled()).unwrap();
    assert_eq!(compiled.written.table().unwrap(), read.written.table().unwrap());
    let read = Words { written: Written::Compiled, ..read };
    assert_eq!(format!("{compiled:?}"), format!("{read:?}"));
}
