//! References as people type them.

use referral::Reference;

use super::refused::Refused;

/// A reference is read out in three groups, and may be typed in as many, or one more.
pub(crate) const GROUPS: usize = 4;

/// A reference in one or several words.
pub(crate) fn reference(words: &[String]) -> Result<Reference, Refused> {
    let typed = words.concat();
    Reference::parse(&typed).ok_or_else(|| {
        let wrong = "That is not a reference. It has ten letters and digits, such as 7K3Q9A41ZZ.";
        Refused::new(match never_in_a_reference(&typed) {
            Some(never) => format!("{wrong} {never}"),
            None => wrong.to_owned(),
        })
    })
}

/// What to look at in something that would be a reference, but for a letter that no reference has.
pub(crate) fn never_in_a_reference(typed: &str) -> Option<&'static str> {
    let with_another = typed.replace(['u', 'U'], "V");
    (with_another != typed && Reference::parse(&with_another).is_some())
        .then_some("The letter U is never used in one: look whether it is a V.")
}

/// A reference in up to four words, and the text behind it.
pub(crate) fn reference_and_text(words: &[String]) -> Result<(Reference, String), Refused> {
    let ends = 1..=words.len().min(GROUPS);
    let mut known = ends.filter_map(|end| Some((Reference::parse(&words[..end].concat())?, end)));
    match known.next() {
        Some((reference, end)) => Ok((reference, words[end..].join(" "))),
        None => Err(reference(words.get(..1).unwrap_or_default())
            .err()
            .unwrap_or_else(|| Refused::new("That is not a reference."))),
    }
}
