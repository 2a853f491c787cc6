//! One way from a written link to a file and from a request to a file: names are compared as the text they stand for,
//! whether somebody typed them raw, percent-encoded, or with accents as separate signs.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizer;
use percent_encoding::percent_decode_str;

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
    ComposingNormalizer::new_nfc().normalize(text)
}

/// The file that a request for a path asks for: `/about/` is `about/index.html`, `/caf%C3%A9/` is `café/index.html`.
#[must_use]
pub fn file_for(path: &str) -> String {
    let path = decoded(path.trim_start_matches('/')).into_owned();
    if path.is_empty() || path.ends_with('/') { path + "index.html" } else { path }
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
        if letter.is_alphanumeric() || is_mark(letter) {
            out.extend(letter.to_lowercase());
        } else if !matches!(letter, '\'' | '’') && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    if out.is_empty() { "part".to_owned() } else { out }
}

/// An accent that no composed letter holds, or a sign that joins letters in a script of South or South-East Asia.
pub(crate) fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{109f}') && !matches!(letter, '\u{964}' | '\u{965}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_finds_its_file_however_it_is_written() {
        for (row, path, file) in [
            ("the start page", "/", "index.html"),
            ("a folder", "/about/", "about/index.html"),
            ("a file", "/map.svg", "map.svg"),
            ("encoded accent", "/caf%C3%A9/", "café/index.html"),
            ("small hexadecimal", "/caf%c3%a9/", "café/index.html"),
            ("accent as a sign of its own", "/cafe%CC%81/", "café/index.html"),
            ("a space", "/ward%20guide.pdf", "ward guide.pdf"),
            ("a plus is a plus", "/a+b.pdf", "a+b.pdf"),
            ("no UTF-8", "/%FF", "%FF"),
            ("half an escape", "/100%", "100%"),
        ] {
            assert_eq!(file_for(path), file, "{row}");
        }
    }

    #[test]
    fn a_name_keeps_its_letters_in_any_script() {
        for (text, name) in [
            ("Who's there?", "whos-there"),
            ("Ward_2 (North)", "ward-2-north"),
            ("Cafe\u{301}", "café"),
            ("مرحبا", "مرحبا"),
            ("हिन्दी", "हिन्दी"),
            ("…", "part"),
        ] {
            assert_eq!(slug(text), name);
        }
    }
}
