//! The OpenAPI 3.1 document, made from the same field table that the parser walks over.
//!
//! `referral-fn/openapi.json` is this document, committed so that a change to the API is seen in review;
//! `cargo run -p referral-fn --example openapi > referral-fn/openapi.json` writes it again.

mod examples;
mod schema;

use content_reader::Content;
use referral::ReferrerType;
use serde_json::{Map, Value, json};

pub use examples::example;

/// The document for the referrer types of that day.
pub fn document(content: &Content, today: chrono::NaiveDate) -> Value {
    let kinds = content.rules.law.referrers(today);
    let bodies: Vec<Value> = kinds.iter().map(|kind| schema::body(content, *kind, today)).collect();
    let examples: Map<String, Value> = kinds.iter().map(|kind| named_example(content, *kind)).collect();
    let site = &content.site;
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("{}: referrals", site.name),
            "version": content.rules.law.version(),
            "description": format!("{ABOUT} By phone: {}. {} {}", site.phone.display, site.phone.charge, site.hours.text),
        },
        "paths": {"/api/referrals": {"post": {
            "operationId": "refer",
            "summary": "Refer a patient to the advocacy service",
            "parameters": [key()],
            "requestBody": {"required": true, "content": {"application/json": {
                "schema": {"oneOf": bodies}, "examples": examples,
            }}},
            "responses": responses(),
        }}},
        "components": {"schemas": components()},
    })
}

const ABOUT: &str = "The same questions, rules and queue as the web form. A referral is never turned away for the section \
    a patient is under: `eligibility` says what the law says, and a person reads every referral. Keep the reference: \
    nothing can be read back through this API.";

fn named_example(content: &Content, kind: ReferrerType) -> (String, Value) {
    (kind.code().to_owned(), json!({"summary": content.words.referrer_name(kind), "value": example(kind)}))
}

fn key() -> Value {
    json!({
        "name": "Idempotency-Key", "in": "header", "required": false,
        "schema": {"type": "string", "minLength": 16, "maxLength": 255, "pattern": "^[!-~][ -~]*[!-~]$"},
        "example": "0b4b7c1e-5c1f-4d0b-9a3e-2f5f0c9d7e11",
        "description": "Your name for this referral: printable ASCII, a UUID is advised. The same key and body again give \
            the first answer again. Without a key the same answers on the same London day are one referral.",
    })
}

fn responses() -> Value {
    let receipt = |said: &str| {
        let schema = json!({"$ref": "#/components/schemas/Receipt"});
        json!({"description": said, "content": {"application/json": {"schema": schema, "example": receipt_example()}}})
    };
    let problem = |said: &str, example: Option<Value>| {
        let mut media = json!({"schema": {"$ref": "#/components/schemas/Problem"}});
        if let Some(example) = example {
            media["example"] = example;
        }
        json!({"description": said, "content": {"application/problem+json": media}})
    };
    json!({
        "201": receipt("Stored"),
        "200": receipt("Stored before, by the same key and body, or by the same answers on the same day"),
        "400": problem("The body is not JSON, or the Idempotency-Key cannot be used. Nothing is stored", None),
        "403": problem("A browser sent it from another site. Nothing is stored", None),
        "405": problem("Another method than POST", None),
        "408": problem("The body did not arrive in time. Nothing is stored", None),
        "409": problem("The Idempotency-Key was used for other answers. The first referral is unchanged", None),
        "413": problem("The body is over 128 KiB. Nothing is stored", None),
        "415": problem("The body is not application/json, or is compressed. Nothing is stored", None),
        "422": problem("Every problem with the answers, in page order. Nothing is stored", Some(refusal())),
        "429": problem(
            "Too much from this address in a short time. Nothing is stored; `Retry-After` says in how many seconds to try \
             again, with the same key and body. A gateway in front may send a page of its own in place of this body",
            None,
        ),
        "500": problem("A fault of ours. Send the same key and body again", None),
        "503": problem("Not stored, or we cannot tell: `title` says which. Send the same key and body again", None),
    })
}

fn receipt_example() -> Value {
    json!({"reference": "7K3Q9A41ZZ", "received_at": "2026-11-23T10:15:00Z", "due_on": "2026-11-30",
        "eligibility": "eligible", "rules": "2026-11-23"})
}

fn refusal() -> Value {
    json!({"type": "about:blank", "title": "Some answers need another look", "status": 422,
        "detail": "Nothing has been stored. Every problem is listed; mend them and send again, or call us.",
        "problems": [{"field": "patient.name", "code": "missing", "message": "Give the patient's full name."}]})
}

fn components() -> Value {
    let text = || json!({"type": "string"});
    json!({
        "Receipt": {"type": "object", "required": ["reference", "received_at", "due_on", "eligibility", "rules"],
            "properties": {
                "reference": {"type": "string", "pattern": "^[0-9A-HJKMNP-TV-Z]{10}$", "description": "Ten characters that can be said on the phone"},
                "received_at": {"type": "string", "format": "date-time", "description": "When it was first received, to the minute, UTC"},
                "due_on": {"type": "string", "format": "date", "description": "By the end of this day the patient has heard from us, if the law covers them"},
                "eligibility": {"enum": ["eligible", "not-covered", "to-check"], "description": "What the law says of the route; all three are queued"},
                "rules": {"type": "string", "description": "The version of the rule set that decided"},
            }},
        "Problem": {"type": "object", "description": "RFC 9457", "required": ["type", "title", "status", "detail", "problems"],
            "properties": {
                "type": text(), "title": text(), "status": {"type": "integer"}, "detail": text(),
                "problems": {"type": "array", "items": {"type": "object", "required": ["field", "code", "message"],
                    "properties": {"field": text(), "code": text(), "message": text()}}},
            }},
    })
}
