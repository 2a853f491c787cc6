//! HTML and CSS without what no browser shows: comments, and white space that means nothing.
//!
//! White space goes altogether only beside elements that no stylesheet sets in a line of text; beside all others one
//! space stays. Attributes, and what stands in `pre`, `textarea` and `script`, are left as they are.

use std::fmt::Write as _;

/// Beside these, white space is never seen.
const BLOCKS: [&str; 46] = [
    "!doctype",
    "html",
    "head",
    "meta",
    "link",
    "title",
    "script",
    "body",
    "header",
    "footer",
    "nav",
    "main",
    "aside",
    "section",
    "article",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "ul",
    "ol",
    "dl",
    "blockquote",
    "pre",
    "hr",
    "br",
    "table",
    "caption",
    "colgroup",
    "col",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "form",
    "fieldset",
    "details",
    "figure",
    "option",
    "optgroup",
    "search",
];
/// What stands in these is kept letter by letter.
const KEPT: [&str; 3] = ["pre", "textarea", "script"];

/// A page, smaller.
pub(crate) fn html(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    let mut beside_block = true;
    while !rest.is_empty() {
        let open = tag_start(rest);
        let (text, tagged) = rest.split_at(open);
        let (tag, after) = match tagged.strip_prefix("<!--") {
            Some(comment) => ("", comment.find("-->").map_or("", |end| &comment[end + 3..])),
            None => tagged.split_at(tag_end(tagged)),
        };
        let name = name(tag).to_ascii_lowercase();
        let block = BLOCKS.contains(&name.as_str());
        // Text on both sides of a comment is one text.
        let commented = tag.is_empty() && !after.is_empty();
        push_text(&mut out, text, beside_block, block || (tag.is_empty() && after.is_empty()));
        if !commented {
            push_tag(&mut out, tag);
            beside_block = block;
        } else if !text.is_empty() {
            beside_block &= text.trim().is_empty();
        }
        rest = after;
        if KEPT.contains(&name.as_str()) && !tag.starts_with("</") {
            let end = rest.find(&format!("</{name}")).unwrap_or(rest.len());
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    out
}

/// Where the next tag or comment begins; a bare `<` is text.
fn tag_start(text: &str) -> usize {
    let opens = |at: &usize| {
        let next = text[at + 1..].bytes().next();
        next.is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!'))
    };
    text.match_indices('<').map(|(at, _)| at).find(opens).unwrap_or(text.len())
}

/// Just after the `>` that ends a tag; one in quotes does not.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    tag.len()
}

fn name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    &name[..name.find(|letter: char| letter.is_whitespace() || matches!(letter, '>' | '/')).unwrap_or(name.len())]
}

/// Runs of white space become one space; none stays at an end that a block stands beside.
fn push_text(out: &mut String, text: &str, after_block: bool, before_block: bool) {
    let spaced = |letter: char| letter.is_ascii_whitespace();
    let mut words = text.split(spaced).filter(|word| !word.is_empty()).peekable();
    let any = words.peek().is_some();
    if !any {
        if !text.is_empty() && !after_block && !before_block && !out.ends_with(' ') {
            out.push(' ');
        }
        return;
    }
    if text.starts_with(spaced) && !after_block && !out.ends_with(' ') {
        out.push(' ');
    }
    while let Some(word) = words.next() {
        out.push_str(word);
        if words.peek().is_some() {
            out.push(' ');
        }
    }
    if text.ends_with(spaced) && !before_block {
        out.push(' ');
    }
}

/// A tag with one space between its attributes.
fn push_tag(out: &mut String, tag: &str) {
    let mut quote = None;
    let mut gap = false;
    for letter in tag.chars() {
        match quote {
            Some(open) if open == letter => quote = None,
            None if letter.is_ascii_whitespace() => {
                gap = true;
                continue;
            }
            None if matches!(letter, '"' | '\'') => quote = Some(letter),
            _ => {}
        }
        if std::mem::take(&mut gap) && letter != '>' {
            out.push(' ');
        }
        out.push(letter);
    }
}

/// A stylesheet, smaller: no comments, one space at most, none beside `{ } ; ,`.
pub(crate) fn css(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    let mut gap = false;
    while let Some(letter) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.find("*/").map_or("", |end| &comment[end + 2..]);
            gap = true;
            continue;
        }
        let piece = if matches!(letter, '"' | '\'') { string(rest) } else { &rest[..letter.len_utf8()] };
        rest = &rest[piece.len()..];
        if letter.is_ascii_whitespace() {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap)
            && !"{};,".contains(letter)
            && !out.is_empty()
            && !out.ends_with(['{', '}', ';', ','])
        {
            out.push(' ');
        }
        if letter == '}' && out.ends_with(';') {
            out.pop();
        }
        // Writing to a string cannot fail.
        let _ = out.write_str(piece);
    }
    out
}

/// A quoted string with its quotes.
fn string(text: &str) -> &str {
    let quote = text.bytes().next();
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            byte if Some(byte) == quote => return &text[..=at],
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_that_is_seen_stays() {
        let table = [
            ("between words", "<p>\n  a\n  b </p>\n", "<p>a b</p>"),
            ("beside a link", "<p>a <a href=x>b</a> c<a>d</a></p>", "<p>a <a href=x>b</a> c<a>d</a></p>"),
            ("between links", "<a>b</a>\n\n<a>c</a>", "<a>b</a> <a>c</a>"),
            (
                "between items, which may stand in a line",
                "<ul>\n<li>a</li>\n<li>b</li>\n</ul>",
                "<ul><li>a</li> <li>b</li></ul>",
            ),
            ("no-break space", "<p>\u{a0}a\u{a0} b</p>", "<p>\u{a0}a\u{a0} b</p>"),
            ("pre", "<pre>\n a\n  b</pre> c", "<pre>\n a\n  b</pre>c"),
            ("textarea", "a <textarea name=x>\n\n a </textarea> b", "a <textarea name=x>\n\n a </textarea> b"),
            ("script", "<script>a  <  b</script>", "<script>a  <  b</script>"),
            ("attributes", "<a  title=\"a  >  b\"\n href='x'  >", "<a title=\"a  >  b\" href='x'>"),
            ("a closed tag", "<br />\n<b>x</b>", "<br /><b>x</b>"),
            ("a bare sign", "<p>a < b  & c", "<p>a < b & c"),
            ("a comment in a word", "<p>a<!-- x -->b <!-- y --> c</p>", "<p>ab c</p>"),
            ("a comment at the start", "<p> <!-- x --> a</p>", "<p>a</p>"),
            ("a comment between links", "<a>b</a> <!-- x --> <a>c</a>", "<a>b</a> <a>c</a>"),
        ];
        for (what, page, expected) in table {
            assert_eq!(html(page), expected, "{what}");
            assert_eq!(html(expected), expected, "{what}, again");
        }
    }

    #[test]
    fn a_stylesheet_keeps_its_meaning() {
        let table = [
            ("a, b > c { color : red ; }\n/* x */ d :hover{ }", "a,b > c{color : red}d :hover{}"),
            (
                "a { content: \" ; \\\" } \"; width: calc(1px + 2px) }",
                "a{content: \" ; \\\" } \";width: calc(1px + 2px)}",
            ),
            ("@media (min-width: 40em) { a { b: c } }", "@media (min-width: 40em){a{b: c}}"),
            ("a/* x */b { }", "a b{}"),
        ];
        for (sheet, expected) in table {
            assert_eq!(css(sheet), expected);
        }
    }
}
