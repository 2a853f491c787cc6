//! How hard a page is to read: the automated readability index of its running text (Smith and Senter, 1967):
//! `4.71 letters/words + 0.5 words/sentences - 21.43`, about the years of school a reader needs. It counts letters, so
//! it needs no list of how words are spoken.
//!
//! Headings, tables, menus and labels of a word or two are no sentences and are left out, which is the stricter way.

use crate::html::{self, Piece};

/// For whom a page is written, in the front matter, and the highest grade its text may have. Set so that the pages of
/// November 2026 keep about the room they had under limits of 4, 7, 8 and 11 school years counted by syllables.
const LIMITS: [(&str, f64); 4] = [("easy-read", 2.0), ("patients", 6.0), ("relatives", 7.0), ("professionals", 11.0)];
/// A page that names no reader is read by patients.
pub(crate) const ANYONE: &str = "patients";
/// Fewer words say nothing about how a page reads.
const ENOUGH: usize = 30;
/// A passage that does not end like a sentence and has fewer words is a label.
const LABEL: usize = 4;
/// Words of so many letters are named as hard.
const LONG: usize = 10;
/// Elements whose text nobody reads as sentences.
const SILENT: [&str; 16] = [
    "h1", "h2", "h3", "h4", "h5", "h6", "nav", "table", "button", "select", "svg", "small", "script", "textarea",
    "output", "noscript",
];
/// The highest grade for a reader, if it is one we know.
pub(crate) fn limit(audience: &str) -> Option<f64> {
    LIMITS.iter().find(|(code, _)| *code == audience).map(|(_, limit)| *limit)
}

/// The readers a page may name.
pub(crate) fn audiences() -> String {
    LIMITS.map(|(code, _)| code).join(", ")
}

/// How hard a page is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Level {
    /// Years of school.
    pub(crate) grade: f64,
    /// Its longest sentence.
    pub(crate) longest: String,
    /// Its longest words, the longest first.
    pub(crate) hard: Vec<String>,
}

/// The level of a drawn page; none where there is too little text to say.
pub(crate) fn level(html: &str) -> Option<Level> {
    let passages = passages(html);
    let sentences: Vec<&str> = passages.iter().flat_map(|passage| sentences(passage)).collect();
    let words: Vec<&str> = sentences.iter().flat_map(|sentence| words(sentence)).collect();
    if words.len() < ENOUGH {
        return None;
    }
    let letters: usize = words.iter().map(|word| letters_in(word)).sum();
    let [per_word, per_sentence] =
        [(letters, words.len()), (words.len(), sentences.len())].map(|(a, b)| a as f64 / b as f64);
    let longest = sentences.iter().max_by_key(|sentence| words_in(sentence)).map_or("", |sentence| sentence);
    let mut hard: Vec<(usize, String)> =
        words.iter().map(|word| (letters_in(word), word.to_lowercase())).filter(|(count, _)| *count >= LONG).collect();
    hard.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    hard.dedup();
    Some(Level {
        grade: 4.71 * per_word + 0.5 * per_sentence - 21.43,
        longest: longest.to_owned(),
        hard: hard.into_iter().take(5).map(|(_, word)| word).collect(),
    })
}

/// The pieces of running text in `<main>`.
fn passages(html: &str) -> Vec<String> {
    let start = html.find("<main").unwrap_or(0);
    let end = html.find("</main>").unwrap_or(html.len()).max(start);
    pieces(&html[start..end], &SILENT).into_iter().filter(|piece| is_said(piece)).collect()
}

/// The first sentences of a text.
pub(crate) fn opening(html: &str, count: usize) -> String {
    let passages = passages(html);
    let sentences: Vec<&str> = passages.iter().flat_map(|passage| sentences(passage)).take(count).collect();
    sentences.join(" ")
}

/// All words of a text, without its marks, and without code, which is written for machines.
pub(crate) fn text(html: &str) -> String {
    single_spaced(&text_as_spaced(html))
}

/// The same with the spaces that are written there.
pub(crate) fn text_as_spaced(html: &str) -> String {
    let mut all = String::with_capacity(html.len());
    read(html, &["script", "svg", "pre", "code"], |text| all.push_str(text.unwrap_or(" ")));
    all
}

/// Text between the tags that end a sentence, its spaces single.
fn pieces(html: &str, unheard: &[&str]) -> Vec<String> {
    let mut pieces = vec![String::new()];
    read(html, unheard, |text| match (text, pieces.last_mut()) {
        (Some(text), Some(last)) => last.push_str(text),
        _ => pieces.push(String::new()),
    });
    pieces.iter().map(|piece| single_spaced(piece)).filter(|piece| !piece.is_empty()).collect()
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// Gives each text that is in none of the unheard elements, and none for a tag that ends a sentence.
fn read(html: &str, unheard: &[&str], mut each: impl FnMut(Option<&str>)) {
    let mut silent: Vec<String> = Vec::new();
    html::read(html, |piece| {
        let name = match piece {
            Piece::Text(text) if silent.is_empty() => return each(Some(text)),
            Piece::Open(name) => {
                if unheard.contains(&name) {
                    silent.push(name.to_owned());
                }
                name
            }
            Piece::Close(name) => {
                if silent.last().is_some_and(|last| last == name) {
                    silent.pop();
                }
                name
            }
            _ => return,
        };
        if !is_inline(name) {
            each(None);
        }
    });
}

/// Whether it is an element inside a sentence.
fn is_inline(name: &str) -> bool {
    matches!(name, "a" | "strong" | "em" | "b" | "i" | "span" | "abbr" | "code" | "sup" | "time" | "cite" | "q")
}

fn is_said(passage: &str) -> bool {
    let count = words_in(passage);
    let ends = passage.ends_with(['.', '!', '?', '”', '"']);
    count >= LABEL || (ends && count > 0)
}

/// Cuts after a full stop, question or exclamation mark that a space follows.
fn sentences(passage: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut ended = false;
    for (at, letter) in passage.char_indices() {
        if ended && letter.is_whitespace() {
            found.push(passage[start..at].trim());
            start = at;
        }
        let closes = matches!(letter, '"' | '”' | ')' | '\'' | '’');
        ended = matches!(letter, '.' | '!' | '?') || (ended && closes);
    }
    found.push(passage[start..].trim());
    found.retain(|sentence| words_in(sentence) > 0);
    found
}

fn letters_in(word: &str) -> usize {
    word.chars().filter(|letter| letter.is_alphanumeric()).count()
}

fn words_in(text: &str) -> usize {
    words(text).count()
}

/// Words have a letter in them; addresses of mail and web are read by machines.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let trimmed = text.split_whitespace().map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()));
    trimmed.filter(|word| word.contains(char::is_alphabetic) && !word.contains(['@', '/']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_running_text_is_counted() {
        let html = "<p>Out</p><main id=main><nav>Home</nav><h1>Title words are not a sentence</h1>\
            <p>You are\n  <strong>not</strong> alone. You may&amp;can ask.</p><ul><li>Come to meetings with you</li><li>Name</li></ul>\
            <table><tr><td>Section 2 of the long Act</td></tr></table></main><p>Foot of the page here.</p>";
        assert_eq!(passages(html), ["You are not alone. You may&can ask.", "Come to meetings with you"]);
    }

    #[test]
    fn a_sentence_ends_at_its_stop_and_a_number_does_not_end_one() {
        let text = "We open at 9.30am (not before). \"Is it free?\" Yes! See s130A";
        let expected = ["We open at 9.30am (not before).", "\"Is it free?\"", "Yes!", "See s130A"];
        assert_eq!(sentences(text), expected);
    }

    /// The formula worked by hand: 36 words of 102 letters in 6 sentences.
    #[test]
    fn the_grade_is_the_automated_readability_index() {
        let text = "<main>".to_owned() + &"<p>The cat sat on the mat.</p>".repeat(6) + "</main>";
        let level = level(&text).unwrap();
        assert!((level.grade - (4.71 * 102.0 / 36.0 + 0.5 * 6.0 - 21.43)).abs() < 1e-9, "{}", level.grade);
        assert_eq!(level.hard, [""; 0]);
    }

    #[test]
    fn long_words_and_sentences_make_a_page_harder() {
        let easy = "<main>".to_owned() + &"<p>You can ask us to come. We are on your side.</p>".repeat(5);
        let hard = "<main>".to_owned()
            + &"<p>Eligibility is determined by the responsible clinician and the independent authority.</p>".repeat(5);
        let (easy, hard) = (level(&easy).unwrap(), level(&hard).unwrap());
        assert!(easy.grade < 3.0 && hard.grade > 11.0, "{} {}", easy.grade, hard.grade);
        assert_eq!(hard.hard[0], "eligibility");
        assert_eq!(level("<main><p>Too short to say.</p></main>"), None);
    }
}
