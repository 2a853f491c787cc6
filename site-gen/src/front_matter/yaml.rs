//! The YAML or JSON at the head of other generators' pages, as a table: the keys we have mean there what they mean here.

use saphyr::{LoadableYamlNode, Scalar, Yaml};
use toml::{Table, Value};

/// Keys that are texts, whatever they look like: `title: 2026`.
const TEXTS: [&str; 2] = ["title", "description"];
/// Keys of ours that other programs use for something else.
const NOT_OURS: [&str; 2] = ["form", "paper"];

/// Whether it is a head at all: a page may begin with a line across it, and have another further down.
pub(super) fn is_head(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#'));
    first.is_none_or(|line| line.split_once(':').is_some_and(|(key, _)| !key.trim().contains(' ')))
}

/// What a head says: the table, and the keys that are left out of it.
///
/// # Errors
/// Where it is no YAML: the line, from 1, and why.
pub(super) fn read(text: &str) -> Result<(Table, Vec<String>), (usize, String)> {
    let documents = Yaml::load_from_str(text).map_err(|error| (error.marker().line(), error.info().to_owned()))?;
    let (mut table, mut left_out) = (Table::new(), Vec::new());
    let Some(Yaml::Mapping(pairs)) = documents.first() else { return Ok((table, left_out)) };
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
    Ok((table, left_out))
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
        assert_eq!(read("a: b\nc: d: e").unwrap_err().0, 2);
    }
}
