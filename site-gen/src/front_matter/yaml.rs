//! The YAML or JSON at the head of other generators' pages, as a table: the keys we have mean there what they mean here.

use saphyr::{LoadableYamlNode, Scalar, ScanError, Yaml};
use toml::{Table, Value};

/// Keys that are texts, whatever they look like: `title: 2026`.
const TEXTS: [&str; 2] = ["title", "description"];
/// Keys of ours that other programs use for something else.
const NOT_OURS: [&str; 3] = ["form", "paper", "each"];

/// Whether it is a head at all: a page may begin with a line across it, and have another further down.
pub(super) fn is_head(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#'));
    first.is_none_or(|line| line.split_once(':').is_some_and(|(key, _)| !key.trim().contains(' ')))
}

/// What a head says: the table, and the keys that are left out of it.
///
/// # Errors
/// Where nothing of it is YAML: the line, from 1, and why.
pub(super) fn read(text: &str) -> Result<(Table, Vec<String>), (usize, String)> {
    let (mut table, mut left_out) = (Table::new(), Vec::new());
    let Err(error) = take(text, &mut table, &mut left_out) else { return Ok((table, left_out)) };
    // Other readers of YAML take more than the standard has, so what one key says shall not cost the others.
    for one in keys(text) {
        if take(one, &mut table, &mut left_out).is_ok() {
            continue;
        }
        let key = one.split(':').next().unwrap_or_default().trim().to_owned();
        // What nobody can read as "publish it" is not published.
        if key == "draft" || key == "published" {
            table.insert("draft".to_owned(), Value::Boolean(true));
        }
        left_out.push(key);
    }
    if !table.is_empty() {
        return Ok((table, left_out));
    }
    // Counted as everywhere else here: the library takes a carriage return alone for the end of a line too.
    let ends = text.chars().take(error.marker().index()).filter(|sign| *sign == '\n').count();
    Err((ends + 1, error.info().to_owned()))
}

/// The text of each key, with the lines that belong to it.
fn keys(text: &str) -> impl Iterator<Item = &str> {
    let begins =
        |line: &str| line.contains(':') && line.starts_with(|first: char| first.is_alphanumeric() || first == '_');
    let starts = text.split_inclusive('\n').scan(0, move |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, begins(line)))
    });
    let mut starts: Vec<usize> = starts.filter(|(_, begins)| *begins).map(|(start, _)| start).collect();
    starts.push(text.len());
    (1..starts.len()).map(move |next| &text[starts[next - 1]..starts[next]])
}

fn take(text: &str, table: &mut Table, left_out: &mut Vec<String>) -> Result<(), ScanError> {
    let documents = Yaml::load_from_str(text)?;
    let Some(Yaml::Mapping(pairs)) = documents.first() else { return Ok(()) };
    for (key, value) in pairs {
        let Some(key) = text_of(key) else { continue };
        let read = if TEXTS.contains(&key.as_str()) { text_of(value).map(Value::String) } else { typed(value) };
        match read {
            _ if NOT_OURS.contains(&key.as_str()) => left_out.push(key),
            // Jekyll's word for a draft.
            Some(Value::Boolean(published)) if key == "published" => {
                table.insert("draft".to_owned(), Value::Boolean(!published));
            }
            Some(value) => drop(table.insert(key, value)),
            None => {}
        }
    }
    Ok(())
}

fn text_of(node: &Yaml<'_>) -> Option<String> {
    match node {
        Yaml::Value(Scalar::String(text)) => Some(text.to_string()),
        Yaml::Value(Scalar::Integer(number)) => Some(number.to_string()),
        Yaml::Value(Scalar::FloatingPoint(number)) => Some(number.to_string()),
        Yaml::Value(Scalar::Boolean(truth)) => Some(truth.to_string()),
        _ => None,
    }
}

fn typed(node: &Yaml<'_>) -> Option<Value> {
    match node {
        Yaml::Value(Scalar::Integer(number)) => Some(Value::Integer(*number)),
        Yaml::Value(Scalar::FloatingPoint(number)) => Some(Value::Float(number.into_inner())),
        Yaml::Value(Scalar::Boolean(truth)) => Some(Value::Boolean(*truth)),
        Yaml::Sequence(nodes) => Some(Value::Array(nodes.iter().filter_map(typed).collect())),
        Yaml::Mapping(pairs) => {
            let pairs = pairs.iter().filter_map(|(key, value)| Some((text_of(key)?, typed(value)?)));
            Some(Value::Table(pairs.collect()))
        }
        Yaml::Tagged(_, node) => typed(node),
        node => text_of(node).map(Value::String),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_what_they_are() {
        let text = "title: \"Who \\\"calls\\\"\" # us\ndescription: >-\n  It's\n  us\nweight: 3 # light\ndraft: true\ndate: 2026-01-02\n\
            tags:\n  - a\n  - b\nextra: {main: 1, none: }\nform: contact\nempty:\n";
        let (table, left_out) = read(text).unwrap();
        assert_eq!(table["title"].as_str(), Some("Who \"calls\""));
        assert_eq!(table["description"].as_str(), Some("It's us"));
        assert_eq!((table["weight"].as_integer(), table["draft"].as_bool()), (Some(3), Some(true)));
        assert_eq!(table["date"].as_str(), Some("2026-01-02"));
        assert_eq!(table["tags"].as_array().map(Vec::len), Some(2));
        assert_eq!(table["extra"].as_table().map(Table::len), Some(1));
        assert_eq!((left_out, table.contains_key("empty")), (vec!["form".to_owned()], false));
        assert_eq!(read("{\n\"title\": \"A\", \"draft\": false\n}").unwrap().0["title"].as_str(), Some("A"));
        assert_eq!(read("title: 2026\npublished: false").unwrap().0["title"].as_str(), Some("2026"));
        assert_eq!(read("published: false").unwrap().0["draft"].as_bool(), Some(true));
        assert_eq!(read("{a: b\nc: [").unwrap_err().0, 2);
        assert_eq!(read("{a: b\r\r\r\rc: [").unwrap_err().0, 1, "a carriage return alone ends no line");
    }

    #[test]
    fn a_key_that_is_no_yaml_costs_no_other() {
        let (table, left_out) = read("aliases: [\n  '/a/',\n]\ntitle: A\nmore: b: c\n").unwrap();
        assert_eq!((table["title"].as_str(), left_out), (Some("A"), vec!["aliases".to_owned(), "more".to_owned()]));
        assert_eq!(read("title: A\ndraft: [\n]\n").unwrap().0["draft"].as_bool(), Some(true));
    }
}
