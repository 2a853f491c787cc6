//! JSON Schema of a referral, for each referrer type, as near to what the parser takes as a schema can say.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use content_reader::Content;
use referral::{Ask, FIELDS, Field, Kind, ReferrerType};
use serde_json::{Value, json};

/// White space and signs that nobody sees count as empty; null says the same. (`referral::typed` names the same signs, and
/// some beyond the first plane, which such a pattern cannot.)
const BLANK: &str = r"^[\s\u0000-\u001f\u007f-\u009f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u08e2\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]*$";
/// Something to read.
const FILLED: &str = r"[^\s\u0000-\u001f\u007f-\u009f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u08e2\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]";
/// Seven to twenty digits among the signs people use, and an extension.
const PHONE: &str = r"^\s*([ +().,/-]*[0-9]){7,20}[ +().,/-]*((extension|ext|x).*)?$";
const EMAIL: &str = r"^\s*\S+@[^@\s.]+\.[^@\s]*[^@\s.]\s*$";

/// The body this referrer type sends.
pub(super) fn body(content: &Content, kind: ReferrerType, today: NaiveDate) -> Value {
    let mut root = object();
    let mut several: BTreeMap<&str, Vec<&Field>> = BTreeMap::new();
    for field in FIELDS.iter().filter(|field| field.asked(kind) != Ask::Not) {
        let parts: Vec<&str> = field.name.split('.').collect();
        let asked = field.asked(kind);
        put(&mut root, &parts, schema(content, field, kind, today), asked == Ask::Required);
        if let Ask::OneOf(word) = asked {
            several.entry(word).or_default().push(field);
        }
    }
    for fields in several.values() {
        one_of(&mut root, fields);
    }
    root["title"] = json!(content.words.referrer_name(kind));
    root
}

fn object() -> Value {
    json!({"type": "object", "additionalProperties": false, "properties": {}, "required": []})
}

/// Puts a field's schema where its dotted name says.
fn put(at: &mut Value, parts: &[&str], schema: Value, required: bool) {
    let Some((first, rest)) = parts.split_first() else { return };
    if required {
        require(at, first);
    }
    let Some(properties) = at["properties"].as_object_mut() else { return };
    if rest.is_empty() {
        properties.insert((*first).to_owned(), schema);
    } else {
        put(properties.entry(*first).or_insert_with(object), rest, schema, required);
    }
}

fn require(at: &mut Value, name: &str) {
    if let Some(names) = at["required"].as_array_mut().filter(|names| !names.contains(&json!(name))) {
        names.push(json!(name));
    }
}

/// At least one of several fields of one object is filled.
fn one_of(root: &mut Value, fields: &[&Field]) {
    let Some(parent) = fields.first().and_then(|field| field.name.split('.').next()) else { return };
    require(root, parent);
    let filled = fields.iter().map(|field| {
        json!({"required": [field.leaf()], "properties": {field.leaf(): {"type": "string", "minLength": 1, "pattern": FILLED}}})
    });
    root["properties"][parent]["anyOf"] = filled.collect();
}

fn schema(content: &Content, field: &Field, kind: ReferrerType, today: NaiveDate) -> Value {
    let required = field.asked(kind) == Ask::Required;
    let mut schema = match (field.kind, required) {
        (Kind::Referrer, _) => json!({"const": kind.code()}),
        (Kind::YesNo, _) => json!({"type": ["boolean", "string", "null"], "pattern": BLANK}),
        (Kind::Choices(codes), _) => {
            json!({"type": ["array", "string", "null"], "items": {"enum": codes}, "pattern": BLANK})
        }
        (Kind::Text(_) | Kind::LongText(_) | Kind::NhsNumber, true) => text(FILLED, field),
        (Kind::Text(_) | Kind::LongText(_) | Kind::NhsNumber, false) => {
            json!({"type": ["string", "null"], "maxLength": field.limit()})
        }
        (_, true) => exact(content, field, today),
        (_, false) => {
            json!({"anyOf": [exact(content, field, today), {"type": "string", "pattern": BLANK, "maxLength": field.limit()}, {"type": "null"}]})
        }
    };
    schema["description"] = json!(content.words.field(field.name, kind).label);
    schema
}

fn text(pattern: &str, field: &Field) -> Value {
    json!({"type": "string", "minLength": 1, "maxLength": field.limit(), "pattern": pattern})
}

/// What a filled answer looks like.
fn exact(content: &Content, field: &Field, today: NaiveDate) -> Value {
    match field.kind {
        Kind::Phone => text(PHONE, field),
        Kind::Email => text(EMAIL, field),
        Kind::Choice(codes) => json!({"enum": codes}),
        Kind::Hospital => {
            let listed = content.rules.places.hospitals().iter().map(|place| place.slug.as_str());
            json!({"enum": listed.chain(["other"]).collect::<Vec<_>>()})
        }
        Kind::PastDate { unknown } => {
            let date = json!({"type": "string", "format": "date", "pattern": past_years(today)});
            if unknown { json!({"anyOf": [date, {"const": "unknown"}]}) } else { date }
        }
        _ => json!({"type": "string", "format": "date", "pattern": "^[1-9][0-9]{3}-"}),
    }
}

/// From 1900 to this year. That a day of this year must have been is beyond a schema.
fn past_years(today: NaiveDate) -> String {
    let year = today.year().rem_euclid(100);
    let (decade, last) = (year / 10, year % 10);
    let earlier = if decade > 0 { format!("|20[0-{}][0-9]", decade - 1) } else { String::new() };
    format!("^(19[0-9]{{2}}{earlier}|20{decade}[0-{last}])-")
}
