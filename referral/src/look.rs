//! Light checks of how an answer looks. They catch a slip of the finger, not a person.

/// Seven digits or more among the signs people use, before any extension.
pub(crate) fn is_phone(typed: &str) -> bool {
    let lower = typed.trim().to_lowercase();
    let number = ["extension", "ext", "x"].iter().find_map(|mark| lower.split_once(mark)).map_or(&*lower, |(n, _)| n);
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let signs = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '+' | '-' | '(' | ')' | '.' | '/' | ',' | '\u{a0}');
    (7..=20).contains(&digits) && number.chars().all(signs)
}

/// One @ with something before it and a dot inside what comes after.
pub(crate) fn is_email(typed: &str) -> bool {
    let typed = typed.trim();
    let Some((local, domain)) = typed.rsplit_once('@') else { return false };
    let dotted = domain.split_once('.').is_some_and(|(name, end)| !name.is_empty() && !end.is_empty());
    !local.is_empty() && dotted && !domain.ends_with('.') && !typed.contains(char::is_whitespace)
}

/// Whether the part after the @ has letters outside a to z, also in their `xn--` spelling (RFC 5891): often an honest
/// name, sometimes one made to look like another.
pub(crate) fn has_foreign_domain(email: &str) -> bool {
    let domain = email.rsplit_once('@').map_or("", |(_, domain)| domain).to_lowercase();
    !domain.is_ascii() || domain.split('.').any(|label| label.starts_with("xn--"))
}

/// Ten digits whose last is the modulus 11 check of the others (NHS Data Dictionary, docs/domain.md, NHS number).
pub(crate) fn is_nhs_number(typed: &str) -> bool {
    let bare = typed.chars().filter(|c| !matches!(c, ' ' | '-' | '\u{a0}'));
    let digits: Option<Vec<u32>> = bare.map(|c| c.to_digit(10)).collect();
    let Some(digits) = digits.filter(|digits| digits.len() == 10) else { return false };
    let sum: u32 = digits.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    match 11 - sum % 11 {
        11 => digits[9] == 0,
        10 => false,
        check => digits[9] == check,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_as_people_write_them() {
        for good in [
            "01632 960123",
            "+44 (0)1632 960 123",
            "01632 960123 ext 45",
            "01632-960-123x9",
            "07700 900123",
            "0800.123.4567",
        ] {
            assert!(is_phone(good), "{good}");
        }
        for bad in ["12345", "ring the ward", "01632", "01632 960123 or my mobile", "ext 12345678"] {
            assert!(!is_phone(bad), "{bad}");
        }
    }

    #[test]
    fn emails_get_a_light_check() {
        for good in ["a@b.org", "o'brien+ward@nhs.example.net", "имя@пример.рф", "\"odd@name\"@b.org"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["a.b.org", "@b.org", "a@b", "a@.org", "a@b.", "a b@c.org"] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    /// docs/security.md, Bad inputs: homograph e-mail domains are warned of, never blocked.
    #[test]
    fn a_domain_with_foreign_letters_is_noticed() {
        for (typed, expected) in [
            ("a@nhs.example", false),
            ("имя@nhs.example", false),
            ("a@nhѕ.example", true),
            ("a@XN--nh-gjc.example", true),
            ("a@ward.xn--nh-gjc.example", true),
        ] {
            assert_eq!(has_foreign_domain(typed), expected, "{typed}");
        }
    }

    /// docs/domain.md, NHS number gives these five.
    #[test]
    fn nhs_numbers_by_modulus_11() {
        let table = [
            ("943 476 5919", true),
            ("999 000 0018", true),
            ("999 123 4560", false),
            ("999 123 4567", false),
            ("485 777 3456", false),
            ("943476591", false),
            ("94347659199", false),
            ("943 476 591X", false),
        ];
        for (typed, expected) in table {
            assert_eq!(is_nhs_number(typed), expected, "{typed}");
        }
    }
}
