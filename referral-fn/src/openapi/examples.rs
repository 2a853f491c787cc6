//! One complete referral for each referrer type. Everybody in them is invented.

use referral::ReferrerType;
use serde_json::{Value, json};

/// A referral that the API takes.
pub fn example(kind: ReferrerType) -> Value {
    let mut body = json!({
        "referrer": {"type": kind.code()},
        "patient": {"name": "Ida Moss", "hospital": "other", "ward": "Wren ward", "address": "Larch House, Northfold"},
        "legal": {"route": "section-2", "section": "Section 2", "started_on": "2026-11-20"},
        "help_wanted": "Someone beside her at the ward round.",
        "important_date": {"on": "2026-12-08", "what": "Tribunal"},
    });
    match kind {
        ReferrerType::Patient => {
            body["patient"]["message_ok"] = json!(true);
            body["helper"] = json!({"name": "Tom Reed", "role": "nurse"});
        }
        ReferrerType::NearestRelative | ReferrerType::NominatedPerson => {
            body["referrer"]["name"] = json!("Jon Moss");
            body["referrer"]["relationship"] = json!("brother");
            body["referrer"]["phone"] = json!("01632 960123");
            body["consent"] = json!("agrees");
        }
        ReferrerType::ResponsibleClinician | ReferrerType::Amhp | ReferrerType::HospitalNotification => {
            body["referrer"]["name"] = json!("Dr Ann Field");
            body["referrer"]["workplace"] = json!("Northfold Council");
            body["referrer"]["email"] = json!("ann.field@example.org");
            body["patient"]["date_of_birth"] = json!("1984-04-03");
            body["patient"]["nhs_number"] = json!("999 000 0018");
            body["patient"]["needs"] = json!(["interpreter"]);
            body["patient"]["language"] = json!("Polish");
            body["consent"] = json!("not-asked");
        }
    }
    body
}
