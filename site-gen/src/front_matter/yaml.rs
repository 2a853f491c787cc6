//! The YAML front matter of other generators, as far as we know it: one `key: value` a line. What is nested, or a key of
//! another program, is named and left alone.

use toml::{Table, Value};

/// Keys that mean there what they mean here.
const KNOWN: [&str; 6] = ["title", "description", "weight", "date", "draft", "template"];

/// The keys we know, and the names of those we do not.
pub(super) fn read(text: &str) -> (Table, Vec<String>) {
    let (mut table, mut unknown) = (Table::new(), Vec::new());
    let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    for line in lines.filter(|line| !line.starts_with([' ', '\t', '-'])) {
        let Some((key, value)) = line.split_once(':') else { continue };
        let (key, value) = (key.trim().trim_matches(['"', '\'']), scalar(value));
        match (KNOWN.contains(&key), value) {
            (true, Some(value)) => drop(table.insert(key.to_owned(), typed(key, &value))),
            _ => unknown.push(key.to_owned()),
        }
    }
    (table, unknown)
}

/// A plain or quoted value on the key's own line; none where a list or more follows.
fn scalar(value: &str) -> Option<String> {
    let value = value.trim();
    if let Some(inner) = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return Some(inner.replace("\\\"", "\"").replace("\\\\", "\\"));
    }
    if let Some(inner) = value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        return Some(inner.replace("''", "'"));
    }
    let value = value.split(" #").next().unwrap_or_default().trim();
    (!value.is_empty() && !value.starts_with(['[', '{', '|', '>', '&', '*', '!'])).then(|| value.to_owned())
}

fn typed(key: &str, value: &str) -> Value {
    let number = || value.parse().ok().map(Value::Integer);
    let truth = || value.parse().ok().map(Value::Boolean);
    // Of a time, the day.
    let day = || value.get(..10).map(|day| Value::String(day.to_owned()));
    let read = match key {
        "weight" => number(),
        "draft" => truth(),
        "date" => day(),
        _ => None,
    };
    read.unwrap_or_else(|| Value::String(value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_keys_are_read_and_others_named() {
        let text = "title: \"Who \\\"calls\\\"\"\ndescription: 'It''s us' \nweight: 3 # light\ndate: 2026-01-02T10:00:00Z\n\
            draft: true\ntags:\n  - a\n  - b\nlayout: page\n# a comment\nmenu: {main: 1}\n";
        let (table, unknown) = read(text);
        assert_eq!(table["title"].as_str(), Some("Who \"calls\""));
        assert_eq!(table["description"].as_str(), Some("It's us"));
        assert_eq!((table["weight"].as_integer(), table["draft"].as_bool()), (Some(3), Some(true)));
        assert_eq!(table["date"].as_str(), Some("2026-01-02"));
        assert_eq!(unknown, ["tags", "layout", "menu"]);
    }
}
