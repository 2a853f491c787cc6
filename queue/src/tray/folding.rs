//! Two spellings of one name: for the search, and for requests that may be about the same person.

use icu_normalizer::DecomposingNormalizerBorrowed;

/// Without case, accents, signs and spacing: `Zoë  O’Brien` and `zoe obrien` are alike.
pub(crate) fn folded(text: &str) -> String {
    let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    let mut folded = String::with_capacity(apart.len());
    for sign in apart.chars().flat_map(char::to_lowercase) {
        match sign {
            'ł' => folded.push('l'),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            _ if sign.is_alphanumeric() => folded.push(sign),
            _ if (sign.is_whitespace() || sign == '-') && !folded.ends_with(' ') => folded.push(' '),
            // Accents, apostrophes, full stops.
            _ => {}
        }
    }
    folded.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_to_one() {
        let table = [
            ("accents", "Zoë Ångström", "zoe angstrom"),
            ("accents apart", "Zoe\u{308}", "zoe"),
            ("case and spaces", "  MAREK\u{a0} nowicki ", "marek nowicki"),
            ("apostrophes", "O’Brien", "obrien"),
            ("hyphens", "Anne-Marie", "anne marie"),
            ("Polish", "Łukasz", "lukasz"),
            ("full-width", "Ａｄａ", "ada"),
            ("another script stays", "Мария", "мария"),
            ("signs alone", "—’.", ""),
        ];
        for (row, typed, expected) in table {
            assert_eq!(folded(typed), expected, "{row}");
        }
    }
}
