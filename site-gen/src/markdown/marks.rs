//! `{{ name }}` in a text.

/// No mark is longer; braces further apart are the writer's own.
const LONGEST: usize = 120;

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Words.
    Words(&'a str),
    /// A mark.
    Mark {
        /// Where in the text.
        at: usize,
        /// With its braces.
        written: &'a str,
        /// The name it must mean: small letters and hyphens; empty where no name has such signs.
        name: String,
    },
}

impl Piece<'_> {
    /// Whether it is written as marks are: `{{ name }}`.
    pub(super) fn is_exact(&self) -> bool {
        matches!(self, Self::Mark { written, name, .. } if *written == format!("{{{{ {name} }}}}"))
    }
}

/// Cuts a text at its marks.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut from, mut look) = (0, 0);
    while let Some(open) = text[look..].find("{{").map(|at| at + look) {
        let Some(inner) = inner(&text[open + 2..]) else {
            look = open + 1;
            continue;
        };
        if from < open {
            pieces.push(Piece::Words(&text[from..open]));
        }
        from = open + inner.len() + 4;
        look = from;
        pieces.push(Piece::Mark { at: open, written: &text[open..from], name: name(inner) });
    }
    if from < text.len() {
        pieces.push(Piece::Words(&text[from..]));
    }
    pieces
}

/// What is between the braces, if it could be meant as a name.
fn inner(text: &str) -> Option<&str> {
    let most = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    let inner = &text[..text[..most].find("}}")?];
    (inner.contains(char::is_alphabetic) && !inner.contains('{')).then_some(inner)
}

/// `Phone`, `the_phone` and `phone` are one name; with other signs it is none.
fn name(inner: &str) -> String {
    let name = inner.trim().to_lowercase().replace('_', "-");
    if name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') { name } else { String::new() }
}

/// Words in single braces or of another program: `{from x}` that does not end its line, `{% include %}`. Where each
/// begins, and what is written.
pub(super) fn strays(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let opens = text.match_indices('{').map(|(at, _)| at);
    let opens = opens.filter(|at| !text[at + 1..].starts_with('{') && !text[..*at].ends_with('{'));
    opens.filter_map(|at| {
        let rest = &text[at..];
        let most = rest.char_indices().nth(LONGEST).map_or(rest.len(), |(at, _)| at);
        let inner = &rest[1..rest[..most].find('}')?];
        inner.contains(char::is_alphabetic).then(|| (at, &rest[..inner.len() + 2]))
    })
}

/// A link or picture that Markdown does not take for one, as its address has a space: where it begins, and what is written.
pub(super) fn no_link(text: &str) -> Option<(usize, &str)> {
    // One sign is found much quicker than two, and most texts have none.
    text.find(']')?;
    let middle = text.find("](")?;
    let start = text[..middle].rfind('[')?;
    let end = middle + text[middle..].find(')')?;
    text[middle..end].contains(' ').then(|| (start, &text[start..=end]))
}
