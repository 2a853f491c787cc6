//! Decodes a form body (`application/x-www-form-urlencoded`) byte for byte, once.

use std::fmt;

use percent_encoding::percent_decode;

/// More pairs than any form of ours could send.
const MOST_PAIRS: usize = 200;

/// A body that was read as far as it can be.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// Every pair in the order sent. Where a value is no text, U+FFFD replaces what cannot be read.
    pub pairs: Vec<(String, String)>,
    /// The names of those pairs whose value is no text.
    pub unread: Vec<String>,
}

/// Personal data never reaches a log through `{:?}`.
impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Form(…)")
    }
}

/// A body that is not a form. Says nothing of what was in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// Not UTF-8 once decoded, or a name that holds NUL, as all of UTF-16 does.
    #[error("the form is not UTF-8 text")]
    NotText,
    /// More than 200 pairs.
    #[error("the form has too many fields")]
    TooMany,
}

/// The pairs in the order they were sent. Line ends become LF; nothing else is changed.
///
/// # Errors
/// [`FormError`] when the body is not text or has more pairs than any form of ours.
pub fn decode(body: &[u8]) -> Result<Vec<(String, String)>, FormError> {
    let form = read(body)?;
    if form.unread.is_empty() { Ok(form.pairs) } else { Err(FormError::NotText) }
}

/// The same, and a value that is no text costs nobody their other answers.
///
/// # Errors
/// [`FormError`] when a name is not text or there are more pairs than any form of ours has.
pub fn read(body: &[u8]) -> Result<Form, FormError> {
    let pairs = body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
    let mut form = Form::default();
    for pair in pairs {
        if form.pairs.len() == MOST_PAIRS {
            return Err(FormError::TooMany);
        }
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        let name = String::from_utf8(bytes(halves.next().unwrap_or_default())).ok();
        let name = name.filter(|name| !name.contains('\0')).ok_or(FormError::NotText)?;
        let value = String::from_utf8(bytes(halves.next().unwrap_or_default())).unwrap_or_else(|error| {
            form.unread.push(name.clone());
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        });
        form.pairs.push((name, value.replace("\r\n", "\n").replace('\r', "\n")));
    }
    Ok(form)
}

fn bytes(half: &[u8]) -> Vec<u8> {
    let spaced: Vec<u8> = half.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    percent_decode(&spaced).collect()
}

/// What follows the name of a hidden control whose value is percent-encoded, as in RFC 8187.
const ENCODED: char = '*';

/// How a page carries an answer on. HTML cannot hold NUL: a browser would send U+FFFD back in its place.
pub(crate) fn carried(control: &str, value: &str) -> (String, String) {
    if value.contains('\0') {
        (format!("{control}{ENCODED}"), value.replace('%', "%25").replace('\0', "%00"))
    } else {
        (control.to_owned(), value.to_owned())
    }
}

/// The control and the value that [`carried`] was given; none for any other name.
pub(crate) fn uncarried(name: &str, value: &str) -> Option<(String, String)> {
    let control = name.strip_suffix(ENCODED)?;
    let value = percent_decode(value.as_bytes()).decode_utf8().ok()?;
    Some((control.to_owned(), value.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// docs/security.md, Bad inputs: each is refused or accepted intact.
    #[test]
    fn bodies_are_decoded_once_or_refused() {
        let table = [
            ("a plus is a space", &b"a=b+c"[..], Ok(vec![("a", "b c")])),
            ("an encoded plus stays", b"a=%2B44", Ok(vec![("a", "+44")])),
            ("decoded once only", b"a=%2525", Ok(vec![("a", "%25")])),
            ("a stray percent stays", b"a=100%25%", Ok(vec![("a", "100%%")])),
            ("%u0041 is no escape", b"a=%u0041", Ok(vec![("a", "%u0041")])),
            ("NUL and other controls stay", b"a=%00%01%1b", Ok(vec![("a", "\0\u{1}\u{1b}")])),
            ("NUL in a name is refused", b"%00=a", Err(FormError::NotText)),
            ("repeated keys are all kept", b"a=1&a=2", Ok(vec![("a", "1"), ("a", "2")])),
            ("no value", b"a&&b=", Ok(vec![("a", ""), ("b", "")])),
            ("line ends become LF", b"a=1%0D%0A2%0D3", Ok(vec![("a", "1\n2\n3")])),
            ("bad UTF-8 is refused", b"a=%FF", Err(FormError::NotText)),
            ("UTF-16 is refused", b"\xff\xfea\0", Err(FormError::NotText)),
        ];
        for (row, body, expected) in table {
            let expected =
                expected.map(|pairs| pairs.into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect::<Vec<_>>());
            assert_eq!(decode(body), expected, "{row}");
        }
        let form = read(b"a=%FFb&c=d").unwrap();
        let pairs = [("a", "\u{fffd}b"), ("c", "d")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!((form.pairs, form.unread), (pairs.to_vec(), vec!["a".to_owned()]), "the rest is still read");
        let many = "a=1&".repeat(10_000);
        assert_eq!(decode(many.as_bytes()), Err(FormError::TooMany));
    }
}
