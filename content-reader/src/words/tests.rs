use super::*;
use crate::Texts;

/// What the function reads at its start is what the file says; `read` also lays the words of every switch.
#[test]
fn the_compiled_words_are_those_of_the_file() {
    let written = Texts::compiled().words;
    let (compiled, read) = (Words::compiled(written).unwrap(), Words::read(written).unwrap());
    assert_eq!(format!("{compiled:?}"), format!("{read:?}"));
}
