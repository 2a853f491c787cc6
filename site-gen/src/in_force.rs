//! Lines of a page that come or go on the day a switch of `law.toml` turns on.
//!
//! A line that ends in `{from informal-patients}` is there from that day on; one that ends in
//! `{until informal-patients}` until the day before. A block of code stays as written.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

/// What a switch says of its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InForce {
    /// It is on, or (`false`) off.
    Known(bool),
    /// The law has no such switch: it counts as off, and somebody is told.
    Unknown,
    /// Not a mark of ours: the line stays as written.
    NoMark,
}

/// A body with the lines of one day.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Body {
    pub(crate) text: String,
    /// Marks that name no switch, with their place in the body as it was.
    pub(crate) unknown: Vec<(String, usize)>,
    /// The lines that were left out, counted from 0 in the body as it was.
    pub(crate) left_out: Vec<usize>,
}

/// The body with the lines of that day. None where no line depends on a switch.
pub(crate) fn body(text: &str, is_on: &impl Fn(&str) -> InForce) -> Option<Body> {
    // One sign is found much quicker than a word, and most pages have none.
    if !text.contains('{') || !(text.contains("{from ") || text.contains("{until ")) {
        return None;
    }
    let mut kept = Body { text: String::with_capacity(text.len()), unknown: Vec::new(), left_out: Vec::new() };
    let mut code = code(text).into_iter().peekable();
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        while code.next_if(|block| block.end <= start).is_some() {}
        let in_code = code.peek().is_some_and(|block| block.start < at);
        let judged = marked(line).filter(|_| !in_code).map(|marked| (is_on(marked.switch), marked));
        let Some((state, Marked { words, from, written, switch: _ })) = judged else {
            kept.text.push_str(line);
            continue;
        };
        if state == InForce::Unknown {
            kept.unknown.push((written.to_owned(), start + words.len()));
        }
        match state {
            InForce::NoMark => kept.text.push_str(line),
            InForce::Known(on) if from != on => kept.left_out.push(number),
            InForce::Unknown if from => kept.left_out.push(number),
            InForce::Known(_) | InForce::Unknown => {
                kept.text.push_str(words);
                kept.text.push('\n');
            }
        }
    }
    Some(kept)
}

/// Where blocks of code are in a body.
fn code(text: &str) -> Vec<Range<usize>> {
    let events = Parser::new(text).into_offset_iter();
    events.filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(_)))).map(|(_, range)| range).collect()
}

/// A line with its mark.
struct Marked<'a> {
    words: &'a str,
    from: bool,
    written: &'a str,
    switch: &'a str,
}

/// The line's words, whether it is there from the switch on, and the mark.
fn marked(line: &str) -> Option<Marked<'_>> {
    let line = line.trim_end();
    let open = line.rfind('{')?;
    let mark = line[open + 1..].strip_suffix('}')?;
    let (word, switch) = mark.split_once(' ')?;
    let from = match word {
        "from" => true,
        "until" => false,
        _ => return None,
    };
    Some(Marked { words: line[..open].trim_end(), from, written: &line[open..], switch: switch.trim() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(switch: &str) -> InForce {
        match switch {
            "new-law" => InForce::Known(true),
            "no mark" => InForce::NoMark,
            _ => InForce::Unknown,
        }
    }

    fn text(body: Option<Body>) -> String {
        body.map(|body| body.text).unwrap_or_default()
    }

    #[test]
    fn lines_come_and_go_with_their_switch() {
        let lines = "- one\n- two {until new-law}\n- three {from new-law}\n\nA {brace} stays. {until no mark}\nEnd";
        assert_eq!(text(body(lines, &on)), "- one\n- three\n\nA {brace} stays. {until no mark}\nEnd");
        assert_eq!(text(body(lines, &|_| InForce::Known(false))), "- one\n- two\n\nA {brace} stays.\nEnd");
        assert_eq!(body("nothing marked {here}", &on), None);
    }

    #[test]
    fn a_mark_that_names_no_switch_counts_as_off_and_is_told() {
        let made = body("a {from new-lwa}\nb {until new_law}\n", &on).unwrap();
        assert_eq!(made.text, "b\n");
        assert_eq!(made.unknown, [("{from new-lwa}".to_owned(), 1), ("{until new_law}".to_owned(), 18)]);
    }

    #[test]
    fn code_stays_as_written() {
        let code = "```\na {from new-lwa}\n```\nb {until new-law}\n\n    c {from new-lwa}\n\nd {until new-law}\n- e\n\n      f {until new-law}\n";
        let kept = "```\na {from new-lwa}\n```\n\n    c {from new-lwa}\n\n- e\n\n      f {until new-law}\n";
        assert_eq!(text(body(code, &on)), kept);
    }
}
