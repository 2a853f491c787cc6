//! A light check of an e-mail address. It catches a slip of the finger, not a person.

use super::plain::plain;

/// One @ with something before it and a dot inside what comes after.
pub(crate) fn is_email(typed: &str) -> bool {
    let typed = plain(typed);
    let typed = typed.trim();
    let Some((local, domain)) = typed.rsplit_once('@') else { return false };
    let dotted = domain.split_once('.').is_some_and(|(name, end)| !name.is_empty() && !end.is_empty());
    !local.is_empty() && dotted && !domain.ends_with('.') && !typed.contains(char::is_whitespace)
}

/// Whether the part after the @ has letters outside a to z, also in their `xn--` spelling (RFC 5891): often an honest
/// name, sometimes one made to look like another.
pub(crate) fn has_foreign_domain(email: &str) -> bool {
    let email = plain(email).trim().to_lowercase();
    let domain = email.rsplit_once('@').map_or("", |(_, domain)| domain);
    !domain.is_ascii() || domain.split('.').any(|label| label.starts_with("xn--"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emails_get_a_light_check() {
        let good =
            ["a@b.org", "o'brien+ward@nhs.example.net", "имя@пример.рф", "\"odd@name\"@b.org", "\u{200b}a@b.org\u{a0}"];
        for good in good {
            assert!(is_email(good), "{good}");
        }
        for bad in ["a.b.org", "@b.org", "a@b", "a@.org", "a@b.", "a b@c.org"] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    /// E-mail domains made to look like another are warned of, never blocked.
    #[test]
    fn a_domain_with_foreign_letters_is_noticed() {
        for (typed, expected) in [
            ("a@nhs.example", false),
            ("имя@nhs.example", false),
            ("a@nhs.example\u{200b}", false),
            ("a@nhѕ.example", true),
            ("a@XN--nh-gjc.example", true),
            ("a@ward.xn--nh-gjc.example", true),
        ] {
            assert_eq!(has_foreign_domain(typed), expected, "{typed}");
        }
    }
}
