//! Decodes a form body (`application/x-www-form-urlencoded`) byte for byte, once.

use percent_encoding::percent_decode;

/// More pairs than any form of ours could send.
const MOST_PAIRS: usize = 200;

/// A body that is not a form. Says nothing of what was in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// A name or value is not UTF-8 once decoded, or holds NUL: no HTML page can carry that sign on unaltered.
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
    let pairs = body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
    let mut decoded = Vec::new();
    for pair in pairs {
        if decoded.len() == MOST_PAIRS {
            return Err(FormError::TooMany);
        }
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        let name = text(halves.next().unwrap_or_default())?;
        let value = text(halves.next().unwrap_or_default())?;
        decoded.push((name, value.replace("\r\n", "\n").replace('\r', "\n")));
    }
    Ok(decoded)
}

fn text(half: &[u8]) -> Result<String, FormError> {
    let spaced: Vec<u8> = half.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    let decoded = percent_decode(&spaced).decode_utf8().map_err(|_| FormError::NotText)?;
    if decoded.contains('\0') { Err(FormError::NotText) } else { Ok(decoded.into_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// security.md 4.5: each is refused or accepted intact.
    #[test]
    fn bodies_are_decoded_once_or_refused() {
        let table = [
            ("a plus is a space", &b"a=b+c"[..], Ok(vec![("a", "b c")])),
            ("an encoded plus stays", b"a=%2B44", Ok(vec![("a", "+44")])),
            ("decoded once only", b"a=%2525", Ok(vec![("a", "%25")])),
            ("a stray percent stays", b"a=100%25%", Ok(vec![("a", "100%%")])),
            ("%u0041 is no escape", b"a=%u0041", Ok(vec![("a", "%u0041")])),
            ("NUL is refused", b"a=%00", Err(FormError::NotText)),
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
        let many = "a=1&".repeat(10_000);
        assert_eq!(decode(many.as_bytes()), Err(FormError::TooMany));
    }
}
