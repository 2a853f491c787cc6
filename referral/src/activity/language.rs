//! Spoken languages: typed freely on the form, counted as one of a list.

/// What is counted by name: the languages most spoken in England after English at the 2021 census, those of the free
/// advocacy leaflets (docs/domain.md, Languages), and British Sign Language. Anything else is `other`.
pub const LANGUAGES: [&str; 32] = [
    "english",
    "british-sign-language",
    "albanian",
    "arabic",
    "bengali",
    "czech",
    "farsi",
    "french",
    "gujarati",
    "hindi",
    "hungarian",
    "italian",
    "korean",
    "kurdish",
    "lithuanian",
    "chinese",
    "pashto",
    "polish",
    "portuguese",
    "punjabi",
    "romanian",
    "russian",
    "somali",
    "spanish",
    "swahili",
    "tamil",
    "tigrinya",
    "turkish",
    "ukrainian",
    "urdu",
    "vietnamese",
    "welsh",
];

/// Other names people type.
const ALIASES: [(&str, &str); 13] = [
    ("bsl", "british-sign-language"),
    ("sign language", "british-sign-language"),
    ("panjabi", "punjabi"),
    ("bangla", "bengali"),
    ("sylheti", "bengali"),
    ("persian", "farsi"),
    ("mandarin", "chinese"),
    ("cantonese", "chinese"),
    ("sorani", "kurdish"),
    ("kurmanji", "kurdish"),
    ("pushto", "pashto"),
    ("castilian", "spanish"),
    ("polski", "polish"),
];

/// The code of what was typed: the one language of the list that it names; `other` where it names none or several.
pub(super) fn code(typed: &str) -> String {
    let heard = typed.trim().to_lowercase();
    if heard.is_empty() {
        return super::codes::NOT_ASKED.to_owned();
    }
    let words: Vec<&str> = heard.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let said = words.join(" ");
    let named = |name: &str| format!(" {said} ").contains(&format!(" {} ", name.replace('-', " ")));
    let listed = LANGUAGES.into_iter().filter(|code| named(code));
    let mut found: Vec<&str> =
        listed.chain(ALIASES.into_iter().filter(|(name, _)| named(name)).map(|(_, code)| code)).collect();
    found.sort_unstable();
    found.dedup();
    match found[..] {
        [one] => one.to_owned(),
        _ => super::codes::OTHER.to_owned(),
    }
}
