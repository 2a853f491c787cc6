//! One way from a written link to a file and from a request to a file: names are compared as the text they mean,
//! whether somebody typed them raw, percent-encoded, or with accents as separate signs.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizer;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// A folder with a dot that standards need (RFC 8615): its addresses are its names.
pub(crate) const WELL_KNOWN: &str = ".well-known";
/// Files that are their folder's own page, without their ends.
pub(crate) const INDEXES: [&str; 2] = ["_index", "index"];

/// The text of a path, link or anchor: percent-decoded where that gives UTF-8, accents composed (Unicode NFC).
pub(crate) fn decoded(written: &str) -> Cow<'_, str> {
    if written.is_ascii() && !written.contains('%') {
        return Cow::Borrowed(written);
    }
    let plain = percent_decode_str(written).decode_utf8().unwrap_or(Cow::Borrowed(written));
    match composed(&plain) {
        Cow::Borrowed(_) => plain,
        Cow::Owned(composed) => Cow::Owned(composed),
    }
}

/// Accents as one sign with their letter: the same name from every system gives the same address.
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    ComposingNormalizer::new_nfc().normalize(text)
}

/// What a request for a path asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// A file: `/about/` is `about/index.html`, `/caf%C3%A9/` is `café/index.html`.
    File(String),
    /// Another address, percent-encoded, if there is such a file: `/Ward A` is written `/ward-a/`.
    At(String, String),
}

/// Reads the path of a request. Addresses have small letters, hyphens and a slash at the end; only the last part of one
/// that names a file, with a dot in it, is as the file is called. `deploy/aws/rewrite.js` does the same.
#[must_use]
pub fn wanted(path: &str) -> Wanted {
    let path = decoded(path);
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let is_file = parts.last().is_some_and(|last| last.contains('.')) && !path.ends_with('/');
    let names = parts.len() - usize::from(is_file);
    let mut address = String::new();
    for (at, part) in parts.iter().enumerate() {
        address.push('/');
        address.push_str(&if at < names && parts[0] != WELL_KNOWN { typed(part) } else { (*part).to_owned() });
    }
    if address.is_empty() || !(is_file || parts[0] == WELL_KNOWN) {
        address.push('/');
    }
    let file = format!("{}{}", &address[1..], if address.ends_with('/') { "index.html" } else { "" });
    if address == path { Wanted::File(file) } else { Wanted::At(encoded(&address), file) }
}

/// A part of an address as somebody typed it, as addresses are written.
fn typed(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    for letter in part.to_lowercase().chars().filter(|letter| !matches!(letter, '\'' | '’')) {
        if letter.is_ascii_alphanumeric() || !letter.is_ascii() {
            out.push(letter);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    // An accent may now follow another letter than before.
    if out.is_empty() { part.to_owned() } else { composed(&out).into_owned() }
}

/// What a path may hold as it is, as JavaScript's `encodeURIComponent` has it.
const IN_PATHS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// A path as a header or XML has it.
pub(crate) fn encoded(path: &str) -> String {
    utf8_percent_encode(path, IN_PATHS).to_string()
}

/// The address of a file that goes out as it is, without its first slash: folders are named as those of pages are.
pub(crate) fn file_address(base: &str, name: &str) -> String {
    let (folder, last) = name.rsplit_once('/').unwrap_or(("", name));
    let folder = if folder.split('/').next() == Some(WELL_KNOWN) {
        format!("{base}/{folder}/")
    } else {
        url_of(base, folder, "index")
    };
    format!("{}{}", &folder[1..], composed(last))
}

/// The address of a page, by its folder and the name of its file without the end.
pub(crate) fn url_of(base: &str, folder: &str, stem: &str) -> String {
    let stem = stem.strip_suffix(".html").unwrap_or(stem);
    let index = INDEXES.contains(&stem);
    let parts = folder.split('/').chain((!index).then_some(stem)).filter(|part| !part.is_empty());
    parts.fold(format!("{base}/"), |url, part| url + &slug(part) + "/")
}

/// A name for an address or an id: small letters and digits with hyphens between. A letter of any script stays one, with
/// the marks that belong to it.
pub(crate) fn slug(text: &str) -> String {
    let text = composed(text);
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            out.push(letter.to_ascii_lowercase());
        } else if letter.is_alphanumeric() || is_mark(letter) {
            out.extend(letter.to_lowercase());
        } else if !matches!(letter, '\'' | '’') && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    if out.is_empty() { "part".to_owned() } else { composed(&out).into_owned() }
}

/// An accent that no composed letter holds, or a sign that joins letters in a script of South or South-East Asia.
pub(crate) fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{109f}') && !matches!(letter, '\u{964}' | '\u{965}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_letters_in_any_script() {
        for (text, name) in [
            ("Who's there?", "whos-there"),
            ("Ward_2 (North)", "ward-2-north"),
            ("Cafe\u{301}", "café"),
            ("Cafe'\u{301}", "café"),
            ("مرحبا", "مرحبا"),
            ("हिन्दी", "हिन्दी"),
            ("…", "part"),
        ] {
            assert_eq!(slug(text), name);
        }
    }
}
