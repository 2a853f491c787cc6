//! NHS numbers, by their digits.

use super::plain::plain;

/// The digits of what was typed, whatever is between and beside them.
pub fn digits(typed: &str) -> String {
    plain(typed).chars().filter(char::is_ascii_digit).collect()
}

/// Ten digits whose last is the modulus 11 check of the others (NHS Data Dictionary).
pub(crate) fn is_nhs_number(typed: &str) -> bool {
    let digits: Vec<u32> = digits(typed).bytes().map(|digit| u32::from(digit - b'0')).collect();
    let [numbers @ .., check] = &digits[..] else { return false };
    let sum: u32 = numbers.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    digits.len() == 10 && (11 - sum % 11) % 11 == *check
}

#[cfg(test)]
mod tests {
    use super::*;

    /// docs/domain.md, NHS number.
    #[test]
    fn nhs_numbers_by_modulus_11() {
        let table = [
            ("943 476 5919", true),
            ("999 000 0018", true),
            ("943–476–5919", true),
            ("NHS no. 943 476 5919", true),
            ("\u{202a}9434765919\u{202c}", true),
            ("９４３ ４７６ ５９１９", true),
            ("999 123 4560", false),
            ("999 123 4567", false),
            ("485 777 3456", false),
            ("943476591", false),
            ("94347659199", false),
            ("943 476 591X", false),
            ("", false),
        ];
        for (typed, expected) in table {
            assert_eq!(is_nhs_number(typed), expected, "{typed}");
        }
    }
}
