//! Answers and their codes in words.

use referral::{Field, Places, ReferrerType, Route, Value, long_date};

use content_reader::{Content, Reader};

/// The codes of a field in the order in which this person is asked.
pub(crate) fn codes(field: &Field, asked: ReferrerType) -> Vec<&'static str> {
    if field.name == "legal.route" { Route::order(asked).map(Route::code).to_vec() } else { field.offered(asked) }
}

/// An answer in words, a line each.
pub(crate) fn value_lines(content: &Content, field: &str, value: &Value, reader: impl Into<Reader>) -> Vec<String> {
    let reader = reader.into();
    let choice = |code: &str| content.words.choice(field, code, reader).0.to_owned();
    match value {
        Value::Text(text) => text.lines().map(str::to_owned).collect(),
        Value::Date(date) => vec![long_date(*date)],
        Value::Unknown => vec![content.words.ui("not_known").to_owned()],
        Value::Code(code) if field == "patient.hospital" && code != Places::OTHER => {
            vec![content.rules.places.hospital(code).map_or_else(|| code.clone(), |place| place.name.clone())]
        }
        Value::Code(code) => vec![choice(code)],
        Value::Codes(codes) => codes.iter().map(|code| choice(code)).collect(),
        Value::YesNo(yes) => vec![choice(if *yes { "yes" } else { "no" })],
    }
}
