//! Text files as editors leave them: byte-order marks and the UTF-16 that Windows calls Unicode.

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The text of these bytes: UTF-8, or UTF-16 that says so by its mark. The mark is no part of it; line ends stay. Nothing
/// of it is copied elsewhere, since it may hold a secret.
pub fn text_of(bytes: &[u8]) -> Option<String> {
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let (units, left) = rest.as_chunks::<2>();
        let mut text = String::with_capacity(units.len() * 3);
        for letter in char::decode_utf16(units.iter().map(|two| unit(*two))) {
            text.push(letter.ok()?);
        }
        left.is_empty().then_some(text)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        plain => std::str::from_utf8(plain.strip_prefix(BYTE_ORDER_MARK).unwrap_or(plain)).ok().map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_however_it_was_saved() {
        let table: [(&str, &[u8], Option<&str>); 7] = [
            ("as it is", b"a\n", Some("a\n")),
            ("with a mark", b"\xef\xbb\xbfa\r\n", Some("a\r\n")),
            ("Unicode of Notepad", b"\xff\xfea\0\xe9\0", Some("aé")),
            ("the other end first", b"\xfe\xff\0a\xd8\x3d\xde\x00", Some("a😀")),
            ("half a letter", b"\xff\xfea", None),
            ("no text", b"\xff", None),
            ("nothing", b"", Some("")),
        ];
        for (row, bytes, read) in table {
            assert_eq!(text_of(bytes).as_deref(), read, "{row}");
        }
    }
}
