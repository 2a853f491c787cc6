//! The order of titles in a list, as people expect it: without regard to case and accents, numbers by their value.

use icu_normalizer::DecomposingNormalizer;

/// Letters that Unicode does not take apart, as the letter people look for them under.
const LIKE: [(char, &str); 10] = [
    ('ł', "l"),
    ('ø', "o"),
    ('đ', "d"),
    ('ð', "d"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('þ', "th"),
];
const DIGITS: u32 = 10;

/// One piece of a title; numbers come before words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Piece {
    /// A run of digits without its leading zeros: the longer is the larger.
    Number(usize, String),
    /// Letters and signs, folded.
    Words(String),
}

/// What to sort a title by.
pub(crate) fn key(title: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for letter in DecomposingNormalizer::new_nfkd().normalize(title).chars().flat_map(char::to_lowercase) {
        if is_accent(letter) {
            continue;
        }
        match (letter.is_digit(DIGITS), pieces.last_mut()) {
            (true, Some(Piece::Number(length, digits))) => {
                if digits == "0" {
                    digits.clear();
                }
                digits.push(letter);
                *length = digits.len();
            }
            (true, _) => pieces.push(Piece::Number(1, letter.into())),
            (false, Some(Piece::Words(words))) => fold(letter, words),
            (false, _) => {
                let mut words = String::new();
                fold(letter, &mut words);
                pieces.push(Piece::Words(words));
            }
        }
    }
    pieces
}

fn is_accent(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

fn fold(letter: char, words: &mut String) {
    match LIKE.iter().find(|(odd, _)| *odd == letter) {
        Some((_, like)) => words.push_str(like),
        None => words.push(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_ordered_for_people() {
        let expected = ["007", "8", "apple", "Banana", "eBay", "École", "Łódź", "Ward 2", "Ward 10", "Zebra"];
        let mut titles = expected;
        titles.reverse();
        titles.sort_by_key(|title| key(title));
        assert_eq!(titles, expected);
    }
}
