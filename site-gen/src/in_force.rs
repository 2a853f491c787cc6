//! Lines of a page that come or go on the day a switch of `law.toml` turns on.
//!
//! A line that ends in `{from informal-patients}` is there from that day on; one that ends in
//! `{until informal-patients}` until the day before. What is no switch of the law stays as written.

/// The body with the lines of that day. None where no line depends on a switch.
pub(crate) fn body(text: &str, is_on: &impl Fn(&str) -> Option<bool>) -> Option<String> {
    if !text.contains("{from ") && !text.contains("{until ") {
        return None;
    }
    let lines = text.split_inclusive('\n').filter_map(|line| {
        let judged = marked(line).and_then(|(kept, from, switch)| Some((kept, from == is_on(switch)?)));
        let Some((kept, in_force)) = judged else { return Some(line.to_owned()) };
        in_force.then(|| format!("{kept}\n"))
    });
    Some(lines.collect())
}

/// The line without its mark, whether it is there from the switch on, and the switch.
fn marked(line: &str) -> Option<(&str, bool, &str)> {
    let (kept, mark) = line.trim_end().strip_suffix('}')?.rsplit_once('{')?;
    let (word, switch) = mark.split_once(' ')?;
    let from = match word {
        "from" => true,
        "until" => false,
        _ => return None,
    };
    Some((kept.trim_end(), from, switch))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_and_go_with_their_switch() {
        let text = "- one\n- two {until new-law}\n- three {from new-law}\n\nA {brace} stays. {until other}\nEnd";
        let on = |switch: &str| (switch != "other").then_some(switch == "new-law");
        assert_eq!(body(text, &on).unwrap(), "- one\n- three\n\nA {brace} stays. {until other}\nEnd");
        assert_eq!(body(text, &|_| Some(false)).unwrap(), "- one\n- two\n\nA {brace} stays.\nEnd");
        assert_eq!(body("nothing marked {here}", &on), None);
    }
}
