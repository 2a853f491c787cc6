//! Keys as fingers and editors leave them: a key typed from paper in several lines, O where nought was meant.

use std::io;
use std::path::Path;

use referral::text_of;
use secrecy::zeroize::Zeroizing;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// Reads a text file that a person may have saved on Windows. Zeroed when dropped, as it may hold a secret.
///
/// # Errors
/// When it cannot be read, or is no text.
pub fn read_text_file(path: &Path) -> io::Result<Zeroizing<String>> {
    let bytes = Zeroizing::new(std::fs::read(path)?);
    text(&bytes).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "it is not a text file"))
}

/// The text of these bytes, as [`text_of`] reads it.
pub(crate) fn text(bytes: &[u8]) -> Option<Zeroizing<String>> {
    text_of(bytes).map(Zeroizing::new)
}

/// One key of `age` as it was meant: without the spaces and line ends within it. After the prefix O is nought: the letter
/// is never in a key.
pub(crate) fn age_key(typed: &str) -> Zeroizing<String> {
    let mut joined: Zeroizing<String> =
        Zeroizing::new(typed.chars().filter(|c| !c.is_whitespace() && *c != BYTE_ORDER_MARK).collect());
    let after_prefix = joined.find('1').map_or(joined.len(), |at| at + 1);
    let meant: String = joined[after_prefix..].chars().map(|c| if matches!(c, 'o' | 'O') { '0' } else { c }).collect();
    let meant = Zeroizing::new(meant);
    joined.truncate(after_prefix);
    joined.push_str(&meant);
    joined
}

/// Hex digits as they were meant.
pub(crate) fn hex_digits(typed: &str) -> Zeroizing<String> {
    let meant = typed.chars().filter(|c| !c.is_whitespace() && *c != BYTE_ORDER_MARK);
    Zeroizing::new(meant.map(|c| if matches!(c, 'o' | 'O') { '0' } else { c }).collect())
}

#[cfg(test)]
mod tests {
    use crate::{Identity, NewIdentity, Recipients, TokenKey};

    fn utf16(text: &str) -> Vec<u8> {
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    }

    #[test]
    fn a_private_key_is_read_however_it_was_typed_or_saved() {
        let new = NewIdentity::generate();
        let plain = new.plain().to_string();
        let key = plain.lines().nth(1).unwrap();
        let in_lines = key.as_bytes().chunks(15).map(|part| std::str::from_utf8(part).unwrap()).collect::<Vec<_>>();
        for (row, bytes) in [
            ("as made", plain.clone().into_bytes()),
            ("from Windows", format!("\u{feff}{}", plain.replace('\n', "\r\n")).into_bytes()),
            ("as Unicode from Notepad", utf16(&plain.replace('\n', "\r\n"))),
            ("in lines, as the sheet prints it", in_lines.join("\r\n").into_bytes()),
            ("in groups", in_lines.join(" ").into_bytes()),
            ("in small letters", key.to_lowercase().into_bytes()),
            ("with O for nought", key.replace('0', "O").into_bytes()),
            ("with o for nought", key.to_lowercase().replace('0', "o").into_bytes()),
        ] {
            let read = Identity::parse(&bytes, None);
            assert_eq!(read.map(|identity| identity.public()), Ok(vec![new.public()]), "{row}");
        }
        let two = format!("{plain}\n{}", NewIdentity::generate().plain().as_str());
        assert_eq!(Identity::parse(two.as_bytes(), None).unwrap().public().len(), 2);
        let other = if key.ends_with('Q') { 'X' } else { 'Q' };
        let wrong = format!("{}{other}", &key[..key.len() - 1]);
        assert!(Identity::parse(wrong.as_bytes(), None).is_err(), "a wrong letter is still wrong");
    }

    #[test]
    fn public_keys_and_the_token_key_too() {
        let keys: Vec<_> = (0..3).map(|_| NewIdentity::generate().public()).collect();
        let list = |change: fn(&str) -> String| {
            let roles = ["staff", "staff", "recovery"];
            keys.iter().zip(roles).map(|(key, role)| format!("# x, {role}\r\n{}\r\n", change(key))).collect::<String>()
        };
        let as_made = Recipients::parse(&list(str::to_owned)).unwrap();
        for text in [
            format!("\u{feff}{}", list(str::to_owned)),
            list(|key| key.replace('0', "O").replace("O", "o")),
            list(|key| format!("{} {}\r\n{}", &key[..20], &key[20..40], &key[40..])),
        ] {
            assert_eq!(
                Recipients::parse(&text).map(|read| read.fingerprint().to_owned()),
                Ok(as_made.fingerprint().to_owned()),
                "{text}"
            );
        }
        let hex = "0123456789abcdef".repeat(4);
        let typed = format!("\u{feff}{}\r\n{}\r\n", hex[..32].replace('0', "O"), &hex[32..]);
        let (one, other) = (TokenKey::parse(&hex).unwrap(), TokenKey::parse(&typed).unwrap());
        assert_eq!(one.mac("a", &[b"b"]), other.mac("a", &[b"b"]));
    }
}
