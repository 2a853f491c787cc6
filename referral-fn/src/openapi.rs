//! The OpenAPI 3.1 document, made from the same field table that the parser walks over.

use referral::{Ask, FIELDS, Field, Kind, ReferrerType};
use serde_json::{Map, Value, json};
use templates::Content;

/// The document for today's referrer types.
pub fn document(content: &Content, today: chrono::NaiveDate) -> Value {
    let kinds = content.rules.law.referrers(today);
    let bodies: Vec<Value> = kinds.iter().map(|kind| body(content, *kind)).collect();
    let problem = || json!({"description": "What is wrong and what to do, all at once", "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}});
    let receipt = |said: &str| json!({"description": said, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Receipt"}}}});
    let key = json!({"name": "Idempotency-Key", "in": "header", "required": false, "schema": {"type": "string", "minLength": 16, "maxLength": 255},
        "description": "A UUID is advised. Without it the same answers on the same day are one referral."});
    json!({
        "openapi": "3.1.0",
        "info": {"title": format!("{}: referrals", content.site.name), "version": content.rules.law.version(),
            "description": format!("By phone: {}. {}", content.site.phone.display, content.site.phone.charge)},
        "paths": {"/api/referrals": {"post": {
            "operationId": "refer",
            "summary": "Refer a patient to the advocacy service",
            "parameters": [key],
            "requestBody": {"required": true, "content": {"application/json": {"schema": {"oneOf": bodies}}}},
            "responses": {
                "201": receipt("Stored"), "200": receipt("Stored before: the same key and body again"),
                "400": problem(), "409": problem(), "413": problem(), "415": problem(), "422": problem(), "503": problem(),
            },
        }}},
        "components": {"schemas": schemas()},
    })
}

fn schemas() -> Value {
    json!({
        "Receipt": {"type": "object", "required": ["reference", "received_at", "due_on", "eligibility", "rules"],
            "properties": {
                "reference": {"type": "string", "pattern": "^[0-9A-HJKMNP-TV-Z]{10}$"},
                "received_at": {"type": "string", "format": "date-time"},
                "due_on": {"type": "string", "format": "date"},
                "eligibility": {"enum": ["eligible", "not-covered", "to-check"]},
                "rules": {"type": "string"},
            }},
        "Problem": {"type": "object", "required": ["type", "title", "status", "detail", "problems"],
            "properties": {
                "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"},
                "problems": {"type": "array", "items": {"type": "object", "required": ["field", "code", "message"],
                    "properties": {"field": {"type": "string"}, "code": {"type": "string"}, "message": {"type": "string"}}}},
            }},
    })
}

fn body(content: &Content, kind: ReferrerType) -> Value {
    let mut root = object();
    for field in FIELDS.iter().filter(|field| field.asked(kind) != Ask::Not) {
        let parts: Vec<&str> = field.name.split('.').collect();
        put(&mut root, &parts, schema(content, field, kind), field.asked(kind) == Ask::Required);
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
    if required && let Some(names) = at["required"].as_array_mut().filter(|names| !names.contains(&json!(first))) {
        names.push(json!(first));
    }
    let Some(properties) = at["properties"].as_object_mut() else { return };
    if rest.is_empty() {
        properties.insert((*first).to_owned(), schema);
    } else {
        put(properties.entry(*first).or_insert_with(object), rest, schema, required);
    }
}

fn schema(content: &Content, field: &Field, kind: ReferrerType) -> Value {
    let mut schema: Map<String, Value> = match field.kind {
        Kind::Referrer => map(json!({"const": kind.code()})),
        Kind::YesNo => map(json!({"type": "boolean"})),
        Kind::Choice(codes) => map(json!({"type": "string", "enum": codes})),
        Kind::Choices(codes) => map(json!({"type": "array", "items": {"enum": codes}})),
        Kind::Hospital => {
            let listed = content.rules.places.hospitals().iter().map(|place| place.slug.as_str());
            map(json!({"type": "string", "enum": listed.chain(["other"]).collect::<Vec<_>>()}))
        }
        Kind::PastDate { unknown: true } => {
            map(json!({"anyOf": [{"type": "string", "format": "date"}, {"const": "unknown"}]}))
        }
        Kind::PastDate { .. } | Kind::Date => map(json!({"type": "string", "format": "date"})),
        Kind::Text(_) | Kind::LongText(_) | Kind::Phone | Kind::Email | Kind::NhsNumber => {
            map(json!({"type": "string", "maxLength": field.limit()}))
        }
    };
    schema.insert("description".to_owned(), json!(content.words.field(field.name, kind).label));
    schema.into()
}

fn map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
