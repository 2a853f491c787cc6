//! The fields of the API as a page shows them: the same table that the OpenAPI document is made from.

use content_reader::Content;
use referral::{Ask, FIELDS, Field, Kind, ReferrerType};
use serde::Serialize;

/// Who is asked, with the letter of docs/contract.md, Fields.
const ASKED: [(ReferrerType, char); 4] = [
    (ReferrerType::Patient, 'P'),
    (ReferrerType::NearestRelative, 'R'),
    (ReferrerType::ResponsibleClinician, 'C'),
    (ReferrerType::Amhp, 'A'),
];

#[derive(Debug, Clone, Serialize)]
struct FieldRow {
    /// The dotted name.
    name: &'static str,
    /// The question.
    label: String,
    /// `P! R! C1 Ao`: a letter for each who is asked, and how.
    asked: String,
    /// The type in JSON.
    kind: String,
    codes: Vec<String>,
}

/// What a referral sent by the API may hold.
#[derive(Debug, Clone, Serialize)]
pub struct ApiFields {
    rows: Vec<FieldRow>,
}

impl ApiFields {
    /// Every field, in the order of the form.
    pub fn new(content: &Content) -> Self {
        Self { rows: FIELDS.iter().map(|field| row(field, content)).collect() }
    }
}

fn row(field: &Field, content: &Content) -> FieldRow {
    let how = |(kind, letter)| {
        let sign = match field.asked(kind) {
            Ask::Required => '!',
            Ask::OneOf(_) => '1',
            Ask::Optional | Ask::Beside => 'o',
            Ask::Not => return None,
        };
        Some(format!("{letter}{sign}"))
    };
    let reader = ASKED.into_iter().rev().find(|(kind, _)| field.asked(*kind) != Ask::Not);
    let kind = match field.kind {
        Kind::PastDate { unknown: true } => "date | \"unknown\"".to_owned(),
        Kind::PastDate { unknown: false } | Kind::Date => "date".to_owned(),
        Kind::YesNo => "true | false".to_owned(),
        Kind::Choices(_) => "array".to_owned(),
        Kind::Choice(_) | Kind::Hospital | Kind::Referrer => "code".to_owned(),
        _ => format!("text, {}", field.limit()),
    };
    let codes = match field.kind {
        Kind::Hospital => {
            let listed = content.rules.places.hospitals().iter().map(|place| place.slug.clone());
            listed.chain(["other".to_owned()]).collect()
        }
        Kind::Referrer => ASKED.iter().map(|(kind, _)| kind.code().to_owned()).collect(),
        Kind::YesNo => Vec::new(),
        kind => kind.codes().iter().map(|code| (*code).to_owned()).collect(),
    };
    FieldRow {
        name: field.name,
        label: reader.map(|(kind, _)| content.words.field(field.name, kind).label.to_owned()).unwrap_or_default(),
        asked: ASKED.into_iter().filter_map(how).collect::<Vec<_>>().join(" "),
        kind,
        codes,
    }
}
